"""The profile of one person: what counts on a day, what was checked and what was not, the history, and who to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

from litestar import get
from litestar.params import FromPath
from pydantic import Field

from accreditation.dates import ONE_DAY
from accreditation.scheme import Mark, SchemeVersion
from public_api.marks import names_in
from public_api.numbers import asked_number
from public_api.pages.start import GOALS
from public_api.routes.practitioners import asked_profile
from public_api.routes.standings import asked_standing
from public_api.site import Asked, site_of
from public_api.statements import Tone, heading, sentence, tone
from public_api.web.answers import Answer, redirect
from public_api.web.language import Language, Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.catalogue import Catalogue
from registry.public_view import PublicProfile, PublicRegistration, PublicSpan

MEASURES: dict[str, Sentence] = {
    "condition": say("Voorwaarde"),
    "restriction": say("Beperking"),
    "suspension": say("Schorsing"),
    "revocation": say("Doorhaling"),
}

PROOFS: tuple[tuple[str, Sentence], ...] = (
    ("education", say("Opleiding")),
    ("experience", say("Werkervaring")),
    ("code_of_conduct", say("Gedragscode")),
)

CONTACT_FORMS: dict[str, Sentence] = {
    "on-site": say("Op locatie"),
    "video": say("Via video"),
    "phone": say("Aan de telefoon"),
    "outdoors": say("Buiten, bijvoorbeeld al wandelend"),
}


class ProfileQuery(PageQuery):
    """On which day, and as known when."""

    op: Annotated[CivilDay | None, Field(description="The day asked about.")] = None
    bekend: Annotated[CivilDay | None, Field(description="What the register knew at the end of this day.")] = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line of the history: a term, or a gap between two terms."""

    since: date
    until: date
    kind: Literal["term", "gap"]


@dataclass(frozen=True, slots=True)
class Told:
    """One registration as the page tells it."""

    registration: PublicRegistration
    mark: Mark
    version: SchemeVersion | None
    tone: Tone
    heading: str
    sentence: str
    history: tuple[Stretch, ...]


def stretches(spans: tuple[PublicSpan, ...]) -> Iterator[Stretch]:
    """The terms in order, with the gaps between them."""
    before: PublicSpan | None = None
    for span in sorted(spans, key=lambda span: span.since):
        if before is not None and span.since > before.until + ONE_DAY:
            yield Stretch(before.until + ONE_DAY, span.since - ONE_DAY, "gap")
        yield Stretch(span.since, span.until, "term")
        before = span


def told(
    name: str, registrations: tuple[PublicRegistration, ...], catalogue: Catalogue, language: Language
) -> tuple[Told, ...]:
    """Every registration of somebody, those that count first."""
    named = names_in(catalogue)
    ordered = sorted(registrations, key=lambda r: (not r.certified, r.status != "suspended", r.mark))
    return tuple(
        Told(
            registration=r,
            mark=catalogue.mark(r.mark),
            version=next((v for v in catalogue.mark(r.mark).versions if v.id == r.scheme_version), None),
            tone=tone(r),
            heading=heading(r, language),
            sentence=sentence(name, r, named(r, language), language),
            history=tuple(stretches(r.history)),
        )
        for r in ordered
    )


def chosen_words(about: PublicProfile, language: Language) -> dict[str, list[str]]:
    """What somebody chose from our lists, in words: how they work, and whom they help."""
    return {
        "forms": [words.in_language(language) for code, words in CONTACT_FORMS.items() if code in about.contact_forms],
        "goals": [goal.title.in_language(language) for goal in GOALS if goal.anchor in about.goals],
    }


@lru_cache(maxsize=1024)
def qr_code(address: str) -> str:
    """An inline SVG without style attributes, which our content security policy would refuse."""
    import segno  # noqa: PLC0415  # 3 MB that a server needs for its first profile, not for its start

    drawn: str = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, dark="#17252e", light="#fff"
    )
    return re.sub(r"<svg ", '<svg role="img" aria-labelledby="qr-uitleg" ', drawn, count=1)


@get("/professionals/{number:str}", include_in_schema=False)
async def profile(request: Asked, number: FromPath[str]) -> Answer:
    site = site_of(request)
    query = read_query(request.scope, ProfileQuery)
    exact = asked_number(number)
    if exact != number:
        return redirect(f"/professionals/{exact}{_asked_again(request)}")
    catalogue = await site.marks.current()
    standing = await asked_standing(catalogue, exact, query.op, query.bekend, None, at=site.now())
    about = await asked_profile(exact, site)
    language = reader_of(request.scope).language
    return site.pages.render(
        request.scope,
        "profile.html",
        standing=standing,
        about=about,
        chosen=chosen_words(about, language),
        told=told(standing.name, standing.registrations, catalogue, language),
        proofs=PROOFS,
        measures=MEASURES,
        today=site.today(),
        checked_at=site.now(),
        qr=qr_code(f"{site.settings.base_url}/p/{exact}"),
        short_address=f"{site.settings.base_url}/p/{exact}",
    )


@get("/p/{number:str}", include_in_schema=False)
async def short_link(request: Asked, number: FromPath[str]) -> Answer:
    """What a QR code and a business card lead to."""
    read_query(request.scope, ProfileQuery)
    return redirect(f"/professionals/{asked_number(number)}{_asked_again(request)}")


def _asked_again(request: Asked) -> str:
    """The query as it came; the edge has let through printable ASCII or escapes only."""
    query: bytes = request.scope["query_string"]
    return f"?{query.decode('latin-1')}" if query and query.isascii() else ""
