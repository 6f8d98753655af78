"""Everything the register keeps about one person, to take along; and who looked at their file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from piccolo.table import Table

from registry.database import once_more
from registry.evidence_entries import in_the_file_of
from registry.journal import recording
from registry.merged_people import whole_of
from registry.practitioners import find_practitioner
from registry.tables_accounts import AccountRoleRow, AccountRow, PasskeyRow, SessionRow
from registry.tables_asking import ConfirmationRow, LeavingRow, QuestionRow, SurveyRoundRow
from registry.tables_bulk import GroupedEntryRow
from registry.tables_catalogue import AffiliationRow
from registry.tables_decisions import ApplicationRow, DecisionRow, FindingRow, HoldingRow, MeasureRow
from registry.tables_desk import InterestRow, JudgementRow, PrecheckRow
from registry.tables_dossier import (
    ActivityRow,
    ClientPracticeRow,
    ClientSurveyRow,
    EvidenceRow,
    FactRow,
    LeaveRow,
    QualificationRow,
)
from registry.tables_history import EntryVersionRow, ImportBatchRow
from registry.tables_journal import JournalRow
from registry.tables_letters import CalendarSecretRow, LetterRow, ReminderChoiceRow
from registry.tables_measures import MeasureProposalRow
from registry.tables_people import FormerNameRow, PractitionerRow, PublicChoiceRow, WorkPlaceRow
from registry.tables_terms import ExtendedPersonRow, LeaveAnswerRow

LOOKED = "dossier.read."
MOST_SHOWN = 1_000
_OWN: tuple[Any, ...] = (
    FormerNameRow, WorkPlaceRow, PublicChoiceRow, AffiliationRow, ActivityRow, QualificationRow, ClientPracticeRow,
    ClientSurveyRow, LeaveRow, FactRow, EntryVersionRow, ImportBatchRow, SurveyRoundRow, LeavingRow, DecisionRow,
    ApplicationRow, HoldingRow, MeasureRow, ReminderChoiceRow, CalendarSecretRow, GroupedEntryRow,
    LeaveAnswerRow, ExtendedPersonRow,
)  # fmt: skip
# Of a letter: one that waits has somebody else's address in it, and a code that only they may have.
_OF_A_LETTER = (
    LetterRow.kind, LetterRow.language, LetterRow.state, LetterRow.queued_at, LetterRow.sent_at, LetterRow.message_id,
)  # fmt: skip
# Of a conflict of interest: what somebody of the body said about themselves is theirs.
_OF_AN_INTEREST = (InterestRow.ground, InterestRow.recorded_at, InterestRow.ended_at)
# Of a measure that was proposed: what it was, and not who of the body said what to whom.
_OF_A_PROPOSAL = (
    MeasureProposalRow.kind, MeasureProposalRow.since, MeasureProposalRow.until, MeasureProposalRow.text,
    MeasureProposalRow.public_until, MeasureProposalRow.reason, MeasureProposalRow.proposed_at,
    MeasureProposalRow.answer, MeasureProposalRow.answered_at,
)  # fmt: skip
# Of a person's own rows these columns say nothing to a reader: they are how the register finds things.
_INNER = frozenset({"practitioner", "sort_key", "search_key", "digest"})

_LOG_IN: tuple[tuple[Any, Any, tuple[Any, ...]], ...] = (
    (AccountRow, AccountRow.id, (
        AccountRow.email, AccountRow.language, AccountRow.opened_at, AccountRow.confirmed_at,
        AccountRow.totp_confirmed,
    )),
    (AccountRoleRow, AccountRoleRow.account, (AccountRoleRow.role, AccountRoleRow.body, AccountRoleRow.granted_at)),
    (SessionRow, SessionRow.account, (
        SessionRow.device, SessionRow.opened_at, SessionRow.last_seen_at, SessionRow.second_factor,
    )),
    (PasskeyRow, PasskeyRow.account, (PasskeyRow.name, PasskeyRow.added_at, PasskeyRow.used_at)),
)  # fmt: skip

Records = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looked at a file: who, when and at what."""

    at: datetime
    by: str
    what: str


