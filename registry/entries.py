"""Changing the entries of somebody's own file: adding, correcting, copying, handing in and withdrawing them.

Nothing is overwritten silently: a change keeps the version before it, and asks which version it was made from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from accreditation.dates import amsterdam_day
from registry.database import Statement, classify_db_error, conflict_when, once_more
from registry.drafts import ActivityDraft, Draft, EntryKind
from registry.entry_kinds import KINDS
from registry.entry_versions import find_entry, keep_version, newest_versions
from registry.errors import Conflict, Malformed, Problem, Refused
from registry.evidence_removal import forget_with_entry
from registry.journal import Recording, recording
from registry.numbers import read_number
from registry.practitioners import find_practitioner
from registry.tables_asking import ConfirmationRow, SurveyRoundRow
from registry.tables_dossier import ActivityRow
from registry.tables_terms import LeaveAnswerRow

CHANGED = "This entry was changed in the meantime. Open it again and make your change once more."
TWICE = "There is an entry for this period already. Correct that one, or choose another period."
NO_CONCEPT = "Only what the body approves can be kept as a concept. Hand this in at once, or leave it out."
NOT_A_CONCEPT = "Only a concept can be handed in. This entry was handed in before."
WITHDRAWN_BEFORE = "This entry was withdrawn before. Copy it if you want to hand it in again."
ADDED_BEFORE = "This was sent before, and it is in your file already. Look at your list before you send it once more."
YET_TO_COME = "This day has yet to come. Keep it as a concept, and hand it in once it is done."
ANSWERED_LEAVE = "A body answered this request, so it stays as it is. Ask for other days in a new request."
OF_A_ROUND = "The answers of a survey round are counted by the register. They cannot be corrected."
_PERIOD_TAKEN = (
    "uq_client_practice_period", "client_practice.practitioner, client_practice.since, client_practice.role",
    "uq_leave_start", "leave.practitioner, leave.since",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did besides: an approved entry waits again, and what others confirmed no longer holds."""

    version: int
    waits_again: bool
    confirmations_lapsed: bool


@once_more
async def add_entry(
    number: str,
    kind: EntryKind,
    draft: Draft,
    *,
    actor: str,
    at: datetime,
    as_concept: bool = False,
    identity: UUID | None = None,
) -> UUID:
    """Add an entry to somebody's own file, handed in or kept as a concept; gives its identity.

    Whoever gives it an `identity` beforehand can send it twice without adding it twice: the second time is a Conflict.
    Raises Malformed for something that is handed in before it is done.
    """
    if as_concept and not KINDS[kind].keeps_state:
        raise Refused(NO_CONCEPT)
    if not as_concept and yet_to_come(draft, at):
        raise Malformed([Problem("until", YET_TO_COME)])
    exact, state = read_number(number), "concept" if as_concept else "waiting"
    try:
        async with recording(actor=actor, at=at) as journal:
            return await insert_entry(journal, exact, kind, draft, state, identity)
    except Exception as error:
        if _is_nobodys(error):
            await find_practitioner(exact)  # it says why: never here, or taken out
        raise


def yet_to_come(draft: Draft, at: datetime) -> bool:
    """Whether an activity still has to be done. What else is in a file may run on: work, leave, a period."""
    return isinstance(draft, ActivityDraft) and draft.until > amsterdam_day(at)


async def insert_entry(
    journal: Recording, number: str, kind: EntryKind, draft: Draft, state: str, identity: UUID | None = None
) -> UUID:
    """One statement finds the person and adds the entry: logging is what people do most."""
    own, identity = KINDS[kind], identity or uuid4()
    columns = {"id": identity, "recorded_at": journal.at} | own.columns(identity, draft, state)
    table = own.table._meta.tablename
    sent_before = conflict_when(f"{table}_pkey", f"{table}.id", message=ADDED_BEFORE)
    with sent_before, conflict_when(*_PERIOD_TAKEN, message=TWICE):
        await _adding(table, tuple(columns)).rows(*columns.values(), number)
    await journal.append(f"{kind}.recorded", number, reference=str(identity))
    return identity


@cache
def _adding(table: str, columns: tuple[str, ...]) -> Statement:
    """Adds a row with these columns, in their order, for the person whose number comes last."""
    names = ", ".join(f'"{column}"' for column in (*columns, "practitioner"))
    marks = ", ".join(f"${place}" for place in range(1, len(columns) + 1))
    person = f"(SELECT id FROM practitioner WHERE number = ${len(columns) + 1} AND removed_on IS NULL)"  # noqa: S608  # a number and no text
    return Statement(f'INSERT INTO "{table}" ({names}) VALUES ({marks}, {person})')  # noqa: S608  # names from our own code


def _is_nobodys(error: Exception) -> bool:
    """Whether a row was refused because there is nobody for it."""
    known = classify_db_error(error)
    return known is not None and known.kind == "not_null"


