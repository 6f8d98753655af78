"""Letters brought away: what a mail server can say, and what is written down of it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from admin.post import worker as working
from admin.post.carriers import TAKEN, Begin, Carrier, Outcome
from admin.post.delivery import deliver
from admin.post.folder import FolderCarrier
from admin.post.mail import MailCarrier
from admin.post.messages import Envelope
from admin.post.worker import Worker
from public_api.marks import KeptCatalogue
from registry.catalogue import Catalogue
from registry.clock import FixedClock
from registry.database import Engine
from registry.errors import DatabaseBusy
from registry.journal import recording
from registry.journal_follower import Follower
from registry.letters import Letter, queue_letter
from registry.mail_server import MailServer, Sender, read_mail_server, read_sender
from registry.outbox import CLAIM, UNSURE, claim_due, drop_letter
from registry.settings import Settings, SettingsError, read_settings
from registry.tables_letters import LetterRow
from registry.worker_turns import take_turn
from tests.admin.mail_server import Running, mail_server
from tests.registry.stories import START as AT

CLOCK = FixedClock(AT)
SETTINGS = Settings()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with mail_server(tmp_path_factory.mktemp("taken")) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_taken_yet(server: Running) -> None:
    for file in server.folder.glob("*.eml"):
        file.unlink()


def to_server(server: Running, reply_within: float = 10) -> MailCarrier:
    return MailCarrier(read_mail_server(server.url), reply_within)


async def queue(to: str, kind: str = "account.exists", about: dict[str, str] | None = None) -> None:
    async with recording(actor="test", at=AT) as journal:
        await queue_letter(journal, Letter(kind, to, "nl", about or {}))


async def delivered(carrier: Carrier, catalogue: Catalogue) -> dict[str, Any]:
    """The letter after one worker had it in hand."""
    for letter in await claim_due(AT):
        await deliver(letter, carrier, catalogue=catalogue, settings=SETTINGS, clock=CLOCK)
    (row,) = await LetterRow.select()
    return row


def in_brief(row: dict[str, Any]) -> tuple[str, str | None]:
    return row["state"], row["last_problem"]


async def test_a_letter_arrives_as_it_was_written(register: Engine, catalogue: Catalogue, server: Running) -> None:
    """Under its own Message-ID, to the one it is for, also with lines that start with a dot."""
    await queue("f@voorbeeld.example", "confirmation.asked", {"code": "c", "role": "peer", "asker": "..Punt"})
    row = await delivered(to_server(server), catalogue)
    assert ("sent", None) == in_brief(row)
    (letter,) = server.letters()
    assert (row["message_id"], "f@voorbeeld.example") == (letter["Message-ID"], letter["To"])
    assert "\n..Punt schrijft" in letter.get_content().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("451@voorbeeld.example", ("waiting", "server_says_451")),
        ("550@voorbeeld.example", ("failed", "server_says_550")),
        ("554@voorbeeld.example", ("failed", "server_says_554")),
        ("geen adres", ("failed", "no_such_address")),
    ],
)
async def test_what_the_server_says_is_written_down(
    register: Engine, catalogue: Catalogue, server: Running, to: str, expected: tuple[str, str]
) -> None:
    """Later is later, never is never; and what is written down is a code, never the address."""
    await queue(to)
    row = await delivered(to_server(server), catalogue)
    assert expected == in_brief(row)
    assert [] == server.letters()


async def test_a_server_that_is_away_is_tried_again(register: Engine, catalogue: Catalogue) -> None:
    """Nothing was sent, that is certain."""
    await queue("f@voorbeeld.example")
    nobody = MailCarrier(MailServer("127.0.0.1", 1, "none"))
    assert ("waiting", "server_does_not_answer") == in_brief(await delivered(nobody, catalogue))


async def test_a_server_without_tls_gets_nothing(register: Engine, catalogue: Catalogue, server: Running) -> None:
    """Unless the setting says that it is on this machine."""
    await queue("f@voorbeeld.example")
    safe = MailCarrier(MailServer("127.0.0.1", server.port, "starttls"))
    assert ("waiting", "server_lacks_what_smtp_url_asks") == in_brief(await delivered(safe, catalogue))
    assert [] == server.letters()


async def test_a_server_that_does_not_know_us_is_tried_again(
    register: Engine, catalogue: Catalogue, server: Running
) -> None:
    """A wrong password is ours to repair: the letter waits for it."""
    await queue("f@voorbeeld.example")
    stranger = MailCarrier(MailServer("127.0.0.1", server.port, "none", "wij", "verkeerd"))
    state, problem = in_brief(await delivered(stranger, catalogue))
    assert "waiting" == state
    assert problem is not None
    assert [] == server.letters()


async def test_a_server_that_falls_silent_after_the_dot_leaves_it_uncertain(
    register: Engine, catalogue: Catalogue, server: Running
) -> None:
    """The worker does not wait for ever, and does not make up an answer."""
    await queue("stil@voorbeeld.example")
    row = await delivered(to_server(server, reply_within=0.5), catalogue)
    assert ("waiting", UNSURE) == in_brief(row)


@dataclass(slots=True)
class HeldDatabase:
    """Takes every letter, and sees to it that another program holds the database just then, for some seconds."""

    path: str
    held_for: float
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def carry(self, envelope: Envelope, name: str, begin: Begin) -> AsyncIterator[Outcome]:
        assert await begin()
        other = sqlite3.connect(self.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        release = asyncio.create_task(self._release(other))
        yield TAKEN
        await release

    async def _release(self, other: sqlite3.Connection) -> None:
        await asyncio.sleep(self.held_for)
        other.rollback()
        other.close()
        self.let_go.set()


@pytest.mark.sqlite
async def test_a_database_that_is_busy_does_not_make_a_letter_uncertain(
    register: Engine, catalogue: Catalogue, database_url: str
) -> None:
    """What was taken is written down as soon as that can be done, and not a moment later forgotten."""
    await queue("f@voorbeeld.example")
    carrier = HeldDatabase(database_url.removeprefix("sqlite:///"), held_for=3)
    assert ("sent", None) == in_brief(await delivered(carrier, catalogue))
    assert carrier.let_go.is_set()


async def test_a_letter_that_is_no_longer_ours_is_let_go(
    register: Engine, catalogue: Catalogue, server: Running
) -> None:
    """Everything was said but the dot, and then it turns out that the claim is over: the server takes nothing."""
    await queue("f@voorbeeld.example")
    (letter,) = await claim_due(AT)
    late = FixedClock(AT + CLAIM)
    await deliver(letter, to_server(server), catalogue=catalogue, settings=SETTINGS, clock=late)
    (row,) = await LetterRow.select()
    assert ("claimed", None) == in_brief(row)
    assert [] == server.letters()


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("account.birthday", {}),
        ("application.received", {"mark": "no-such-mark"}),
        ("account.confirm", {}),
        ("account.new_session", {"device": "Firefox", "at": "yesterday"}),
    ],
)
async def test_what_cannot_be_written_waits(
    register: Engine, catalogue: Catalogue, server: Running, kind: str, about: dict[str, str]
) -> None:
    """For a version of the program that can; it stops neither the worker nor the other letters."""
    await queue("f@voorbeeld.example", kind, about)
    assert ("waiting", "cannot_be_written") == in_brief(await delivered(to_server(server), catalogue))


async def test_without_a_mail_server_letters_are_files(register: Engine, catalogue: Catalogue, tmp_path: Path) -> None:
    """Readable by whoever runs the demo and nobody else; written twice it is the same file."""
    await queue("f@voorbeeld.example")
    folder = tmp_path / "var" / "mail"
    row = await delivered(FolderCarrier(folder), catalogue)
    assert ("sent", None) == in_brief(row)
    (file,) = folder.iterdir()
    assert (f"{row['id']}.eml", 0o700) == (file.name, folder.stat().st_mode & 0o777)
    assert b"Subject: Je hebt al een account" in file.read_bytes()


async def test_one_worker_an_hour_tidies_up(register: Engine) -> None:
    """Whoever asks first; and a worker whose clock was wrong does not stop the others for a year."""
    assert [True, False] == sorted([await take_turn(AT), await take_turn(AT)], reverse=True)
    assert not await take_turn(AT + timedelta(minutes=50))
    assert await take_turn(AT + timedelta(minutes=60))
    assert await take_turn(AT + timedelta(days=366))
    assert await take_turn(AT + timedelta(hours=2))


async def test_a_round_of_work_does_everything(register: Engine, server: Running, tmp_path: Path) -> None:
    """Letters go out, and a thing that cannot be tidied up keeps nothing else from being done."""
    await queue("f@voorbeeld.example")
    one = Worker(to_server(server), SETTINGS, CLOCK)
    done: list[str] = []

    async def busy(at: object) -> None:
        raise DatabaseBusy("Try again.")

    async def noted(at: object) -> None:
        done.append("noted")

    one.sweeps = (("busy", busy), ("noted", noted))
    await one.do_what_is_due(KeptCatalogue(Follower()))
    assert (1, ["noted"]) == (len(server.letters()), done)


async def test_the_worker_hears_of_new_letters(register: Engine, server: Running) -> None:
    """It sleeps until something happens, sends, and ends when it is asked to."""
    one = Worker(to_server(server), SETTINGS, CLOCK)
    task = asyncio.create_task(one.work())
    await asyncio.sleep(0.5)
    async with recording(actor="test", at=AT) as journal:
        await queue_letter(journal, Letter("account.exists", "f@voorbeeld.example", "nl", {}))
        await journal.append("test.happened", "somebody")
    async with asyncio.timeout(working.AT_LEAST_EVERY):
        while not server.letters():  # noqa: ASYNC110  # another process takes it
            await asyncio.sleep(0.05)
    one.end()
    async with asyncio.timeout(3):
        await task


async def test_a_dropped_letter_is_not_brought_away(register: Engine, server: Running) -> None:
    """What nobody needs any more costs no connection."""
    await queue("f@voorbeeld.example")
    (letter,) = await claim_due(AT)
    await drop_letter(letter, "of_no_use_any_more", AT)
    await Worker(to_server(server), SETTINGS, CLOCK).do_what_is_due(KeptCatalogue(Follower()))
    assert [] == server.letters()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://wij:geheim%40@post.example", MailServer("post.example", 587, "starttls", "wij", "geheim@")),
        ("smtp://post.example:2525?tls=starttls", MailServer("post.example", 2525, "starttls")),
        ("smtps://wij:geheim@post.example", MailServer("post.example", 465, "implicit", "wij", "geheim")),
        ("smtp://127.0.0.1?tls=none", MailServer("127.0.0.1", 25, "none")),
    ],
)
def test_addresses_of_mail_servers(url: str, expected: MailServer) -> None:
    """With TLS unless somebody says that it must be without."""
    settings = read_settings({"SMTP_URL": url})
    assert expected == settings.mail_server
    assert "geheim" not in repr(settings) + repr(settings.mail_server)


@pytest.mark.parametrize(
    "url",
    ["post.example", "http://post.example", "smtp://", "smtp://post.example?tls=maybe", "smtps://post.example?tls=none",
     "smtp://post.example/pad", "smtp://wij@post.example", "smtp://post.example:poort", "smtp://a b.example"],
)  # fmt: skip
def test_wrong_addresses_of_mail_servers(url: str) -> None:
    """What is no address is told how to write one, without repeating it."""
    with pytest.raises(SettingsError, match="SMTP_URL: write smtp://"):
        read_settings({"SMTP_URL": url})


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Register <a@b.example>", Sender("Register", "a@b.example")), ("a@b.example", Sender("", "a@b.example"))],
)
def test_who_letters_are_from(text: str, expected: Sender) -> None:
    """With or without a name."""
    assert expected == read_sender(read_settings({"MAIL_FROM": text}).mail_from)


@pytest.mark.parametrize("text", ["Register", "Register <a@b>", "a@b.example\r\nBcc: c@d.example", "<>"])
def test_wrong_senders(text: str) -> None:
    """One line, one address."""
    with pytest.raises(SettingsError, match="MAIL_FROM: write an address"):
        read_settings({"MAIL_FROM": text})
