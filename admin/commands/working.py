"""`loopbaanregister work`: the worker, until it is stopped."""

import sys
from typing import TYPE_CHECKING

import click

from admin.commands.opening import settings_or_stop, with_database

if TYPE_CHECKING:
    from admin.post.carriers import Carrier
    from admin.post.worker import Worker
    from registry.settings import Settings


@click.command()
@click.option("--until-eof", is_flag=True, hidden=True, help="End when stdin ends: for a program that starts this one.")
def work(until_eof: bool) -> None:
    """Send mail, remind people, carry out bulk approvals and tidy up, until it is stopped (Ctrl-C or SIGTERM).

    It writes the letters that follow from what happened in the register and from the day, and gives them to the mail
    server of SMTP_URL. Run one or more beside `serve`; each letter is sent by one of them. Without SMTP_URL nothing is
    sent: each letter becomes a file in var/mail.

    \b
    Examples:
      loopbaanregister work
      SMTP_URL=smtp://user:password@mail.example:587 loopbaanregister work
    """
    settings = settings_or_stop()

    async def working() -> None:
        await _work(settings, until_eof=until_eof)

    with_database(working)


async def _work(settings: "Settings", *, until_eof: bool) -> None:
    import asyncio
    import logging
    import signal

    from admin.commands.server_log import begin_log
    from admin.post.worker import Worker
    from registry.clock import SystemClock

    begin_log("post", settings)
    carrier, told = _carrier(settings)
    worker = Worker(carrier, settings, SystemClock())
    loop = asyncio.get_running_loop()
    for asked in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(asked, worker.end)
    if until_eof:
        loop.add_reader(sys.stdin.fileno(), _end_at_eof, worker)
    logging.getLogger("post").info("working: %s", told)
    await worker.work()


def _end_at_eof(worker: "Worker") -> None:
    """Whoever started us is gone, or wants us to go."""
    import os

    if not os.read(sys.stdin.fileno(), 1024):
        worker.end()


def _carrier(settings: "Settings") -> "tuple[Carrier, str]":
    """Who brings letters away, and how that is said in the log: without a password."""
    from admin.post.folder import FOLDER, FolderCarrier
    from admin.post.mail import MailCarrier

    server = settings.mail_server
    if server is None:
        return FolderCarrier(FOLDER), f"no SMTP_URL, so letters are not sent: each becomes a file in {FOLDER}"
    return MailCarrier(server), f"letters go to {server.host}:{server.port} (tls: {server.tls})"
