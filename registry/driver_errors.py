"""What an error of sqlite3 or asyncpg means: one vocabulary for two drivers.

Only the kind and the name of the constraint come out. The driver's own text holds the row, and so personal data.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from registry.errors import DatabaseAway, DatabaseBusy, RegisterError

ErrorKind = Literal["unique", "foreign_key", "check", "exclusion", "not_null", "refused", "retry", "busy", "away"]

BUSY = "The register is too busy to answer now. Try again in a few seconds."
AWAY = "The register's database does not answer. Try again in a few seconds; nothing you read here has changed."
UNSURE = "The register's database does not answer. Look first whether your change was recorded, then try again."

_STATES: dict[str, ErrorKind] = {
    "23505": "unique",
    "23503": "foreign_key",
    "23514": "check",
    "23P01": "exclusion",
    "23502": "not_null",
    "22001": "check",  # longer than the column: SQLite leaves that to our own constraint
    "22003": "check",  # a number too large for the column
    "22021": "check",  # a NUL in a text
    "23001": "refused",  # restrict_violation: what our own triggers raise
    "40001": "retry",  # serialization failure
    "40P01": "retry",  # deadlock
    "55P03": "busy",  # lock not available
    "57014": "busy",  # query cancelled
    "53300": "busy",  # too many connections
    "53100": "away",  # disk full
    "25006": "away",  # read-only: a standby, or a server that ran full
    "3D000": "away",  # no such database
    "42P01": "away",  # no such table: a database that was never migrated
}
_CLASSES: dict[str, ErrorKind] = {"08": "away", "28": "away", "57": "away", "53": "busy", "58": "away", "XX": "away"}
_SQLITE: tuple[tuple[str, ErrorKind], ...] = (
    ("SQLITE_BUSY", "busy"),
    ("SQLITE_LOCKED", "busy"),
    ("SQLITE_CONSTRAINT_UNIQUE", "unique"),
    ("SQLITE_CONSTRAINT_PRIMARYKEY", "unique"),
    ("SQLITE_CONSTRAINT_FOREIGNKEY", "foreign_key"),
    ("SQLITE_CONSTRAINT_NOTNULL", "not_null"),
    ("SQLITE_CONSTRAINT_TRIGGER", "refused"),
    ("SQLITE_CONSTRAINT", "check"),
    ("SQLITE_FULL", "away"),
    ("SQLITE_IOERR", "away"),
    ("SQLITE_CANTOPEN", "away"),
    ("SQLITE_READONLY", "away"),
    ("SQLITE_CORRUPT", "away"),
    ("SQLITE_NOTADB", "away"),
)


@dataclass(frozen=True, slots=True)
class DatabaseError:
    """The kind of a driver's error and, where it has one, the constraint that was broken.

    SQLite names a unique constraint by its columns ("practitioner.number"), PostgreSQL by its name.
    """

    kind: ErrorKind
    constraint: str | None = None


def classify_db_error(error: BaseException) -> DatabaseError | None:
    """What a driver's error means; None when it is not the database's, or a mistake in our own SQL."""
    state = getattr(error, "sqlstate", None)
    if state:
        kind = _STATES.get(state) or _CLASSES.get(state[:2])
        return DatabaseError(kind, getattr(error, "constraint_name", None)) if kind else None
    name = getattr(error, "sqlite_errorname", None)
    if name:
        return _from_sqlite(name, str(error))
    return DatabaseError("away") if isinstance(error, (OSError, TimeoutError)) else None


def _from_sqlite(name: str, text: str) -> DatabaseError | None:
    for prefix, kind in _SQLITE:
        if name.startswith(prefix):
            if kind == "refused" and text.startswith("ex_"):
                return DatabaseError("exclusion", text)
            named = text.split("failed: ", 1)[1] if "failed: " in text else text if kind == "refused" else None
            return DatabaseError(kind, named)
    return DatabaseError("away") if text.startswith("no such table") else None  # a database that was never migrated


def refusal(error: BaseException, *, committing: bool = False) -> RegisterError | None:
    """The error to give the caller when the database is busy or away; None when it is something else."""
    known = classify_db_error(error)
    if known is None or known.kind not in ("busy", "away"):
        return None
    if known.kind == "busy":
        return DatabaseBusy(BUSY)
    return DatabaseAway(UNSURE if committing else AWAY)


@contextmanager
def answered_or_refused() -> Iterator[None]:
    """Turn a driver's "busy" or "away" into DatabaseBusy or DatabaseAway; let everything else through."""
    try:
        yield
    except Exception as error:
        if refused := refusal(error):
            raise refused from error
        raise
