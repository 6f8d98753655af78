"""The same course in many files: put together over the open files of a body, and said once whether it counts.

What comes in later is not decided silently: it waits in a group of its own until somebody looks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID, uuid4

from pydantic import Field, model_validator

from accreditation.dossier import Dossier
from registry.canonical import canonical, digest, from_canonical
from registry.course_points import accredited_among
from registry.database import once_more
from registry.desk import Staff, bodies_of
from registry.entry_kinds import KINDS
from registry.entry_versions import keep_version
from registry.errors import Conflict
from registry.inputs import Input, Reason
from registry.interests import check_interest
from registry.journal import Recording, recording
from registry.judged_entries import says_the_same
from registry.names import display_name, fold
from registry.questions import put_question
from registry.tables_bulk import GroupDecisionRow, GroupedEntryRow
from registry.tables_catalogue import MarkRow
from registry.tables_decisions import ApplicationRow
from registry.tables_desk import InterestRow
from registry.tables_dossier import ActivityRow
from registry.tables_people import PractitionerRow

MOST = 200  # entries in one act
CHANGED = "Something changed since you looked, so nothing was decided. Look at the new list and choose again."
Verdict = Literal["counts", "does_not_count", "question"]
_STATES = {"counts": "approved", "does_not_count": "refused"}


class GroupGiven(Input):
    """What is said about a group, once. `seen` is the digest of the list that somebody looked at."""

    seen: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    verdict: Verdict
    words: Reason | None = None

    @model_validator(mode="after")
    def with_words(self) -> Self:
        if self.verdict != "counts" and self.words is None:
            raise ValueError("say why it does not count, or what you want to know")
        return self


@dataclass(frozen=True, slots=True)
class Grouped:
    """One entry of a group, in the file of one person who handed in."""

    entry: UUID
    application: UUID
    practitioner: UUID
    mark: str
    number: str
    name: str
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class Group:
    """One course in several files. `key` is what they have in common, and `seen` the digest of the whole list."""

    body: str
    key: str
    title: str
    provider: str | None
    course: str | None
    entries: tuple[Grouped, ...]

    @property
    def seen(self) -> str:
        return digest(canonical([self.body, self.key, *(f"{one.application} {one.entry}" for one in self.entries)]))

    @property
    def people(self) -> int:
        return len({one.practitioner for one in self.entries})


async def groups_of(staff: Staff) -> tuple[Group, ...]:
    """Every course that waits in the files of two people or more, the largest group first.

    Somebody's own acquaintances are not in their list: another one of the body says it about those.
    """
    found = [group for body in sorted(bodies_of(staff)) for group in await _groups(body, staff)]
    return tuple(sorted((one for one in found if one.people > 1), key=lambda one: (-len(one.entries), one.key)))


async def _groups(body: str, staff: Staff) -> list[Group]:
    marks = [row["code"] for row in await MarkRow.select(MarkRow.code).where(MarkRow.body == body)]
    if not marks:
        return []
    applications = (
        await ApplicationRow.select()
        .where(ApplicationRow.mark.is_in(marks), ApplicationRow.is_open.is_not_null())
        .where(ApplicationRow.facts.is_not_null())
        .order_by(ApplicationRow.id)
    )
    held = {
        fact.id: (fact, row)
        for row in applications
        for fact in from_canonical(row["facts"], Dossier).activities
        if fact.state == "waiting"
    }
    rows = await _waiting([UUID(entry) for entry in held])
    people = await _people([row["practitioner"] for row in rows], staff)
    courses = await accredited_among(rows)
    together: dict[str, list[tuple[Mapping[str, Any], Mapping[str, Any]]]] = {}
    for row in rows:
        fact, application = held[str(row["id"])]
        if row["practitioner"] in people and row["title"] and says_the_same(fact, row, courses):
            together.setdefault(key_of(row), []).append((row, application))
    return [_group(body, key, entries, people) for key, entries in together.items()]


def key_of(row: Mapping[str, Any]) -> str:
    """What makes two entries the same: the number of an accredited course, or else title, provider and day."""
    if row["course"] and row["provider_accredited"]:
        return f"course {fold(row['course'])}"
    return f"{fold(row['title'])} | {fold(row['provider'] or '')} | {row['until']}"


async def _waiting(entries: list[UUID]) -> list[dict[str, Any]]:
    if not entries:
        return []
    rows: list[dict[str, Any]] = (
        await ActivityRow.select()
        .where(ActivityRow.id.is_in(entries), ActivityRow.state == "waiting")
        .order_by(ActivityRow.until, ActivityRow.id)
    )
    return rows


async def _people(whose: Sequence[UUID], staff: Staff) -> dict[UUID, Mapping[str, Any]]:
    """Those of these people who are in the register, and whom somebody may judge."""
    if not whose:
        return {}
    ids = sorted(set(whose), key=str)
    rows = await PractitionerRow.select().where(PractitionerRow.id.is_in(ids), PractitionerRow.removed_on.is_null())
    known = await InterestRow.select(InterestRow.practitioner).where(
        InterestRow.staff == staff.actor, InterestRow.practitioner.is_in(ids), InterestRow.ended_at.is_null()
    )
    not_free = {row["practitioner"] for row in known}
    return {row["id"]: row for row in rows if row["id"] not in not_free}


def _group(
    body: str, key: str, entries: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], people: Mapping[UUID, Any]
) -> Group:
    first = entries[0][0]
    return Group(
        body, key, first["title"], first["provider"], first["course"],
        tuple(_grouped(row, application, people[row["practitioner"]]) for row, application in entries[:MOST]),
    )  # fmt: skip


def _grouped(row: Mapping[str, Any], application: Mapping[str, Any], person: Mapping[str, Any]) -> Grouped:
    name = display_name(person["initials"], person["prefix"], person["family_name"])
    return Grouped(
        row["id"], application["id"], person["id"], application["mark"], person["number"], name, row["title"],
        row["until"],
    )  # fmt: skip


async def decide_group(given: GroupGiven, staff: Staff, *, at: datetime) -> int:
    """Say it about every entry of a group; gives about how many people. One journal entry for each of them.

    Raises Conflict when the list is no longer what somebody looked at; nothing is decided then.
    """
    group = await _seen(given, staff)
    for application in {one.application for one in group.entries}:
        await check_interest(application, staff, at=at)  # what is found is kept, and the list then leaves it out
    return await _decide(given, staff, at)


async def _seen(given: GroupGiven, staff: Staff) -> Group:
    found = next((group for group in await groups_of(staff) if group.seen == given.seen), None)
    if found is None:
        raise Conflict(CHANGED)
    return found


@once_more
async def _decide(given: GroupGiven, staff: Staff, at: datetime) -> int:
    async with recording(actor=staff.actor, at=at) as journal:
        group = await _seen(given, staff)
        identity = uuid4()
        named = group.course if group.key.startswith("course ") else group.title  # what several people wrote alike
        course = " · ".join(part for part in (named, group.provider) if part)
        await GroupDecisionRow.insert(
            GroupDecisionRow(
                id=identity, body=group.body, course=course[:400], verdict=given.verdict, words=given.words,
                decided_by=journal.actor, decided_at=journal.at,
            )
        )  # fmt: skip
        told: set[UUID] = set()
        for one in group.entries:
            await _apply(journal, one, given, group.body, first=one.practitioner not in told)
            told.add(one.practitioner)
            await GroupedEntryRow.insert(
                GroupedEntryRow(
                    decision=identity, practitioner=one.practitioner, application=one.application, entry=one.entry
                )
            )
    return len(told)


async def _apply(journal: Recording, one: Grouped, given: GroupGiven, body: str, *, first: bool) -> None:
    """One entry. Somebody who has the course twice gets one entry in the journal, and one question."""
    if given.verdict == "question":
        if first and given.words is not None:
            await put_question(journal, one.application, one.number, f"{one.title}: {given.words}"[:4000])
        return
    state, own = _STATES[given.verdict], KINDS["activity"]
    row = await ActivityRow.select().where(ActivityRow.id == one.entry).first()
    assert row is not None  # read in this very transaction
    await keep_version(journal, "activity", row, state)
    await own.table.update(own.with_state(row, state)).where(own.table.id == one.entry)
    if first:
        await journal.append(f"activity.{state}", one.number, reference=str(one.entry), body=body)


async def why_not_counted(entry: UUID) -> str | None:
    """Why a body said that an entry does not count, where it said so about the same course in many files."""
    said = GroupedEntryRow.decision
    row = (
        await GroupedEntryRow.select(said.verdict, said.words)
        .where(GroupedEntryRow.entry == entry)
        .order_by(said.decided_at, ascending=False)
        .first()
    )
    return row["decision.words"] if row is not None and row["decision.verdict"] == "does_not_count" else None
