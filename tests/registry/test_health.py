"""What the operator is told of the register: figures that are right, worries that are due, and no person."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from registry.accounts import RoleHeld, bind_role
from registry.body_overviews import BodyOverview, body_overviews
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.errors import Refused
from registry.health import Disk, Health, health_for
from registry.jobs import jobs_for
from registry.journal import recording
from registry.letters import Letter, queue_letter
from registry.outbox import claim_due, mark_failed
from registry.settings import Settings
from registry.tables_accounts import AccountRow
from registry.tables_bulk import BulkBatchRow
from registry.tables_decisions import DecisionRow
from registry.tables_rules import PopulationRunRow
from registry.worker_turns import take_turn
from tests.registry.desk_stories import Worker, worker
from tests.registry.stories import START as AT
from tests.registry.stories import applicant, holder

OPERATOR = Worker("account operator", (RoleHeld("operator"),))
HOUR = timedelta(hours=1)


def settings(database_url: str, tmp_path: Path, mark: Path | None = None) -> Settings:
    store = (tmp_path / "evidence" / "not" / "yet").as_uri()
    return Settings(database_url=database_url, evidence_store=store, backup_mark=mark)


async def test_a_new_register_has_two_worries(register: Engine, database_url: str, tmp_path: Path) -> None:
    """Nobody ever saw a worker or a back-up; everything else is known, and the disk is that of a folder to come."""
    found = await health_for(OPERATOR, settings=settings(database_url, tmp_path), at=AT)
    assert (0, None, None, 0, 0) == (
        found.journal_until, found.journal_at, found.oldest_due_at, found.files, found.file_bytes
    )  # fmt: skip
    worries = [worry for worry in found.worries if worry != "disk"]  # that of this machine may be full
    assert ["worker_silent", "backup_unknown"] == worries
    assert "evidence" in {disk.what for disk in found.disks}
    assert (register.engine_type == "sqlite") == ("database" in {disk.what for disk in found.disks})


async def test_what_is_late_is_a_worry(register: Engine, database_url: str, tmp_path: Path) -> None:
    """Post that should have left, post that was given up, a worker that stopped, and a back-up of the day before."""
    mark = tmp_path / "backup"
    mark.write_text("")
    os.utime(mark, (AT.timestamp(), AT.timestamp()))
    given = settings(database_url, tmp_path, mark)
    await take_turn(AT)
    async with recording(actor="tests", at=AT) as journal:
        for kind in ("account.exists", "account.recover"):
            await queue_letter(journal, Letter(kind, "a@b.example", "nl", {}))
        await journal.append("account.opened", "somebody", subject_kind="account")
    (claimed,) = await claim_due(AT)
    await mark_failed(claimed, "server_says_550", AT, for_good=True)
    found = await health_for(OPERATOR, settings=given, at=AT + HOUR)
    assert (AT, AT, AT, 1) == (found.backup_at, found.turn_at, found.oldest_due_at, found.failed_letters)
    assert ["letters_late", "letters_failed"] == [worry for worry in found.worries if worry != "disk"]
    later = await health_for(OPERATOR, settings=given, at=AT + 27 * HOUR)
    assert {"worker_silent", "letters_late", "letters_failed", "backup_old"} == set(later.worries) - {"disk"}


def test_a_disk_that_fills_and_a_worker_that_lags_are_worries() -> None:
    """Less than a tenth free; a thousand entries not read; a database that lacks a migration."""
    found = Health(
        at=AT, database="sqlite", missing=("one",), journal_until=2000, journal_at=AT, read_until=900, turn_at=AT,
        oldest_due_at=None, failed_letters=0, files=0, file_bytes=0, disks=(Disk("database", 9, 100),), backup_at=AT,
    )  # fmt: skip
    assert ("migrations", "worker_behind", "disk") == found.worries


async def test_a_mark_that_is_not_there_is_no_back_up(register: Engine, database_url: str, tmp_path: Path) -> None:
    """A setting that names a file nobody made says nothing about a back-up."""
    found = await health_for(OPERATOR, settings=settings(database_url, tmp_path, tmp_path / "none"), at=AT)
    assert None is found.backup_at


async def test_each_body_in_figures(register: Engine, catalogue: Catalogue) -> None:
    """Who works there by role without who they are, what waits, and when it decided; a closed account is nobody."""
    await holder(catalogue)
    await applicant(catalogue, seed=2)
    async with recording(actor="tests", at=AT) as journal:
        for closed in (None, AT):
            account = uuid4()
            email = f"{account}@huis.example"
            row = AccountRow(
                id=account, email=email, email_key=email, opened_at=AT, confirmed_at=AT, closed_at=closed
            )  # fmt: skip
            await AccountRow.insert(row)
            await bind_role(journal, account, RoleHeld("body_administrator", "proefhuis"), granted_by="tests")
    decided = (await DecisionRow.select().where(DecisionRow.answers.is_not_null()))[0]["recorded_at"]
    found = await body_overviews(OPERATOR)
    assert {"proefhuis": BodyOverview({"body_administrator": 1}, 1, decided)} == found
    assert (1, 0) == (found["proefhuis"].administrators, BodyOverview().administrators)


async def test_the_jobs_of_the_worker(register: Engine, catalogue: Catalogue) -> None:
    """A calculation that waits, one that failed this week, and a bulk approval with its time; not what is over."""
    await applicant(catalogue)
    async with recording(actor="tests", at=AT) as journal:
        for days, state in ((0, "waiting"), (2, "failed"), (8, "failed"), (1, "stopped")):
            ended = None if state == "waiting" else AT - timedelta(days=days)
            await PopulationRunRow.insert(
                PopulationRunRow(
                    kind="forecast", mark="proefmerk", on_day=AT.date(), near=3, asked_by="x", state=state,
                    asked_at=AT - timedelta(days=days), ended_at=ended, ended_by=ended and "x",
                )
            )  # fmt: skip
        identity = uuid4()
        seq = await journal.append("bulk.planned", "proefmerk", subject_kind="mark", reference=str(identity))
        await BulkBatchRow.insert(
            BulkBatchRow(
                id=identity, seq=seq, mark="proefmerk", reason="x", planned_by="x", planned_at=AT + HOUR,
                due_at=AT + 2 * HOUR,
            )
        )  # fmt: skip
    found = await jobs_for(OPERATOR, at=AT)
    told = [(job.kind, job.state, job.due_at) for job in found]
    assert [
        ("forecast", "failed", None), ("forecast", "waiting", None), ("bulk_approval", "waiting", AT + 2 * HOUR),
    ] == told  # fmt: skip


async def test_only_the_operator_is_told(register: Engine, database_url: str, tmp_path: Path) -> None:
    """Whoever administers a body learns nothing of the others here."""
    other = worker("body_administrator")
    for refused in (
        health_for(other, settings=settings(database_url, tmp_path), at=AT),
        body_overviews(other),
        jobs_for(other, at=AT),
    ):
        with pytest.raises(Refused):
            await refused
