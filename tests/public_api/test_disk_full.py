"""A disk without room: strangers go on reading, who writes is refused in time, nothing is lost, and it heals by itself.

The room is taken away with a limit to the size of a file (RLIMIT_FSIZE): a write that needs more fails for real, in the
operating system, as on a full disk; no mount and no rights are needed for it.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.postgres import TemporaryPostgres
from tests.public_api.desk import Desk, open_desk
from tests.public_api.serving import served_by
from tests.public_api.test_database_away import PROMISE, client, healed, prepared

MOST_WRITES = 1_000  # that still find room in what the files have


@contextmanager
def no_room(processes: Iterable[int], largest: int) -> Iterator[None]:
    """No file of these processes may grow beyond so many bytes."""
    before = {process: resource.prlimit(process, resource.RLIMIT_FSIZE) for process in processes}
    for process, (_, hard) in before.items():
        resource.prlimit(process, resource.RLIMIT_FSIZE, (largest, hard))
    try:
        yield
    finally:
        for process, limits in before.items():
            resource.prlimit(process, resource.RLIMIT_FSIZE, limits)


def until_refused(desk: Desk) -> tuple[list[str], str]:
    """Who could still be entered, and the refusal that came in time."""
    numbers: list[str] = []
    for _ in range(MOST_WRITES):
        entered = desk.enter()
        if entered.refused:
            assert entered.seconds < PROMISE
            return numbers, entered.refused
        numbers.append(entered.number)
    raise AssertionError("there was room for everything")


def reads_go_on(asking: httpx.Client, number: str) -> None:
    """Data, a page, a day in the past, a search and the probe: as if nothing was the matter."""
    standing = f"/api/v1/practitioners/{number}/standing"
    paths = [standing, f"{standing}?on=2024-01-01", f"/professionals/{number}", "/controleren?q=weg", "/readyz"]
    assert [200] * len(paths) == [asking.get(path).status_code for path in paths]


def nothing_is_lost(asking: httpx.Client, desk: Desk, before: int, numbers: list[str]) -> None:
    """Everybody who was acknowledged is there, nobody who was refused is, and the journal is whole."""
    for number in numbers:
        assert asking.get(f"/api/v1/practitioners/{number}").status_code == 200
    assert (before + len(numbers), None) == desk.counted()


@pytest.mark.sqlite
def test_a_full_disk_under_a_file(tmp_path: Path) -> None:
    """SQLite: the write-ahead log cannot grow."""
    file = tmp_path / "full.sqlite"
    url = f"sqlite:///{file}"
    certified = prepared(url)
    with served_by(url) as (address, server), client(address) as asking, open_desk(url) as desk:
        healed(asking, f"/api/v1/practitioners/{certified}/standing")
        before, _ = desk.counted()
        first = desk.enter().number
        largest = max(path.stat().st_size for path in tmp_path.iterdir())
        with no_room((server, desk.process.pid), largest):
            numbers, refused = until_refused(desk)
            assert refused.endswith(("try again.", "has changed."))
            reads_go_on(asking, certified)
            assert desk.enter().refused
        healed_at = desk.enter()
        assert "" == healed_at.refused
        nothing_is_lost(asking, desk, before, [first, *numbers, healed_at.number])


FILL = """
INSERT INTO work_place (id, practitioner, town, postcode4)
SELECT gen_random_uuid(), p.id, repeat('x', 80), '3511'
FROM practitioner p, generate_series(1, 140000) WHERE p.number = '{number}'
"""
A_WAL_SEGMENT = 16 * 1024 * 1024


@pytest.mark.postgres
def test_a_full_disk_under_a_server(private_postgres: Callable[..., TemporaryPostgres]) -> None:
    """PostgreSQL: the file of a table cannot grow, while its log still can."""
    postgres = private_postgres()
    certified = prepared(postgres.url())
    with served_by(postgres.url()) as (address, _), client(address) as asking, open_desk(postgres.url()) as desk:
        healed(asking, f"/api/v1/practitioners/{certified}/standing")
        first = desk.enter().number
        postgres.execute(FILL.format(number=desk.enter().number))  # somebody nobody asks about
        before = desk.counted()[0] - 1
        largest = postgres.size_of("work_place")
        assert largest > A_WAL_SEGMENT
        with postgres.no_file_beyond(largest):
            numbers, refused = until_refused(desk)
            assert refused.endswith(("try again.", "has changed."))
            reads_go_on(asking, certified)
            assert desk.enter().refused
        healed_at = desk.enter()
        assert "" == healed_at.refused
        nothing_is_lost(asking, desk, before, [first, *numbers, healed_at.number])
