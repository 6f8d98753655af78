"""Somebody's own file: what they did, learned and have to show for it, entry by entry."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from piccolo.table import Table
from pydantic import Field, model_validator

from accreditation.dossier import Payment
from registry.canonical import canonical
from registry.database import once_more
from registry.errors import Malformed, NotFound, Problem
from registry.gathering import FACT_KINDS, open_application
from registry.inputs import Input, Kind, Line120, Line200, Text4000
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
Minutes = int


class _Dated(Input):
    """Something from a first to a last day, both included."""

    since: date
    until: date

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.until < self.since:
            raise ValueError("the last day lies before the first")
        return self


class EvidenceGiven(Input):
    """A piece of evidence, by kind; the digest is of the file where one was handed in."""

    kind: Kind
    verified: bool = False
    file_digest: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    media_type: str | None = Field(default=None, max_length=100)
    size_bytes: int | None = Field(default=None, ge=0, le=100_000_000)


class ActivityGiven(_Dated):
    """An activity of one day or several; it counts on its last day. Amounts in minutes and hundredths."""

    kind: Kind
    title: Line200 = ""
    category: Kind | None = None
    domain: Kind | None = None
    role: Kind | None = None
    mode: Kind | None = None
    provider: Line120 | None = None
    provider_accredited: bool = False
    commissioner: Line120 | None = None
    subject: Line120 | None = None
    course: Line120 | None = None
    meeting: Line120 | None = None
    confirmed_by: tuple[Kind, ...] = Field(default=(), max_length=20)
    motivation: Text4000 = ""
    minutes: Minutes | None = Field(default=None, ge=0, le=10_000_000)
    contact_minutes: Minutes | None = Field(default=None, ge=0, le=10_000_000)
    points_hundredths: int | None = Field(default=None, ge=0, le=10_000_000)
    credits_hundredths: int | None = Field(default=None, ge=0, le=10_000_000)
    clients: int | None = Field(default=None, ge=0, le=100_000)
    state: State = "waiting"
    evidence: tuple[EvidenceGiven, ...] = Field(default=(), max_length=20)


class QualificationGiven(Input):
    """A diploma, an accredited course or recognised prior learning. `level` is an NLQF/EQF number."""

    kind: Kind
    obtained_on: date
    level: int | None = Field(default=None, ge=1, le=8)
    field_of_study: Line120 | None = None
    provider: Line120 | None = None
    provider_accredited: bool = False
    minutes: Minutes | None = Field(default=None, ge=0, le=10_000_000)
    state: State = "waiting"
    evidence: tuple[EvidenceGiven, ...] = Field(default=(), max_length=20)


class ClientPracticeGiven(_Dated):
    """Work with clients in a period: how many and how long, never who."""

    role: Kind
    clients: int = Field(ge=0, le=100_000)
    minutes: Minutes = Field(default=0, ge=0, le=10_000_000)
    state: State = "waiting"


class ClientSurveyGiven(Input):
    """A round of questions to clients: on which day, and how many answered."""

    held_on: date
    answers: int = Field(ge=0, le=100_000)
    state: State = "waiting"


class LeaveGiven(_Dated):
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
    number: str, kind: Literal["activity", "qualification", "client_practice", "client_survey"], entry: UUID,
    state: State, *, actor: str, at: datetime,
) -> None:  # fmt: skip
    """Say where an entry of somebody's file stands: approved, refused, withdrawn …"""
    table: Any = {
        "activity": ActivityRow,
        "qualification": QualificationRow,
        "client_practice": ClientPracticeRow,
        "client_survey": ClientSurveyRow,
    }[kind]
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        changed = (
            await table.update({table.state: state})
            .where(table.id == entry, table.practitioner == person["id"])
            .returning(table.id)
        )
        if not changed:
            raise NotFound("There is no such entry in this file. Open the file again.")
        await journal.append(f"{kind}.{state}", person["number"], reference=str(entry))
