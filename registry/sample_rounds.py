"""A round of a sample audit: the seed is promised, then the list is fixed, and only then the seed is shown and drawn.

Each step has its moment, its digest and its entry in the journal, and the database lets none be done again. Whoever
doubts it takes the list and the seed and draws once more (docs/how-to/check-a-sample.md).
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from accreditation import sample
from accreditation.dates import amsterdam_day
from accreditation.dossier import Dossier
from registry.canonical import canonical, from_canonical
from registry.database import conflict_when, once_more
from registry.desk import DECIDING
from registry.errors import Conflict, NotFound, Refused
from registry.evidence_reading import Reader
from registry.inputs import Code, Input
from registry.journal import Recording, recording
from registry.own_marks import require_mark
from registry.sample_shares import share_on
from registry.tables_decisions import ApplicationRow
from registry.tables_samples import SampleFileRow, SampleRoundRow, SampleSeedRow

LeavesOut = Literal["drawn_last_time", "first_application"]
NO_ROUND = "There is no such round of a sample audit. Open the list of rounds again."
NO_SHARE = "No percentage is set for this mark, so there is nothing to draw. Set one first."
ONE_AT_A_TIME = "There is a round for this mark that is not drawn yet. Finish that one first."
LISTED = "The list of this round was fixed before. It cannot be changed; you can draw now."
NOT_LISTED = "The list of this round is not fixed yet. Fix it first, so that nobody can say it was chosen afterwards."
DRAWN = "This round was drawn before. Open it to see the result."
NOBODY = "Nothing waits that can be drawn from. Fix the list once something was handed in."
_OPEN = ("uq_sample_round_open", "sample_round.mark, sample_round.is_open")
_LISTED_ONCE = ("sample_file_pkey", "sample_file.application")


class RoundGiven(Input):
    """A round for a mark, and by which rules files are not drawn from: a choice made before anybody sees the list."""

    mark: Code
    leaves_out: tuple[LeavesOut, ...] = ()


@once_more
async def open_round(given: RoundGiven, staff: Reader, *, at: datetime) -> UUID:
    """Promise a seed; gives the identity of the round. The seed comes from the operating system, and nobody sees it."""
    async with recording(actor=staff.actor, at=at) as journal:
        await require_mark(given.mark, staff, DECIDING)
        percentage = await share_on(given.mark, amsterdam_day(journal.at))
        if not percentage:
            raise Refused(NO_SHARE)
        identity, seed = uuid4(), secrets.token_hex(32)
        row = SampleRoundRow(
            id=identity, mark=given.mark, is_open=True, percentage=percentage,
            leaves_out=canonical(tuple(sorted(set(given.leaves_out)))), seed_digest=sample.digest_of_seed(seed),
            opened_by=journal.actor, opened_at=journal.at,
        )  # fmt: skip
        with conflict_when(*_OPEN, message=ONE_AT_A_TIME):
            await SampleRoundRow.insert(row)
        await SampleSeedRow.insert(SampleSeedRow(round=identity, seed=seed))
        await journal.append(
            "sample.seed_promised", str(identity), subject_kind="sample", reference=str(row.seed_digest)
        )
    return identity


@once_more
async def fix_list(round_: UUID, staff: Reader, *, at: datetime) -> None:
    """Fix what is drawn from: every application for the mark that waits and was on no list before."""
    async with recording(actor=staff.actor, at=at) as journal:
        row = await _own_round(round_, staff)
        if row["listed_at"] is not None:
            raise Conflict(LISTED)
        files = await _files(row)
        names = [name for name, left_out in files.items() if left_out is None]
        if not names:
            raise Refused(NOBODY)
        rows = [SampleFileRow(application=name, round=round_, left_out=why) for name, why in files.items()]
        with conflict_when(*_LISTED_ONCE, message=LISTED):
            await SampleFileRow.insert(*rows)
        left_out = {str(name): why for name, why in files.items() if why is not None}
        digest = sample.digest_of_list(sample.written_list(map(str, names), left_out))
        await SampleRoundRow.update(
            {
                SampleRoundRow.listed_by: journal.actor,
                SampleRoundRow.listed_at: journal.at,
                SampleRoundRow.list_digest: digest,
            }
        ).where(SampleRoundRow.id == round_)
        await journal.append("sample.list_fixed", str(round_), subject_kind="sample", reference=digest)


async def _files(row: Mapping[str, Any]) -> dict[UUID, str | None]:
    """Each application that waits: drawn from (None), or left out by a rule that was chosen before."""
    rules = from_canonical(row["leaves_out"], tuple[str, ...])
    listed = SampleFileRow.select(SampleFileRow.application)
    waiting = (
        await ApplicationRow.select()
        .where(ApplicationRow.mark == row["mark"], ApplicationRow.is_open.is_not_null())
        .where(ApplicationRow.facts.is_not_null(), ApplicationRow.id.not_in(listed))
        .order_by(ApplicationRow.id)
    )
    before = await _drawn_last_time(row["mark"]) if "drawn_last_time" in rules else frozenset()
    return {one["id"]: _left_out(one, rules, before) for one in waiting}


def _left_out(application: Mapping[str, Any], rules: Sequence[str], before: frozenset[UUID]) -> str | None:
    if application["practitioner"] in before:
        return "drawn_last_time"
    if "first_application" in rules and from_canonical(application["facts"], Dossier).term is None:
        return "first_application"
    return None


async def _drawn_last_time(mark: str) -> frozenset[UUID]:
    """Who was drawn in the round before this one."""
    last = (
        await SampleRoundRow.select(SampleRoundRow.id)
        .where(SampleRoundRow.mark == mark, SampleRoundRow.drawn_at.is_not_null())
        .order_by(SampleRoundRow.drawn_at, ascending=False)
        .first()
    )
    if last is None:
        return frozenset()
    rows = await SampleFileRow.select(SampleFileRow.application.practitioner).where(
        SampleFileRow.round == last["id"], SampleFileRow.drawn.eq(True)
    )
    return frozenset(row["application.practitioner"] for row in rows)


@once_more
async def draw_round(round_: UUID, staff: Reader, *, at: datetime) -> tuple[UUID, ...]:
    """Show the seed and draw; gives the applications that were drawn."""
    async with recording(actor=staff.actor, at=at) as journal:
        row = await _own_round(round_, staff)
        if row["drawn_at"] is not None:
            raise Conflict(DRAWN)
        if row["listed_at"] is None:
            raise Refused(NOT_LISTED)
        return await _draw(journal, row)


async def _draw(journal: Recording, row: Mapping[str, Any]) -> tuple[UUID, ...]:
    kept = await SampleSeedRow.select().where(SampleSeedRow.round == row["id"]).first()
    assert kept is not None  # it goes with the draw
    of_round = SampleFileRow.round == row["id"]
    rows = await SampleFileRow.select().where(of_round, SampleFileRow.left_out.is_null())
    drawn = [UUID(name) for name in sample.draw(kept["seed"], (str(r["application"]) for r in rows), row["percentage"])]
    for value, chosen in ((True, SampleFileRow.application.is_in(drawn)), (False, SampleFileRow.drawn.is_null())):
        await SampleFileRow.update({SampleFileRow.drawn: value}).where(of_round, chosen)
    await SampleRoundRow.update(
        {
            SampleRoundRow.drawn_by: journal.actor,
            SampleRoundRow.drawn_at: journal.at,
            SampleRoundRow.seed: kept["seed"],
            SampleRoundRow.is_open: None,
        }
    ).where(SampleRoundRow.id == row["id"])
    await SampleSeedRow.delete().where(SampleSeedRow.round == row["id"])
    await journal.append("sample.drawn", str(row["id"]), subject_kind="sample", reference=kept["seed"])
    return tuple(drawn)


async def _own_round(round_: UUID, staff: Reader) -> dict[str, Any]:
    row: dict[str, Any] | None = await SampleRoundRow.select().where(SampleRoundRow.id == round_).first()
    if row is None:
        raise NotFound(NO_ROUND)
    try:
        await require_mark(row["mark"], staff, DECIDING)
    except NotFound:
        raise NotFound(NO_ROUND) from None
    return row
