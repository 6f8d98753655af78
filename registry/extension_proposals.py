"""An extension for everybody who held a mark on a day: one proposes it, another one approves it; taken back likewise.

Approving decides nothing yet by itself: the worker records one decision for each (see extension_work).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from pydantic import Field

from accreditation.dates import amsterdam_day
from registry.catalogue import Catalogue
from registry.database import conflict_when, insert_rows, once_more
from registry.desk import DECIDING, Staff
from registry.errors import Conflict, Malformed, NotFound, Problem, Refused
from registry.extension_acts import Act, read_act, standing_act
from registry.extension_lists import ExtensionList, Listed, who_gets, who_had
from registry.group_extensions import Given, given_by
from registry.inputs import Code, Input, Line200, Reason
from registry.journal import Recording, recording
from registry.own_marks import require_mark
from registry.tables_terms import ExtendedPersonRow, GroupExtensionRow

WAITS = "A proposal for this mark waits for an answer, or is being carried out. Look at that one first."
TO_COME = "Choose today or an earlier day: nobody knows yet who holds the mark on a later one."
NOBODY = "Nobody's registration would run longer or shorter by this. Choose another day."
GIVEN_BEFORE = "Your body gave these months for this day before. Look at the list of what was given."
LOOK_AGAIN = "The list changed since you looked, so nothing was done. Look at the new list and choose again."
NOT_YOURSELF = "You proposed this yourself. Let another officer of the body look at it."
ANSWERED = "This proposal was answered before. Open it again."
NOT_DONE = "This cannot be taken back: it is not carried out, or was taken back before."
_OPEN = ("uq_group_extension_open", "group_extension.mark, group_extension.is_open")
_PERSON = ("id", "extension", "practitioner", "about", "until_before", "until_after")


Ground = Annotated[Line200, Field(min_length=1)]


class ExtensionAsked(Input):
    """Everybody who held `mark` on `valid_on` gets so many months."""

    mark: Code
    valid_on: date
    months: Annotated[int, Field(ge=1, le=120)]


class ExtensionGiven(ExtensionAsked):
    """The same with the ground in law, why, and the digest of the list that was looked at."""

    ground: Ground
    reason: Reason
    seen: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ReversalGiven(Input):
    """Why an extension is taken back, and the digest of the list that was looked at."""

    ground: Ground
    reason: Reason
    seen: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Approval(Input):
    """Why somebody agrees, and the digest of the list of that moment."""

    words: Reason
    seen: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Refusal(Input):
    """Why somebody does not agree, or takes their own proposal back."""

    words: Reason


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed on a list between proposing and now, by number."""

    joined: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.joined or self.gone or self.changed)


async def preview_extension(
    asked: ExtensionAsked, staff: Staff, *, catalogue: Catalogue, at: datetime
) -> ExtensionList:  # fmt: skip
    """Whom it would be for. Raises Malformed for a day to come."""
    await require_mark(asked.mark, staff, DECIDING)
    if asked.valid_on > amsterdam_day(at):
        raise Malformed([Problem("valid_on", TO_COME)])
    given = Given("", asked.valid_on, asked.months, "")
    return await who_gets(catalogue.scheme(asked.mark), given, at)


async def preview_reversal(extension: UUID, staff: Staff, *, catalogue: Catalogue, at: datetime) -> ExtensionList:
    """For whom an extension would be taken back. Raises Refused when it cannot be."""
    row = await standing_act(extension, staff)
    if row is None:
        raise Refused(NOT_DONE)
    return await who_had(catalogue.scheme(row["mark"]), given_by(row), at)


async def propose_extension(given: ExtensionGiven, staff: Staff, *, catalogue: Catalogue, at: datetime) -> UUID:
    """Propose it, with the list that was looked at; gives its identity."""
    seen = await preview_extension(given, staff, catalogue=catalogue, at=at)
    fields = given.model_dump(exclude={"seen"})
    return await _propose(fields, seen, given.seen, staff, at)


async def propose_reversal(
    extension: UUID, given: ReversalGiven, staff: Staff, *, catalogue: Catalogue, at: datetime
) -> UUID:  # fmt: skip
    """Propose to take an extension back for everybody; gives the identity of the proposal."""
    seen = await preview_reversal(extension, staff, catalogue=catalogue, at=at)
    act = await read_act(extension, staff)
    fields = {
        "mark": act.mark, "valid_on": act.valid_on, "months": act.months, "takes_back": extension,
        "ground": given.ground, "reason": given.reason,
    }  # fmt: skip
    return await _propose(fields, seen, given.seen, staff, at)


@once_more
async def _propose(fields: Mapping[str, Any], found: ExtensionList, seen: str, staff: Staff, at: datetime) -> UUID:
    if found.seen != seen:
        raise Conflict(LOOK_AGAIN)
    if not found.people:
        raise Refused(NOBODY)
    identity = uuid4()
    async with recording(actor=staff.actor, at=at) as journal:
        await _require_nothing_else(fields)
        seq = await journal.append(
            "group_extension.proposed", fields["mark"], subject_kind="mark", reference=str(identity)
        )
        row = GroupExtensionRow(
            id=identity, seq=seq, seen=seen, is_open=True, proposed_by=journal.actor, proposed_at=journal.at, **fields
        )
        with conflict_when(*_OPEN, message=WAITS):
            await GroupExtensionRow.insert(row)
        await put_on_list(identity, found.people)
    return identity


