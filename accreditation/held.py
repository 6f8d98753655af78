"""What a standing is made of: measures, and terms as they really ran."""

from dataclasses import dataclass
from datetime import date

from accreditation.dates import Period, Span
from accreditation.decisions import Kind

# A measure is shown for its duration and five years after it, as the BIG register does (source S40b); a body may say
# another day, never an endless one.
SHOWN_AFTERWARDS = Period(months=60)


@dataclass(frozen=True, slots=True)
class Measure:
    """A condition, restriction, suspension or revocation. `final` is false while an objection can still undo it.

    `paused` are the days on which a suspensive objection held it up; `public_until` is the last day on which it shows,
    None while nobody can say.
    """

    decision: str
    kind: Kind
    since: date
    until: date | None
    final: bool = True
    paused: tuple[Span, ...] = ()
    public_until: date | None = None
    text: str | None = None
    scopes: frozenset[str] = frozenset()

    def holds_on(self, day: date) -> bool:
        if day < self.since or (self.until is not None and day > self.until):
            return False
        return not any(day in pause for pause in self.paused)


@dataclass(frozen=True, slots=True)
class HeldTerm:
    """One term as it really ran: cut short by what ended it, lengthened by what extended it."""

    since: date
    until: date
    level: str | None = None
    scheme_version: str | None = None
