"""What is different between two texts of a mark, requirement by requirement: came, went, or from this to that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel

from accreditation.dates import FIRST_DAY, ONE_DAY
from accreditation.findings import amount_text
from accreditation.scheme import Mark, Requirement, SchemeVersion

# What the rule and its text say in a sentence of their own, so that it is not told twice.
_TOLD_BY_ITSELF = frozenset({"code", "text", "rule"})
_OF_THE_WHOLE = frozenset({"id", "in_force_from", "requirements"})


@dataclass(frozen=True, slots=True)
class Detail:
    """One value of the scheme that is another one now; None where there was or is none. `path` is as in the file."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One requirement that came, went or changed; `details` are all values that differ but its text."""

    kind: Literal["added", "gone", "changed"]
    code: str
    before: Requirement | None
    after: Requirement | None
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """A version that is new or different, beside the one it follows (None: it is the first for these people)."""

    before: SchemeVersion | None
    after: SchemeVersion
    requirements: tuple[Change, ...]
    details: tuple[Detail, ...]


def changes_between(before: Mark, after: Mark) -> tuple[VersionChanges, ...]:
    """Every version that another text of a mark brings or changes, in the order of that text."""
    known = {version.id: version for version in before.versions}
    return tuple(
        _compared(known.get(version.id) or followed_by(before, version), version)
        for version in after.versions
        if known.get(version.id) != version
    )


def followed_by(mark: Mark, version: SchemeVersion) -> SchemeVersion | None:
    """The version in force on the day before another one begins: for the same people, or else for everybody."""
    eve = version.starts - ONE_DAY if version.starts is not None and version.starts > FIRST_DAY else None
    begun = [v for v in mark.versions if v.starts is not None and (eve is None or v.starts <= eve)]
    begun = [v for v in begun if eve is None or (v.in_force_until or eve) >= eve]
    ranked = sorted(begun, key=lambda v: (v.applies_to == version.applies_to, v.applies_to is None, v.starts or eve))
    return ranked[-1] if ranked else None


def _compared(before: SchemeVersion | None, after: SchemeVersion) -> VersionChanges:
    old = {r.code: r for r in before.requirements} if before is not None else {}
    new = {r.code: r for r in after.requirements}
    changed = [
        *(Change("added", code, None, one) for code, one in new.items() if code not in old),
        *(Change("gone", code, one, None) for code, one in old.items() if code not in new),
        *(_changed(old[code], one) for code, one in new.items() if code in old and old[code] != one),
    ]
    details = _details(_plain(before, _OF_THE_WHOLE) if before is not None else {}, _plain(after, _OF_THE_WHOLE))
    return VersionChanges(before, after, tuple(changed), details)


def _changed(before: Requirement, after: Requirement) -> Change:
    details = _details(_plain(before, frozenset({"code", "text"})), _plain(after, frozenset({"code", "text"})))
    return Change("changed", after.code, before, after, details)


def said_differently(change: Change) -> tuple[Detail, ...]:
    """The details of a change that no sentence of the rule tells: when it is asked, of whom, its source."""
    return tuple(detail for detail in change.details if detail.path.partition(".")[0] not in _TOLD_BY_ITSELF)


def _plain(model: BaseModel, without: frozenset[str]) -> dict[str, Any]:
    """The fields of a version or requirement that were written down, by their name in the file."""
    fields = type(model).model_fields
    return {
        fields[name].alias or name: getattr(model, name)
        for name in fields
        if name not in without and getattr(model, name) not in (None, ())
    }


def _details(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Detail, ...]:
    old, new = dict(_flat("", before)), dict(_flat("", after))
    paths = dict.fromkeys((*old, *new))
    return tuple(Detail(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path))


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every value with its place: `rule.at_least`, `conversion[2].per_hour`."""
    if isinstance(value, BaseModel):
        value = _plain(value, frozenset())
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _flat(f"{path}.{name}" if path else str(name), part)
    elif isinstance(value, Sequence) and any(isinstance(part, BaseModel) for part in value):
        for place, part in enumerate(value, start=1):
            yield from _flat(f"{path}[{place}]", part)
    else:
        yield path, _text(value)


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Fraction():
            return amount_text(value)
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(_text(part) for part in value)
    return str(value)
