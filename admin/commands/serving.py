"""`loopbaanregister serve`: the site, in as many processes as asked for, until it is stopped."""

import gc
import os
import socket
from typing import TYPE_CHECKING, Any

import click

from admin.commands.exits import Exit, Stop
from admin.commands.opening import settings_or_stop, stop_unless_prepared
from admin.commands.server_log import log_lines

if TYPE_CHECKING:
    from registry.settings import Settings

GRACE = 10  # seconds a request may still take after the server was asked to stop


@click.command()
@click.option("--host", help="Where to listen; HOST without this option.")
@click.option("--port", type=click.IntRange(1, 65535), help="On which port; PORT without this option.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="How many processes.")
def serve(host: str | None, port: int | None, workers: int) -> None:
    """Serve the site and its interface until it is stopped (Ctrl-C or SIGTERM).

    It looks first whether the database is prepared. When it is asked to stop it takes no new requests
    and answers those it has, for at most 10 seconds.

    \b
    Examples:
      loopbaanregister serve
      loopbaanregister serve --host 0.0.0.0 --port 8080
      SECRET_KEY=... loopbaanregister serve --workers 2
    """
    gc.disable()  # until the site is made: what is loaded stays, and looking for rubbish takes an eighth of a start
    settings = settings_or_stop()
    if workers > 1 and settings.secret_key is None:
        raise Stop(
            "Several processes need one key for the place marks in lists: "
            "set SECRET_KEY to at least 32 characters, or leave out --workers.",
            Exit.ASKED_WRONGLY,
        )
    stop_unless_prepared()
    run_server(settings, host or settings.host, port or settings.port, workers)


def run_server(settings: "Settings", host: str, port: int, workers: int = 1) -> None:
    """Serve until stopped. Stop when the address is taken."""
    import uvicorn

    _stop_if_taken(host, port)
    uvicorn.run(
        "admin.commands.serving:site",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,  # the site writes its own, without addresses
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=GRACE,
        log_config=log_lines("uvicorn", settings),
    )


def site() -> Any:
    """The application of one server process. What it is made of stays, so no later search for rubbish looks there."""
    from admin.app import create_app
    from registry.clock import SystemClock
    from registry.settings import read_settings

    made = create_app(read_settings(os.environ), SystemClock())
    gc.freeze()
    gc.enable()
    return made


def _stop_if_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(
                f"Cannot listen on {host}:{port} ({error.strerror}). Choose another port: PORT=8080, or --port 8080.",
                Exit.NO,
            ) from None
