"""Which marks do not take a kind of evidence, said at once when somebody chooses it. It follows from the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accreditation.dates import FIRST_DAY
from accreditation.rules.document import Document
from accreditation.rules.node import walk
from accreditation.scheme import Mark, SchemeVersion
from registry.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Refusal:
    """A mark that refuses a kind of evidence: for which requirements (none: all of them), and what it takes instead."""

    mark: str
    requirements: tuple[str, ...]
    accepted: tuple[str, ...]
    source: str | None


def refused_by(
    kind: str, marks: Iterable[str], catalogue: Catalogue, *, on: date, activity: str | None = None
) -> tuple[Refusal, ...]:
    """The marks among these that refuse a kind of evidence, for an activity of a kind or for any.

    By the rules that had begun on a day, also where the mark has ended since. Raises NotFound for an unknown mark.
    """
    found = {
        refusal: None
        for code in marks
        for version in _begun(catalogue.mark(code), on)
        for refusal in (*_of_activities(code, version, kind, activity), *_of_documents(code, version, kind))
    }
    return tuple(found)


def _begun(mark: Mark, on: date) -> tuple[SchemeVersion, ...]:
    """The newest rules for each group of people."""
    begun = [v for v in mark.versions if v.starts is not None and v.starts <= on]
    newest: list[SchemeVersion] = []
    for version in sorted(begun, key=lambda v: v.starts or FIRST_DAY, reverse=True):
        if all(version.applies_to != other.applies_to for other in newest):
            newest.append(version)
    return tuple(newest)


def _of_activities(mark: str, version: SchemeVersion, kind: str, activity: str | None) -> Iterable[Refusal]:
    for row in version.evidence:
        if kind in row.refused and (activity is None or "*" in row.kind or activity in row.kind):
            yield Refusal(mark, row.requirement, row.accepted, row.source)


def _of_documents(mark: str, version: SchemeVersion, kind: str) -> Iterable[Refusal]:
    for requirement in version.requirements:
        for rule in walk(requirement.rule):
            if isinstance(rule, Document) and kind in rule.refused:
                yield Refusal(mark, (requirement.code,), rule.kinds, requirement.source)
