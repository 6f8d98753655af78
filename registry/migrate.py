"""Bring the tables up to date: one process at a time, everything or nothing."""

import asyncio
import io
from contextlib import redirect_stdout
from typing import Any

from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration

from registry import sqlite_schema
from registry.database import engine
from registry.errors import DatabaseBusy
from registry.piccolo_app import APP_CONFIG
from registry.postgres_engine import PostgresEngine

_LOCK = 0x4C6F6F7062616E  # "Loopban": any number will do, as long as every process takes the same
_TRIES = 120  # half a second apart


class MigrationFailed(Exception):
    """A migration could not run; nothing was changed."""


async def migrate() -> tuple[str, ...]:
    """Run every migration that has not run, in one transaction behind a lock. Gives the names of those that ran.

    Piccolo takes no lock and writes down that a migration ran after its transaction. Here all of it is one
    transaction, so a crash half-way leaves nothing, and a second process waits and then finds nothing to do.
    """
    for _ in range(_TRIES):
        try:
            return await _migrate_once()
        except DatabaseBusy:  # another process holds SQLite's write lock
            await asyncio.sleep(0.5)
    raise MigrationFailed("Another process is changing the tables. Wait until it is done and start again.")


async def _migrate_once() -> tuple[str, ...]:
    sqlite_schema.install()
    current: Any = engine()
    postgres = isinstance(current, PostgresEngine)
    transaction = current.transaction(patient=True)
    transaction.foreign_keys = False  # SQLite rebuilds tables that others refer to, and checks afterwards
    async with transaction:
        if postgres:
            await current.run_ddl("SET LOCAL lock_timeout = 0")
            await current.run_ddl(f"SELECT pg_advisory_xact_lock({_LOCK})")
        before = await _names_in_transaction()
        with redirect_stdout(io.StringIO()) as output:
            result = await run_forwards("all")
        if not result.success:
            raise MigrationFailed(result.message or output.getvalue())
        return tuple(sorted(await _names_in_transaction() - before))


async def _names_in_transaction() -> set[str]:
    await Migration.create_table(if_not_exists=True)
    rows = await Migration.select(Migration.name).where(Migration.app_name == APP_CONFIG.app_name)
    return {str(row["name"]) for row in rows}
