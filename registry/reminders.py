"""Reminders of terms that end: what is told to whom today, and whether that is still of use when it is really sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accreditation.dates import LAST_DAY, amsterdam_day
from accreditation.evaluate import last_day_of_handing_in
from accreditation.overview import Overview, overview
from accreditation.reminders import Step, due_step, is_still_due
from accreditation.scheme import Mark
from accreditation.standing import Status, standing_on
from registry.catalogue import Catalogue
from registry.database import once_more
from registry.errors import NotFound, Removed
from registry.journal import recording
from registry.marks_in_view import InView, View, view_of
from registry.practitioners import find_practitioner
from registry.reminder_keys import ReminderKey
from registry.tables_letters import ReminderChoiceRow

_HELD = (Status.VALID, Status.VALID_WITH_CONDITIONS, Status.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a reminder says. `hand_in_until` is None when the body says no day; `view` when nothing can be done."""

    key: ReminderKey
    mark: Mark
    hand_in_until: date | None
    view: Overview | None


@dataclass(frozen=True, slots=True)
class RunningTerm:
    """The last term of somebody's mark, not handed in yet. `seen` is None once it cannot be renewed any more."""

    until: date
    hand_in_until: date | None
    status: Status
    seen: InView | None

    def step_between(self, after: date, today: date) -> Step | None:
        """The step to send today, as far as it is of use."""
        step = due_step(self.hand_in_until or self.until, self.until, after, today)
        return step if step is not None and self._is_told(step) else None

    def still_wants(self, step: Step, today: date) -> bool:
        """Whether a step that was due is still of use."""
        return self._is_told(step) and is_still_due(step, self.hand_in_until or self.until, self.until, today)

    def _is_told(self, step: Step) -> bool:
        if step is Step.EXPIRED:
            return self.status is Status.EXPIRED
        return self.seen is not None and (self.status in _HELD or self.status is Status.EXPIRED)


def running_term(view: View, mark: str, today: date, catalogue: Catalogue) -> RunningTerm | None:
    """The term of a mark that somebody may have to renew; None once they handed in, and for what ended otherwise."""
    scheme = catalogue.scheme(mark)
    standing = standing_on(view.decisions.get(mark, ()), today, LAST_DAY, scheme.rules)
    seen = next((one for one in view.marks if one.mark.code == mark), None)
    if standing.until is None or (seen is not None and seen.application is not None):
        return None
    hand_in_until = last_day_of_handing_in(seen.version.term, standing.until) if seen is not None else None
    return RunningTerm(standing.until, hand_in_until, standing.status, seen)


async def reminder_of(key: ReminderKey, *, at: datetime, catalogue: Catalogue) -> Reminder | None:
    """What to tell somebody now; None when it is of no use any more: handed in, renewed, left, or too late."""
    today = amsterdam_day(at)
    try:
        person = await find_practitioner(key.number)
    except (NotFound, Removed):
        return None
    view = await view_of(person, today, catalogue)
    term = running_term(view, key.mark, today, catalogue)
    if term is None or term.until != key.until or not term.still_wants(key.step, today):
        return None
    if key.step is not Step.EXPIRED and not await is_reminded(person):
        return None
    seen = term.seen
    shown = overview(seen.mark, seen.version, seen.dossier, today) if seen is not None else None
    return Reminder(key, catalogue.mark(key.mark), term.hand_in_until, shown)


@once_more
async def choose_reminders(number: str, wanted: bool, *, actor: str, at: datetime) -> None:
    """Whether somebody wants to be reminded. That a term is over is told in any case."""
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        await ReminderChoiceRow.delete().where(ReminderChoiceRow.practitioner == person["id"])
        await ReminderChoiceRow.insert(
            ReminderChoiceRow(practitioner=person["id"], wanted=wanted, chosen_at=journal.at)
        )
        await journal.append("practitioner.reminders", person["number"])


async def wants_reminders(number: str) -> bool:
    """Whether somebody wants to be reminded; who never chose does."""
    return await is_reminded(await find_practitioner(number))


async def is_reminded(person: Mapping[str, Any]) -> bool:
    """As wants_reminders, for a row that is known already."""
    row = await ReminderChoiceRow.select().where(ReminderChoiceRow.practitioner == person["id"]).first()
    return row is None or bool(row["wanted"])
