"""How much of what is handed in for a mark is drawn for a sample audit: set by its body, from a day on, never by us."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import uuid4

from pydantic import Field

from accreditation.dates import amsterdam_day
from registry.database import once_more
from registry.errors import Malformed, Problem
from registry.evidence_reading import Reader
from registry.inputs import Code, Input, Reason
from registry.journal import recording
from registry.own_marks import SETTING, require_mark
from registry.tables_samples import SampleShareRow

NOT_BACK = "A percentage holds from today or a later day. What was handled before is not changed."


class ShareGiven(Input):
    """What part of the files is drawn, in whole per cent, from which day on, and why. 0: no sample any more."""

    mark: Code
    percentage: Annotated[int, Field(ge=0, le=100)]
    since: date
    reason: Reason


@dataclass(frozen=True, slots=True)
class Share:
    """One setting of a mark."""

    percentage: int
    since: date
    reason: str
    set_by: str
    set_at: datetime


@once_more
async def set_share(given: ShareGiven, staff: Reader, *, at: datetime) -> None:
    """Set the percentage of a mark from a day on. Raises Malformed for a day that is over."""
    async with recording(actor=staff.actor, at=at) as journal:
        await require_mark(given.mark, staff, SETTING)
        if given.since < amsterdam_day(journal.at):
            raise Malformed([Problem("since", NOT_BACK)])
        identity = uuid4()
        seq = await journal.append("sample.share_set", given.mark, subject_kind="mark", reference=str(identity))
        await SampleShareRow.insert(
            SampleShareRow(id=identity, seq=seq, set_by=journal.actor, set_at=journal.at, **given.model_dump())
        )


async def shares_of(mark: str) -> tuple[Share, ...]:
    """Every setting of a mark, the newest first."""
    rows = (
        await SampleShareRow.select().where(SampleShareRow.mark == mark).order_by(SampleShareRow.seq, ascending=False)
    )
    return tuple(Share(r["percentage"], r["since"], r["reason"], r["set_by"], r["set_at"]) for r in rows)


async def share_on(mark: str, on: date) -> int:
    """The percentage that holds on a day: 0 where nobody set one."""
    row = (
        await SampleShareRow.select(SampleShareRow.percentage)
        .where(SampleShareRow.mark == mark, SampleShareRow.since <= on)
        .order_by(SampleShareRow.since, ascending=False)
        .order_by(SampleShareRow.seq, ascending=False)
        .first()
    )
    return row["percentage"] if row is not None else 0
