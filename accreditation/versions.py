"""Which version of a mark holds for a file, and whether that is always exactly one."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

from accreditation.dates import FIRST_DAY, LAST_DAY, ONE_DAY, Span
from accreditation.dossier import Dossier
from accreditation.rules.condition import Condition

if TYPE_CHECKING:
    from accreditation.scheme import Mark, SchemeVersion

MOST_TRIES = 100_000
TOO_MANY = "there are too many borders between versions to check them all: leave older versions out"
_DATES = ("registered", "expires", "asked", "applied", "affiliated")
_PROVABLE = {f"{name}_{side}" for name in _DATES for side in ("from", "before")} | {"level", "route", "any_of", "not_"}
_KEPT_BY = {"application": "applied", "decision": "decided", "expiry": "expires"}


def versions_for(mark: "Mark", dossier: Dossier, on: date) -> "list[SchemeVersion]":
    """The versions that hold for a file on a day: one, or none before the mark began and after it ended."""
    chosen_by = key_day(mark, dossier, on)
    return [
        v
        for v in mark.versions
        if v.starts is not None
        and v.starts <= chosen_by <= _last_day(mark, v)
        and (v.applies_to is None or v.applies_to.holds(dossier, on))
    ]


def key_day(mark: "Mark", dossier: Dossier, on: date) -> date:
    """The day by which the mark chooses a version; the day asked where the file does not have it yet."""
    chosen = {
        "day_asked": on,
        "application": dossier.applied_on,
        "decision": dossier.decided_on,
        "expiry": dossier.term.until if dossier.term else None,
    }
    return chosen[mark.version_by] or on


def _last_day(mark: "Mark", version: "SchemeVersion") -> date:
    """Until it says so, or until the next version for the same people begins."""
    if version.in_force_until is not None:
        return version.in_force_until
    same = (v for v in mark.versions if v.applies_to == version.applies_to)
    later = [v.starts for v in same if v.starts is not None and v.starts > (version.starts or FIRST_DAY)]
    return min(later) - ONE_DAY if later else LAST_DAY


def faults(mark: "Mark") -> Iterator[str]:
    """Try a file on each side of every border: more or fewer than one version for it is a fault of the scheme.

    A gap after the last version's end is allowed (the mark ended), and so is one before the first.
    """
    conditions = [v.applies_to for v in mark.versions if v.applies_to is not None]
    unprovable = sorted({name for c in conditions for name in c.fields_used()} - _PROVABLE)
    in_force = [v for v in mark.versions if v.starts is not None]
    if unprovable:
        yield f"applies_to can look at days, level and route only, not at {', '.join(unprovable)}: use applies_if"
    elif in_force:
        yield from _gaps_and_overlaps(mark, in_force)


def _gaps_and_overlaps(mark: "Mark", in_force: "list[SchemeVersion]") -> Iterator[str]:
    first = min(v.starts or FIRST_DAY for v in in_force)
    final = max(_last_day(mark, v) for v in in_force)
    reported: set[str] = set()
    tries = tries_around(mark)
    if tries is None:
        yield TOO_MANY
        return
    for on, dossier in tries:
        if not first <= key_day(mark, dossier, on) <= final:
            continue
        found = versions_for(mark, dossier, on)
        which = " and ".join(v.id for v in found) or "no version"
        if len(found) != 1 and which not in reported:
            reported.add(which)
            who = f"registered on {dossier.registered_on}" if dossier.registered_on else "not registered yet"
            yield f"on {on} {which} holds for a file {who}: exactly one version must hold"


def tries_around(*marks: "Mark") -> Iterator[tuple[date, Dossier]] | None:
    """A day and a file on each side of every border between the versions of these marks; None when there are too many.

    `marks` are several texts of one mark, to compare what they say about the same file.
    """
    conditions = [v.applies_to for mark in marks for v in mark.versions if v.applies_to is not None]
    borders = _around([
        day for mark in marks for v in mark.versions if v.starts is not None for day in (v.starts, _last_day(mark, v))
    ])  # fmt: skip
    asked = sorted({*borders, *_border_days(conditions, "asked")})
    choices = _choices(marks, borders, conditions)
    if len(asked) * math.prod(len(values) for values in choices.values()) > MOST_TRIES:
        return None
    return (
        (on, dossier)
        for on, values in product(asked, product(*choices.values()))
        if ((dossier := _probe(dict(zip(choices, values, strict=True)))).registered_on or on) <= on
    )


def _choices(marks: "Sequence[Mark]", borders: list[date], conditions: list[Condition]) -> dict[str, Sequence[Any]]:
    """What a file may look like, for every day and word that decides."""
    choices: dict[str, Sequence[Any]] = {
        "level": tuple(dict.fromkeys(level for mark in marks for level in mark.levels or (None,))),
        "route": (None, *sorted({route for c in conditions for route in c.values("route")})),
    }
    kept_by = {_KEPT_BY.get(mark.version_by) for mark in marks}
    for name in ("registered", "expires", "applied", "affiliated", "decided"):
        days = set(_border_days(conditions, name)) | set(borders if name in kept_by else ())
        choices[name] = (None, *sorted(days))
    return choices


def _border_days(conditions: list[Condition], name: str) -> list[date]:
    sides = (f"{name}_from", f"{name}_before")
    return _around([day for c in conditions for side in sides for day in c.values(side)])


def _around(days: Sequence[date]) -> list[date]:
    """Each day with the day before and the day after it, within the calendar."""
    near = {near for day in days for near in (day - ONE_DAY, day, day + ONE_DAY)}
    return sorted(day for day in near if FIRST_DAY <= day <= LAST_DAY)


def _probe(of: dict[str, Any]) -> Dossier:
    return Dossier(
        "probe", of["registered"], Span(of["registered"] or FIRST_DAY, of["expires"]) if of["expires"] else None,
        of["applied"], of["decided"], of["affiliated"], of["level"], route=of["route"],
    )  # fmt: skip
