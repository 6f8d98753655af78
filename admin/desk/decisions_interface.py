"""Deciding for programs: the letter and the decision as they would be, and then the decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath
from pydantic import Field

from admin.desk.decision_letters import letters_about
from admin.desk.menu import DECIDING
from admin.dossier.tokens import Body
from admin.post.whole_letters import WholeLetter
from admin.web.doorman import Door, door, signed_in
from admin.web.house import house_of
from admin.web.json_answers import as_invalid, as_json
from admin.web.json_bodies import read_json
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.query import CivilDay, Query, read_query
from registry.case_decisions import DecisionPreview, decide_case, preview_decision
from registry.case_outcomes import CaseOutcome, outcome_of
from registry.errors import Malformed
from registry.inputs import read_input
from registry.verdicts import Intent, Verdict

ADDRESS = "/api/v1/desk/applications/{application:uuid}"


class LetterQuery(Query):
    """What would be decided; the days follow from the rules of the mark where they are left out.

    `scopes` are codes with a comma between them; left out they are those applied for.
    """

    outcome: Literal["granted", "refused"]
    since: CivilDay | None = None
    until: CivilDay | None = None
    level: Annotated[str | None, Field(max_length=80)] = None
    scopes: Annotated[str | None, Field(max_length=400)] = None

    def said(self) -> dict[str, object]:
        scopes = None if self.scopes is None else [code for code in self.scopes.split(",") if code]
        return {**self.model_dump(exclude={"scopes"}), "scopes": scopes}


class DecisionBody(Body):
    """What is decided and why. `seen` comes from the preview of the letter."""

    outcome: Literal["granted", "refused"]
    reason: str
    seen: Annotated[str, Field(min_length=1, max_length=64)]
    since: CivilDay | None = None
    until: CivilDay | None = None
    level: str | None = None
    scopes: tuple[str, ...] | None = None


class LetterItem(msgspec.Struct, rename="camel"):
    """The letter in one language, a paragraph a string; `below` stands under every letter."""

    language: str
    subject: str
    paragraphs: list[str]
    below: list[str]


class LetterPreview(msgspec.Struct, rename="camel"):
    """What would be recorded and sent. `sentIn` is the language of who reads it; null: no letter leaves."""

    application: str
    mark: str
    kind: str
    since: date
    until: date | None
    level: str | None
    scopes: list[str]
    advice: str
    scheme_version: str
    sent_in: str | None
    letters: list[LetterItem]
    seen: str


class DecisionItem(msgspec.Struct, rename="camel"):
    """What was decided."""

    id: str
    application: str
    outcome: str
    decided_at: datetime
    since: date
    until: date | None
    level: str | None
    scopes: list[str]
    reason: str | None


@get(f"{ADDRESS}/letter", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False)
async def preview_letter(request: Asked, application: FromPath[UUID]) -> Answer:
    query, site = read_query(request.scope, LetterQuery), house_of(request).site
    catalogue = await site.marks.current()
    try:
        intent = read_input(Intent, query.said())
        seen = await preview_decision(application, intent, signed_in(request), catalogue=catalogue, at=site.now())
    except Malformed as error:
        raise as_invalid(error) from None
    letters = await letters_about(seen.letter, catalogue, site, on=site.today())
    return as_json(_preview(seen, letters))


def _preview(seen: DecisionPreview, letters: tuple[WholeLetter, ...]) -> LetterPreview:
    decision = seen.decision
    return LetterPreview(
        str(seen.application), seen.mark, str(decision.kind), decision.since, decision.until, decision.level,
        sorted(decision.scopes), str(seen.evaluation.outcome), seen.evaluation.version, seen.language,
        [_letter(letter) for letter in letters], seen.seen,
    )  # fmt: skip


def _letter(letter: WholeLetter) -> LetterItem:
    paragraphs = ["\n".join(paragraph) for paragraph in letter.paragraphs]
    return LetterItem(letter.language, letter.subject, paragraphs, list(letter.below))


@post(f"{ADDRESS}/decision", opt=door(Door.BODY, roles=DECIDING), include_in_schema=False, status_code=201)
async def post_decision(request: Asked, application: FromPath[UUID]) -> Answer:
    given, site, staff = await read_json(request, DecisionBody), house_of(request).site, signed_in(request)
    try:
        verdict = read_input(Verdict, given.model_dump(exclude={"seen"}))
        await decide_case(
            application, verdict, staff, catalogue=await site.marks.current(), at=site.now(), seen=given.seen
        )
    except Malformed as error:
        raise as_invalid(error) from None
    decided = await outcome_of(application, staff, at=site.now())
    assert decided is not None  # a moment ago
    return as_json(_decided(application, decided), status=201)


def _decided(application: UUID, one: CaseOutcome) -> DecisionItem:
    return DecisionItem(
        str(one.decision), str(application), one.outcome, one.decided_at, one.since, one.until, one.level,
        list(one.scopes), one.reason,
    )  # fmt: skip


ROUTES = [preview_letter, post_decision]
