"""Asking something of every file of a mark: what a draft would do, or what is coming. A worker does it; here it is
asked, followed and stopped."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.forecast import Ahead
from accreditation.simulation import Result
from registry.canonical import from_canonical
from registry.catalogue import Catalogue, ensure_stored
from registry.database import once_more
from registry.desk import bodies_of
from registry.errors import Conflict, Malformed, NotFound, Problem, Refused
from registry.evidence_reading import Reader
from registry.inputs import Input
from registry.journal import recording
from registry.own_marks import SETTING, own_scheme, works_for
from registry.rule_drafts import (
    READING,
    find_draft,
    looked_over,
    newest_text,
    require_editor,
    require_open,
)
from registry.tables_rules import AssessorTimeRow, PopulationRunRow, RuleTextRow

State = Literal["waiting", "running", "done", "stopped", "failed"]
FORECASTING = frozenset({"officer", "scheme_editor", "body_administrator", "analyst"})
OPEN = ("waiting", "running")
NO_RUN = "There is no such calculation. Open the page it belongs to again."
UNREADABLE = "This draft cannot be read yet. Take the mistakes out first."
PAST = "Choose today or a later day: the files are as they are now."
RAN = "This calculation is over already. Open it again to see how it ended."
NOT_YOURS = "How long an assessor takes is for an officer or the administrator of the body to say. Ask one of them."


class SimulationAsked(Input):
    """The day of which one wants to know. None: the first day of the new rules."""

    on: date | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One calculation. `attempts` above one: a worker fell silent and another began from the start."""

    id: UUID
    kind: Literal["simulation", "forecast"]
    mark: str
    text: UUID | None
    draft: UUID | None
    text_digest: str | None
    on: date
    near: int | None
    asked_at: datetime
    state: State
    total: int
    done: int
    attempts: int
    rules_digest: str | None
    journal_from: int | None
    journal_until: int | None
    ended_at: datetime | None
    answer: str | None = field(repr=False)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def result(self) -> Result | None:
        """What a simulation found; None until it is done."""
        return from_canonical(self.answer, Result) if self.answer is not None and self.kind == "simulation" else None

    def ahead(self) -> Ahead | None:
        """What a forecast found; None until it is done."""
        return from_canonical(self.answer, Ahead) if self.answer is not None and self.kind == "forecast" else None


async def ask_simulation(
    draft: UUID, asked: SimulationAsked, staff: Reader, *, catalogue: Catalogue, at: datetime
) -> UUID:
    """Ask what the newest state of a draft would do to everybody; gives the calculation, or the one that runs already.

    Raises Refused for a text that cannot be read, Malformed for a day that is over.
    """
    row = await find_draft(draft, staff)
    await require_editor(row["mark"], staff)
    require_open(row)
    text, today = await newest_text(draft), amsterdam_day(at)
    found = looked_over(text.text, text.cases, catalogue.scheme(row["mark"]), today)
    if found.mark is None:
        raise Refused(UNREADABLE)
    starts = [v.starts for v in found.mark.versions if v.starts is not None and v.starts > today]
    on = asked.on or min(starts, default=today)
    if not today <= on <= LAST_DAY:
        raise Malformed([Problem("on", PAST)])
    return await _ask({"kind": "simulation", "mark": row["mark"], "text": text.id, "on_day": on}, staff, at)


async def ask_forecast(mark: str, near: int, staff: Reader, *, catalogue: Catalogue, at: datetime) -> UUID:
    """Ask what is coming for a mark of one's body; the files of the first `near` months are judged."""
    scheme = own_scheme(mark, staff, catalogue, FORECASTING)
    if not 1 <= near <= 24:
        raise Malformed([Problem("near", "Choose a number of months from 1 to 24.")])
    async with recording(actor=staff.actor, at=at) as journal:
        await ensure_stored(scheme, journal)
    return await _ask({"kind": "forecast", "mark": mark, "on_day": amsterdam_day(at), "near": near}, staff, at)


@once_more
async def _ask(asked: Mapping[str, Any], staff: Reader, at: datetime) -> UUID:
    """A new calculation, unless the very same one is asked or runs already."""
    async with recording(actor=staff.actor, at=at) as journal:
        same = [getattr(PopulationRunRow, name) == value for name, value in asked.items()]
        already = (
            await PopulationRunRow.select(PopulationRunRow.id)
            .where(*same, PopulationRunRow.state.is_in(list(OPEN)))
            .first()
        )
        identity: UUID = uuid4() if already is None else already["id"]
        if already is None:
            await PopulationRunRow.insert(
                PopulationRunRow(id=identity, asked_by=staff.actor, asked_at=journal.at, state="waiting", **asked)
            )
            await journal.append("run.asked", asked["mark"], subject_kind="mark", reference=str(identity))
    return identity


