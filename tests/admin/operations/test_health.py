"""How the register is doing, as the operator and a program that watches are told."""

from __future__ import annotations

from admin.operations.health import DISKS, WORRIES, in_gigabytes
from registry.accounts import RoleHeld
from registry.clock import MovableClock
from registry.database import Engine
from tests.admin.signing_in import AT, bearer, open_site, settings_for, signed_in_client


async def test_the_page_and_the_program_say_the_same(register: Engine, database_url: str) -> None:
    """The worries first; the age of a back-up that nobody told of is unknown."""
    async with (
        open_site(settings_for(database_url), MovableClock(AT)) as site,
        signed_in_client(site, RoleHeld("operator")) as operator,
    ):
        page = (await operator.get("/beheer/gezondheid")).text
        told = (await operator.client.get("/api/v1/operations/health", headers=await bearer(site, operator))).json()
    assert {"worker_silent", "backup_unknown"} <= set(told["worries"])
    assert [True] * len(told["worries"]) == [WORRIES[code].source.split("`")[0] in page for code in told["worries"]]
    assert (True, None, []) == (told["followsJournal"], told["backupAt"], told["missingMigrations"])
    assert {disk["what"] for disk in told["disks"]} <= set(DISKS)
    assert f"tot regel {told['workerReadUntil']}" in page


def test_gigabytes_are_rounded_down() -> None:
    """There is never less free than we say."""
    assert ["0,0 GB", "0,9 GB", "12,3 GB"] == [in_gigabytes(size) for size in (1, 999_999_999, 12_399_999_999)]