async def _require_nothing_else(fields: Mapping[str, Any]) -> None:
    """No act for this mark is under way, and none gave the same before."""
    acts = await GroupExtensionRow.select().where(GroupExtensionRow.mark == fields["mark"])
    if any(act["answer"] == "approved" and act["done_at"] is None for act in acts):
        raise Conflict(WAITS)
    gone = {act["takes_back"] for act in acts if act["answer"] == "approved"}
    if fields.get("takes_back") is not None:
        if fields["takes_back"] in gone:
            raise Conflict(NOT_DONE)
        return
    same = (fields["valid_on"], fields["months"])
    holds = (a for a in acts if a["answer"] == "approved" and a["takes_back"] is None and a["id"] not in gone)
    if any((act["valid_on"], act["months"]) == same for act in holds):
        raise Conflict(GIVEN_BEFORE)


async def put_on_list(extension: UUID, people: Sequence[Listed]) -> None:
    rows = [(uuid4(), extension, p.practitioner, p.about, p.until_before, p.until_after) for p in people]
    if rows:
        await insert_rows("extended_person", _PERSON, rows)


async def list_now(row: Mapping[str, Any], *, catalogue: Catalogue, at: datetime) -> ExtensionList:
    """Whom an act is for at this moment."""
    scheme = catalogue.scheme(row["mark"])
    if row["takes_back"] is None:
        return await who_gets(scheme, given_by(row), at)
    about = await GroupExtensionRow.select().where(GroupExtensionRow.id == row["takes_back"]).first()
    assert about is not None  # a foreign key
    return await who_had(scheme, given_by(about), at)


async def look_at_proposal(
    extension: UUID, staff: Staff, *, catalogue: Catalogue, at: datetime
) -> tuple[ExtensionList, Changes]:  # fmt: skip
    """The list of a proposal as it is now, and what changed on it since it was proposed."""
    row = await _open_row(extension, staff)
    now = await list_now(row, catalogue=catalogue, at=at)
    return now, await _changes(extension, now)


async def _changes(extension: UUID, now: ExtensionList) -> Changes:
    number = ExtendedPersonRow.practitioner.number
    rows = await ExtendedPersonRow.select(
        number, ExtendedPersonRow.until_before, ExtendedPersonRow.until_after
    ).where(ExtendedPersonRow.extension == extension)  # fmt: skip
    before = {row["practitioner.number"]: (row["until_before"], row["until_after"]) for row in rows}
    after = {one.number: (one.until_before, one.until_after) for one in now.people}
    return Changes(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(sorted(name for name in after.keys() & before.keys() if after[name] != before[name])),
    )


async def approve_extension(
    extension: UUID, given: Approval, staff: Staff, *, catalogue: Catalogue, at: datetime
) -> None:  # fmt: skip
    """Approve a proposal, with the list as it is now: somebody else than who proposed it.

    Raises Conflict when the list is no longer what was looked at; Refused; NotFound.
    """
    now, changes = await look_at_proposal(extension, staff, catalogue=catalogue, at=at)
    if now.seen != given.seen:
        raise Conflict(LOOK_AGAIN)
    if not now.people:
        raise Refused(NOBODY)
    await _approve(extension, given, now, changes, staff, at)


@once_more
async def _approve(
    extension: UUID, given: Approval, now: ExtensionList, changes: Changes, staff: Staff, at: datetime
) -> None:  # fmt: skip
    async with recording(actor=staff.actor, at=at) as journal:
        row = await _open_row(extension, staff)
        if row["proposed_by"] == staff.actor:
            raise Refused(NOT_YOURSELF)
        counts = {
            GroupExtensionRow.joined: len(changes.joined), GroupExtensionRow.gone: len(changes.gone),
            GroupExtensionRow.changed: len(changes.changed), GroupExtensionRow.seen: now.seen,
        }  # fmt: skip
        if changes:
            await ExtendedPersonRow.delete().where(ExtendedPersonRow.extension == extension)
            await put_on_list(extension, now.people)
        await _answer(journal, row, "approved", given.words, counts)


@once_more
async def refuse_extension(extension: UUID, given: Refusal, staff: Staff, *, at: datetime) -> None:
    """Refuse a proposal; whoever proposed it takes it back in the same way."""
    async with recording(actor=staff.actor, at=at) as journal:
        row = await _open_row(extension, staff)
        await _answer(journal, row, "withdrawn" if row["proposed_by"] == staff.actor else "refused", given.words, {})


async def _answer(
    journal: Recording, row: Mapping[str, Any], answer: str, words: str, more: Mapping[Any, Any]
) -> None:  # fmt: skip
    changes: dict[Any, Any] = {
        GroupExtensionRow.answer: answer, GroupExtensionRow.answer_words: words, GroupExtensionRow.is_open: None,
        GroupExtensionRow.answered_by: journal.actor, GroupExtensionRow.answered_at: journal.at, **more,
    }  # fmt: skip
    await GroupExtensionRow.update(changes).where(GroupExtensionRow.id == row["id"])
    await journal.append(f"group_extension.{answer}", row["mark"], subject_kind="mark", reference=str(row["id"]))


async def _open_row(extension: UUID, staff: Staff) -> dict[str, Any]:
    act: Act = await read_act(extension, staff)
    row = await GroupExtensionRow.select().where(GroupExtensionRow.id == extension).first()
    if row is None:
        raise NotFound(ANSWERED)
    if act.answer is not None:
        raise Conflict(ANSWERED)
    return dict(row)
