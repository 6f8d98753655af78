"""Maximums: per category or group, nested, with the oldest entry counting first; each meeting counted once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from accreditation.dossier import Activity
from accreditation.findings import Left, Reason
from accreditation.rules.values import Amount, Code, Strict
from accreditation.rules.where import within_category


class Cap(Strict):
    """No more than `at_most` from these values together; `caps` are maximums inside this one."""

    of: Literal["category", "kind", "domain", "provider", "subject"] = "category"
    values: tuple[Code, ...] = Field(min_length=1)
    at_most: Amount
    caps: tuple["Cap", ...] = ()

    @model_validator(mode="after")
    def _sort_out(self) -> "Cap":
        check_apart(self.caps)
        return self

    def covers(self, activity: Activity) -> bool:
        value = getattr(activity, self.of)
        if self.of == "category":
            return any(within_category(value, named) for named in self.values)
        return value in self.values

    @property
    def reason(self) -> Reason:
        return Reason.CATEGORY_CAP if self.of == "category" and len(self.values) == 1 else Reason.GROUP_CAP


def check_apart(caps: Sequence[Cap]) -> None:
    """Caps beside each other must not share an entry. Raises ValueError: else no order of counting would be fair."""
    seen: set[str] = set()
    for cap in caps:
        if cap.of != caps[0].of:
            raise ValueError('maximums beside each other must use the same "of"; put one inside the other')
        for value in cap.values:
            if any(_nested(value, other) for other in seen):
                raise ValueError(f'"{value}" falls under two maximums beside each other; put one inside the other')
        seen.update(cap.values)


def _nested(one: str, other: str) -> bool:
    return within_category(one, other) or within_category(other, one)


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry with the amount it offers, and the caps it falls under from the outside in (as index numbers)."""

    entry: str
    on: date
    amount: Fraction
    meeting: str | None
    caps: tuple[int, ...]


def path(caps: Sequence[Cap], activity: Activity, limits: list[Cap]) -> tuple[int, ...]:
    """The caps an activity falls under, from the outside in; `limits` collects every cap once, by identity."""
    for cap in caps:
        if cap.covers(activity):
            index = next((i for i, known in enumerate(limits) if known is cap), len(limits))
            if index == len(limits):
                limits.append(cap)
            return (index, *path(cap.caps, activity, limits))
    return ()


def share_out(offers: Sequence[Offer], limits: Sequence[Cap]) -> tuple[dict[str, Fraction], list[Left]]:
    """The largest total that no maximum forbids, given to the oldest first (date, then id), and what each cap cut.

    Entries of one meeting together get no more than the largest of them. An extra offer never lowers the total.
    """
    ordered = sorted(offers, key=lambda o: (o.on, o.entry))
    meetings: dict[str, list[Offer]] = {}
    for offer in ordered:
        meetings.setdefault(offer.meeting or f"entry {offer.entry}", []).append(offer)
    if any(len({o.caps for o in same}) > 1 for same in meetings.values()):
        got = _largest_flow(limits, meetings)
    else:
        got = _oldest_first(ordered, limits, meetings)
    return got, list(_cuts(ordered, got, limits, meetings))


def _oldest_first(ordered: list[Offer], limits: Sequence[Cap], meetings: dict[str, list[Offer]]) -> dict[str, Fraction]:
    """One entry of each meeting, the largest; nested caps filled in order, which gives the largest total."""
    chosen = {max(same, key=lambda o: o.amount).entry for same in meetings.values()}
    room = [cap.at_most for cap in limits]
    got: dict[str, Fraction] = {}
    for offer in ordered:
        amount = min([offer.amount, *(room[c] for c in offer.caps)]) if offer.entry in chosen else Fraction(0)
        got[offer.entry] = amount
        for cap in offer.caps:
            room[cap] -= amount
    return got


def _largest_flow(limits: Sequence[Cap], meetings: dict[str, list[Offer]]) -> dict[str, Fraction]:
    """One meeting logged under different maximums: a largest flow from meetings through entries and caps.

    Only then does choosing one entry by hand risk a lower total. The oldest meeting goes first, and later ones may move
    it to another of its entries but never take from it (Ford-Fulkerson with shortest routes).
    """
    room: dict[str, dict[str, Fraction]] = {"sink": {}}

    def pipe(start: str, end: str, size: Fraction) -> None:
        room.setdefault(start, {}).setdefault(end, size)
        room.setdefault(end, {}).setdefault(start, Fraction(0))

    for meeting, same in meetings.items():
        for offer in same:
            caps = list(reversed(offer.caps))
            stops = [f"meeting {meeting}", f"offer {offer.entry}", *(f"cap {c}" for c in caps), "sink"]
            sizes = [offer.amount, offer.amount, *(limits[c].at_most for c in caps)]
            for (start, end), size in zip(pairwise(stops), sizes, strict=True):
                pipe(start, end, size)
    for meeting, same in meetings.items():
        wanted = max(o.amount for o in same)
        while wanted and (route := _shortest_route(room, f"meeting {meeting}")):
            amount = min(wanted, *(room[a][b] for a, b in pairwise(route)))
            wanted -= amount
            for a, b in pairwise(route):
                room[a][b] -= amount
                room[b][a] += amount
    return {o.entry: room[f"offer {o.entry}"][f"meeting {m}"] for m, same in meetings.items() for o in same}


def _shortest_route(room: dict[str, dict[str, Fraction]], start: str) -> list[str]:
    """The stops from `start` to the sink with room left between them; empty when there is no way."""
    came_from = {start: ""}
    queue = [start]
    for node in queue:
        for neighbour, left in room[node].items():
            if left > 0 and neighbour not in came_from:
                came_from[neighbour] = node
                queue.append(neighbour)
    route = ["sink"] if "sink" in came_from else []
    while route and route[-1] != start:
        route.append(came_from[route[-1]])
    return route[::-1]


def _cuts(
    ordered: list[Offer], got: dict[str, Fraction], limits: Sequence[Cap], meetings: dict[str, list[Offer]]
) -> Iterator[Left]:
    """What each offer did not get and why: the innermost cap cuts first; what no cap cut went to the same meeting."""
    room = [cap.at_most for cap in limits]
    for offer in ordered:
        same = meetings[offer.meeting or f"entry {offer.entry}"]
        left = offer.amount
        if not (got[offer.entry] == 0 and any(got[o.entry] for o in same)):
            for cap in reversed(offer.caps):
                if left > room[cap]:
                    yield Left(offer.entry, limits[cap].reason, left - room[cap])
                    left = room[cap]
        if left > got[offer.entry]:
            yield Left(offer.entry, Reason.DUPLICATE, left - got[offer.entry])
        for cap in offer.caps:
            room[cap] -= got[offer.entry]
