"""How the register is doing, for who runs it: the database, the journal and its readers, the worker, disks, back-up."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from registry.database import Hot, engine, sqlite_path
from registry.evidence_reading import Reader
from registry.migrations import missing_migrations
from registry.operators import require_operator
from registry.settings import Settings
from registry.worker_turns import AN_HOUR

SILENT = timedelta(hours=2)  # the worker takes a turn every hour: two turns were missed
LATE = timedelta(minutes=30)  # the longest a letter may be due while a worker works
BEHIND = 1000  # entries: ten lots of the worker
OLD = timedelta(hours=26)  # a back-up of every night, and two hours for it to take longer
TENTH = 10  # less than this part of a disk free

_FIGURES = Hot(
    "SELECT h.seq, CAST(h.recorded_at AS TEXT), "
    "(SELECT coalesce(max(seq), 0) FROM worker_position WHERE name = 'journal'), "
    "(SELECT max(seq) FROM worker_position WHERE name = 'sweeps'), "
    "(SELECT CAST(min(due_at) AS TEXT) FROM letter WHERE state IN ('waiting', 'claimed', 'sending')), "
    "(SELECT count(*) FROM letter WHERE state = 'failed') FROM journal_head h WHERE h.id = 1"
)
_STORE = Hot(
    "SELECT count(*), CAST(coalesce(sum(size), 0) AS BIGINT) FROM (SELECT max(size_bytes) AS size FROM evidence "
    "WHERE file_digest IS NOT NULL GROUP BY file_digest) AS files"
)


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk that something of ours lives on: `what` is "database" or "evidence"."""

    what: str
    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Health:
    """The register at a moment. What is None is not known.

    `read_until` is the entry up to which the worker wrote its letters; `turn_at` the hour in which it last tidied up.
    """

    at: datetime
    database: str
    missing: tuple[str, ...]
    journal_until: int
    journal_at: datetime | None
    read_until: int
    turn_at: datetime | None
    oldest_due_at: datetime | None
    failed_letters: int
    files: int
    file_bytes: int
    disks: tuple[Disk, ...]
    backup_at: datetime | None

    @property
    def worries(self) -> tuple[str, ...]:
        """What somebody has to look at, as codes."""
        return tuple(self._worries())

    def _worries(self) -> Iterator[str]:
        if self.missing:
            yield "migrations"
        if self.turn_at is None or self.at - self.turn_at > SILENT:
            yield "worker_silent"
        if self.journal_until - self.read_until > BEHIND:
            yield "worker_behind"
        if self.oldest_due_at is not None and self.at - self.oldest_due_at > LATE:
            yield "letters_late"
        if self.failed_letters:
            yield "letters_failed"
        if any(disk.free * TENTH < disk.total for disk in self.disks):
            yield "disk"
        if self.backup_at is None:
            yield "backup_unknown"
        elif self.at - self.backup_at > OLD:
            yield "backup_old"


async def health_for(staff: Reader, *, settings: Settings, at: datetime) -> Health:
    """Everything that is known about how the register is doing. Raises Refused for anybody but the operator."""
    require_operator(staff)
    ((until, last, read, turn, due, failed),) = await _FIGURES.rows()
    ((files, size),) = await _STORE.rows()
    disks, backup = await asyncio.to_thread(_disks_and_backup, settings)
    return Health(
        at=at,
        database=engine().engine_type,
        missing=await missing_migrations(),
        journal_until=until,
        journal_at=_moment(last) if until else None,
        read_until=read,
        turn_at=None if turn is None else datetime.fromtimestamp(turn * AN_HOUR, UTC),
        oldest_due_at=_moment(due),
        failed_letters=failed,
        files=files,
        file_bytes=int(size),
        disks=disks,
        backup_at=backup,
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _disks_and_backup(settings: Settings) -> tuple[tuple[Disk, ...], datetime | None]:
    disks = [disk for what, where in _folders(settings) if (disk := _disk(what, where)) is not None]
    return tuple(disks), _backup(settings.backup_mark)


def _folders(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Where we keep something on a disk of this machine: not in a bucket, nor at a server."""
    database = sqlite_path(settings.database_url)
    if database is not None:
        yield "database", Path(database).absolute()
    store = urlsplit(settings.evidence_address)
    if store.scheme == "file":
        yield "evidence", Path(unquote(store.path))


def _disk(what: str, where: Path) -> Disk | None:
    """The disk below a folder that may not have been made yet."""
    found = next((folder for folder in (where, *where.parents) if folder.is_dir()), None)
    if found is None:
        return None
    usage = shutil.disk_usage(found)
    return Disk(what, usage.free, usage.total)


def _backup(mark: Path | None) -> datetime | None:
    """When the back-up last touched its mark; None where there is no such setting, or no such file."""
    try:
        return None if mark is None else datetime.fromtimestamp(mark.stat().st_mtime, UTC)
    except OSError:
        return None
