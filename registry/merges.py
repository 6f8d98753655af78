"""Merging two files of one person with four eyes: proposed by one officer, approved by another, and, where other bodies
decided about one of the two, with the word of each of those or of the operator in its place."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from pydantic import StringConstraints

from accreditation.dates import amsterdam_day
from registry.catalogue import Catalogue
from registry.database import conflict_when, once_more
from registry.desk import Staff, bodies_of
from registry.duplicates import MERGING, ONE_PERSON, require_officer
from registry.errors import Conflict, Malformed, Problem, Refused
from registry.inputs import Input, Line20, Reason
from registry.interests import require_free_of
from registry.journal import Recording, recording
from registry.merge_previews import MergePreview, histories_of, preview_of, row_of
from registry.merge_rows import NOT_YOURSELF, Row, bodies_of_marks, open_merge_row, words_for
from registry.merging import Two, put_together
from registry.own_data import LOOKED
from registry.person_files import OwnPerson, find_own_person
from registry.tables_merging import MergeRow

CHANGED = "Something was decided about one of the two since then. Take the proposal back and look again."
SEEN_BEFORE = "Something changed since you looked. Look at both files again."
PROPOSED = "It was proposed before to merge one of these two. Answer that proposal first."
YOUR_OWN = "This is your own file. Leave it to somebody else of the body."
NO_WORD = "Another body decided about one of the two, and has not agreed yet. Wait for its word, or ask the operator."
NO_BODY = "No body that you are an officer of decided about both. Ask the body that did."
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class MergeGiven(Input):
    """Who stays, who goes, what was seen of both, and why they are one person."""

    kept: Line20
    gone: Line20
    seen: Digest
    reason: Reason


@once_more
async def look_at_both(kept: str, gone: str, staff: Staff, *, catalogue: Catalogue, at: datetime) -> MergePreview:
    """What merging two of one's own people would come to; that both were read is written down.

    Raises NotFound, Malformed, Refused.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        one, other, body = await _both(kept, gone, staff, amsterdam_day(journal.at))
        for person in (one, other):
            await journal.append(f"{LOOKED}person", person.row["number"], body=body)
        return await preview_of(one.row, other.row, body, catalogue=catalogue, today=amsterdam_day(journal.at))


@once_more
async def propose_merge(given: MergeGiven, staff: Staff, *, catalogue: Catalogue, at: datetime) -> UUID:
    """Propose that two files are of one person. Raises Refused with what is in the way, Conflict."""
    async with recording(actor=staff.actor, at=at) as journal:
        kept, gone, body = await _both(given.kept, given.gone, staff, amsterdam_day(journal.at))
        preview = await preview_of(kept.row, gone.row, body, catalogue=catalogue, today=amsterdam_day(journal.at))
        if preview.stops:
            raise Refused(preview.stops[0])
        if preview.seen != given.seen:
            raise Conflict(SEEN_BEFORE)
        who = [kept.row["id"], gone.row["id"]]
        if await MergeRow.exists().where(
            MergeRow.is_open.eq(True), MergeRow.kept.is_in(who) | MergeRow.gone.is_in(who)
        ):  # fmt: skip
            raise Conflict(PROPOSED)
        row = MergeRow(
            id=uuid4(), kept=who[0], gone=who[1], body=body, seen=preview.seen, reason=given.reason,
            proposed_by=journal.actor, proposed_at=journal.at, is_open=True,
        )  # fmt: skip
        with conflict_when("uq_merge_open", "merge.gone, merge.is_open", message=PROPOSED):
            await MergeRow.insert(row)
        await journal.append("merge.proposed", gone.row["number"], reference=str(row.id))
    return UUID(str(row.id))


