"""The word of another body for a merge, because it decided about one of the two; or of the operator in its place."""

from datetime import datetime
from uuid import UUID, uuid4

from registry.catalogue import Catalogue
from registry.database import conflict_when, once_more
from registry.desk import Staff, bodies_of
from registry.duplicates import MERGING
from registry.errors import Conflict, Refused
from registry.evidence_reading import Reader
from registry.journal import Recording, recording
from registry.merge_previews import row_of
from registry.merge_rows import (
    ANSWERED,
    NOT_YOURSELF,
    Row,
    find_merge,
    open_merge_row,
    preview_of_merge,
    require_operator,
)
from registry.tables_merging import MergeWordRow

SAID = "This word was given before. Open the proposal again."
NOT_ASKED = "This body decided nothing about these two: its word is not needed."


@once_more
async def agree_to_merge(merge: UUID, staff: Staff, *, catalogue: Catalogue, at: datetime) -> None:
    """Give the word of one's body, which decided about one of the two. Raises Refused, Conflict, NotFound."""
    async with recording(actor=staff.actor, at=at) as journal:
        row, preview = await open_merge_row(merge, staff, catalogue, journal.at)
        ours = sorted(bodies_of(staff, MERGING) & set(preview.needs))
        if not ours:
            raise Refused(NOT_ASKED)
        if row["proposed_by"] == staff.actor:
            raise Refused(NOT_YOURSELF)
        for body in ours:
            await _give_word(journal, row, body, by_operator=False)


@once_more
async def agree_for_body(merge: UUID, body: str, operator: Reader, *, catalogue: Catalogue, at: datetime) -> None:
    """The operator gives the word in the place of a body that does not answer, or is no more."""
    async with recording(actor=operator.actor, at=at) as journal:
        row = await find_merge(merge)
        require_operator(operator)
        if not row["is_open"]:
            raise Conflict(ANSWERED)
        if body not in (await preview_of_merge(row, catalogue, journal.at)).needs:
            raise Refused(NOT_ASKED)
        if row["proposed_by"] == operator.actor:
            raise Refused(NOT_YOURSELF)
        await _give_word(journal, row, body, by_operator=True)


async def _give_word(journal: Recording, row: Row, body: str, *, by_operator: bool) -> None:
    word = MergeWordRow(
        id=uuid4(), merge=row["id"], body=body, by_operator=by_operator, given_by=journal.actor, given_at=journal.at
    )
    with conflict_when("uq_merge_word_once", "merge_word.merge, merge_word.body", message=SAID):
        await MergeWordRow.insert(word)
    gone = await row_of(row["gone"])
    await journal.append("merge.agreed", gone["number"], reference=str(row["id"]))
