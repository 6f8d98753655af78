"""Short ways to write a rule, a mark and a file down in a test; what a test is about it says itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from accreditation.dates import Span
from accreditation.decisions import Decision, Kind
from accreditation.dossier import Activity, Dossier, EntryState
from accreditation.findings import Finding, Reason
from accreditation.rules import AnyRule
from accreditation.rules.case import Case
from accreditation.rules.node import Rule
from accreditation.rules.tables import ConversionRow, EvidenceRow
from accreditation.scheme import Mark, Requirement

_RULE: TypeAdapter[Rule] = TypeAdapter(AnyRule)
TERM = Span(date(2021, 3, 2), date(2025, 3, 1))
TEXTS = {"nl": "tekst", "en": "text"}


def rule(kind: str, **fields: Any) -> Rule:
    """A rule as a scheme file would give it."""
    return _RULE.validate_python({"kind": kind, **fields})


def find(rule_: Rule, dossier: Dossier, on: date, **case: Any) -> Finding:
    """What a rule says about a file, with the file's own term."""
    return rule_.judge(Case(dossier, on, "r", **{"term": dossier.term, **case}))


def file(*activities: Activity, term: Span | None = TERM, **facts: Any) -> Dossier:
    """A file with a running term of four years."""
    return Dossier("person", term=term, activities=activities, **facts)


def entry(id_: str, on: date, points: Any = None, *, kind: str = "course", **fields: Any) -> Activity:
    """An approved activity, with points where they matter."""
    amounts = {} if points is None else {"points": Fraction(points)}
    return Activity(id_, kind, on, **{"amounts": amounts, **fields})


WAITING = EntryState.WAITING


def reasons(finding: Finding) -> dict[str, Reason]:
    """Why each entry that was left out was; the last reason of each."""
    return {item.entry: item.reason for item in finding.left}


def counted(finding: Finding) -> dict[str, Fraction]:
    """What each entry counts for now."""
    return {item.entry: item.amount for item in finding.counted if not item.waiting}


def conversion(**fields: Any) -> ConversionRow:
    return ConversionRow.model_validate(fields)


def evidence(**fields: Any) -> EvidenceRow:
    return EvidenceRow.model_validate(fields)


def requirement(code: str = "r", rule: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A requirement of the renewal, as a scheme file would give it."""
    return {
        "code": code,
        "text": TEXTS,
        "at": ["renewal"],
        "rule": rule or {"kind": "document", "kinds": ["cv"]},
        "source": "s",
        "confidence": "seen",
        **fields,
    }


def version(*requirements: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A version in force from 2021 on, as a scheme file would give it."""
    return {
        "in_force_from": date(2021, 1, 1),
        "source": [{"title": "t"}],
        "term": {"validity": "4 years", "anchor": "old_expiry"},
        "requirements": list(requirements) or [requirement()],
        **fields,
    }


def mark_data(*versions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A mark, as a scheme file would give it."""
    return {
        "code": "mark",
        "name": TEXTS,
        "summary": TEXTS,
        "says_not": TEXTS,
        "body": {"code": "body", "name": "Body", "complaints": TEXTS},
        "holder": "person",
        "versions": list(versions) or [version()],
        **fields,
    }


def mark(*versions: dict[str, Any], **fields: Any) -> Mark:
    return Mark.model_validate(mark_data(*versions, **fields))


def parsed(data: dict[str, Any]) -> Requirement:
    return Requirement.model_validate(data)


class Records:
    """Decisions in the order they were recorded; the first on 1 January 2021, each next one a day later."""

    def __init__(self) -> None:
        self.all: list[Decision] = []

    def add(self, kind: Kind, since: date, until: date | None = None, *, on: date | None = None, **more: Any) -> str:
        """Record a decision (on a day, at noon); gives its id."""
        seq = len(self.all) + 1
        at = datetime(2021, 1, 1, 12, tzinfo=UTC) + timedelta(days=seq - 1)
        if on is not None:
            at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        decision = Decision(f"d{seq}", seq, kind, at, since, until, **more)
        self.all.append(decision)
        return decision.id
