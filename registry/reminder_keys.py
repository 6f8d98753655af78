"""The key of a reminder: about whom, which mark, which term and which step. It makes sure that none is sent twice."""

from dataclasses import dataclass
from datetime import date

from accreditation.reminders import Step

PREFIX = "reminder"


@dataclass(frozen=True, slots=True)
class ReminderKey:
    """What one reminder is about; `until` is the last day of the term."""

    number: str
    mark: str
    until: date
    step: Step

    def __str__(self) -> str:
        return ":".join((PREFIX, self.number, self.mark, self.until.isoformat(), self.step))

    @classmethod
    def read(cls, key: str | None) -> "ReminderKey | None":
        """The key as it was written; None for the key of another letter."""
        if key is None or not key.startswith(PREFIX + ":"):
            return None
        _, number, mark, until, step = key.split(":")
        return cls(number, mark, date.fromisoformat(until), Step(step))

    @property
    def kind(self) -> str:
        """The kind of its letter."""
        return "mark.expired" if self.step is Step.EXPIRED else f"reminder.{self.step}"
