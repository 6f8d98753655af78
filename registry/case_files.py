"""Opening a file at the desk: from handing in to the end of the objection, and each reading is written down."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from accreditation import dossier as facts
from accreditation.dates import amsterdam_day
from accreditation.findings import Evaluation
from registry.applications import judge
from registry.canonical import from_canonical
from registry.case_entries import CaseEntry, entries_of
from registry.catalogue import Catalogue
from registry.claims import Claim, claims_on
from registry.database import once_more
from registry.desk import Case, Staff, find_case
from registry.errors import Refused
from registry.interests import require_free
from registry.journal import recording
from registry.judgements import Judgements, seen_by
from registry.names import display_name
from registry.open_applications import handed_in
from registry.own_data import LOOKED
from registry.questions import Question, questions_of
from registry.sample_standing import is_drawn
from registry.tables_accounts import AccountRoleRow
from registry.verdicts import as_decided

CLOSED = "This file is closed: the time to object is over, or it was taken back. Ask the applicant for what you need."


@dataclass(frozen=True, slots=True)
class CaseFile:
    """An application with the file that was handed in.

    `evaluation` is what the rules say today about that file with what was paid and set aside since, and without what
    the assessors said; None once it is decided, for the findings then lie with the decision. `language` is that of the
    applicant, in which they read what is said to them. `entries` are those of the facts, with titles and evidence.
    `is_drawn`: it is in a sample, which may ask more of it.
    """

    application: UUID
    mark: str
    number: str
    name: str
    language: str
    handed_in_on: date
    is_open: bool
    is_drawn: bool
    dossier: facts.Dossier
    entries: tuple[CaseEntry, ...]
    evaluation: Evaluation | None
    claims: tuple[Claim, ...]
    judgements: Judgements
    questions: tuple[Question, ...]


async def open_case_file(application: UUID, staff: Staff, *, catalogue: Catalogue, at: datetime) -> CaseFile:
    """Open a file. Raises NotFound for another body's, Refused for who has an interest and once the file is closed."""
    await require_free(application, staff, at=at)
    return await _open(application, staff, catalogue, at)


@once_more
async def _open(application: UUID, staff: Staff, catalogue: Catalogue, at: datetime) -> CaseFile:
    async with recording(actor=staff.actor, at=at) as journal:
        case = await find_case(application, staff)
        on = amsterdam_day(journal.at)
        if not await _is_needed(case, on):
            raise Refused(CLOSED)
        await journal.append(f"{LOOKED}file", case.number, reference=str(application))
        return await _as_opened(case, staff, catalogue, on)


async def _is_needed(case: Case, on: date) -> bool:
    return any(one.application == case.id and one.is_open for one in await handed_in(case.person["id"], on))


async def _as_opened(case: Case, staff: Staff, catalogue: Catalogue, on: date) -> CaseFile:
    person, row = case.person, case.application
    dossier = replace(from_canonical(row["facts"], facts.Dossier), judgements=())
    evaluation = None
    if case.is_open:
        evaluation = judge(catalogue, case.mark, replace(await as_decided(row, on), judgements=()))
    return CaseFile(
        case.id,
        case.mark,
        case.number,
        display_name(person["initials"], person["prefix"], person["family_name"]),
        await _language(person["id"]),
        row["handed_in_on"],
        case.is_open,
        await is_drawn(case.id),
        dossier,
        await entries_of(case, dossier),
        evaluation,
        await claims_on(case.id, on),
        await seen_by(case, staff, catalogue),
        await questions_of(case.number, case.id),
    )


async def _language(applicant: UUID) -> str:
    """As they chose for their log-in; Dutch for whoever has none."""
    own = (
        await AccountRoleRow.select(AccountRoleRow.account.language)
        .where(AccountRoleRow.practitioner == applicant)
        .first()
    )
    return own["account.language"] if own is not None else "nl"
