"""Written cases beside a scheme: a name, a day, facts and what must come out. Readable without knowing Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from pydantic import Field, ValidationError, model_validator

from accreditation.evaluate import evaluate
from accreditation.findings import Evaluation, Moment, Outcome, Reason, amount_text
from accreditation.reading import SchemeError, explain, parse_toml
from accreditation.rules.values import Amount, Code, Day, Line, Strict
from accreditation.scheme import Mark
from accreditation.written_facts import Facts


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
    notes: tuple[str, ...] | None = None
    scopes: dict[str, Outcome] | None = None
    requirements: dict[str, Expected] = Field(default_factory=dict)


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
    for name in ("outcome", "version", "gate", "in_effect", "apply_from", "apply_until", "expires_on", "notes"):
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
