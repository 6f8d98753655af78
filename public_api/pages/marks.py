"""The marks: what there is, what each says and does not say, and its rules in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from litestar import get
from litestar.params import FromPath

from accreditation.dates import Period
from accreditation.scheme import Mark, Requirement, SchemeVersion, Term
from public_api.site import Asked, site_of
from public_api.web.answers import Answer
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, read_query

# The moments at which a requirement counts, in the order in which a reader meets them.
MOMENTS: tuple[tuple[str, Sentence], ...] = (
    ("initial", say("Om het keurmerk te krijgen")),
    ("renewal", say("Om het keurmerk te houden (verlenging)")),
    ("continuous", say("De hele tijd")),
    ("bridge", say("Om over te stappen van een ouder keurmerk")),
)

CONFIDENCE: dict[str, Sentence] = {
    "seen": say("Gelezen in een openbare bron van de instelling zelf."),
    "reported": say("Gelezen bij een ander dan de instelling zelf."),
    "unknown": say("De instelling heeft hier een regel, maar wij kennen de inhoud niet."),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked at one moment."""

    moment: Sentence
    requirements: tuple[Requirement, ...]


def askings(version: SchemeVersion) -> tuple[Asking, ...]:
    """The requirements by moment; moments without any are left out."""
    grouped = ((words, tuple(r for r in version.requirements if moment in r.at)) for moment, words in MOMENTS)
    return tuple(Asking(words, requirements) for words, requirements in grouped if requirements)


def current_version(mark: Mark, on: date) -> SchemeVersion:
    """The version a reader means: the newest in force on the day, or else the last there was."""
    in_force = [v for v in mark.versions if v.starts is not None and v.starts <= on]
    return max(in_force, key=lambda v: v.starts or date.min) if in_force else mark.versions[-1]


def validity(term: Term) -> Sentence:
    """How long a registration lasts, in words."""
    match term.validity:
        case Period(months=months, days=0) if months and months % 12 == 0:
            return say("{years} jaar", years=months // 12)
        case Period(months=months, days=0):
            return say("{months} maanden", months=months)
        case Period(months=0, days=days):
            return say("{days} dagen", days=days)
        case "no_end":
            return say("zonder einddatum")
        case _:
            return say("Dit weten we niet. De instelling zegt het niet in het openbaar.")


def in_force(version: SchemeVersion, day: str | None) -> Sentence:
    """Since when a version counts; `day` is its first day in words."""
    if version.in_force_from == "announced":
        return say("Aangekondigd, nog niet van kracht")
    if version.in_force_from == "unknown":
        return say("Van kracht sinds een dag die we niet kennen")
    return say("Van kracht sinds {day}", day=day)


@get("/keurmerken", include_in_schema=False)
async def marks(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    site = site_of(request)
    every = (await site.marks.current()).marks()
    ended = [mark for mark in every if mark.ended_on is not None and mark.ended_on < site.today()]
    live = [mark for mark in every if mark not in ended]
    return site.pages.render(request.scope, "marks.html", live=live, ended=ended)


@get("/keurmerken/{slug:str}", include_in_schema=False)
async def mark(request: Asked, slug: FromPath[str]) -> Answer:
    read_query(request.scope, PageQuery)
    site = site_of(request)
    catalogue = await site.marks.current()
    found = catalogue.mark(slug)
    newest = current_version(found, site.today())
    return site.pages.render(
        request.scope,
        "mark.html",
        mark=found,
        version=newest,
        askings=askings(newest),
        proof=newest.proves_on(site.today()),
        validity=validity,
        in_force=in_force,
        catalogue=catalogue,
    )


@get("/keurmerken/{slug:str}/regels/{version:str}", include_in_schema=False)
async def rules(request: Asked, slug: FromPath[str], version: FromPath[str]) -> Answer:
    read_query(request.scope, PageQuery)
    site = site_of(request)
    catalogue = await site.marks.current()
    found = catalogue.version(slug, version)
    return site.pages.render(
        request.scope,
        "rules.html",
        mark=catalogue.mark(slug),
        version=found,
        askings=askings(found),
        confidence=CONFIDENCE,
        validity=validity,
        in_force=in_force,
    )
