"""What a mark wants somebody to agree to, such as a code of conduct: which texts, whether they did, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import uuid4

from litestar import post
from pydantic import Field

from accreditation.dossier import Declaration as Agreed
from accreditation.rules.declaration import Declaration
from accreditation.rules.node import walk
from accreditation.rules.words import Speech
from accreditation.scheme import Mark
from admin.web.doorman import Door, door, own_number, signed_in
from admin.web.forms import Form, read_form
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Language
from public_api.web.pages import reader_of
from registry.catalogue import Catalogue
from registry.dossiers import record_fact
from registry.errors import NotFound
from registry.outlooks import outlook_of

NOT_ASKED = "None of your marks asks you to agree to this. Open the file again."


@dataclass(frozen=True, slots=True)
class DeclarationAsked:
    """A text that a mark asks, in words, with where that is written. `version` is the newest that the rules name."""

    mark: Mark
    text: str
    words: str
    requirement: str
    source: str
    rules: str
    version: str
    done: bool


class AgreeForm(Form):
    """To what somebody agrees."""

    keurmerk: Annotated[str, Field(max_length=80)]
    tekst: Annotated[str, Field(max_length=80)]


async def declarations_asked(
    number: str, catalogue: Catalogue, language: Language, at: datetime
) -> tuple[DeclarationAsked, ...]:
    """Every text that a mark of somebody asks them to agree to."""
    found: dict[tuple[str, str], DeclarationAsked] = {}
    for seen in await outlook_of(number, at=at, catalogue=catalogue):
        speech = Speech(language, seen.mark.labels)
        for line in seen.lines:
            for rule in walk(line.asked.rule):
                if isinstance(rule, Declaration):
                    found[seen.mark.code, rule.text] = DeclarationAsked(
                        seen.mark, rule.text, speech.word(rule.text), line.asked.text.within(language),
                        line.asked.source, seen.version.id, rule.versions[-1] if rule.versions else "", line.done,
                    )  # fmt: skip
    return tuple(found.values())


@post("/mijn/akkoord", opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_agreement(request: Asked) -> Answer:
    given = read_form(request, AgreeForm)
    house, number = house_of(request), own_number(request)
    asked = await declarations_asked(
        number, await house.site.marks.current(), reader_of(request.scope).language, house.site.now()
    )
    wanted = (given.form.keurmerk, given.form.tekst) if given.form is not None else None
    one = next((found for found in asked if (found.mark.code, found.text) == wanted), None)
    if one is None:
        raise NotFound(NOT_ASKED)
    if not one.done:
        today = house.site.today()
        agreed = Agreed(str(uuid4()), one.text, one.version or today.isoformat(), today)
        await record_fact(number, agreed, actor=signed_in(request).actor, at=house.site.now(), mark=one.mark.code)
    return redirect("/mijn/dossier?melding=akkoord")


PAGES = [take_agreement]
