"""Putting two files together, in the change that approves it.

What was decided stays where it was recorded and counts for who is kept: nothing is written again, so that a day in the
past has the answer that it had. See docs/decisions/0026.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from accreditation.dates import ONE_DAY, amsterdam_day
from registry.addresses import address_of
from registry.catalogue import Catalogue
from registry.decision_rows import project
from registry.journal import Recording
from registry.letters import Letter, queue_letter
from registry.merge_previews import Histories
from registry.merged_people import MERGED, whole_of
from registry.moved_entries import move_entries
from registry.practitioners import mark_removed
from registry.sessions import end_sessions
from registry.tables_accounts import AccountRoleRow, AccountRow
from registry.tables_catalogue import AffiliationRow
from registry.tables_decisions import HoldingRow, MeasureRow
from registry.tables_desk import InterestRow
from registry.tables_merging import MergedPersonRow
from registry.tables_people import FormerNameRow, PractitionerRow

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Two:
    """The proposal, and the rows of both people."""

    merge: UUID
    kept: Row
    gone: Row


async def put_together(journal: Recording, two: Two, histories: Histories, catalogue: Catalogue) -> None:
    """The file of `gone` becomes a part of that of `kept`, and its number leads there."""
    kept, gone = two.kept["id"], two.gone["id"]
    told = await address_of(gone)
    await _lead_on(journal, two)
    await _remember_names(two, amsterdam_day(journal.at))
    await move_entries(two.merge, gone, kept)
    await _join(gone, kept)
    await _know_too_well(gone, kept)
    signs_in = await _one_log_in(journal, gone, kept)
    await mark_removed(two.gone, MERGED, journal)
    await HoldingRow.delete().where(HoldingRow.practitioner == gone)
    await MeasureRow.delete().where(MeasureRow.practitioner == gone)
    for mark in histories.marks():
        await project(kept, mark, catalogue.scheme(mark).rules)
    await PractitionerRow.update({PractitionerRow.version: two.kept["version"] + 1}).where(PractitionerRow.id == kept)
    if told is not None:
        about = {"gone": two.gone["number"], "kept": two.kept["number"], "log_in": signs_in}
        await queue_letter(
            journal, Letter("person.merged", told.email, told.language, about, f"merge:{two.merge}", practitioner=kept)
        )


async def _lead_on(journal: Recording, two: Two) -> None:
    """Each number of who goes leads to who is kept, also the numbers that led to them before."""
    for part in await whole_of(two.gone["id"]):
        row = await PractitionerRow.select(PractitionerRow.number).where(PractitionerRow.id == part).first()
        assert row is not None  # a foreign key
        seq = await journal.append("practitioner.merged", row["number"], reference=str(two.merge))
        await MergedPersonRow.insert(MergedPersonRow(seq=seq, merge=two.merge, gone=part, kept=two.kept["id"]))
    await journal.append("practitioner.took_in", two.kept["number"], reference=str(two.merge))


async def _remember_names(two: Two, today: date) -> None:
    """What who goes was called is found under who is kept, and never shown as their name."""
    kept, gone = two.kept, two.gone
    earlier = await FormerNameRow.select().where(FormerNameRow.practitioner == gone["id"])
    names = [(row["prefix"], row["family_name"], row["search_key"], row["until"]) for row in earlier]
    if (gone["prefix"], gone["family_name"]) != (kept["prefix"], kept["family_name"]):
        names.append((gone["prefix"], gone["family_name"], gone["search_key"], today - ONE_DAY))
    if names:
        await FormerNameRow.insert(
            *(
                FormerNameRow(
                    id=uuid4(), practitioner=kept["id"], prefix=prefix, family_name=name, search_key=key, until=until
                )
                for prefix, name, key, until in names
            )
        )


async def _join(gone: UUID, kept: UUID) -> None:
    """Who goes was a member, or worked somewhere: so did who is kept. The rows of before stay."""
    have = {_with_whom(row) for row in await AffiliationRow.select().where(AffiliationRow.practitioner == kept)}
    rows = await AffiliationRow.select().where(AffiliationRow.practitioner == gone)
    new = [row for row in rows if _with_whom(row) not in have]
    if new:
        await AffiliationRow.insert(
            *(AffiliationRow(**{**row, "id": uuid4(), "practitioner": kept}) for row in new)
        )  # fmt: skip


async def _know_too_well(gone: UUID, kept: UUID) -> None:
    """Who may not judge the one may not judge the other. What was said about who goes stays with what they judged."""
    rows = await InterestRow.select().where(InterestRow.practitioner == gone)
    if rows:
        await InterestRow.insert(*(InterestRow(**{**row, "id": uuid4(), "practitioner": kept}) for row in rows))


def _with_whom(affiliation: Mapping[str, Any]) -> tuple[object, ...]:
    return affiliation["organisation"], affiliation["body"], affiliation["since"]


async def _one_log_in(journal: Recording, gone: UUID, kept: UUID) -> str:
    """The log-in of who is kept stays. Without one, that of who goes along opens the file; sessions end either way.

    Gives what became of the log-in of who goes: "ends", "goes_along" or "none".
    """
    role = await AccountRoleRow.select().where(AccountRoleRow.practitioner == gone).first()
    if role is None:
        return "none"
    await end_sessions(journal, role["account"])
    if await AccountRoleRow.exists().where(AccountRoleRow.practitioner == kept):
        await AccountRoleRow.delete().where(AccountRoleRow.id == role["id"])
        await journal.append("account.role_ended", str(role["account"]), subject_kind="account")
        if not await AccountRoleRow.exists().where(AccountRoleRow.account == role["account"]):
            # Nothing leads from the file to it any more: whoever is removed by right later would leave it behind.
            await AccountRow.delete().where(AccountRow.id == role["account"])
            await journal.append("account.removed", str(role["account"]), subject_kind="account")
        return "ends"
    await AccountRoleRow.update({AccountRoleRow.practitioner: kept}).where(AccountRoleRow.id == role["id"])
    await journal.append("account.role_moved", str(role["account"]), subject_kind="account")
    return "goes_along"
