"""What was decided about one mark of one holder: plain records that are appended and never edited."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from accreditation.dates import end_of_day


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
_ABOUT_OTHERS = (Kind.CORRECTION, Kind.OBJECTION, Kind.RULING)
MEASURES = frozenset({Kind.CONDITION, Kind.RESTRICTION, Kind.SUSPENSION, Kind.REVOCATION})


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, as it was recorded.

    `seq` orders decisions as they were recorded; `recorded_at` is the aware moment the register knew it. Every day lies
    within the calendar (1900 to 2199).
    What `since` and `until` mean depends on the kind:

    - grant, renewal: first and last day of the term;
    - extension: `until` is the new last day of the term that `since` lies in;
    - group_extension: every term valid or suspended on `since` is lengthened by `months`, as `extension` was announced;
      also a term recorded afterwards, but for one that a decision on an application (`refers_to`) gives;
    - condition, restriction, suspension: first and last day of the measure (`until` None: with the term);
    - lift: the first day on which the measure `refers_to` no longer holds;
    - revocation, withdrawal, decease: the first day without;
    - conversion: the first day of the mark `successor`; this mark ends the day before;
    - application: day of handing in for the next term; refusal: day of that decision (`refers_to` the application);
    - objection: day of the objection against `refers_to`; ruling: day of the ruling on it (`refers_to` the objection
      or what it was against), `outcome` "upheld" (the measure stays), "overturned" (never taken) or "changed" (new
      `until`);
    - condition: `text` is what the public reads;
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
    extension: str | None = None


def as_known(decisions: Iterable[Decision], known_on: date) -> list[Decision]:
    """The decisions recorded up to the end of that day, in that order: corrected ones replaced, overturned ones gone.

    A reference to a correction or an objection becomes one to the decision that it is about.
    """
    end = end_of_day(known_on)
    recorded = sorted((d for d in decisions if d.recorded_at < end), key=lambda d: d.seq)
    if not any(d.kind in _ABOUT_OTHERS for d in recorded):
        return recorded
    corrected: dict[str, str] = {}
    objected: dict[str, str] = {}
    said: dict[str, Decision | None] = {}
    first: dict[str, Decision] = {}
    for decision in recorded:
        about = corrected.get(decision.refers_to or "", decision.refers_to)
        if decision.kind is Kind.CORRECTION:
            if about in first:
                corrected[decision.id] = about
                said[about] = _in_place_of(first[about], decision.replacement)
            continue
        if decision.kind in (Kind.RULING, Kind.LIFT):
            about = objected.get(about or "", about)
        if decision.kind is Kind.OBJECTION and about is not None:
            objected[decision.id] = about
        first[decision.id] = decision
        said[decision.id] = decision if about == decision.refers_to else replace(decision, refers_to=about)
    return _without_overturned([d for d in said.values() if d is not None])


def _in_place_of(old: Decision, new: Decision | None) -> Decision | None:
    """The corrected decision, as if it had been recorded when the wrong one was."""
    return new and replace(new, id=old.id, seq=old.seq, recorded_at=old.recorded_at)


def _without_overturned(decisions: list[Decision]) -> list[Decision]:
    """The newest ruling goes first: one that is itself overturned overturns nothing."""
    gone: set[str | None] = set()
    for decision in reversed(decisions):
        if decision.kind is Kind.RULING and decision.outcome == "overturned" and decision.id not in gone:
            gone |= {decision.refers_to, decision.id}
    return [d for d in decisions if d.id not in gone]
