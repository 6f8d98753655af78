"""The worker is killed at every moment of handing a letter over: what is lost, what comes twice, and what is known.

Mail servers take a letter with one line, the dot. If the worker dies between that line and writing down the answer,
nobody can tell afterwards whether it was taken (docs/decisions/0015). Everywhere else each letter comes exactly once.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from accreditation.dates import amsterdam_day
from accreditation.reminders import Step
from admin.post.mail import MailCarrier
from admin.post.worker import Worker
from public_api.marks import KeptCatalogue
from registry.catalogue import Catalogue
from registry.clock import MovableClock, SystemClock
from registry.database import Engine
from registry.journal import recording
from registry.journal_follower import Follower
from registry.letters import Letter, queue_letter
from registry.outbox import SENDING, UNSURE
from registry.practitioners import find_practitioner
from registry.reminder_keys import ReminderKey
from registry.settings import Settings
from registry.tables_letters import LetterRow
from tests.admin.commanding import PROGRAM, ROOT, surroundings
from tests.admin.killing_proxy import Moment, killing_proxy
from tests.admin.mail_server import Running, mail_server
from tests.registry.stories import holder

TO = "iemand@voorbeeld.example"
# Before the dot, and after the answer was written down, nothing is uncertain.
CERTAIN: tuple[Moment, ...] = ("connected", "MAIL", "RCPT", "DATA", "go ahead", "QUIT")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one letter in the end: how often the server took it, and what the register says of it."""

    taken: int
    state: str
    problem: str | None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with mail_server(tmp_path / "taken") as running:
        yield running


@contextmanager
def worker(database_url: str, smtp_url: str) -> Iterator[subprocess.Popen[str]]:
    """The worker as a process of its own."""
    process = subprocess.Popen(
        [*PROGRAM, "work"],
        env=surroundings(database_url, {"SMTP_URL": smtp_url}),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


async def queue(*letters: Letter) -> None:
    async with recording(actor="test", at=SystemClock().now()) as journal:
        for letter in letters:
            await queue_letter(journal, letter)


async def a_reminder(catalogue: Catalogue) -> Letter:
    """A reminder that is of use today, whichever day that is."""
    today = amsterdam_day(SystemClock().now())
    until = today + timedelta(days=3)
    number, _ = await holder(catalogue, since=today - timedelta(days=700), until=until)
    person = await find_practitioner(number)
    key = ReminderKey(number, "proefmerk", until, Step.THREE_DAYS)
    return Letter(key.kind, TO, "nl", {"mark": "proefmerk"}, key=str(key), practitioner=person["id"])


async def strike(database_url: str, server: Running, moment: Moment) -> None:
    """Let a worker begin, and kill -9 it at the moment."""
    with (
        killing_proxy(moment, server.port) as proxy,
        worker(database_url, f"smtp://127.0.0.1:{proxy.port}?tls=none") as it,
    ):
        proxy.kill = lambda: os.kill(it.pid, signal.SIGKILL)
        assert await asyncio.to_thread(proxy.happened.wait, 60)
        await asyncio.to_thread(it.wait, 10)


async def another_worker(server: Running) -> None:
    """What a next worker does, as soon as the claims of the dead one are over, and some minutes after."""
    clock = MovableClock(SystemClock().now() + SENDING)
    settings = Settings()
    next_one = Worker(MailCarrier(Settings(smtp_url=server.url).mail_server), settings, clock)  # type: ignore[arg-type]  # pydantic makes it a secret
    for _ in range(3):
        await next_one.do_what_is_due(KeptCatalogue(Follower()))
        clock.move(timedelta(minutes=2))


async def known(server: Running) -> Known:
    (row,) = await LetterRow.select()
    taken = Counter(server.message_ids())
    assert set(taken) <= {row["message_id"]}
    return Known(taken[row["message_id"]], row["state"], row["last_problem"])


@pytest.mark.parametrize("moment", CERTAIN)
async def test_where_it_is_certain_each_letter_comes_once(
    register: Engine, catalogue: Catalogue, database_url: str, server: Running, moment: Moment
) -> None:
    """Whatever is being said, up to the dot and after the answer was written down."""
    await queue(Letter("account.exists", TO, "nl", {}))
    await strike(database_url, server, moment)
    await another_worker(server)
    assert Known(1, "sent", None) == await known(server)


@pytest.mark.parametrize("moment", ["text", "dot is lost", "dot arrives", "answer passed"])
async def test_a_reminder_never_comes_twice(
    register: Engine, catalogue: Catalogue, database_url: str, server: Running, moment: Moment
) -> None:
    """Around the dot: it came once, or it is on the list of the operator as uncertain; never twice, never silently."""
    await queue(await a_reminder(catalogue))
    await strike(database_url, server, moment)
    await another_worker(server)
    found = await known(server)
    uncertain = ("failed", UNSURE)
    match moment:
        case "dot is lost":
            assert (0, *uncertain) == (found.taken, found.state, found.problem)
        case "dot arrives":
            assert (1, *uncertain) == (found.taken, found.state, found.problem)
        case "text":  # killed before or after it wrote down that the dot goes out: both may be seen from outside
            assert (found.taken, found.state) in ((1, "sent"), (0, "failed"))
        case _:  # killed before or after it wrote down the answer
            assert 1 == found.taken
            assert (found.state, found.problem) in (("sent", None), uncertain)


@pytest.mark.parametrize("moment", ["text", "dot is lost", "dot arrives", "answer passed"])
async def test_a_letter_about_a_log_in_is_never_lost(
    register: Engine, catalogue: Catalogue, database_url: str, server: Running, moment: Moment
) -> None:
    """Around the dot it is sent once more, under the same Message-ID, by which mail programs know it."""
    await queue(Letter("account.exists", TO, "nl", {}))
    await strike(database_url, server, moment)
    await another_worker(server)
    found = await known(server)
    at_most = 2 if moment in ("dot arrives", "answer passed") else 1
    assert 1 <= found.taken <= at_most
    assert "sent" == found.state


async def test_several_workers_send_each_letter_once(
    register: Engine, catalogue: Catalogue, database_url: str, server: Running
) -> None:
    """Three processes, thirty letters."""
    await queue(*(Letter("account.exists", TO, "nl", {}, key=str(number)) for number in range(30)))
    with worker(database_url, server.url), worker(database_url, server.url), worker(database_url, server.url):
        async with asyncio.timeout(60):
            while await LetterRow.count().where(LetterRow.state != "sent"):  # noqa: ASYNC110  # other processes do it
                await asyncio.sleep(0.1)
    assert sorted(row["message_id"] for row in await LetterRow.select()) == sorted(server.message_ids())


async def test_the_worker_ends_when_asked(
    register: Engine, catalogue: Catalogue, database_url: str, server: Running
) -> None:
    """SIGTERM ends it within a few seconds; what it says holds no address and no code."""
    await queue(Letter("account.recover", TO, "nl", {"code": "geheimecode"}))
    with worker(database_url, server.url) as it:
        async with asyncio.timeout(60):
            while not server.letters():  # noqa: ASYNC110  # another process does it
                await asyncio.sleep(0.1)
        it.send_signal(signal.SIGTERM)
        said, _ = await asyncio.to_thread(it.communicate, None, 20)
    assert 0 == it.returncode, said
    assert "(account.recover): taken" in said
    assert [] == [secret for secret in (TO, "geheimecode") if secret in said]
