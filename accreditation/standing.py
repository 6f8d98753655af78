"""The standing of one mark of one holder on a day, as known on a day: a fold over the decisions recorded until then."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from accreditation.dates import LAST_DAY, ONE_DAY, Span, amsterdam_day, minus, same_day_later
from accreditation.decisions import Decision, Kind, as_known
from accreditation.held import HeldTerm, Measure


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
class StandingRules:
    """What a mark's rules say about objections, and about an application that is pending after expiry."""

    objection_suspends: bool = False
    pending_keeps_alive: bool = False


DEFAULT_RULES = StandingRules()
RulesByVersion = Mapping[str | None, StandingRules]


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


@dataclass(frozen=True, slots=True)
class _Term:
    span: Span
    seq: int
    level: str | None
    scopes: frozenset[str]
    version: str | None


@dataclass(frozen=True, slots=True)
class _Ending:
    """Something that ends a registration from a day on; a lift gives it a last day, an objection may pause it."""

    seq: int
    measure: Measure
    successor: str | None = None

    def reaches(self, term: _Term) -> bool:
        """Not a term that was given afterwards for the days without; but nobody holds a term after their death."""
        return self.measure.kind is Kind.DECEASE or term.seq < self.seq or term.span.since < self.measure.since

    def ends(self, term: _Term, day: date) -> bool:
        return self.reaches(term) and self.measure.holds_on(day)


@dataclass(slots=True)
class _Application:
    decision: str
    on: date
    closed_on: date | None = None


@dataclass(slots=True)
class _Fold:
    rules: RulesByVersion
    terms: list[_Term] = field(default_factory=list)
    endings: list[_Ending] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    applications: list[_Application] = field(default_factory=list)


def standing_on(
    decisions: Iterable[Decision], on: date, known_on: date, rules: RulesByVersion | None = None
) -> Standing:
    """Fold the decisions on one mark of one holder that were recorded up to the end of `known_on`.

    `rules` says per scheme version (None: any other) how objections and pending applications work; by default an
    objection does not suspend and a pending application does not keep a registration alive. Never raises.
    """
    fold = _Fold(rules or {})
    for decision in as_known(decisions, known_on):
        _take(fold, decision)
    return _answer(fold, on)


def _take(fold: _Fold, decision: Decision) -> None:
    """Let one decision change the picture."""
    match decision.kind:
        case Kind.GRANT | Kind.RENEWAL:
            _close_applications(fold, decision)
            _add_term(fold, decision)
        case Kind.EXTENSION:
            _extend(fold, decision)
        case Kind.GROUP_EXTENSION:
            _extend_as_group(fold, decision)
        case Kind.CONDITION | Kind.RESTRICTION | Kind.SUSPENSION:
            fold.measures.append(_measure(decision))
        case Kind.REVOCATION | Kind.WITHDRAWAL | Kind.DECEASE | Kind.CONVERSION:
            fold.endings.append(_Ending(decision.seq, _measure(decision), decision.successor))
        case Kind.LIFT:
            _change(fold, decision, lambda m: _lifted(m, decision.since))
        case Kind.APPLICATION:
            fold.applications.append(_Application(decision.id, decision.since))
        case Kind.REFUSAL:
            _close_applications(fold, decision)
        case Kind.OBJECTION:
            _object(fold, decision)
        case Kind.RULING:  # upheld or changed; one that overturns is worked in before the fold
            _rule(fold, decision)


def _close_applications(fold: _Fold, decision: Decision) -> None:
    """A refusal says its own day; a grant names the days of the term, so it counts from when it was recorded."""
    for application in fold.applications:
        if application.closed_on is None and _answers(fold, decision, application):
            is_refusal = decision.kind is Kind.REFUSAL
            application.closed_on = decision.since if is_refusal else amsterdam_day(decision.recorded_at)


def _answers(fold: _Fold, decision: Decision, application: _Application) -> bool:
    """A decision that names no application answers those it comes after.

    A term only when it reaches past the one that ran on the day of handing in: not an old term that is recorded late.
    """
    if decision.refers_to is not None or decision.kind is Kind.REFUSAL:
        return decision.refers_to in (None, application.decision)
    running = [t.span.until for t in fold.terms if application.on in t.span]
    return (decision.until or LAST_DAY) > max([application.on, *running])


