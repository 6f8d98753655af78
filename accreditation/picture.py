"""The picture of one mark of one holder, as decision after decision is taken in: terms, endings, measures, requests."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from accreditation.dates import LAST_DAY, ONE_DAY, Span, amsterdam_day, same_day_later
from accreditation.decisions import Decision, Kind
from accreditation.held import Measure


@dataclass(frozen=True, slots=True)
class StandingRules:
    """What a mark's rules say about objections, and about an application that is pending after expiry."""

    objection_suspends: bool = False
    pending_keeps_alive: bool = False


DEFAULT_RULES = StandingRules()
RulesByVersion = Mapping[str | None, StandingRules]


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it was given and lengthened; what ended it is kept apart."""

    span: Span
    seq: int
    level: str | None
    scopes: frozenset[str]
    version: str | None


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends a registration from a day on; a lift gives it a last day, an objection may pause it."""

    seq: int
    measure: Measure
    successor: str | None = None

    def reaches(self, term: Term) -> bool:
        """Not a term that was given afterwards for the days without; but nobody holds a term after their death."""
        return self.measure.kind is Kind.DECEASE or term.seq < self.seq or term.span.since < self.measure.since

    def ends(self, term: Term, day: date) -> bool:
        return self.reaches(term) and self.measure.holds_on(day)


@dataclass(slots=True)
class Request:
    """An application for the next term, until it is decided."""

    decision: str
    on: date
    closed_on: date | None = None


@dataclass(slots=True)
class Picture:
    """All of it, in the making."""

    rules: RulesByVersion
    terms: list[Term] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    applications: list[Request] = field(default_factory=list)
    group_extensions: list[Decision] = field(default_factory=list)

    def rules_of(self, version: str | None) -> StandingRules:
        return self.rules.get(version) or self.rules.get(None) or DEFAULT_RULES


def taken_in(decisions: Iterable[Decision], rules: RulesByVersion) -> Picture:
    """The picture after these decisions, which are in the order of recording (see `as_known`). Never raises."""
    picture = Picture(rules)
    for decision in decisions:
        _take(picture, decision)
    return picture


def _take(picture: Picture, decision: Decision) -> None:
    """Let one decision change the picture."""
    match decision.kind:
        case Kind.GRANT | Kind.RENEWAL:
            _close_applications(picture, decision)
            _add_term(picture, decision)
            _extend_late(picture, decision)
        case Kind.EXTENSION:
            _extend(picture, decision)
        case Kind.GROUP_EXTENSION:
            picture.group_extensions.append(decision)
            _extend_as_group(picture, decision, picture.terms)
        case Kind.CONDITION | Kind.RESTRICTION | Kind.SUSPENSION:
            picture.measures.append(_measure(decision))
        case Kind.REVOCATION | Kind.WITHDRAWAL | Kind.DECEASE | Kind.CONVERSION:
            picture.endings.append(Ending(decision.seq, _measure(decision), decision.successor))
        case Kind.LIFT:
            _change(picture, decision, lambda m: _lifted(m, decision.since))
        case Kind.APPLICATION:
            picture.applications.append(Request(decision.id, decision.since))
        case Kind.REFUSAL:
            _close_applications(picture, decision)
        case Kind.OBJECTION:
            _object(picture, decision)
        case Kind.RULING:  # upheld or changed; one that overturns is worked in before the fold
            _rule(picture, decision)


def _close_applications(picture: Picture, decision: Decision) -> None:
    """A refusal says its own day; a grant names the days of the term, so it counts from when it was recorded."""
    for application in picture.applications:
        if application.closed_on is None and _answers(picture, decision, application):
            is_refusal = decision.kind is Kind.REFUSAL
            application.closed_on = decision.since if is_refusal else amsterdam_day(decision.recorded_at)


def _answers(picture: Picture, decision: Decision, application: Request) -> bool:
    """A decision that names no application answers those it comes after.

    A term only when it reaches past the one that ran on the day of handing in: not an old term that is recorded late.
    """
    if decision.refers_to is not None or decision.kind is Kind.REFUSAL:
        return decision.refers_to in (None, application.decision)
    running = [t.span.until for t in picture.terms if application.on in t.span]
    return (decision.until or LAST_DAY) > max([application.on, *running])


