"""What every peer must answer: who it is, whether certified today, by which mark and body and until when.

It is less than the register answers (no history, no measures, no statement, no proof), which is in the peers' favour.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """One term of one mark, as the table `holding` has it."""

    mark: str
    body: str
    level: str | None
    since: date
    until: date


def registrations(held: Iterable[Held], today: date) -> list[dict[str, Any]]:
    """The marks that hold today, each until the last day of its unbroken chain of terms."""
    chains: list[Held] = []
    for term in sorted(held, key=lambda term: (term.mark, term.since)):
        last = chains[-1] if chains else None
        if last is not None and last.mark == term.mark and last.until + ONE_DAY == term.since:
            chains[-1] = Held(term.mark, term.body, term.level, last.since, term.until)
        else:
            chains.append(term)
    return [
        {"mark": chain.mark, "body": chain.body, "level": chain.level, "until": chain.until.isoformat()}
        for chain in chains
        if chain.since <= today <= chain.until
    ]


def our_facts(answer: dict[str, Any]) -> dict[str, Any]:
    """The same facts out of the register's own answer."""
    held = [r for r in answer["registrations"] if r["certified"]]
    return {
        "number": answer["number"],
        "name": answer["name"],
        "certified": answer["certified"],
        "registrations": [{name: r[name] for name in ("mark", "body", "level", "until")} for r in held],
    }