async def export_of(number: str) -> Mapping[str, Records]:
    """Everything about a person, as plain data by the name of each kind of record, ready for JSON or CSV.

    Days and moments are texts; a text that holds structure (facts, findings) stays the exact text that was kept.
    """
    person = await find_practitioner(number)
    who, whole = person["id"], await whole_of(person["id"])
    everybody = await PractitionerRow.select().where(PractitionerRow.id.is_in(whole))
    found: dict[str, Records] = {"practitioner": _plain(everybody)}
    for table in _OWN:
        rows = await table.select().where(table.practitioner.is_in(whole))
        found[table._meta.tablename] = _plain(rows)
    found["letter"] = _plain(await LetterRow.select(*_OF_A_LETTER).where(LetterRow.practitioner.is_in(whole)))
    found["interest"] = _plain(await InterestRow.select(*_OF_AN_INTEREST).where(InterestRow.practitioner.is_in(whole)))
    found["measure_proposal"] = _plain(
        await MeasureProposalRow.select(*_OF_A_PROPOSAL).where(MeasureProposalRow.practitioner.is_in(whole))
    )
    activities = [row["id"] for row in await ActivityRow.select(ActivityRow.id).where(ActivityRow.practitioner == who)]
    decisions = [
        row["id"] for row in await DecisionRow.select(DecisionRow.id).where(DecisionRow.practitioner.is_in(whole))
    ]
    found["evidence"] = _plain(await EvidenceRow.select().where(in_the_file_of(who)))
    found["confirmation"] = await _of(ConfirmationRow, ConfirmationRow.activity, activities)
    found["finding"] = await _of(FindingRow, FindingRow.decision, decisions)
    found["question"] = await _of(QuestionRow, QuestionRow.application, decisions)
    found["precheck"] = await _of(PrecheckRow, PrecheckRow.application, decisions)
    found["judgement"] = await _of(JudgementRow, JudgementRow.application, decisions)
    found["journal"] = _plain(
        await JournalRow.select(
            JournalRow.seq, JournalRow.recorded_at, JournalRow.actor, JournalRow.kind, JournalRow.reference
        )
        .where(
            JournalRow.subject_kind == "practitioner", JournalRow.subject.is_in([one["number"] for one in everybody])
        )
        .order_by(JournalRow.seq)
    )
    found.update(await _log_in(who))
    return found


async def _log_in(who: UUID) -> Mapping[str, Records]:
    """The account of a person and what hangs on it, but for what opens it: passwords, keys and codes."""
    held = await AccountRoleRow.select(AccountRoleRow.account).where(AccountRoleRow.practitioner == who).first()
    account = None if held is None else held["account"]
    found: dict[str, Records] = {}
    for table, owner, columns in _LOG_IN:
        rows = await table.select(*columns).where(owner == account) if account is not None else []
        found[table._meta.tablename] = _plain(rows)
    return found


async def _of(table: type[Table], column: Any, owners: list[UUID]) -> Records:
    return _plain(await table.select().where(column.is_in(owners))) if owners else []


def _plain(rows: Sequence[Mapping[str, Any]]) -> Records:
    return [{name: _value(value) for name, value in row.items() if name not in _INNER} for row in rows]


def _value(value: Any) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of evidence of one's own: where it lies in the store, and what it is called."""

    evidence: UUID
    digest: str
    name: str


async def own_files(number: str) -> tuple[OwnFile, ...]:
    """Every file of evidence that somebody handed in, oldest first."""
    who = (await find_practitioner(number))["id"]
    rows = (
        await EvidenceRow.select(EvidenceRow.id, EvidenceRow.file_digest, EvidenceRow.name)
        .where(in_the_file_of(who))
        .where(EvidenceRow.file_digest.is_not_null(), EvidenceRow.name.is_not_null())
        .order_by(EvidenceRow.recorded_at, EvidenceRow.id)
    )
    return tuple(OwnFile(row["id"], row["file_digest"], row["name"]) for row in rows)


@once_more
async def note_reading(number: str, what: str, *, actor: str, at: datetime) -> None:
    """Write down that somebody looks at (part of) a file: `what` is one word, such as "file" or "evidence"."""
    if not what.isidentifier() or len(what) > 20:
        raise ValueError("name what was looked at in one short word")
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        await journal.append(f"{LOOKED}{what}", person["number"])


async def who_looked(number: str, *, own: Collection[str] = ()) -> tuple[Looked, ...]:
    """Who looked at somebody's file, newest first; what they did themselves, as one of `own`, is left out."""
    person = await find_practitioner(number)
    parts = PractitionerRow.select(PractitionerRow.number).where(PractitionerRow.id.is_in(await whole_of(person["id"])))
    numbers = [row["number"] for row in await parts]
    rows = (
        await JournalRow.select(JournalRow.recorded_at, JournalRow.actor, JournalRow.kind)
        .where(
            JournalRow.subject.is_in(numbers),
            JournalRow.subject_kind == "practitioner",
            JournalRow.kind.like(f"{LOOKED}%"),
            JournalRow.actor.not_in([*numbers, *own]),
        )
        .order_by(JournalRow.seq, ascending=False)
        .limit(MOST_SHOWN)
    )
    return tuple(Looked(row["recorded_at"], row["actor"], row["kind"].removeprefix(LOOKED)) for row in rows)


async def roles_behind(actors: Collection[str]) -> Mapping[str, tuple[tuple[str, str | None], ...]]:
    """What the accounts behind these actors may do now, each role with its body: never who they are."""
    accounts = {account: actor for actor in actors if (account := account_in(actor)) is not None}
    rows = (
        await AccountRoleRow.select(AccountRoleRow.account, AccountRoleRow.role, AccountRoleRow.body.name)
        .where(AccountRoleRow.account.is_in(list(accounts)))
        .order_by(AccountRoleRow.role)
        if accounts
        else []
    )
    found: dict[str, tuple[tuple[str, str | None], ...]] = {}
    for row in rows:
        actor = accounts[row["account"]]
        found[actor] = (*found.get(actor, ()), (row["role"], row["body.name"]))
    return found


def account_in(actor: str) -> UUID | None:
    """The account that acted, as sessions.Identity.actor names it; None for whoever is no account."""
    kind, _, identity = actor.partition(" ")
    try:
        return UUID(identity) if kind == "account" else None
    except ValueError:
        return None
