"""What every command that meets the database does first: read the settings, open it, and see that it is prepared."""

import os
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from admin.commands.exits import Exit, Stop

if TYPE_CHECKING:
    from registry.settings import Settings

R = TypeVar("R")

NOT_PREPARED = "The database is not prepared for this version. Run: loopbaanregister migrate"


def settings_or_stop() -> "Settings":
    """The settings of the environment, or every wrong one at once."""
    from registry.settings import SettingsError, read_settings

    try:
        return read_settings(os.environ)
    except SettingsError as error:
        raise Stop(f"{error}\nCorrect them; .env.example explains each.", Exit.ASKED_WRONGLY) from None


def with_database(work: Callable[[], Coroutine[Any, Any, R]], *, prepared: bool = True) -> R:
    """Run `work` with open connections, closed afterwards. `prepared`: the tables must be those of this version."""
    import asyncio

    settings_or_stop()
    return asyncio.run(_opened(work, prepared))


async def _opened(work: Callable[[], Coroutine[Any, Any, R]], prepared: bool) -> R:
    from registry import database
    from registry.migrations import missing_migrations

    async with database.running():
        if prepared and await missing_migrations():
            raise Stop(NOT_PREPARED, Exit.NO_DATABASE)
        return await work()


def stop_unless_prepared() -> None:
    """Look whether the database answers and has the tables of this version, and close it again."""

    async def nothing() -> None:
        """Opening it has already told."""

    with_database(nothing)
