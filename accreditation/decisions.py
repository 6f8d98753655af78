"""What was decided about one mark of one holder: plain records that are appended and never edited."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a decision does."""

    GRANT = "grant"
    RENEWAL = "renewal"
    EXTENSION = "extension"
    GROUP_EXTENSION = "group_extension"
    CONDITION = "condition"
    RESTRICTION = "restriction"
    SUSPENSION = "suspension"
    LIFT = "lift"
    REVOCATION = "revocation"
    WITHDRAWAL = "withdrawal"
    CONVERSION = "conversion"
    CORRECTION = "correction"
    DECEASE = "decease"
    APPLICATION = "application"
    REFUSAL = "refusal"
    OBJECTION = "objection"
    RULING = "ruling"


GIVES_A_TERM = frozenset({Kind.GRANT, Kind.RENEWAL})
MEASURES = frozenset({Kind.CONDITION, Kind.RESTRICTION, Kind.SUSPENSION, Kind.REVOCATION})


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, as it was recorded.

    `seq` orders decisions as they were recorded; `recorded_at` is the aware moment the register knew it.
    What `since` and `until` mean depends on the kind:

    - grant, renewal: first and last day of the term;
    - extension: `until` is the new last day of the term that `since` lies in;
    - group_extension: every term valid or suspended on `since` is lengthened by `months`;
    - condition, restriction, suspension: first and last day of the measure (`until` None: with the term);
    - lift: the first day on which the measure `refers_to` no longer holds;
    - revocation, withdrawal, decease: the first day without;
    - conversion: the first day of the mark `successor`; this mark ends the day before;
    - application: day of handing in for the next term; refusal: day of that decision (`refers_to` the application);
    - objection: day of the objection against `refers_to`; ruling: day of the ruling, `outcome` "upheld" (the measure
      stays), "overturned" (never taken) or "changed" (new `until`);
    - correction: `replacement` stands in the place of `refers_to`; None takes that decision away.
    """

    id: str
    seq: int
    kind: Kind
    recorded_at: datetime
    since: date
    until: date | None = None
    level: str | None = None
    scopes: frozenset[str] = frozenset()
    scheme_version: str | None = None
    text: str | None = None
    refers_to: str | None = None
    outcome: str | None = None
    months: int = 0
    successor: str | None = None
    public_until: date | None = None
    replacement: "Decision | None" = None