def _add_term(fold: _Fold, decision: Decision) -> None:
    """The new term takes the days it covers.

    An earlier term keeps what it had before them; one that begins inside the new term keeps what it had after.
    """
    new = Span(decision.since, decision.until or LAST_DAY)
    if not new:
        return
    kept = []
    for term in fold.terms:
        if term.span.until < new.since or new.until < term.span.since:
            kept.append(term)
        elif term.span.since < new.since:
            kept.append(replace(term, span=Span(term.span.since, new.since - ONE_DAY)))
        elif term.span.until > new.until:
            kept.append(replace(term, span=Span(new.until + ONE_DAY, term.span.until)))
    kept.append(_Term(new, decision.seq, decision.level, decision.scopes, decision.scheme_version))
    fold.terms = sorted(kept, key=lambda t: t.span.since)


def _lengthen(fold: _Fold, term: _Term, until: date) -> _Term:
    """Never into the next term: that one decides about its own days."""
    following = [t.span.since for t in fold.terms if t.span.since > term.span.until]
    last = min([until, *(day - ONE_DAY for day in following)])
    return replace(term, span=Span(term.span.since, max(last, term.span.until)))


def _extend(fold: _Fold, decision: Decision) -> None:
    until = decision.until or decision.since
    fold.terms = [_lengthen(fold, t, until) if decision.since in t.span else t for t in fold.terms]


def _extend_as_group(fold: _Fold, decision: Decision) -> None:
    """Only a term that was valid or suspended on the named day becomes longer."""
    day = decision.since
    fold.terms = [
        _lengthen(fold, t, same_day_later(t.span.until + ONE_DAY, decision.months) - ONE_DAY)
        if day in t.span and not any(e.ends(t, day) for e in fold.endings)
        else t
        for t in fold.terms
    ]


def _measure(decision: Decision) -> Measure:
    return Measure(
        decision.id, decision.kind, decision.since, decision.until, decision.outcome != "interim",
        public_until=decision.public_until, text=decision.text, scopes=decision.scopes,
    )  # fmt: skip


def _with_last_day(fold: _Fold, measure: Measure) -> Measure:
    """Without a last day of its own a measure lasts as long as the registration it began in, however long that is."""
    if measure.until is not None:
        return measure
    term = _term_on(fold, measure.since)
    if term is not None and measure.since in term.span and not _rules_of(fold, term.version).pending_keeps_alive:
        return replace(measure, until=term.span.until)
    following = [t.span.since for t in fold.terms if t.span.since > measure.since]
    return replace(measure, until=min(following) - ONE_DAY) if following else measure


def _lifted(measure: Measure, first_day_without: date) -> Measure:
    until = first_day_without - ONE_DAY
    return replace(measure, until=until if measure.until is None else min(until, measure.until), final=True)


def _change(fold: _Fold, decision: Decision, how: Callable[[Measure], Measure]) -> None:
    fold.measures = [how(m) if m.decision == decision.refers_to else m for m in fold.measures]
    fold.endings = [
        replace(e, measure=how(e.measure)) if e.measure.decision == decision.refers_to else e for e in fold.endings
    ]


def _object(fold: _Fold, decision: Decision) -> None:
    """A suspensive objection pauses the measure until the ruling; another one only makes it not final."""
    pause = (Span(decision.since, LAST_DAY),) if _rules(fold, decision).objection_suspends else ()
    _change(fold, decision, lambda m: replace(m, final=False, paused=(*m.paused, *pause)))


def _rule(fold: _Fold, decision: Decision) -> None:
    """The pause ends with the day of the ruling; the measure's own end moves only if the ruling moves it."""

    def settled(measure: Measure) -> Measure:
        paused = tuple(Span(p.since, min(p.until, decision.since)) for p in measure.paused)
        until = decision.until if decision.outcome == "changed" else measure.until
        return replace(measure, final=True, paused=paused, until=until)

    _change(fold, decision, settled)


def _rules(fold: _Fold, decision: Decision) -> StandingRules:
    version = decision.scheme_version
    if version is None:
        version = next((t.version for t in reversed(fold.terms) if t.span.since <= decision.since), None)
    return _rules_of(fold, version)


def _rules_of(fold: _Fold, version: str | None) -> StandingRules:
    return fold.rules.get(version) or fold.rules.get(None) or DEFAULT_RULES


