"""`loopbaanregister migrate`: bring the tables up to date and record the rules that came with this version."""

import click

from admin.commands.exits import Exit, Stop
from admin.commands.opening import with_database

ACTOR = "loopbaanregister migrate"


@click.command()
def migrate() -> None:
    """Prepare the database: make or change its tables, everything or nothing.

    Safe to run again, and by two processes at once: one waits and then finds nothing to do.
    Also records the text of each shipped mark, so that later decisions can name the rules they were taken under.

    \b
    Examples:
      loopbaanregister migrate
      DATABASE_URL=sqlite:///register.sqlite loopbaanregister migrate
    """
    ran, recorded = with_database(prepare, prepared=False)
    for name in ran:
        click.echo(f"ran {name}")
    for mark in recorded:
        click.echo(f"recorded the rules of {mark}")
    if not ran and not recorded:
        click.echo("Nothing to do: the database is up to date.")


async def prepare() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the migrations that ran and codes of the marks that were recorded."""
    from registry.catalogue import store_shipped
    from registry.clock import SystemClock
    from registry.migrate import MigrationFailed
    from registry.migrate import migrate as run_migrations

    try:
        ran = await run_migrations()
    except MigrationFailed as error:
        raise Stop(f"{error}\nNothing was changed.", Exit.NO_DATABASE) from None
    return ran, await store_shipped(actor=ACTOR, at=SystemClock().now())
