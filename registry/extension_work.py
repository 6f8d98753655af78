"""Carrying out extensions for everybody at once: by a worker, some people in a transaction, one decision for each.

What is to be done stands in the database and nowhere else. Whoever dies halfway leaves the rest to the next worker, and
of two workers with the same people one finds that it was done.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from accreditation.dates import amsterdam_day
from accreditation.decisions import Decision
from registry.catalogue import Catalogue, load_catalogue
from registry.clock import Clock
from registry.database import once_more
from registry.decision_rows import decisions_of
from registry.errors import Conflict, Malformed, Refused
from registry.extension_lists import as_extension, as_reversal, lengthened, shortened, still_here
from registry.extension_proposals import list_now, put_on_list
from registry.group_extensions import Given, given_by
from registry.journal import Recording, recording
from registry.measures import apply_decision
from registry.tables_terms import ExtendedPersonRow, GroupExtensionRow

AT_ONCE = 50  # people in one transaction: others must write as well
MOST_WORDS = 4000


async def work_on_extensions(clock: Clock, *, ending: asyncio.Event | None = None) -> int:
    """Carry out everything that was approved; gives how many lots that took."""
    if not await GroupExtensionRow.exists().where(_under_way()):
        return 0
    catalogue, count = await load_catalogue(), 0
    while not (ending and ending.is_set()) and await carry_out_extension(clock.now(), catalogue=catalogue):
        count += 1
    return count


def _under_way() -> Any:
    return (GroupExtensionRow.answer == "approved") & GroupExtensionRow.done_at.is_null()


async def carry_out_extension(at: datetime, *, catalogue: Catalogue) -> bool:
    """Handle some people of an act that was approved; False when there is nothing to do."""
    act = await GroupExtensionRow.select().where(_under_way()).order_by(GroupExtensionRow.answered_at).first()
    if act is None:
        return False
    waiting = (
        await ExtendedPersonRow.select(ExtendedPersonRow.id)
        .where(ExtendedPersonRow.extension == act["id"], ExtendedPersonRow.outcome.is_null())
        .order_by(ExtendedPersonRow.practitioner)
        .limit(AT_ONCE)
    )
    if waiting:
        await _carry_out(act, [row["id"] for row in waiting], catalogue, at)
    else:
        await _finish(act, catalogue, at)
    return True


async def _carry_out(act: Mapping[str, Any], names: Sequence[UUID], catalogue: Catalogue, at: datetime) -> None:
    """Some people; each by themselves where the register refuses one of them, who is left out and told of."""
    try:
        await _handle(act, names, catalogue, at)
    except (Conflict, Malformed, Refused):
        if len(names) == 1:
            await _leave_out_refused(act, names[0], at)
            return
        for name in names:
            await _carry_out(act, [name], catalogue, at)


@once_more
async def _handle(act: Mapping[str, Any], names: Sequence[UUID], catalogue: Catalogue, at: datetime) -> None:
    async with recording(actor=act["answered_by"], at=at) as journal:
        rows = await _wait_still(names)
        if not rows:
            return
        people = {one["id"]: one for one in await still_here([row["practitioner"] for row in rows])}
        decisions = await decisions_of(list(people), act["mark"])
        given = await _given(act)
        reason = f"{act['ground']}\n{act['reason']}"[:MOST_WORDS]
        for row in rows:
            who = row["practitioner"]
            found = _decision(act, given, decisions.get(who), catalogue, journal.at)
            if isinstance(found, str):
                await _leave_out(journal, row["id"], found)
                continue
            decision, before, after = found
            await apply_decision(journal, people[who], act["mark"], decision, reason, catalogue)
            await _handled(row["id"], journal.at, {
                ExtendedPersonRow.outcome: "done", ExtendedPersonRow.decision: UUID(decision.id),
                ExtendedPersonRow.until_before: before, ExtendedPersonRow.until_after: after,
            })  # fmt: skip


async def _given(act: Mapping[str, Any]) -> Given:
    """What is given, or taken back."""
    if act["takes_back"] is None:
        return given_by(act)
    about = await GroupExtensionRow.select().where(GroupExtensionRow.id == act["takes_back"]).first()
    assert about is not None  # a foreign key
    return given_by(about)


def _decision(
    act: Mapping[str, Any], given: Given, decisions: Sequence[Decision] | None, catalogue: Catalogue, at: datetime
) -> tuple[Decision, Any, Any] | str:
    """The decision for one person with the last day before and after it, as it is now; or why there is none."""
    if decisions is None:
        return "removed"
    rules = catalogue.scheme(act["mark"]).rules
    if act["takes_back"] is None:
        found = lengthened(decisions, given, at, rules)
        return found if isinstance(found, str) else (as_extension(given), *found)
    gone = shortened(decisions, given, at, rules)
    return gone if isinstance(gone, str) else (as_reversal(gone[2], amsterdam_day(at)), gone[0], gone[1])


async def _wait_still(names: Sequence[UUID]) -> list[dict[str, Any]]:
    """Those that nobody handled while we waited for our turn."""
    rows: list[dict[str, Any]] = (
        await ExtendedPersonRow.select()
        .where(ExtendedPersonRow.id.is_in(list(names)), ExtendedPersonRow.outcome.is_null())
        .order_by(ExtendedPersonRow.practitioner)
    )
    return rows


async def _leave_out(journal: Recording, name: UUID, why: str) -> None:
    await _handled(name, journal.at, {ExtendedPersonRow.outcome: "left_out", ExtendedPersonRow.why: why})


async def _handled(name: UUID, at: datetime, changes: dict[Any, Any]) -> None:
    await ExtendedPersonRow.update({**changes, ExtendedPersonRow.handled_at: at}).where(ExtendedPersonRow.id == name)


@once_more
async def _leave_out_refused(act: Mapping[str, Any], name: UUID, at: datetime) -> None:
    async with recording(actor=act["answered_by"], at=at) as journal:
        for row in await _wait_still([name]):
            await _leave_out(journal, row["id"], "refused")
            await journal.append("group_extension.left_out", act["mark"], subject_kind="mark", reference=str(name))


async def _finish(act: Mapping[str, Any], catalogue: Catalogue, at: datetime) -> None:
    """Whoever came under it while it was approved and carried out is done as well; then it is done."""
    now = await list_now(act, catalogue=catalogue, at=at)
    await _close(act, now.people, at)


@once_more
async def _close(act: Mapping[str, Any], people: Sequence[Any], at: datetime) -> None:
    async with recording(actor=act["answered_by"], at=at) as journal:
        if not await GroupExtensionRow.exists().where(GroupExtensionRow.id == act["id"], _under_way()):
            return  # another worker was first
        rows = await ExtendedPersonRow.select(ExtendedPersonRow.practitioner).where(
            ExtendedPersonRow.extension == act["id"]
        )
        listed = {row["practitioner"] for row in rows}
        late = [one for one in people if one.practitioner not in listed]
        if late:
            await put_on_list(act["id"], late)
            return
        await _end(journal, act)


async def _end(journal: Recording, act: Mapping[str, Any]) -> None:
    await GroupExtensionRow.update({GroupExtensionRow.done_at: journal.at}).where(GroupExtensionRow.id == act["id"])
    await journal.append("group_extension.done", act["mark"], subject_kind="mark", reference=str(act["id"]))
