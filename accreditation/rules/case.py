"""One file under judgement: the dossier, the day asked and what the version says besides its rules."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from accreditation.dates import Span
from accreditation.dossier import Dossier

if TYPE_CHECKING:
    from accreditation.rules.tables import ConversionRow, EvidenceRow


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at.

    `term` is the running registration; `counts_until` the end of a grace in which activities still count for it;
    `deadline` the last day of applying; `within` the period an every-period rule looks at; `extra` is added to a norm
    (a shortfall brought forward, a surcharge for being late) and `share` multiplies it (a part of a period);
    `closed_only` leaves periods that still run out of an every-period rule, for a duty that is watched all the time.
    """

    dossier: Dossier
    on: date
    requirement: str
    conversion: tuple["ConversionRow", ...] = ()
    evidence: tuple["EvidenceRow", ...] = ()
    term: Span | None = None
    deadline: date | None = None
    within: Span | None = None
    extra: Fraction = Fraction(0)
    share: Fraction = Fraction(1)
    closed_only: bool = False
    counts_until: date | None = None

    def inside(self, period: Span, extra: Fraction = Fraction(0), share: Fraction = Fraction(1)) -> "Case":
        return replace(self, within=period, extra=extra, share=share)

    def of_person(self, person: Dossier) -> "Case":
        return replace(self, dossier=person)

    def useful_until(self, last_day: date | None) -> date | None:
        """The last day on which something new still helps: in the window (None: it moves along with the day asked), and
        not after the last day of applying.
        """
        return min((day for day in (last_day, self.deadline) if day is not None), default=None)
