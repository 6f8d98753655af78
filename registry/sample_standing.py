"""What is known of the rounds of sample audits: everything anybody needs to check one, and where a file stands in them.

Nothing here names a person: an application is known by its identity, which says nothing to who does not have it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from accreditation.sample import written_list
from registry.canonical import from_canonical
from registry.errors import NotFound
from registry.sample_rounds import NO_ROUND
from registry.sample_shares import share_on
from registry.tables_samples import SampleFileRow, SampleRoundRow

Standing = Literal["drawn", "outside", "not_drawn_yet"]


@dataclass(frozen=True, slots=True)
class Round:
    """One round as everybody may see it. `seed` is None until the draw, and the list's digest until it is fixed."""

    id: UUID
    mark: str
    percentage: int
    leaves_out: tuple[str, ...]
    seed_digest: str
    opened_at: datetime
    list_digest: str | None
    listed_at: datetime | None
    seed: str | None
    drawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoundWithList:
    """A round with its list: what is drawn from, what is left out and why, and what was drawn."""

    round: Round
    names: tuple[UUID, ...]
    left_out: tuple[tuple[UUID, str], ...]
    drawn: tuple[UUID, ...]

    @property
    def as_file(self) -> str:
        """The list as it was promised, byte for byte; empty while it is not fixed."""
        return written_list([str(one) for one in self.names], {str(one): why for one, why in self.left_out})


async def rounds_of(marks: Iterable[str] | None = None) -> tuple[Round, ...]:
    """The rounds of these marks, or of all, the newest first."""
    query = SampleRoundRow.select().order_by(SampleRoundRow.opened_at, ascending=False)
    if marks is not None:
        of = list(marks)
        if not of:
            return ()
        query = query.where(SampleRoundRow.mark.is_in(of))
    return tuple([_round(row) for row in await query.limit(500)])


async def read_round(round_: UUID) -> RoundWithList:
    """One round with its list. Raises NotFound."""
    row = await SampleRoundRow.select().where(SampleRoundRow.id == round_).first()
    if row is None:
        raise NotFound(NO_ROUND)
    files = await SampleFileRow.select().where(SampleFileRow.round == round_).order_by(SampleFileRow.application)
    return RoundWithList(
        _round(row),
        tuple(one["application"] for one in files if one["left_out"] is None),
        tuple((one["application"], one["left_out"]) for one in files if one["left_out"] is not None),
        tuple(one["application"] for one in files if one["drawn"]),
    )


def _round(row: dict[str, Any]) -> Round:
    return Round(
        row["id"], row["mark"], row["percentage"], from_canonical(row["leaves_out"], tuple[str, ...]),
        row["seed_digest"], row["opened_at"], row["list_digest"], row["listed_at"], row["seed"], row["drawn_at"],
    )  # fmt: skip


async def standing_in_samples(mark: str, applications: Sequence[UUID], on: date) -> dict[UUID, Standing]:
    """Where each of these applications for a mark stands: drawn, not drawn, or still to be drawn from.

    Where no percentage holds there is no sample, and everything that was not drawn is outside it.
    """
    without: Standing = "not_drawn_yet" if await share_on(mark, on) else "outside"
    found: dict[UUID, Standing] = dict.fromkeys(applications, without)
    if applications:
        rows = await SampleFileRow.select(
            SampleFileRow.application, SampleFileRow.drawn, SampleFileRow.left_out, SampleFileRow.round.drawn_at
        ).where(SampleFileRow.application.is_in(list(applications)))
        for row in rows:
            if row["drawn"]:
                found[row["application"]] = "drawn"
            elif row["round.drawn_at"] is not None:
                found[row["application"]] = "outside"
    return found


async def is_drawn(application: UUID) -> bool:
    """Whether an application was drawn: its rules may then ask for evidence that others need not show."""
    return await SampleFileRow.exists().where(SampleFileRow.application == application, SampleFileRow.drawn.eq(True))
