"""What was promised and what was measured: a target per line, and the figure beside it."""

from dataclasses import dataclass
from typing import Literal

Bound = Literal["at most", "at least"]


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: what is measured and the bound it must keep."""

    code: str
    what: str
    bound: Bound
    value: float
    unit: str = "×"

    def is_met(self, measured: float) -> bool:
        return measured <= self.value if self.bound == "at most" else measured >= self.value


TARGETS = {
    target.code: target
    for target in (
        Target("V1a", "from memory, beside fixed bytes in the same app", "at most", 1.10),
        Target("V1b", "from memory, beside fixed bytes in a bare Litestar app", "at most", 1.5),
        Target("V1c", "fixed bytes in the real app, beside a bare Litestar app", "at most", 1.5),
        Target("V2", "straight from SQLite, beside fixed bytes in the same app", "at most", 1.6),
        Target("V3", "straight from PostgreSQL, beside fixed bytes in the same app", "at most", 4.0),
        Target("V4a", "cheaper than a stock Piccolo joined select", "at least", 15),
        Target("V4b", "cheaper than FastAPI with the ORM of SQLAlchemy", "at least", 8),
        Target("V4c", "cheaper than Django REST framework", "at least", 8),
        Target("V5a", "a revocation seen by another process", "at most", 1.0, "s"),
        Target("V5b", "a revocation seen by the process that made it", "at most", 0.0, "s"),
        Target("V5c", "304, beside the 200", "at most", 0.9),
        Target("B1", "a population at once: cheaper than one file after the other", "at least", 15),
        Target("B2a", "growth of its CPU from a tenth of the people to all (exponent)", "at most", 1.05, ""),
        Target("B2b", "its memory for all, beside that for a tenth", "at most", 1.3),
        Target("B3", "the part of the files with the same answer both ways", "at least", 1.0, ""),
        Target("I1", "import with validation, beside bare inserts: rows per second", "at least", 0.3),
        Target("L1", "logging an activity, beside a bare insert in its own transaction", "at most", 2.2),
        Target("U1a", "CPU to start, beside a raw ASGI app", "at most", 2.5),
        Target("U1b", "memory after the start, beside a raw ASGI app", "at most", 1.6),
    )
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value on one database; `measured` None says in `note` why there is none."""

    code: str
    database: str
    measured: float | None
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.measured is None:
            return "not measured"
        return "ok" if TARGETS[self.code].is_met(self.measured) else "missed"


STOPPED = "the measuring stopped; see above"


def missing(code: str, database: str, why: str) -> Figure:
    """A line without a figure."""
    return Figure(code, database, None, why)
