"""Which migrations this database has not had. Apart from running them, for which Piccolo loads a great deal."""

import re
from functools import cache
from pathlib import Path

from piccolo.apps.migrations.tables import Migration

_FOLDER = Path(__file__).parent / "piccolo_migrations"
_ID = re.compile(r'^ID = "([^"]+)"$', re.MULTILINE)


async def missing_migrations() -> tuple[str, ...]:
    """Migrations in this version of the program that this database has not had."""
    ran: set[str] = set()
    if await Migration.table_exists():  # an empty database has no list of migrations yet
        ran = {str(row["name"]) for row in await Migration.select(Migration.name)}
    return tuple(sorted(_known() - ran))


@cache
def _known() -> frozenset[str]:
    """The identity that each file gives itself, read as text: to import a migration takes a second."""
    return frozenset(name for file in _FOLDER.glob("*.py") for name in _ID.findall(file.read_text()))
