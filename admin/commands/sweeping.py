"""`loopbaanregister evidence`: the files of evidence in the store, kept tidy."""

import click

from admin.commands.opening import settings_or_stop, with_database

ACTOR = "loopbaanregister evidence sweep"


@click.group()
def evidence() -> None:
    """The files that people handed in as evidence, in the store that EVIDENCE_STORE names.

    \b
    Example:
      loopbaanregister evidence sweep
    """


@evidence.command("sweep")
def sweep() -> None:
    """Remove the files that nobody's file names any more.

    They are left by an upload that was cut off, or by a removal while the store did not answer. Files younger than an
    hour stay. Run it every night, and after somebody was removed by right; it may run while the register is used.

    \b
    Example:
      loopbaanregister evidence sweep
    """
    from registry.clock import SystemClock
    from registry.evidence_removal import sweep_orphans
    from registry.stores import open_store

    store = open_store(settings_or_stop().evidence_address)

    async def swept() -> int:
        return await sweep_orphans(store=store, actor=ACTOR, at=SystemClock().now())

    gone = with_database(swept)
    click.echo(
        f"Removed {gone} files that nobody's file names." if gone else "Nothing to do: every file is somebody's."
    )
