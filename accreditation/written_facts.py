"""The facts of a written case: a file as somebody who knows no Python writes it down."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TypeVar

from pydantic import Field, model_validator

from accreditation.dates import LAST_DAY, Span
from accreditation.dossier import (
    Activity,
    BroughtForward,
    Coverage,
    Declaration,
    Document,
    Dossier,
    EntryState,
    Evidence,
    Experience,
    Holding,
    Judgement,
    Leave,
    Measure,
    Payment,
    Qualification,
    Restriction,
    SetAside,
)
from accreditation.rules.values import Amount, Code, Day, Line, Strict

F = TypeVar("F")


class Days(Strict):
    """From `since` to `until`, both included; without `until` it still runs."""

    since: Day
    until: Day = LAST_DAY

    def span(self) -> Span:
        return Span(self.since, self.until)


class ActivityFact(Strict):
    """One activity, or `times` of them alike. Amounts: points, hours, clients, contact_hours, credits."""

    kind: Code
    on: Day
    id: str | None = None
    times: int = Field(default=1, ge=1, le=1000)
    since: Day | None = None
    points: Amount | None = None
    hours: Amount | None = None
    clients: Amount | None = None
    contact_hours: Amount | None = None
    credits: Amount | None = None
    category: Code | None = None
    domain: Code | None = None
    role: Code | None = None
    mode: Code | None = None
    provider: Code | None = None
    provider_accredited: bool = False
    commissioner: str | None = None
    subject: Code | None = None
    course: str | None = None
    meeting: str | None = None
    confirmed_by: tuple[Code, ...] = ()
    evidence: tuple[Code, ...] = ()
    verified_evidence: tuple[Code, ...] = ()
    state: EntryState = EntryState.APPROVED
    motivation: bool = False
    counted_for: tuple[Code, ...] = ()

    def activities(self, number: int) -> Iterator[Activity]:
        amounts = {str(m): v for m in Measure if m is not Measure.EVENTS and (v := getattr(self, m)) is not None}
        evidence = (*(Evidence(k) for k in self.evidence), *(Evidence(k, True) for k in self.verified_evidence))
        name = self.id or f"activity-{number}"
        for time in range(self.times):
            yield Activity(
                name if self.times == 1 else f"{name}-{time + 1}", self.kind, self.on, self.since, amounts,
                self.category, self.domain, self.role, self.mode, self.provider, self.provider_accredited,
                self.commissioner, self.subject, self.course, self.meeting, frozenset(self.confirmed_by), evidence,
                self.state, self.motivation, frozenset(self.counted_for),
            )  # fmt: skip


class ExperienceFact(Strict):
    role: Code
    since: Day
    until: Day | None = None
    hours: Amount | None = None
    state: EntryState = EntryState.APPROVED


class QualificationFact(Strict):
    kind: Code
    on: Day
    level: int | None = None
    field_of_study: Code | None = None
    provider: Code | None = None
    provider_accredited: bool = False
    hours: Amount | None = None
    state: EntryState = EntryState.APPROVED


class DocumentFact(Strict):
    kind: Code
    on: Day
    verified: bool = True


class DeclarationFact(Strict):
    text: Code
    on: Day
    version: str = "1"


class JudgementFact(Strict):
    requirement: Code
    assessor: str
    verdict: str = Field(pattern="^(good|not_good|doubt)$")
    on: Day
    form: str = "written"
    independent: bool = True


class PaymentFact(Strict):
    fee: Code
    on: Day
    cents: int = Field(ge=0)
    application: str | None = None


class CoverageFact(Days):
    kind: Code


class HoldingFact(Days):
    mark: Code
    level: str | None = None


class LeaveFact(Days):
    extends_months: int = Field(default=0, ge=0, le=120)
    excludes: Days | None = None
    approved: bool = True

    def leave(self) -> Leave:
        excludes = self.excludes.span() if self.excludes else None
        return Leave(self.since, self.until, self.extends_months, excludes, self.approved)


class SetAsideFact(Strict):
    requirement: Code
    on: Day
    reason: Line


class BroughtForwardFact(Strict):
    requirement: Code
    surplus: Amount | None = None
    shortfall: Amount | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "BroughtForwardFact":
        if (self.surplus is None) is (self.shortfall is None):
            raise ValueError("name either a surplus or a shortfall")
        return self

    def brought_forward(self) -> BroughtForward:
        return BroughtForward(self.requirement, (self.surplus or Fraction(0)) - (self.shortfall or Fraction(0)))


class RestrictionFact(Days):
    roles: tuple[Code, ...] = ()


class Facts(Strict):
    """The file of a case. Everything may be left out."""

    holder: str = "person"
    registered_on: Day | None = None
    term: Days | None = None
    applied_on: Day | None = None
    decided_on: Day | None = None
    affiliated_on: Day | None = None
    level: str | None = None
    former_level: str | None = None
    scopes: tuple[Code, ...] = ()
    route: Code | None = None
    sampled: bool = False
    activities: tuple[ActivityFact, ...] = ()
    experience: tuple[ExperienceFact, ...] = ()
    qualifications: tuple[QualificationFact, ...] = ()
    documents: tuple[DocumentFact, ...] = ()
    declarations: tuple[DeclarationFact, ...] = ()
    judgements: tuple[JudgementFact, ...] = ()
    payments: tuple[PaymentFact, ...] = ()
    coverages: tuple[CoverageFact, ...] = ()
    holdings: tuple[HoldingFact, ...] = ()
    leave: tuple[LeaveFact, ...] = ()
    set_aside: tuple[SetAsideFact, ...] = ()
    brought_forward: tuple[BroughtForwardFact, ...] = ()
    restrictions: tuple[RestrictionFact, ...] = ()
    people: tuple["Facts", ...] = ()
    application: str | None = None
    round_since: Day | None = None

    @model_validator(mode="after")
    def _facts_apart(self) -> "Facts":
        self.dossier()
        return self

    def dossier(self) -> Dossier:
        """The same facts as the engine reads them."""
        return Dossier(
            self.holder, self.registered_on, self.term.span() if self.term else None, self.applied_on, self.decided_on,
            self.affiliated_on, self.level, self.former_level, frozenset(self.scopes), self.route, self.sampled,
            tuple(activity for i, f in enumerate(self.activities, 1) for activity in f.activities(i)),
            _numbered(Experience, self.experience),
            _numbered(Qualification, self.qualifications),
            _numbered(Document, self.documents),
            _numbered(Declaration, self.declarations),
            _numbered(Judgement, self.judgements),
            _numbered(Payment, self.payments),
            _numbered(Coverage, self.coverages),
            tuple(Holding(**dict(f)) for f in self.holdings),
            tuple(f.leave() for f in self.leave),
            tuple(SetAside(**dict(f)) for f in self.set_aside),
            tuple(f.brought_forward() for f in self.brought_forward),
            tuple(Restriction(f.since, f.until, frozenset(f.roles)) for f in self.restrictions),
            tuple(person.dossier() for person in self.people),
            self.application,
            self.round_since,
        )  # fmt: skip


def _numbered(kind: Callable[..., F], facts: Sequence[Strict]) -> tuple[F, ...]:
    """The facts as the engine reads them, called "document-1", "document-2" and so on."""
    name = kind.__name__.lower()
    return tuple(kind(id=f"{name}-{i}", **dict(fact)) for i, fact in enumerate(facts, 1))