@once_more
async def correct_entry(
    number: str, kind: EntryKind, entry: UUID, draft: Draft, *, version: int, actor: str, at: datetime
) -> Corrected:
    """Change what an entry says. What was approved or refused waits again; a concept stays one.

    Raises Conflict when the entry is no longer the `version` that the change was made from.
    """
    own = KINDS[kind]
    async with recording(actor=actor, at=at) as journal:
        person, row = await _to_change(number, kind, entry, version)
        before = own.state(row)
        if kind == "client_survey" and await SurveyRoundRow.exists().where(SurveyRoundRow.survey == entry):
            raise Refused(OF_A_ROUND)
        state = before if before == "concept" else "waiting"
        if state == "waiting" and yet_to_come(draft, at):
            raise Malformed([Problem("until", YET_TO_COME)])
        await keep_version(journal, kind, row, "corrected")
        with conflict_when(*_PERIOD_TAKEN, message=TWICE):
            await own.table.update(own.columns(entry, draft, state)).where(own.table.id == entry)
        lapsed = kind == "activity" and await _let_confirmations_lapse(journal, row)
        await journal.append(f"{kind}.corrected", person["number"], reference=str(entry))
    return Corrected(version + 1, before == "approved", lapsed)


async def _let_confirmations_lapse(journal: Recording, row: Mapping[str, Any]) -> bool:
    """Others confirmed, or were asked to confirm, what the entry said before."""
    gone = (
        await ConfirmationRow.update({ConfirmationRow.lapsed_at: journal.at})
        .where(ConfirmationRow.activity == row["id"], ConfirmationRow.lapsed_at.is_null())
        .returning(ConfirmationRow.id)
    )
    if row["confirmed_by"] == "[]":
        return bool(gone)
    await ActivityRow.update({ActivityRow.confirmed_by: "[]"}).where(ActivityRow.id == row["id"])
    return True


@once_more
async def copy_entry(number: str, kind: EntryKind, entry: UUID, *, actor: str, at: datetime) -> UUID:
    """A concept that says the same as an entry, without its evidence and confirmations; gives its identity."""
    own = KINDS[kind]
    if not own.keeps_state:
        raise Refused(NO_CONCEPT)
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        row = await find_entry(person["id"], kind, entry)
        return await insert_entry(journal, person["number"], kind, own.said(row), "concept")


@once_more
async def hand_in_entry(number: str, kind: EntryKind, entry: UUID, *, version: int, actor: str, at: datetime) -> int:
    """Let the body judge a concept; gives the number of the new version."""
    async with recording(actor=actor, at=at) as journal:
        person, row = await _to_change(number, kind, entry, version)
        if KINDS[kind].state(row) != "concept":
            raise Conflict(NOT_A_CONCEPT)
        if yet_to_come(KINDS[kind].said(row), at):
            raise Refused(YET_TO_COME)
        await _put_in_state(journal, kind, row, "waiting", "handed_in")
        await journal.append(f"{kind}.handed_in", person["number"], reference=str(entry))
    return version + 1


@once_more
async def withdraw_entry(
    number: str, kind: EntryKind, entry: UUID, *, version: int, actor: str, at: datetime
) -> list[str]:
    """Take an entry back: it no longer counts. What it said stays among its versions.

    A document goes with its evidence, when no open application holds it (Refused); gives the digests of its files,
    which `documents.withdraw_document` takes out of the store.
    """
    own = KINDS[kind]
    digests: list[str] = []
    async with recording(actor=actor, at=at) as journal:
        person, row = await _to_change(number, kind, entry, version)
        if own.keeps_state:
            await _put_in_state(journal, kind, row, "withdrawn", "withdrawn")
            if kind == "activity":
                await _let_confirmations_lapse(journal, row)
        else:
            digests = await forget_with_entry(journal, person, kind, entry)
            await keep_version(journal, kind, row, "withdrawn")
            await own.table.delete().where(own.table.id == entry)
        await journal.append(f"{kind}.withdrawn", person["number"], reference=str(entry))
    return digests


async def _put_in_state(journal: Recording, kind: EntryKind, row: Mapping[str, Any], state: str, change: str) -> None:
    own = KINDS[kind]
    await keep_version(journal, kind, row, change)
    await own.table.update(own.with_state(row, state)).where(own.table.id == row["id"])


async def _to_change(number: str, kind: EntryKind, entry: UUID, version: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The person and the entry, when it still is the version that somebody looked at."""
    person = await find_practitioner(number)
    row = await find_entry(person["id"], kind, entry)
    if (await newest_versions([entry]))[entry] != version:
        raise Conflict(CHANGED)
    if KINDS[kind].state(row) == "withdrawn":
        raise Conflict(WITHDRAWN_BEFORE)
    if kind == "leave" and await LeaveAnswerRow.exists().where(LeaveAnswerRow.leave == entry):
        raise Refused(ANSWERED_LEAVE)
    return person, row