def _answer(fold: _Fold, on: date) -> Standing:
    """Put the picture together for one day."""
    history = _history(fold)
    term = _term_on(fold, on)
    if term is None:
        return Standing(Status.NOT_REGISTERED, False, on, history=history)
    fold.measures = [_with_last_day(fold, m) for m in fold.measures]
    ending = _ending(fold, term, on)
    status, certified = _status(fold, term, ending, on)
    since, until = _unbroken(history, on)
    limits = [m for m in fold.measures if m.kind is Kind.RESTRICTION and m.holds_on(on)]
    return Standing(
        status, certified, on, since, until, term.level,
        term.scopes.difference(*(m.scopes for m in limits)), term.version, _to_show(fold, on), history,
        ending.successor if ending else None,
    )  # fmt: skip


def _term_on(fold: _Fold, on: date) -> _Term | None:
    """The term that holds the day, or else the last before it."""
    return next((t for t in reversed(fold.terms) if t.span.since <= on), None)


def _ending(fold: _Fold, term: _Term, on: date) -> _Ending | None:
    """What ended the registration: the earliest that holds. What is over by itself can end no more, but people die."""
    found = [e for e in fold.endings if e.ends(term, on) and _in_time(fold, term, e.measure)]
    deaths = [e for e in found if e.measure.kind is Kind.DECEASE]
    return min(deaths or found, key=lambda e: (e.measure.since, e.seq), default=None)


def _in_time(fold: _Fold, term: _Term, ending: Measure) -> bool:
    """Before the term was over by itself, or while a renewal of it was pending."""
    day_before = ending.since - ONE_DAY
    return ending.kind is Kind.DECEASE or day_before <= term.span.until or _pending(fold, term, day_before)


def _status(fold: _Fold, term: _Term, ending: _Ending | None, on: date) -> tuple[Status, bool]:
    if ending is not None:
        return _ENDED_BY[ending.measure.kind], False
    alive = on in term.span
    if not alive and _pending(fold, term, on):
        if not _rules_of(fold, term.version).pending_keeps_alive:
            return Status.RENEWAL_PENDING, False
        return (Status.SUSPENDED, False) if _suspended(fold, on) else (Status.RENEWAL_PENDING, True)
    if not alive:
        return Status.EXPIRED, False
    if _suspended(fold, on):
        return Status.SUSPENDED, False
    limited = any(m.kind is not Kind.SUSPENSION and m.holds_on(on) for m in fold.measures)
    return (Status.VALID_WITH_CONDITIONS if limited else Status.VALID), True


def _suspended(fold: _Fold, on: date) -> bool:
    return any(m.kind is Kind.SUSPENSION and m.holds_on(on) for m in fold.measures)


def _pending(fold: _Fold, term: _Term, on: date) -> bool:
    """An application handed in before the term was over, and on that day not decided yet."""
    return any(a.on in term.span and (a.closed_on is None or on < a.closed_on) for a in fold.applications)


def _history(fold: _Fold) -> tuple[HeldTerm, ...]:
    """Each term without the days on which something had ended it."""
    following = [*(t.span.since for t in fold.terms[1:]), LAST_DAY][: len(fold.terms)]
    return tuple(
        HeldTerm(span.since, span.until, term.level, term.version)
        for term, next_ in zip(fold.terms, following, strict=True)
        for span in _days_held(fold, _kept_alive(fold, term, next_))
    )


def _kept_alive(fold: _Fold, term: _Term, next_since: date) -> _Term:
    """Where the rule keeps a registration alive until the decision, those days belong to the term."""
    if not _rules_of(fold, term.version).pending_keeps_alive:
        return term
    decided = [a.closed_on for a in fold.applications if a.on in term.span and a.closed_on is not None]
    until = min(max([*decided, term.span.until + ONE_DAY]), next_since) - ONE_DAY
    return replace(term, span=Span(term.span.since, max(until, term.span.until)))


def _days_held(fold: _Fold, term: _Term) -> list[Span]:
    spans = [term.span]
    for ending in fold.endings:
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


def _to_show(fold: _Fold, on: date) -> tuple[Measure, ...]:
    """Measures that are, or were once, in force on or before the day; the public view decides how long they show."""
    ended = [e.measure for e in fold.endings if e.measure.kind is Kind.REVOCATION]
    return tuple(m for m in (*fold.measures, *ended) if m.since <= on and (m.until is None or m.until >= m.since))
