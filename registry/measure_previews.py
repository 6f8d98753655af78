"""What the public will see of a measure, from when until when: a dry run of the fold and of the public view itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from accreditation.dates import LAST_DAY, ONE_DAY
from accreditation.decisions import Decision
from accreditation.standing import standing_on
from registry.canonical import canonical, digest
from registry.catalogue import Catalogue
from registry.public_view import PublicRegistration, public_registration


@dataclass(frozen=True, slots=True)
class Stage:
    """What the page of somebody says on these days, both included (`until` None: for good). None: nothing at all."""

    since: date
    until: date | None
    registration: PublicRegistration | None


@dataclass(frozen=True, slots=True)
class Preview:
    """`before` is what the public would see on the first day without the decision; `stages` what it sees with it."""

    before: PublicRegistration | None
    stages: tuple[Stage, ...]

    @property
    def digest(self) -> str:
        """What somebody approves is what they saw: the same answer has the same digest, whatever the day is."""
        return digest(canonical(self))


def preview(
    mark: str, decisions: Sequence[Decision], proposed: Decision, *, at: datetime, catalogue: Catalogue
) -> Preview:
    """As if the decision were recorded now, after all the others; nothing is written."""
    last = max((one.seq for one in decisions), default=0)
    after = [*decisions, replace(proposed, seq=last + 1, recorded_at=at)]
    first = proposed.since
    seen = [(day, _seen(mark, after, day, catalogue)) for day in sorted({first, *_changing(mark, after, catalogue)})]
    return Preview(_seen(mark, decisions, first, catalogue), tuple(_stages([one for one in seen if one[0] >= first])))


def _seen(mark: str, decisions: Sequence[Decision], day: date, catalogue: Catalogue) -> PublicRegistration | None:
    """What somebody who looks on that day sees."""
    return public_registration(
        mark, standing_on(decisions, day, LAST_DAY, catalogue.scheme(mark).rules), day, catalogue
    )


def _changing(mark: str, decisions: Sequence[Decision], catalogue: Catalogue) -> Iterator[date]:
    """Every day on which the answer can become another one."""
    for decision in decisions:
        yield decision.since
        yield from _day_after(decision.since, decision.until, decision.public_until)
    final = standing_on(decisions, LAST_DAY, LAST_DAY, catalogue.scheme(mark).rules)
    for measure in final.measures:
        yield measure.since
        yield from _day_after(measure.until, measure.public_until, *(pause.until for pause in measure.paused))
    for term in final.history:
        yield term.since
        yield from _day_after(term.until)


def _day_after(*days: date | None) -> Iterator[date]:
    for day in days:
        if day is not None and day < LAST_DAY:
            yield day + ONE_DAY


def _stages(seen: Sequence[tuple[date, PublicRegistration | None]]) -> Iterator[Stage]:
    """Days on which the same is seen, taken together."""
    begun = 0
    for place in range(1, len(seen) + 1):
        if place == len(seen):
            yield Stage(seen[begun][0], None, seen[begun][1])
        elif seen[place][1] != seen[begun][1]:
            yield Stage(seen[begun][0], seen[place][0] - ONE_DAY, seen[begun][1])
            begun = place
