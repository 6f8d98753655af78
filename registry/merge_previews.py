"""What putting two files together would come to: both histories, the result, what moves, and what is in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from accreditation.dates import LAST_DAY
from accreditation.decisions import Decision
from accreditation.standing import Standing, standing_on
from registry.canonical import canonical, digest
from registry.catalogue import Catalogue
from registry.decision_rows import decisions_by_mark
from registry.errors import worded
from registry.merged_people import whole_of
from registry.moved_entries import how_many_entries
from registry.names import display_name
from registry.public_view import public_registration
from registry.tables_accounts import AccountRoleRow
from registry.tables_asking import ConfirmationRow, LeavingRow
from registry.tables_decisions import ApplicationRow
from registry.tables_measures import MeasureProposalRow
from registry.tables_merging import MergedPersonRow
from registry.tables_people import FormerNameRow, PractitionerRow, WorkPlaceRow

OPEN_APPLICATION = (
    "The file that goes has an open application. Decide it first, or ask the applicant to take it back: then merge."
)
OPEN_MEASURE = "A measure against one of the two waits for an answer. Answer that first."
ELSEWHERE = "Another body still has something to finish about one of the two. Ask the operator of the register."
LEAVES = "One of the two asked to leave the register. Wait until they are gone, or until they stay after all."
LogIn = Literal["stays", "goes_along", "ends", "none"]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two people. `numbers` are those that led to them already; `entries` how much is in the file."""

    number: str
    name: str
    given_name: str
    former_names: tuple[str, ...]
    towns: tuple[str, ...]
    registered_on: date
    numbers: tuple[str, ...]
    entries: int
    has_log_in: bool


@dataclass(frozen=True, slots=True)
class MarkBeside:
    """One mark as it stands in either file today (None: not in that one), and as it would stand in the file kept."""

    mark: str
    body: str
    kept: Standing | None
    gone: Standing | None
    after: Standing


