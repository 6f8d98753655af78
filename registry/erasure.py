"""Removal by right: the person leaves the register, the number and the bare days of what was decided stay.

What the law and the mark need stays without a name: that a number was given, and the dates and kinds of decisions, so
that the journal still closes. Everything else about the person goes, in one transaction.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.table import Table

from accreditation.decisions import Kind
from registry.accounts import email_key
from registry.database import once_more
from registry.errors import Refused, StoreAway
from registry.evidence_entries import in_the_file_of
from registry.evidence_removal import release
from registry.evidence_store import EvidenceStore
from registry.journal import Recording, recording
from registry.merged_people import whole_of
from registry.merges_forgotten import forget_merging
from registry.practitioners import find_practitioner, mark_removed
from registry.tables_accounts import AccountRoleRow, AccountRow
from registry.tables_asking import (
    ConfirmationRow,
    LeavingRow,
    QuestionRow,
    SurveyAnswerRow,
    SurveyRoundRow,
    SurveyTicketRow,
)
from registry.tables_bulk import GroupedEntryRow
from registry.tables_catalogue import AffiliationRow
from registry.tables_decisions import ApplicationRow, DecisionRow, FindingRow, HoldingRow, MeasureRow, PublicTextRow
from registry.tables_desk import ClaimRow, InterestRow, JudgementRow, JudgementsReadRow, PrecheckRow
from registry.tables_dossier import (
    ActivityRow,
    ClientPracticeRow,
    ClientSurveyRow,
    EvidenceRow,
    FactRow,
    LeaveRow,
    QualificationRow,
)
from registry.tables_history import EntryVersionRow, ImportBatchRow, ImportedActivityRow
from registry.tables_letters import CalendarSecretRow, LetterRow, ReminderChoiceRow
from registry.tables_measures import MeasureProposalRow
from registry.tables_people import FormerNameRow, PractitionerRow, PublicChoiceRow, WorkPlaceRow
from registry.tables_terms import ExtendedPersonRow, LeaveAnswerRow

DECIDED_ABOUT = (
    "Something was decided about you, or still has to be. Leave the register first: your file then goes on a set day."
)
_THEIR_OWN = [Kind.APPLICATION, Kind.CORRECTION]  # handing in, and taking back what was handed in
# In an order in which nothing goes before what refers to it.
_GOES: tuple[type[Table], ...] = (
    EntryVersionRow,
    ImportBatchRow,
    SurveyRoundRow,
    LeavingRow,
    ActivityRow,
    QualificationRow,
    ClientPracticeRow,
    ClientSurveyRow,
    LeaveAnswerRow,
    LeaveRow,
    FactRow,
    FormerNameRow,
    WorkPlaceRow,
    PublicChoiceRow,
    CalendarSecretRow,
    ReminderChoiceRow,
    AffiliationRow,
    HoldingRow,
    MeasureRow,
    InterestRow,
    GroupedEntryRow,
    MeasureProposalRow,
    ExtendedPersonRow,
)


async def remove_by_right(number: str, *, actor: str, at: datetime, store: EvidenceStore | None = None) -> None:
    """Take somebody out of the register for good. The number then answers that it was removed.

    Their files leave the store as well, where nobody else handed in the very same one. Without a store (or when it does
    not answer) they are named by nothing any more, and go with the next `loopbaanregister evidence sweep`.
    """
    digests = await _remove(number, actor=actor, at=at)
    if store is not None:
        with suppress(StoreAway):  # the person is removed all the same, and the sweep takes the files
            await release(digests, store=store, actor=actor, at=at)


async def erase_at_own_wish(number: str, *, actor: str, at: datetime, store: EvidenceStore | None = None) -> None:
    """As remove_by_right, asked by the person themselves. Raises Refused where a body decided about them.

    What was decided must stay known for a while, to who relied on it: they leave the register, and their file goes on
    the day that leaving sets.
    """
    digests = await _remove(number, actor=actor, at=at, only_undecided=True)
    if store is not None:
        with suppress(StoreAway):  # as above
            await release(digests, store=store, actor=actor, at=at)


async def can_be_erased_at_once(number: str) -> bool:
    """Whether nothing was decided about somebody and nothing waits for a decision."""
    return not await _is_decided_about((await find_practitioner(number))["id"])


async def _is_decided_about(who: UUID) -> bool:
    whole = await whole_of(who)
    decided = DecisionRow.exists().where(DecisionRow.practitioner.is_in(whole), DecisionRow.kind.not_in(_THEIR_OWN))
    waits = ApplicationRow.exists().where(ApplicationRow.practitioner.is_in(whole), ApplicationRow.is_open.eq(True))
    return await decided or await waits


@once_more
async def _remove(number: str, *, actor: str, at: datetime, only_undecided: bool = False) -> list[str]:
    """Gives the digests of the files that they had."""
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        if only_undecided and await _is_decided_about(person["id"]):
            raise Refused(DECIDED_ABOUT)
        await mark_removed(person, "by_right", journal)
        digests = []
        await forget_merging(whole := await whole_of(person["id"]), journal)
        for part in reversed(whole):  # first the files that went into theirs: what refers to an entry goes before it
            await _forget_name(part)
            digests += await _digests(part)
            await _empty_file(part)
            await _close_log_in(part, journal)
        await journal.append("practitioner.removed", person["number"])
    return digests


async def _forget_name(who: UUID) -> None:
    blank: dict[Any, Any] = dict.fromkeys(
        ("initials", "given_name", "prefix", "family_name", "sort_key", "search_key"), ""
    )
    await PractitionerRow.update(blank | {"email": None, "phone": None}).where(PractitionerRow.id == who)


async def _digests(who: UUID) -> list[str]:
    rows = await EvidenceRow.select(EvidenceRow.file_digest).where(
        in_the_file_of(who),
        EvidenceRow.file_digest.is_not_null(),
    )
    return [row["file_digest"] for row in rows]


async def _empty_file(who: UUID) -> None:
    await _forget_what_hangs_on(who)
    for table in _GOES:
        await table.delete().where(getattr(table, "practitioner") == who)  # noqa: B009  # every one of them has it
    await ApplicationRow.update({ApplicationRow.facts: None, ApplicationRow.is_open: None}).where(
        ApplicationRow.practitioner == who
    )
    decisions = await _identities(DecisionRow, who)
    if decisions:
        await PublicTextRow.delete().where(PublicTextRow.decision.is_in(decisions))
        for table in (QuestionRow, PrecheckRow, ClaimRow, JudgementRow, JudgementsReadRow):
            await table.delete().where(table.application.is_in(decisions))
        await FindingRow.update({FindingRow.reason: None, FindingRow.facts: None, FindingRow.findings: None}).where(
            FindingRow.decision.is_in(decisions)
        )


async def _forget_what_hangs_on(who: UUID) -> None:
    """What refers to an entry or a round of somebody's and not to the person; and who confirmed for somebody else."""
    for owner, columns in (
        (ActivityRow, (EvidenceRow.activity, ConfirmationRow.activity, ImportedActivityRow.activity)),
        (QualificationRow, (EvidenceRow.qualification,)),
        (FactRow, (EvidenceRow.document,)),
        (SurveyRoundRow, (SurveyTicketRow.round, SurveyAnswerRow.round)),
    ):
        if own := await _identities(owner, who):
            for column in columns:
                await column._meta.table.delete().where(column.is_in(own))
    await ConfirmationRow.update({ConfirmationRow.confirmer: None}).where(ConfirmationRow.confirmer == who)


async def _close_log_in(who: UUID, journal: Recording) -> None:
    """The letters to somebody, and their account unless it is also that of staff."""
    roles = await AccountRoleRow.delete().where(AccountRoleRow.practitioner == who).returning(AccountRoleRow.account)
    await LetterRow.delete().where(LetterRow.practitioner == who)
    for account in [row["account"] for row in roles]:
        if await AccountRoleRow.exists().where(AccountRoleRow.account == account):
            continue
        gone = await AccountRow.delete().where(AccountRow.id == account).returning(AccountRow.email_key)
        await _drop_letters_to({row["email_key"] for row in gone})
        await journal.append("account.removed", str(account), subject_kind="account")


async def _drop_letters_to(addresses: set[str]) -> None:
    """Those that still wait: a letter forgets its address once it was sent."""
    waiting = await LetterRow.select(LetterRow.id, LetterRow.sent_to).where(LetterRow.sent_to.is_not_null())
    theirs = [row["id"] for row in waiting if email_key(row["sent_to"]) in addresses]
    if theirs:
        await LetterRow.delete().where(LetterRow.id.is_in(theirs))


async def _identities(table: Any, who: UUID) -> list[UUID]:
    return [row["id"] for row in await table.select(table.id).where(table.practitioner == who)]
