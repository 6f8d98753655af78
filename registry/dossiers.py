"""Somebody's own file: what they did, learned and have to show for it, entry by entry."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from piccolo.table import Table
from pydantic import Field

from accreditation.dossier import Payment
from registry.canonical import canonical
from registry.database import once_more
from registry.drafts import ActivityDraft, ClientPracticeDraft, ClientSurveyDraft, Dated, EntryKind, QualificationDraft
from registry.entry_kinds import KINDS
from registry.entry_versions import find_entry, keep_version
from registry.errors import Malformed, Problem
from registry.file_facts import FACT_KINDS
from registry.gathering import open_application
from registry.inputs import Input, Kind
from registry.journal import recording
from registry.practitioners import find_practitioner
from registry.tables_decisions import ApplicationRow
from registry.tables_dossier import (
    ActivityRow,
    ClientPracticeRow,
    ClientSurveyRow,
    EvidenceRow,
    FactRow,
    LeaveRow,
    QualificationRow,
)

State = Literal["approved", "waiting", "refused", "concept", "withdrawn"]


class EvidenceGiven(Input):
    """A piece of evidence, by kind; the digest is of the file where one was handed in."""

    kind: Kind
    verified: bool = False
    file_digest: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    media_type: str | None = Field(default=None, max_length=100)
    size_bytes: int | None = Field(default=None, ge=0, le=100_000_000)


class ActivityGiven(ActivityDraft):
    """An activity with what others say about it: who confirmed it, with what evidence, and where it stands."""

    confirmed_by: tuple[Kind, ...] = Field(default=(), max_length=20)
    state: State = "waiting"
    evidence: tuple[EvidenceGiven, ...] = Field(default=(), max_length=20)


class QualificationGiven(QualificationDraft):
    """A qualification with its evidence, and where it stands."""

    state: State = "waiting"
    evidence: tuple[EvidenceGiven, ...] = Field(default=(), max_length=20)


class ClientPracticeGiven(ClientPracticeDraft):
    """Work with clients in a period, and where it stands."""

    state: State = "waiting"


class ClientSurveyGiven(ClientSurveyDraft):
    """A round of questions to clients, and where it stands."""

    state: State = "waiting"


class LeaveGiven(Dated):
    """A deferral. `excludes_since` and `excludes_until` name a period that drops out of the window and the norm."""

    extends_months: int = Field(default=0, ge=0, le=120)
    excludes_since: date | None = None
    excludes_until: date | None = None
    approved: bool = False


async def record_activity(number: str, activity: ActivityGiven, *, actor: str, at: datetime) -> UUID:
    """Add an activity, with its evidence, to somebody's file; gives its identity."""
    columns = activity.model_dump(exclude={"evidence"})
    columns["confirmed_by"] = canonical(sorted(activity.confirmed_by))
    return await _add(ActivityRow, columns, number, actor=actor, at=at, evidence=activity.evidence)


async def record_qualification(number: str, given: QualificationGiven, *, actor: str, at: datetime) -> UUID:
    """Add a diploma or course to somebody's file; gives its identity."""
    columns = given.model_dump(exclude={"evidence"})
    return await _add(QualificationRow, columns, number, actor=actor, at=at, evidence=given.evidence)


async def record_client_practice(number: str, given: ClientPracticeGiven, *, actor: str, at: datetime) -> UUID:
    """Add a period of work with clients to somebody's file; gives its identity."""
    return await _add(ClientPracticeRow, given.model_dump(), number, actor=actor, at=at)


async def record_client_survey(number: str, given: ClientSurveyGiven, *, actor: str, at: datetime) -> UUID:
    """Add a client survey to somebody's file; gives its identity."""
    return await _add(ClientSurveyRow, given.model_dump(), number, actor=actor, at=at)


async def record_leave(number: str, given: LeaveGiven, *, actor: str, at: datetime) -> UUID:
    """Add a deferral to somebody's file; gives its identity. The ground is never recorded."""
    return await _add(LeaveRow, given.model_dump(), number, actor=actor, at=at)


async def record_fact(number: str, fact: Any, *, actor: str, at: datetime, mark: str | None = None) -> UUID:
    """Add any other fact, a record of `accreditation.dossier` such as Experience, Document or Judgement.

    A payment for a mark that names no application is for the one that is open. Raises Malformed for one that names an
    application that is not theirs.
    """
    kind = next((name for name, shape in FACT_KINDS.items() if type(fact) is shape), None)
    if kind is None:
        raise TypeError(f"{type(fact).__name__} is not a fact that a file can hold")
    if isinstance(fact, Payment):
        fact = await _for_an_application(fact, number, mark)
    columns = {"kind": kind, "mark": mark, "details": canonical(fact)}
    return await _add(FactRow, columns, number, actor=actor, at=at)


async def _for_an_application(payment: Payment, number: str, mark: str | None) -> Payment:
    person = await find_practitioner(number)
    own = ApplicationRow.practitioner == person["id"]
    if payment.application is not None:
        rows = await ApplicationRow.select(ApplicationRow.id).where(own)
        if payment.application not in {str(row["id"]) for row in rows}:
            message = "This person has no such application. Name one of theirs, or none."
            raise Malformed([Problem("application", message)])
        return payment
    return payment if mark is None else replace(payment, application=await open_application(person["id"], mark))


@once_more
async def _add(
    table: type[Table],
    columns: dict[str, Any],
    number: str,
    *,
    actor: str,
    at: datetime,
    evidence: Sequence[EvidenceGiven] = (),
) -> UUID:
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        row: Any = table(practitioner=person["id"], recorded_at=journal.at, **columns)
        await table.insert(row)
        own: dict[str, Any] = {table._meta.tablename: row.id}
        if evidence:
            await EvidenceRow.insert(
                *(EvidenceRow(recorded_at=journal.at, **own, **piece.model_dump()) for piece in evidence)
            )
        await journal.append(f"{table._meta.tablename}.recorded", person["number"], reference=str(row.id))
    return UUID(str(row.id))


@once_more
async def judge_entry(
    number: str, kind: EntryKind, entry: UUID, state: State, *, actor: str, at: datetime
) -> None:  # fmt: skip
    """Say where an entry of somebody's file stands: approved, refused, withdrawn …"""
    own = KINDS[kind]
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        row = await find_entry(person["id"], kind, entry)
        await keep_version(journal, kind, row, state)
        await own.table.update(own.with_state(row, state)).where(own.table.id == entry)
        await journal.append(f"{kind}.{state}", person["number"], reference=str(entry))
