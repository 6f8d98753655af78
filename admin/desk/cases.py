"""One application at the desk: what the rules found beside the evidence, who works on it, and what was asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from pydantic import Field

from admin.desk.case_entries import shown_entries
from admin.desk.case_requirements import FORMS, STAGES, VERDICTS, requirements_of
from admin.desk.menu import DECIDING, JUDGING
from admin.desk.pages import desk_page
from admin.dossier.needs import MOMENTS
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import Sentence, from_register, say
from public_api.web.pages import reader_of
from public_api.web.problems import KINDS
from public_api.web.query import PageQuery, read_query
from registry.case_files import CaseFile, open_case_file
from registry.claims import Claim
from registry.desk import bodies_of, find_case
from registry.errors import Refused
from registry.inputs import Code
from registry.interests import INTEREST, check_interest
from registry.sessions import Identity

QUEUE = "/instelling/verlengingen"
PATH = f"{QUEUE}/{{application:uuid}}"
MESSAGES: dict[str, Sentence] = {
    "taak": say("Je hebt deze aanvraag op je naam gezet."),
    "teruggegeven": say("Je hebt deze aanvraag teruggegeven."),
    "overgenomen": say("Je hebt het werk van je collega overgenomen."),
    "gevraagd": say("Je vraag is verstuurd. De aanvrager krijgt er bericht van."),
    "oordeel": say("Je oordeel is vastgelegd."),
}
GROUNDS: Mapping[str, Sentence] = {
    "own_file": say("Dit is je eigen dossier."),
    "mentor": say("Je was mentor of supervisor van deze persoon."),
    "trainee": say("Deze persoon was jouw mentor of supervisor."),
    "colleague": say("Jullie zijn of waren collega's."),
    "reciprocal": say("Deze persoon beoordeelde jou, of besliste over jou."),
    "declared": say("Je hebt zelf gezegd dat je niet vrij bent om te oordelen."),
}


class CaseQuery(PageQuery):
    """What just happened, and the requirement that is opened to be judged all the same."""

    melding: Annotated[str, Field(max_length=20)] = ""
    eis: Code | None = None


@dataclass(frozen=True, slots=True)
class MyWork:
    """What whoever looks may do with a file: their own claims, and what is free for them.

    `has_read`: they read what the assessors said, so that they only decide.
    """

    claims: tuple[Claim, ...]
    others: tuple[Claim, ...]
    can_judge: bool
    can_decide: bool
    judges: bool
    has_read: bool
    officer: bool

    def can_take_over(self, claim: Claim) -> bool:
        """Whether a colleague's claim may become theirs, who have none of that kind themselves."""
        if claim.task == "decide":
            return self.officer and all(one.task != "decide" for one in self.claims)
        return not self.has_read and all(one.task != "judge" for one in self.claims)


@get(PATH, opt=door(Door.BODY, roles=JUDGING), include_in_schema=False)
async def show_case(request: Asked, application: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, CaseQuery)
    return await case_page(request, application, opened=query.eis, message=MESSAGES.get(query.melding))


async def case_page(
    request: Asked,
    application: UUID,
    *,
    filled: Filled | None = None,
    about: str = "",
    opened: str | None = None,
    message: Sentence | None = None,
    status: int = 200,
) -> Answer:
    """The page of a file. `filled` is a form that was not taken, and `about` says which one of the page it is.

    Whoever may not open the file is told why, and nothing of what is in it.
    """
    site, staff = house_of(request).site, signed_in(request)
    catalogue = await site.marks.current()
    if interests := await check_interest(application, staff, at=site.now()):
        grounds = [GROUNDS[one.ground] for one in interests]
        own = any(one.ground == "declared" for one in interests)
        return await _away(request, application, from_register(INTEREST), grounds, declared=own)
    try:
        file = await open_case_file(application, staff, catalogue=catalogue, at=site.now())
    except Refused as error:
        return await _away(request, application, from_register(error.message))
    language = reader_of(request.scope).language
    requirements = requirements_of(file, catalogue, language)
    entries = shown_entries(file.entries, catalogue, language)
    return await desk_page(
        request,
        "desk_case.html",
        status=status,
        file=file,
        here=f"{QUEUE}/{application}",
        mark=catalogue.mark(file.mark),
        moment=MOMENTS[file.evaluation.moment] if file.evaluation is not None else None,
        stages=[(words, [one for one in requirements if one.stage == code]) for code, words in STAGES.items()],
        entries={one.id: one for one in entries},
        proved={one.id for one in entries if one.pieces},
        listed={one.id: one.listed for one in entries},
        work=_work(file, staff, bodies_of(staff, DECIDING), catalogue.mark(file.mark).body.code),
        verdicts=VERDICTS,
        forms=FORMS,
        filled=filled or Filled(),
        empty=Filled(),
        about=about,
        opened=opened,
        wrong=_placed(filled or Filled(), about),
        message=message,
    )


def _placed(filled: Filled, about: str) -> Filled:
    """What is wrong, with the fields as they are called on a page that has one of them in each of its forms."""
    return Filled({}, tuple((f"{name}-{about}" if name else "", message) for name, message in filled.mistakes))


async def _away(
    request: Asked,
    application: UUID,
    why: Sentence,
    grounds: Collection[Sentence] = (),
    *,
    declared: bool = False,
) -> Answer:
    """Why a file stays shut; what somebody said themselves they can take back here."""
    await find_case(application, signed_in(request))
    return await desk_page(
        request,
        "desk_case_away.html",
        status=KINDS["refused"].status,
        here=f"{QUEUE}/{application}",
        why=why,
        grounds=grounds,
        declared=declared,
    )


def _work(file: CaseFile, staff: Identity, decides_at: Collection[str], body: str) -> MyWork:
    own = tuple(one for one in file.claims if one.held_by == staff.actor)
    others = tuple(one for one in file.claims if one.held_by != staff.actor)
    tasks = {one.task for one in own}
    shown = file.judgements.others is not None
    has_read = file.is_open and shown and not file.judgements.own
    taken = sum(one.task == "judge" for one in file.claims)
    officer = body in decides_at
    judges = "judge" in tasks
    return MyWork(
        own,
        others,
        file.is_open and not judges and not has_read and taken < file.judgements.seats,
        file.is_open and officer and all(one.task != "decide" for one in file.claims),
        judges or (file.is_open and not has_read and taken < file.judgements.seats),
        has_read,
        officer,
    )


PAGES = [show_case]
