"""`loopbaanregister demo`: an invented register on this machine, to look around in."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from admin.commands.exits import Exit, Stop
from admin.commands.opening import settings_or_stop
from admin.commands.progress import progress

if TYPE_CHECKING:
    from fixtures.demo import Demo
    from registry.settings import Settings

KEY_LENGTH = 48  # characters
INVENTED_PHONE = "030 000 00 00"
FILE = Path("var/demo.sqlite")  # git ignores it
MAIL = "var/mail"
WORKER_ENDS_WITHIN = 10  # seconds
NOT_A_DEMO = (
    "This database holds a real register, or something else: the demo leaves it alone.\n"
    "Name an empty one: DATABASE_URL=sqlite:///another-file.sqlite loopbaanregister demo"
)
ONLY_FILES = (
    "--reset renews only a file of SQLite. On PostgreSQL, drop the database, make it again and leave --reset out."
)
HALF = "The demo was interrupted while its people were being made. Start again with: loopbaanregister demo --reset"


@click.command()
@click.option("--reset", is_flag=True, help="Throw the invented people away and make new ones.")
@click.option("--port", type=click.IntRange(1, 65535), help="On which port; PORT without this option.")
@click.option("--no-serve", is_flag=True, help="Only fill the database and say what to try.")
def demo(reset: bool, port: int | None, no_serve: bool) -> None:
    """Look around in a register of invented people, on your own machine.

    The first time it makes at least 300 people, with their marks and the situations people really meet; later it
    keeps them, with whatever you changed. They live in `var/demo.sqlite` unless DATABASE_URL says otherwise.
    A database that is not empty and not a demo is refused. Mail is not sent: each letter becomes a file in `var/mail`.

    \b
    Examples:
      loopbaanregister demo
      loopbaanregister demo --reset
      PORT=8080 loopbaanregister demo
    """
    from admin.commands.serving import run_server

    settings = _demo_settings(port)
    told = asyncio.run(_fill(settings, reset))
    click.echo(told)
    if not no_serve:
        click.echo(f"\nMail is not sent but written down: see {MAIL}. Open {settings.base_url} (stop with Ctrl-C)")
        with _worker_beside():
            run_server(settings, settings.host, settings.port)


@contextmanager
def _worker_beside() -> Iterator[None]:
    """`loopbaanregister work` in a process of its own, without a mail server. It ends when we do, however that is."""
    program = "from admin.commands import main; main(prog_name='loopbaanregister')"
    worker = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-c", program, "work", "--until-eof"],
        stdin=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name != "SMTP_URL"},
    )
    try:
        yield
    finally:
        assert worker.stdin is not None  # a pipe was asked for
        worker.stdin.close()
        try:
            worker.wait(WORKER_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            worker.kill()


def _demo_settings(port: int | None) -> "Settings":
    """The settings of the environment, with a database and an address that suit a demo where none are given."""
    if not os.environ.get("DATABASE_URL"):
        FILE.parent.mkdir(exist_ok=True)
        os.environ["DATABASE_URL"] = f"sqlite:///{FILE}"
    if port is not None:
        os.environ["PORT"] = str(port)
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = _kept_key(os.environ["DATABASE_URL"])
    os.environ.setdefault("CONTACT_PHONE", INVENTED_PHONE)
    os.environ.setdefault("CONTACT_HOURS", "9.00-17.00")
    if not os.environ.get("BASE_URL"):
        settings = settings_or_stop()
        os.environ["BASE_URL"] = f"http://{settings.host}:{settings.port}"
    return settings_or_stop()


def _kept_key(database_url: str) -> str:
    """The key of this demo, in a file beside its database: who is logged in stays so when the demo starts again."""
    import secrets

    beside = Path(database_url.removeprefix("sqlite:///")) if database_url.startswith("sqlite:///") else FILE
    file = beside.with_suffix(".key")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(f".{os.getpid()}")
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(KEY_LENGTH)[:KEY_LENGTH] + "\n", "ascii")
        new.replace(file)  # whole, or not at all
    return file.read_text("ascii").strip()


async def _fill(settings: "Settings", reset: bool) -> str:
    """Make sure of a demo in the database; gives what to try."""
    from registry.database import running
    from registry.migrate import migrate
    from registry.origin import Origin, origin

    async with running():
        began = await origin()
    if began is Origin.REAL:
        raise Stop(NOT_A_DEMO)
    if began is not Origin.EMPTY and reset:
        _remove_file(settings.database_url)
        began = Origin.EMPTY
    if began is Origin.HALF_A_DEMO:
        raise Stop(HALF)
    async with running():
        await migrate()
        if began is Origin.EMPTY:
            await _make_people()
        return f"{await _what_to_try()}\n\n{await _who_can_log_in()}"


def _remove_file(database_url: str) -> None:
    """Only of SQLite, and only of a demo: whoever calls this has looked."""
    from registry.database import sqlite_path

    path = sqlite_path(database_url)
    if path is None:
        raise Stop(ONLY_FILES, Exit.ASKED_WRONGLY)
    for ending in ("", "-wal", "-shm"):
        Path(path + ending).unlink(missing_ok=True)


async def _make_people() -> None:
    from fixtures.demo import fill
    from registry.catalogue import shipped_catalogue
    from registry.clock import SystemClock
    from registry.origin import Shown, begin_demo, finish_demo

    await begin_demo()
    with progress("Making invented people") as report:
        made = await fill(catalogue=shipped_catalogue(), at=SystemClock().now(), progress=report)
    await _work_at_bodies(made)
    shown = [Shown(person.situation, person.number) for person in made.situations]
    await finish_demo(shown, at=SystemClock().now())


async def _work_at_bodies(made: "Demo") -> None:
    """The queues: whoever works there has a log-in first, for they did part of it."""
    from fixtures.bulk_queue import hand_in_for_bulk, publish_example_mark
    from fixtures.desk_work import work_at_the_desk
    from fixtures.log_ins import PROFESSIONAL, open_log_ins
    from registry.catalogue import load_catalogue
    from registry.clock import SystemClock

    at = SystemClock().now()
    await publish_example_mark(at)
    await open_log_ins(made.number_of(PROFESSIONAL), at=at)
    await work_at_the_desk(made.waiting, catalogue=await load_catalogue(), at=at)
    await hand_in_for_bulk(at=at)


async def _what_to_try() -> str:
    from fixtures.demo import to_try
    from registry.origin import shown_people

    filled_on, people = await shown_people()
    lines = [f"  {person.number}  {to_try(person.situation, filled_on)}" for person in people]
    return "\n".join(["Everybody here is invented. To try:", *lines])


async def _who_can_log_in() -> str:
    """Make the log-ins that are not there yet: also in a demo of before there were any."""
    from fixtures.log_ins import PASSWORD, PROFESSIONAL, open_log_ins
    from registry.clock import SystemClock
    from registry.origin import shown_people

    _, people = await shown_people()
    number = next(person.number for person in people if person.situation == PROFESSIONAL)
    lines = [f"  {one.email:32} {one.what}" for one in await open_log_ins(number, at=SystemClock().now())]
    return "\n".join([f"To log in, each with the password: {PASSWORD}", *lines])
