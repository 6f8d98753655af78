"""Written cases beside a scheme: a name, a day, facts and what must come out. Readable without knowing Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from pydantic import Field, ValidationError, model_validator

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
from accreditation.evaluate import evaluate
from accreditation.findings import Evaluation, Moment, Outcome, Reason, amount_text
from accreditation.reading import SchemeError, explain, parse_toml
from accreditation.rules.values import Amount, Code, Day, Line, Strict
from accreditation.scheme import Mark


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

    def activities(self, number: int) -> Iterator[Activity]:
        amounts = {str(m): v for m in Measure if m is not Measure.EVENTS and (v := getattr(self, m)) is not None}
        evidence = (*(Evidence(k) for k in self.evidence), *(Evidence(k, True) for k in self.verified_evidence))
        name = self.id or f"activity-{number}"
        for time in range(self.times):
            yield Activity(
                name if self.times == 1 else f"{name}-{time + 1}", self.kind, self.on, self.since, amounts,
                self.category, self.domain, self.role, self.mode, self.provider, self.provider_accredited,
                self.commissioner, self.subject, self.course, self.meeting, frozenset(self.confirmed_by), evidence,
                self.state, self.motivation,
            )  # fmt: skip


class ExperienceFact(Days):
    role: Code
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


class CoverageFact(Days):
    kind: Code


class HoldingFact(Days):
    mark: Code
    level: str | None = None


class LeaveFact(Days):
    extends_months: int = Field(default=0, ge=0, le=120)
    excludes: Days | None = None
    approved: bool = True


class SetAsideFact(Strict):
    requirement: Code
    on: Day
    reason: Line


class BroughtForwardFact(Strict):
    requirement: Code
    surplus: Amount | None = None
    shortfall: Amount | None = None


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

    def dossier(self) -> Dossier:
        """The same facts as the engine reads them."""
        return Dossier(
            self.holder, self.registered_on, self.term.span() if self.term else None, self.applied_on, self.decided_on,
            self.affiliated_on, self.level, self.former_level, frozenset(self.scopes), self.route, self.sampled,
            tuple(a for i, f in enumerate(self.activities, 1) for a in f.activities(i)),
            tuple(Experience(f"experience-{i}", f.role, f.since, f.until, f.hours, None, f.state) for i, f in enumerate(self.experience, 1)),
            tuple(
                Qualification(f"qualification-{i}", f.kind, f.on, f.level, f.field_of_study, f.provider,
                              f.provider_accredited, f.hours, f.state)
                for i, f in enumerate(self.qualifications, 1)
            ),
            tuple(Document(f"document-{i}", f.kind, f.on, f.verified) for i, f in enumerate(self.documents, 1)),
            tuple(Declaration(f"declaration-{i}", f.text, f.version, f.on) for i, f in enumerate(self.declarations, 1)),
            tuple(
                Judgement(f"judgement-{i}", f.requirement, f.assessor, f.verdict, f.on, f.form, f.independent)
                for i, f in enumerate(self.judgements, 1)
            ),
            tuple(Payment(f"payment-{i}", f.fee, f.on, f.cents) for i, f in enumerate(self.payments, 1)),
            tuple(Coverage(f"coverage-{i}", f.kind, f.since, f.until) for i, f in enumerate(self.coverages, 1)),
            tuple(Holding(f.mark, f.since, f.until, f.level) for f in self.holdings),
            tuple(Leave(f.since, f.until, f.extends_months, f.excludes.span() if f.excludes else None, f.approved) for f in self.leave),
            tuple(SetAside(f.requirement, f.on, f.reason) for f in self.set_aside),
            tuple(BroughtForward(f.requirement, (f.surplus or Fraction(0)) - (f.shortfall or Fraction(0))) for f in self.brought_forward),
            tuple(Restriction(f.since, f.until, frozenset(f.roles)) for f in self.restrictions),
            tuple(p.dossier() for p in self.people),
        )  # fmt: skip


class Expected(Strict):
    """What one requirement must give. What is left out is not compared."""

    outcome: Outcome
    found: Amount | None = None
    needed: Amount | None = None
    missing: Amount | None = None
    waiting: Amount | None = None
    left: dict[str, Reason] | None = None
    by: Day | None = None
    until: Day | None = None
    notes: tuple[str, ...] | None = None


class Expectation(Strict):
    """What the whole must give, and each requirement that is named."""

    outcome: Outcome | None = None
    version: str | None = None
    gate: Outcome | None = None
    in_effect: bool | None = None
    apply_from: Day | None = None
    apply_until: Day | None = None
    expires_on: Day | None = None
    scopes: dict[str, Outcome] | None = None
    requirements: dict[str, Expected] = {}


class WrittenCase(Strict):
    """One case. `shapes` are the numbers of the rule shapes (1 to 52) that it shows."""

    name: Line
    on: Day
    version: Code | None = None
    moment: Moment | None = None
    shapes: tuple[int, ...] = ()
    facts: Facts = Facts()
    expect: Expectation

    @model_validator(mode="after")
    def _expects_something(self) -> "WrittenCase":
        if not self.expect.model_fields_set:
            raise ValueError("a case expects something: add an outcome or a requirement")
        return self


class CaseFile(Strict):
    """The cases of one mark."""

    mark: Code
    case: tuple[WrittenCase, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a case came out differently."""

    case: str
    what: str
    expected: str
    actual: str

    def __str__(self) -> str:
        return f'case "{self.case}": {self.what} is {self.actual}, expected {self.expected}'


def parse_cases(text: str, name: str) -> CaseFile:
    """Read a file of cases. Raises SchemeError with every mistake at once."""
    data = parse_toml(text, name)
    try:
        return CaseFile.model_validate(data)
    except ValidationError as error:
        raise SchemeError(name, explain(error, text)) from None


def try_case(mark: Mark, case: WrittenCase) -> list[Difference]:
    """Evaluate a case and compare. An empty list: it came out as written."""
    dossier = case.facts.dossier()
    version = mark.version(case.version) if case.version else mark.version_for(dossier, case.on)
    expect = case.expect
    if version is None:
        return [] if expect.version == "none" else [Difference(case.name, "version", expect.version or "one", "none")]
    evaluation = evaluate(mark, version, dossier, case.on, case.moment)
    return [
        Difference(case.name, what, _text(expected), _text(actual))
        for what, expected, actual in _compared(expect, evaluation)
        if expected != actual
    ]


def _compared(expect: Expectation, evaluation: Evaluation) -> Iterator[tuple[str, Any, Any]]:
    for name in ("outcome", "version", "gate", "in_effect", "apply_from", "apply_until", "expires_on"):
        if name in expect.model_fields_set:
            yield name, getattr(expect, name), getattr(evaluation, name)
    if expect.scopes is not None:
        yield "scopes", expect.scopes, dict(evaluation.by_scope)
    known = {r.code: r for r in evaluation.requirements}
    for code, wanted in expect.requirements.items():
        if code not in known:
            yield code, str(wanted.outcome), "not asked at this moment"
            continue
        finding = known[code].finding
        yield f"{code} outcome", wanted.outcome, finding.outcome
        for name in ("found", "needed", "missing", "waiting", "until", "notes"):
            if name in wanted.model_fields_set:
                yield f"{code} {name}", getattr(wanted, name), getattr(finding, name)
        if wanted.left is not None:
            yield f"{code} left", wanted.left, {item.entry: item.reason for item in finding.left}
        if "by" in wanted.model_fields_set:
            yield f"{code} by", wanted.by, min((c.by for c in finding.cures if c.by), default=None)


def _text(value: Any) -> str:
    if isinstance(value, Fraction):
        return amount_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
