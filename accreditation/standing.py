"""The standing of one mark of one holder on a day, as known on a day: a fold over the decisions recorded until then."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from accreditation.dates import LAST_DAY, ONE_DAY, Span, minus
from accreditation.decisions import Decision, Kind, as_known
from accreditation.held import SHOWN_AFTERWARDS, HeldTerm, Measure
from accreditation.picture import Ending, Picture, RulesByVersion, Term, taken_in


class Status(StrEnum):
    """What the register says on a day. `not_registered` is not the same as expired: there was no registration yet."""

    NOT_REGISTERED = "not_registered"
    VALID = "valid"
    VALID_WITH_CONDITIONS = "valid_with_conditions"
    RENEWAL_PENDING = "renewal_pending"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    CONVERTED = "converted"
    DECEASED = "deceased"


_ENDED_BY = {
    Kind.REVOCATION: Status.REVOKED,
    Kind.WITHDRAWAL: Status.WITHDRAWN,
    Kind.CONVERSION: Status.CONVERTED,
    Kind.DECEASE: Status.DECEASED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer for the day `on`.

    `since` is the first day of the unbroken registration, `until` the last day that counts (both None when not one day
    counted); `measures` are those that had begun by that day, over or not; `history` every term known, with its gaps.
    """

    status: Status
    certified: bool
    on: date
    since: date | None = None
    until: date | None = None
    level: str | None = None
    scopes: frozenset[str] = frozenset()
    scheme_version: str | None = None
    measures: tuple[Measure, ...] = ()
    history: tuple[HeldTerm, ...] = ()
    successor: str | None = None


def standing_on(
    decisions: Iterable[Decision], on: date, known_on: date, rules: RulesByVersion | None = None
) -> Standing:
    """Fold the decisions on one mark of one holder that were recorded up to the end of `known_on`.

    `rules` says per scheme version (None: any other) how objections and pending applications work; by default an
    objection does not suspend and a pending application does not keep a registration alive. Never raises.
    """
    return _answer(taken_in(as_known(decisions, known_on), rules or {}), on)


def _answer(picture: Picture, on: date) -> Standing:
    """Put the picture together for one day."""
    history = _history(picture)
    term = _term_on(picture, on)
    if term is None:
        return Standing(Status.NOT_REGISTERED, False, on, history=history)
    picture.measures = [_with_last_day(picture, m) for m in picture.measures]
    ending = _ending(picture, term, on)
    status, certified = _status(picture, term, ending, on)
    since, until = _unbroken(history, on)
    limits = [m for m in picture.measures if m.kind is Kind.RESTRICTION and m.holds_on(on)]
    return Standing(
        status, certified, on, since, until, term.level,
        term.scopes.difference(*(m.scopes for m in limits)), term.version, _to_show(picture, on), history,
        ending.successor if ending else None,
    )  # fmt: skip


def _with_last_day(picture: Picture, measure: Measure) -> Measure:
    """Without a last day of its own a measure lasts as long as the registration it began in, however long that is."""
    if measure.until is not None:
        return measure
    term = _term_on(picture, measure.since)
    if term is not None and measure.since in term.span and not picture.rules_of(term.version).pending_keeps_alive:
        return replace(measure, until=term.span.until)
    following = [t.span.since for t in picture.terms if t.span.since > measure.since]
    return replace(measure, until=min(following) - ONE_DAY) if following else measure


def _with_public_end(measure: Measure) -> Measure:
    """The last day on which it shows: as the body said, or else counted from its end as that really came.

    A revocation that stands has no end: it counts from its first day.
    """
    end = measure.since if measure.until is None and measure.kind is Kind.REVOCATION else measure.until
    if measure.public_until is not None or end is None:
        return measure
    return replace(measure, public_until=SHOWN_AFTERWARDS.after(end))


def _term_on(picture: Picture, on: date) -> Term | None:
    """The term that holds the day, or else the last before it."""
    return next((t for t in reversed(picture.terms) if t.span.since <= on), None)