@once_more
async def stop_run(run: UUID, staff: Reader, *, at: datetime) -> None:
    """Stop a calculation; the worker leaves it within a lot. Raises Conflict for one that is over."""
    async with recording(actor=staff.actor, at=at) as journal:
        row = await _find(run, staff)
        ended: dict[Any, Any] = {
            PopulationRunRow.state: "stopped", PopulationRunRow.ended_at: journal.at,
            PopulationRunRow.ended_by: staff.actor,
        }  # fmt: skip
        stopped = (
            await PopulationRunRow.update(ended)
            .where(PopulationRunRow.id == run, PopulationRunRow.state.is_in(list(OPEN)))
            .returning(PopulationRunRow.id)
        )
        if not stopped:
            raise Conflict(RAN)
        await journal.append("run.stopped", row["mark"], subject_kind="mark", reference=str(run))


async def run_of(run: UUID, staff: Reader) -> Run:
    """A calculation of one's body. Raises NotFound for every other."""
    return await _run(await _find(run, staff))


async def _find(run: UUID, staff: Reader) -> dict[str, Any]:
    row: dict[str, Any] | None = await PopulationRunRow.select().where(PopulationRunRow.id == run).first()
    roles = FORECASTING if row is not None and row["kind"] == "forecast" else READING
    if row is None or not await works_for(row["mark"], staff, roles):
        raise NotFound(NO_RUN)
    return row


async def simulations_of(draft: UUID, staff: Reader) -> tuple[Run, ...]:
    """The simulations of every state of a draft, the newest first."""
    await find_draft(draft, staff)
    texts = await RuleTextRow.select(RuleTextRow.id).where(RuleTextRow.draft == draft)
    rows = (
        await PopulationRunRow.select()
        .where(PopulationRunRow.text.is_in([row["id"] for row in texts]))
        .order_by(PopulationRunRow.asked_at, ascending=False)
    )
    return tuple([await _run(row) for row in rows])


async def newest_forecast(mark: str, staff: Reader) -> tuple[Run | None, Run | None]:
    """The last forecast of a mark that is done, and the one that is asked or runs now."""
    if not await works_for(mark, staff, FORECASTING):
        return None, None
    return await _newest_forecast(mark, ("done",)), await _newest_forecast(mark, OPEN)


async def _newest_forecast(mark: str, states: Collection[str]) -> Run | None:
    row = (
        await PopulationRunRow.select()
        .where(PopulationRunRow.kind == "forecast", PopulationRunRow.mark == mark)
        .where(PopulationRunRow.state.is_in(list(states)))
        .order_by(PopulationRunRow.asked_at, ascending=False)
        .first()
    )
    return await _run(row) if row is not None else None


async def _run(row: Mapping[str, Any]) -> Run:
    text = await RuleTextRow.select(RuleTextRow.digest, RuleTextRow.draft).where(RuleTextRow.id == row["text"]).first()
    same = (
        "id", "kind", "mark", "text", "near", "asked_at", "state", "total", "done", "attempts", "rules_digest",
        "journal_from", "journal_until", "ended_at",
    )  # fmt: skip
    return Run(
        **{name: row[name] for name in same},
        on=row["on_day"],
        draft=text["draft"] if text is not None else None,
        text_digest=text["digest"] if text is not None else None,
        answer=row["result"],
    )


@once_more
async def say_assessor_time(
    mark: str, minutes: int | None, staff: Reader, *, catalogue: Catalogue, at: datetime
) -> None:
    """Say how long one assessor takes for one file of a mark; None: the body does not say."""
    scheme = own_scheme(mark, staff, catalogue, FORECASTING)
    if scheme.mark.body.code not in bodies_of(staff, SETTING):
        raise Refused(NOT_YOURS)
    if minutes is not None and not 1 <= minutes <= 10_000:
        raise Malformed([Problem("minutes", "Choose a number of minutes from 1 to 10000.")])
    async with recording(actor=staff.actor, at=at) as journal:
        await ensure_stored(scheme, journal)
        seq = await journal.append("rules.assessor_time", mark, subject_kind="mark")
        await AssessorTimeRow.insert(
            AssessorTimeRow(seq=seq, mark=mark, minutes=minutes, set_by=staff.actor, set_at=journal.at)
        )


async def assessor_time(mark: str) -> int | None:
    """In minutes; None where the body does not say, which is so until it does."""
    row = (
        await AssessorTimeRow.select(AssessorTimeRow.minutes)
        .where(AssessorTimeRow.mark == mark)
        .order_by(AssessorTimeRow.seq, ascending=False)
        .first()
    )
    return row["minutes"] if row is not None else None