async def _both(kept: str, gone: str, staff: Staff, on: date) -> tuple[OwnPerson, OwnPerson, str]:
    """Both people, and the body of somebody that decided about both."""
    require_officer(staff)
    one, other = await find_own_person(kept, staff, MERGING), await find_own_person(gone, staff, MERGING)
    if one.row["id"] == other.row["id"]:
        raise Malformed([Problem("gone", ONE_PERSON)])
    if staff.number in (one.row["number"], other.row["number"]):
        raise Refused(YOUR_OWN)
    await _require_distance(staff, (one.row, other.row), on)
    shared = (await bodies_of_marks(one.marks)) & (await bodies_of_marks(other.marks)) & bodies_of(staff, MERGING)
    if not shared:
        raise Refused(NO_BODY)
    return one, other, min(shared)


@once_more
async def approve_merge(merge: UUID, staff: Staff, *, catalogue: Catalogue, at: datetime) -> None:
    """Put the two files together: another officer of the body than who proposed it.

    Raises Refused for who proposed it and while a word is missing; Conflict where something was decided meanwhile.
    """
    async with recording(actor=staff.actor, at=at) as journal:
        row, preview = await _to_answer(merge, staff, catalogue, journal)
        if set(preview.needs) - {one["body"] for one in await words_for(merge)}:
            raise Refused(NO_WORD)
        if preview.stops:
            raise Refused(preview.stops[0])
        if preview.seen != row["seen"]:
            raise Conflict(CHANGED)
        histories = await histories_of(row["kept"], row["gone"])
        two = Two(row["id"], await row_of(row["kept"]), await row_of(row["gone"]))
        await _answer(journal, row, "approved", None)
        await put_together(journal, two, histories, catalogue)


@once_more
async def refuse_merge(merge: UUID, words: str, staff: Staff, *, catalogue: Catalogue, at: datetime) -> None:
    """Say that it does not happen: another officer of the body, or one of a body whose word it needs."""
    async with recording(actor=staff.actor, at=at) as journal:
        row, _ = await _to_answer(merge, staff, catalogue, journal, also_asked=True)
        await _answer(journal, row, "refused", words)


@once_more
async def take_merge_back(merge: UUID, staff: Staff, *, catalogue: Catalogue, at: datetime) -> None:
    """Take one's own proposal back."""
    async with recording(actor=staff.actor, at=at) as journal:
        row, _ = await open_merge_row(merge, staff, catalogue, journal.at)
        if row["proposed_by"] != staff.actor:
            raise Refused("Only who proposed this takes it back. You can refuse it.")
        await _answer(journal, row, "taken_back", None)


async def _to_answer(
    merge: UUID, staff: Staff, catalogue: Catalogue, journal: Recording, *, also_asked: bool = False
) -> tuple[Row, MergePreview]:
    row, preview = await open_merge_row(merge, staff, catalogue, journal.at)
    if row["body"] not in bodies_of(staff, MERGING) and not also_asked:
        raise Refused("The body that proposed this puts the files together. You can give your word, or refuse.")
    if row["proposed_by"] == staff.actor:
        raise Refused(NOT_YOURSELF)
    if staff.number in (preview.kept.number, preview.gone.number):
        raise Refused(YOUR_OWN)
    await _require_distance(staff, (await row_of(row["kept"]), await row_of(row["gone"])), amsterdam_day(journal.at))
    return row, preview


async def _require_distance(staff: Staff, people: Sequence[Mapping[str, Any]], on: date) -> None:
    """That somebody is not too close to either of the two. Raises Refused."""
    for person in people:
        await require_free_of(person, staff, on)


async def _answer(journal: Recording, row: Row, answer: str, words: str | None) -> None:
    await MergeRow.update(
        {
            MergeRow.is_open: None,
            MergeRow.answer: answer,
            MergeRow.answered_by: journal.actor,
            MergeRow.answered_at: journal.at,
            MergeRow.answer_words: words,
        }
    ).where(MergeRow.id == row["id"])
    gone = await row_of(row["gone"])
    await journal.append(f"merge.{answer}", gone["number"], reference=str(row["id"]))