def _ending(picture: Picture, term: Term, on: date) -> Ending | None:
    """What ended the registration: the earliest that holds. What is over by itself can end no more, but people die."""
    found = [e for e in picture.endings if e.ends(term, on) and _in_time(picture, term, e.measure)]
    deaths = [e for e in found if e.measure.kind is Kind.DECEASE]
    return min(deaths or found, key=lambda e: (e.measure.since, e.seq), default=None)


def _in_time(picture: Picture, term: Term, ending: Measure) -> bool:
    """Before the term was over by itself, or while a renewal of it was pending."""
    day_before = ending.since - ONE_DAY
    return ending.kind is Kind.DECEASE or day_before <= term.span.until or _pending(picture, term, day_before)


def _status(picture: Picture, term: Term, ending: Ending | None, on: date) -> tuple[Status, bool]:
    if ending is not None:
        return _ENDED_BY[ending.measure.kind], False
    alive = on in term.span
    if not alive and _pending(picture, term, on):
        if not picture.rules_of(term.version).pending_keeps_alive:
            return Status.RENEWAL_PENDING, False
        return (Status.SUSPENDED, False) if _suspended(picture, on) else (Status.RENEWAL_PENDING, True)
    if not alive:
        return Status.EXPIRED, False
    if _suspended(picture, on):
        return Status.SUSPENDED, False
    limited = any(m.kind is not Kind.SUSPENSION and m.holds_on(on) for m in picture.measures)
    return (Status.VALID_WITH_CONDITIONS if limited else Status.VALID), True


def _suspended(picture: Picture, on: date) -> bool:
    return any(m.kind is Kind.SUSPENSION and m.holds_on(on) for m in picture.measures)


def _pending(picture: Picture, term: Term, on: date) -> bool:
    """An application handed in before the term was over, and on that day not decided yet."""
    return any(a.on in term.span and (a.closed_on is None or on < a.closed_on) for a in picture.applications)


def _history(picture: Picture) -> tuple[HeldTerm, ...]:
    """Each term without the days on which something had ended it."""
    following = [*(t.span.since for t in picture.terms[1:]), LAST_DAY][: len(picture.terms)]
    return tuple(
        HeldTerm(span.since, span.until, term.level, term.version)
        for term, next_ in zip(picture.terms, following, strict=True)
        for span in _days_held(picture, _kept_alive(picture, term, next_))
    )


def _kept_alive(picture: Picture, term: Term, next_since: date) -> Term:
    """Where the rule keeps a registration alive until the decision, those days belong to the term."""
    if not picture.rules_of(term.version).pending_keeps_alive:
        return term
    decided = [a.closed_on for a in picture.applications if a.on in term.span and a.closed_on is not None]
    until = min(max([*decided, term.span.until + ONE_DAY]), next_since) - ONE_DAY
    return replace(term, span=Span(term.span.since, max(until, term.span.until)))


def _days_held(picture: Picture, term: Term) -> list[Span]:
    spans = [term.span]
    for ending in picture.endings:
        if ending.reaches(term):
            lost = Span(ending.measure.since, ending.measure.until or LAST_DAY)
            spans = minus(spans, minus([lost], ending.measure.paused))
    return spans


def _unbroken(history: tuple[HeldTerm, ...], on: date) -> tuple[date | None, date | None]:
    """First and last day of the chain of terms, without a day between, that holds `on` or came last before it."""
    since: date | None = None
    until: date | None = None
    for held in history:
        if until is None or held.since > until + ONE_DAY:
            if held.since > on:
                break
            since = held.since
        until = held.until
    return since, until


def _to_show(picture: Picture, on: date) -> tuple[Measure, ...]:
    """Measures that are, or were once, in force on or before the day; the public view decides how long they show."""
    ended = [e.measure for e in picture.endings if e.measure.kind is Kind.REVOCATION]
    begun = [m for m in (*picture.measures, *ended) if m.since <= on and (m.until is None or m.until >= m.since)]
    return tuple(_with_public_end(m) for m in begun)
