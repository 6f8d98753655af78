"""Every row of the register as text, to see whether somebody changed one."""

from __future__ import annotations

from registry.tables import TABLES

COUNTED_ELSEWHERE = {"session", "throttle", "known_place", "refresh_token"}  # who signs in and tries leaves a row there


async def rows(*, about: tuple[str, ...] = ("",)) -> list[str]:
    """Every row of the register that names one of these, as text."""
    found = []
    for table in TABLES:
        name = table._meta.tablename
        if name not in COUNTED_ELSEWHERE:
            found += [f"{name} {row}" for row in map(str, await table.select()) if any(one in row for one in about)]
    return sorted(found)