def _add_term(picture: Picture, decision: Decision) -> None:
    """The new term takes the days it covers.

    An earlier term keeps what it had before them; one that begins inside the new term keeps what it had after.
    """
    new = Span(decision.since, decision.until or LAST_DAY)
    if not new:
        return
    kept = []
    for term in picture.terms:
        if term.span.until < new.since or new.until < term.span.since:
            kept.append(term)
        elif term.span.since < new.since:
            kept.append(replace(term, span=Span(term.span.since, new.since - ONE_DAY)))
        elif term.span.until > new.until:
            kept.append(replace(term, span=Span(new.until + ONE_DAY, term.span.until)))
    kept.append(Term(new, decision.seq, decision.level, decision.scopes, decision.scheme_version))
    picture.terms = sorted(kept, key=lambda t: t.span.since)


def _lengthen(picture: Picture, term: Term, until: date) -> Term:
    """Never into the next term: that one decides about its own days."""
    following = [t.span.since for t in picture.terms if t.span.since > term.span.until]
    last = min([until, *(day - ONE_DAY for day in following)])
    return replace(term, span=Span(term.span.since, max(last, term.span.until)))


def _extend(picture: Picture, decision: Decision) -> None:
    until = decision.until or decision.since
    picture.terms = [_lengthen(picture, t, until) if decision.since in t.span else t for t in picture.terms]


def _extend_as_group(picture: Picture, decision: Decision, terms: Iterable[Term]) -> None:
    """Of these terms only one that was valid or suspended on the named day becomes longer."""
    day = decision.since
    reached = [t for t in terms if day in t.span and not any(e.ends(t, day) for e in picture.endings)]
    picture.terms = [
        _lengthen(picture, t, same_day_later(t.span.until + ONE_DAY, decision.months) - ONE_DAY) if t in reached else t
        for t in picture.terms
    ]


def _extend_late(picture: Picture, decision: Decision) -> None:
    """A group extension is for everyone who held a term on its day, also when the term is recorded only afterwards.

    An old term is taken over as it was first given, so the extension still has to be added. A decision on an
    application is another matter: whoever took it knew of the extension, and the last day they chose stands.
    """
    if decision.refers_to is None:
        for extension in picture.group_extensions:
            _extend_as_group(picture, extension, [t for t in picture.terms if t.seq == decision.seq])


def _measure(decision: Decision) -> Measure:
    return Measure(
        decision.id, decision.kind, decision.since, decision.until, decision.outcome != "interim",
        public_until=decision.public_until, text=decision.text, scopes=decision.scopes,
    )  # fmt: skip


def _lifted(measure: Measure, first_day_without: date) -> Measure:
    until = first_day_without - ONE_DAY
    return replace(measure, until=until if measure.until is None else min(until, measure.until), final=True)


def _change(picture: Picture, decision: Decision, how: Callable[[Measure], Measure]) -> None:
    picture.measures = [how(m) if m.decision == decision.refers_to else m for m in picture.measures]
    picture.endings = [
        replace(e, measure=how(e.measure)) if e.measure.decision == decision.refers_to else e for e in picture.endings
    ]


def _object(picture: Picture, decision: Decision) -> None:
    """A suspensive objection pauses the measure until the ruling; another one only makes it not final."""
    pause = (Span(decision.since, LAST_DAY),) if _rules(picture, decision).objection_suspends else ()
    _change(picture, decision, lambda m: replace(m, final=False, paused=(*m.paused, *pause)))


def _rule(picture: Picture, decision: Decision) -> None:
    """The pause ends with the day of the ruling; the measure's own end moves only if the ruling moves it."""

    def settled(measure: Measure) -> Measure:
        paused = tuple(Span(p.since, min(p.until, decision.since)) for p in measure.paused)
        until = decision.until if decision.outcome == "changed" else measure.until
        return replace(measure, final=True, paused=paused, until=until)

    _change(picture, decision, settled)


def _rules(picture: Picture, decision: Decision) -> StandingRules:
    version = decision.scheme_version
    if version is None:
        version = next((t.version for t in reversed(picture.terms) if t.span.since <= decision.since), None)
    return picture.rules_of(version)
