"""Objections: the list by when the mark says to decide, one objection with both sides of it, and the ruling."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from accreditation.decisions import GIVES_A_TERM, MEASURES, Kind
from admin.desk.menu import DECIDING
from admin.desk.pages import desk_page
from admin.desk.public_words import MEASURE_KINDS
from admin.dossier.objections import KINDS
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.desk import days_between
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import read_input
from registry.objection_board import objection_of, objections_at
from registry.objection_rulings import ObjectionDecided, decide_objection

HERE = "/instelling/bezwaren"
ONE = f"{HERE}/{{objection:uuid}}"
FIELDS = {
    "outcome": "uitkomst", "until": "laatste", "reason": "reden", "instead": "soort", "kind": "soort",
    "since": "vanaf", "text": "tekst", "scopes": "werkveld", "level": "niveau",
}  # fmt: skip
MESSAGES: dict[str, Sentence] = {
    "beslist": say("Er is beslist. De professional krijgt bericht en leest de reden in het eigen dossier.")
}
OUTCOMES: dict[str, Sentence] = {
    "upheld": say("Ongegrond: het besluit blijft"),
    "overturned": say("Gegrond: het besluit geldt niet meer"),
    "changed": say("Gegrond: de maatregel stopt op een andere dag"),
}
Outcome = Literal["dismissed", "never", "ends", "replaced"]
CHOICES: dict[Outcome, Sentence] = {
    "dismissed": say("Ongegrond: het besluit blijft zoals het is"),
    "never": say("Gegrond: het besluit is nooit genomen"),
    "ends": say("Gegrond: de maatregel stopt op een dag die je hieronder kiest"),
    "replaced": say("Gegrond: een ander besluit komt ervoor in de plaats"),
}
_OF_AN_APPLICATION = GIVES_A_TERM | {Kind.REFUSAL}


class ListQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class RulingForm(Form):
    """What comes of an objection; the last fields only where another decision takes its place."""

    uitkomst: Outcome
    laatste: CivilDay | None = None
    reden: Annotated[str, Field(min_length=1, max_length=4000)]
    soort: Literal["condition", "restriction", "suspension", "revocation"] | None = None
    vanaf: CivilDay | None = None
    tot: CivilDay | None = None
    tekst: Annotated[str | None, Field(max_length=500)] = None
    werkveld: tuple[str, ...] = ()
    niveau: Annotated[str | None, Field(max_length=80)] = None

    def said(self) -> dict[str, Any]:
        """As the register asks it; what belongs to another outcome is left out, not sent along by accident."""
        given: dict[str, Any] = {"outcome": self.uitkomst, "reason": self.reden}
        if self.uitkomst == "ends":
            given["until"] = self.laatste
        if self.uitkomst == "replaced" and self.vanaf is not None:
            given["instead"] = {
                "kind": self.soort, "since": self.vanaf, "until": self.tot, "text": self.tekst,
                "scopes": self.werkveld, "level": self.niveau,
            }  # fmt: skip
        return given


@get(HERE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_objections(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    site = house_of(request).site
    catalogue = await site.marks.current()
    every = await objections_at(signed_in(request), catalogue=catalogue)
    return await desk_page(
        request,
        "desk_objections.html",
        waiting=[one for one in every if one.ruled is None],
        ruled=[one for one in every if one.ruled is not None],
        late={one.id for one in every if one.is_late(site.today())},
        kinds=KINDS,
        outcomes=OUTCOMES,
        named=catalogue.mark,
        here=HERE,
    )


@get(ONE, opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def show_objection(request: Asked, objection: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, ListQuery)
    return await _page(request, objection, Filled({"werkveld": []}), message=MESSAGES.get(query.melding))


@post(f"{ONE}/uitspraak", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=200)
async def take_ruling(request: Asked, objection: FromPath[UUID]) -> Answer:
    site, staff = house_of(request).site, signed_in(request)
    catalogue = await site.marks.current()
    await objection_of(objection, staff, catalogue=catalogue)
    read = read_form(request, RulingForm, lists=("werkveld",))
    if read.form is None:
        return await _page(request, objection, read.filled, status=400)
    try:
        given = read_input(ObjectionDecided, read.form.said())
        await decide_objection(objection, given, staff, catalogue=catalogue, at=site.now())
    except (Malformed, Refused, Conflict) as error:
        status = 400 if isinstance(error, Malformed) else 409
        wrong = said_by_register(read.filled, error, FIELDS)
        return await _page(request, objection, wrong, status=status)
    return redirect(f"{HERE}/{objection}?melding=beslist")


async def _page(
    request: Asked, objection: UUID, filled: Filled, *, status: int = 200, message: Sentence | None = None
) -> Answer:
    site, language = house_of(request).site, reader_of(request.scope).language
    catalogue = await site.marks.current()
    opened = await objection_of(objection, signed_in(request), catalogue=catalogue)
    one, mark = opened.shown, catalogue.mark(opened.shown.mark)
    return await desk_page(
        request,
        "desk_objection.html",
        status=status,
        opened=opened,
        one=one,
        late=one.is_late(site.today()),
        after=days_between(one.decided_on, one.received_on),
        mark=mark,
        kind=KINDS[one.kind],
        outcomes=OUTCOMES,
        choices=[(code, words.in_language(language)) for code, words in _choices(one.kind)],
        is_measure=one.kind in MEASURES,
        is_term=one.kind in _OF_AN_APPLICATION,
        lighter=[(code, words.in_language(language)) for code, words in MEASURE_KINDS.items() if code != "lift"],
        scopes=[(code, mark.labels[code].within(language) if code in mark.labels else code) for code in mark.scopes],
        levels=[(level, level) for level in mark.levels],
        filled=filled,
        message=message,
        here=HERE,
    )


def _choices(kind: Kind) -> list[tuple[Outcome, Sentence]]:
    """What can come of an objection to such a decision."""
    fits: dict[Outcome, bool] = {
        "dismissed": True,
        "never": kind not in _OF_AN_APPLICATION,
        "ends": kind in MEASURES,
        "replaced": kind in MEASURES or kind in _OF_AN_APPLICATION,
    }
    return [(code, words) for code, words in CHOICES.items() if fits[code]]


PAGES = [show_objections, show_objection, take_ruling]
