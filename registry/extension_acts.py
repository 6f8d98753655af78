"""The extensions of a body for everybody at once, as they stand: proposed, approved, carried out, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from registry.database import Statement
from registry.desk import DECIDING, Staff
from registry.errors import NotFound
from registry.names import display_name
from registry.own_marks import OF_A_BODY, marks_of, require_mark, works_for
from registry.tables_terms import ExtendedPersonRow, GroupExtensionRow

NO_ACT = "There is no such extension. Open the list of extensions again."
State = Literal["proposed", "refused", "withdrawn", "under_way", "done", "taken_back"]
_COUNTS = Statement(
    "SELECT count(*) AS total, sum(CASE WHEN outcome = 'done' THEN 1 ELSE 0 END) AS done, "
    "sum(CASE WHEN outcome = 'left_out' THEN 1 ELSE 0 END) AS left_out FROM extended_person WHERE extension = $1"
)


@dataclass(frozen=True, slots=True)
class Act:
    """One of them. `total` is how many are on its list, `done` for how many it was recorded."""

    id: UUID
    mark: str
    takes_back: UUID | None
    taken_back_by: UUID | None
    valid_on: date
    months: int
    ground: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    answer: str | None
    answer_words: str | None
    answered_at: datetime | None
    joined: int
    gone: int
    changed: int
    done_at: datetime | None
    total: int
    done: int
    left_out: int

    @property
    def state(self) -> State:
        if self.answer is None:
            return "proposed"
        if self.answer != "approved":
            return "refused" if self.answer == "refused" else "withdrawn"
        if self.taken_back_by is not None:
            return "taken_back"
        return "done" if self.done_at else "under_way"


@dataclass(frozen=True, slots=True)
class OnList:
    """One line of the list of an act, and what came of it."""

    number: str
    name: str = field(repr=False)
    until_before: date
    until_after: date
    outcome: str | None
    why: str | None


async def acts_of(staff: Staff, *, size: int = 50) -> tuple[Act, ...]:
    """Those of one's body, the newest first."""
    marks = await marks_of(staff, DECIDING)
    if not marks:
        return ()
    rows = (
        await GroupExtensionRow.select()
        .where(GroupExtensionRow.mark.is_in(list(marks)))
        .order_by(GroupExtensionRow.seq, ascending=False)
        .limit(size)
    )
    return tuple([await _act(row) for row in rows])


async def read_act(extension: UUID, staff: Staff) -> Act:
    """One of them. Raises NotFound for that of another body, Refused for another role."""
    row = await GroupExtensionRow.select().where(GroupExtensionRow.id == extension).first()
    if row is None or not await works_for(row["mark"], staff, OF_A_BODY):
        raise NotFound(NO_ACT)
    await require_mark(row["mark"], staff, DECIDING)
    return await _act(row)


async def standing_act(extension: UUID, staff: Staff) -> dict[str, Any] | None:
    """The row of an extension that was carried out and holds; None for any other. Raises NotFound."""
    act = await read_act(extension, staff)
    if act.state != "done" or act.takes_back is not None:
        return None
    row: dict[str, Any] | None = await GroupExtensionRow.select().where(GroupExtensionRow.id == extension).first()
    return row


async def _act(row: Mapping[str, Any]) -> Act:
    (counts,) = await _COUNTS.rows(row["id"])
    by = (
        await GroupExtensionRow.select(GroupExtensionRow.id)
        .where(GroupExtensionRow.takes_back == row["id"], GroupExtensionRow.answer == "approved")
        .first()
    )
    names = (
        "id", "mark", "takes_back", "valid_on", "months", "ground", "reason", "proposed_by", "proposed_at", "answer",
        "answer_words", "answered_at", "joined", "gone", "changed", "done_at",
    )  # fmt: skip
    return Act(
        taken_back_by=by["id"] if by else None, total=counts["total"], done=counts["done"] or 0,
        left_out=counts["left_out"] or 0, **{name: row[name] for name in names},
    )  # fmt: skip


async def list_of(
    extension: UUID, staff: Staff, *, size: int | None = None, after: str = ""
) -> Sequence[OnList]:  # fmt: skip
    """Everybody on the list of an act, by number; `size` lines after a number, or all of them."""
    await read_act(extension, staff)
    of = ExtendedPersonRow.practitioner
    query = (
        ExtendedPersonRow.select(
            of.number, of.initials, of.prefix, of.family_name, ExtendedPersonRow.until_before,
            ExtendedPersonRow.until_after, ExtendedPersonRow.outcome, ExtendedPersonRow.why,
        )
        .where(ExtendedPersonRow.extension == extension, of.number > after)
        .order_by(of.number)
    )  # fmt: skip
    return [_line(row) for row in await (query.limit(size) if size else query)]


def _line(row: Mapping[str, Any]) -> OnList:
    name = display_name(row["practitioner.initials"], row["practitioner.prefix"], row["practitioner.family_name"])
    return OnList(
        row["practitioner.number"], name, row["until_before"], row["until_after"], row["outcome"], row["why"]
    )  # fmt: skip