@dataclass(frozen=True, slots=True)
class MergePreview:
    """All of it. `log_in` is what becomes of the log-in of the file that goes; `needs` are the other bodies that
    decided about one of the two; `stops` is what is in the way; `seen` the digest of both histories.

    `confirmed` is how many activities of the one the other confirmed: of one person that is their own word.
    """

    kept: Side
    gone: Side
    marks: tuple[MarkBeside, ...]
    log_in: LogIn
    confirmed: int
    needs: tuple[str, ...]
    stops: tuple[str, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class Histories:
    """Every decision about each of the two, by mark."""

    kept: Mapping[str, list[Decision]]
    gone: Mapping[str, list[Decision]]

    def marks(self) -> list[str]:
        return sorted({*self.kept, *self.gone})

    def together(self, mark: str) -> list[Decision]:
        """Both histories of a mark as one, in the order in which they were recorded."""
        return sorted([*self.kept.get(mark, ()), *self.gone.get(mark, ())], key=lambda decision: decision.seq)

    def seen(self, kept: Mapping[str, Any], gone: Mapping[str, Any]) -> str:
        """A digest of who the two are and of everything that was decided about them."""
        decided = [[d.id for mark in sorted(side) for d in side[mark]] for side in (self.kept, self.gone)]
        return digest(canonical([[kept["number"], gone["number"]], decided]))


async def histories_of(kept: UUID, gone: UUID) -> Histories:
    return Histories(await decisions_by_mark(kept), await decisions_by_mark(gone))


async def preview_of(
    kept: Mapping[str, Any], gone: Mapping[str, Any], body: str, *, catalogue: Catalogue, today: date
) -> MergePreview:
    """What merging these two rows would come to, as asked for by this body.

    A mark of another body is shown only where the public sees something of it, and what it does about one of the two
    is not told.
    """
    histories = await histories_of(kept["id"], gone["id"])
    marks = [_beside(mark, histories, catalogue, today) for mark in histories.marks()]
    shown = tuple(one for one in marks if one.body == body or _is_public(one, catalogue, today))
    sides = await _side(kept), await _side(gone)
    needs = tuple(sorted({one.body for one in marks} - {body}))
    stops = await _stops(kept["id"], gone["id"], body, catalogue)
    return MergePreview(
        *sides,
        shown,
        _log_in(*sides),
        await _confirmed(kept["id"], gone["id"]),
        needs,
        stops,
        histories.seen(kept, gone),
    )


def _beside(mark: str, histories: Histories, catalogue: Catalogue, today: date) -> MarkBeside:
    rules = catalogue.scheme(mark).rules

    def stands(decisions: Sequence[Decision]) -> Standing:
        return standing_on(decisions, today, LAST_DAY, rules)

    kept, gone = (
        stands(side[mark]) if mark in side else None for side in (histories.kept, histories.gone)
    )  # fmt: skip
    return MarkBeside(mark, catalogue.mark(mark).body.code, kept, gone, stands(histories.together(mark)))


def _is_public(one: MarkBeside, catalogue: Catalogue, today: date) -> bool:
    sides = (one.kept, one.gone)
    return any(side is not None and public_registration(one.mark, side, today, catalogue) for side in sides)


async def _side(person: Mapping[str, Any]) -> Side:
    who = person["id"]
    names = await FormerNameRow.select().where(FormerNameRow.practitioner == who).order_by(FormerNameRow.until)
    towns = await WorkPlaceRow.select(WorkPlaceRow.town).where(WorkPlaceRow.practitioner == who)
    led = await MergedPersonRow.select(MergedPersonRow.gone.number).where(MergedPersonRow.kept == who)
    return Side(
        person["number"],
        display_name(person["initials"], person["prefix"], person["family_name"]),
        person["given_name"],
        tuple(display_name("", row["prefix"], row["family_name"]) for row in names),
        tuple(sorted(row["town"] for row in towns)),
        person["registered_on"],
        tuple(sorted(row["gone.number"] for row in led)),
        await how_many_entries(who),
        await AccountRoleRow.exists().where(AccountRoleRow.practitioner == who),
    )


def _log_in(kept: Side, gone: Side) -> LogIn:
    if not gone.has_log_in:
        return "stays" if kept.has_log_in else "none"
    return "ends" if kept.has_log_in else "goes_along"


async def _confirmed(kept: UUID, gone: UUID) -> int:
    of_each_other = ((ConfirmationRow.activity.practitioner == kept) & (ConfirmationRow.confirmer == gone)) | (
        (ConfirmationRow.activity.practitioner == gone) & (ConfirmationRow.confirmer == kept)
    )
    rows = await ConfirmationRow.select(ConfirmationRow.id).where(
        of_each_other, ConfirmationRow.confirmed_at.is_not_null()
    )
    return len(rows)


async def _stops(kept: UUID, gone: UUID, body: str, catalogue: Catalogue) -> tuple[str, ...]:
    """What must be over first. What goes on at another body is said in one sentence, whatever it is."""
    applied = await ApplicationRow.select(ApplicationRow.mark).where(
        ApplicationRow.practitioner.is_in(await whole_of(gone)), ApplicationRow.is_open.eq(True)
    )
    proposed = await MeasureProposalRow.select(MeasureProposalRow.mark).where(
        MeasureProposalRow.practitioner.is_in([kept, gone]), MeasureProposalRow.is_open.eq(True)
    )
    applied_here, proposed_here = (
        [catalogue.mark(row["mark"]).body.code == body for row in rows] for rows in (applied, proposed)
    )
    found: list[str] = []
    if any(applied_here):
        found.append(worded(OPEN_APPLICATION))
    if any(proposed_here):
        found.append(worded(OPEN_MEASURE))
    if not all((*applied_here, *proposed_here)):
        found.append(worded(ELSEWHERE))
    if await LeavingRow.exists().where(LeavingRow.practitioner.is_in([kept, gone])):
        found.append(worded(LEAVES))
    return tuple(found)


async def row_of(person: UUID) -> dict[str, Any]:
    """The row of one of the two, whatever became of it."""
    row = await PractitionerRow.select().where(PractitionerRow.id == person).first()
    assert row is not None  # a foreign key
    return row
