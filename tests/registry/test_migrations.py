"""One set of migration files for both databases, run by one process at a time, that leaves nothing to add."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from piccolo.apps.migrations.tables import Migration

from accreditation.decisions import Decision, Kind
from registry.canonical import from_canonical
from registry.catalogue import Catalogue
from registry.database import Engine
from registry.migrate import migrate
from registry.migrations import missing_migrations
from registry.piccolo_app import APP_CONFIG
from registry.tables import TABLES
from registry.tables_catalogue import BodyRow
from tests.registry import old_decisions, old_evidence
from tests.registry.stories import holder

ROOT = Path(__file__).parents[2]
MIGRATE = "import asyncio; from registry.migrate import migrate; print(len(asyncio.run(migrate())))"


def environment(url: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": url, "PICCOLO_CONF": "registry.piccolo_conf"}


def test_three_processes_at_once_all_succeed(empty_database: str) -> None:
    """One of them runs every migration, the others wait and find nothing to do."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", MIGRATE],
            env=environment(empty_database),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    ran = [process.communicate(timeout=120)[0].strip() for process in processes]
    files = len(list(Path(APP_CONFIG.migrations_folder_path).glob("registry_*.py")))
    assert ([0, 0, 0], ["0", "0", str(files)]) == ([process.returncode for process in processes], sorted(ran))


def test_the_tables_and_the_migrations_agree(empty_database: str) -> None:
    """Asked to write the next migration, Piccolo finds nothing that the tables have and the migrations have not."""
    ask = """
        import asyncio
        from piccolo.apps.migrations.commands.new import AutoMigrationManager
        from registry.piccolo_app import APP_CONFIG
        async def main():
            statements = await AutoMigrationManager().get_alter_statements(APP_CONFIG)
            print([line for part in statements for line in part.statements])
        asyncio.run(main())
    """
    asked = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(ask)],
        env=environment(empty_database),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "[]" == asked.stdout.splitlines()[-1]


async def test_the_register_knows_which_migrations_it_lacks(register: Engine) -> None:
    """After migrating nothing is missing, and a second time runs nothing."""
    assert () == await missing_migrations()
    assert () == await migrate()


async def test_every_table_is_there(register: Engine) -> None:
    """Each table of the program is a table of the database."""
    assert [] == [table._meta.tablename for table in TABLES if not await table.table_exists()]


async def test_a_migration_that_fails_changes_nothing(register: Engine) -> None:
    """It is one transaction, the list of migrations included: here the tables are made that are there already."""
    await BodyRow.insert(BodyRow(code="kept", name="kept"))
    forget = "DELETE FROM migration WHERE name = (SELECT min(name) FROM migration)"
    await BodyRow.raw(forget)
    with pytest.raises(Exception, match=r"(?i)already exists"):
        await migrate()
    assert (1, 1) == (len(await missing_migrations()), await BodyRow.count())
    await Migration.insert(Migration(name=(await missing_migrations())[0], app_name="registry"))


async def test_the_guard_of_decisions_is_put_back(register: Engine, catalogue: Catalogue) -> None:
    """The migration that moves the texts changes decisions; after it nobody can, as before."""
    await holder(catalogue)
    with pytest.raises(Exception, match=r"ao_decision|only appended"):
        await register.run_ddl("UPDATE decision SET level = 'A'")


OLD_EVIDENCE = """
    import asyncio, json
    from piccolo.apps.migrations.commands.forwards import run_forwards
    from registry.database import engine
    from registry.migrate import migrate
    from registry.tables_dossier import EvidenceRow
    from tests.registry.old_evidence import STATEMENTS

    async def main():
        await run_forwards("registry", migration_id="2026-11-25T03:50:00:000000")
        for statement in STATEMENTS:
            await engine().run_ddl(statement)
        await migrate()
        columns = EvidenceRow.kind, EvidenceRow.file_digest, EvidenceRow.document, EvidenceRow.qualification
        print(json.dumps(await EvidenceRow.select(*columns), default=str))

    asyncio.run(main())
"""


def test_evidence_of_before_is_kept(empty_database: str) -> None:
    """What was with a diploma before documents had files is still with it."""
    asked = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(OLD_EVIDENCE)],
        env=environment(empty_database),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    (row,) = json.loads(asked.stdout.splitlines()[-1])
    expected = {"kind": "diploma_copy", "file_digest": old_evidence.DIGEST, "document": None}
    assert expected | {"qualification": old_evidence.DIPLOMA} == row


OLD_DECISIONS = """
    import asyncio, json
    from piccolo.apps.migrations.commands.forwards import run_forwards
    from registry.database import engine
    from registry.migrate import migrate
    from registry.practitioners import PractitionerRow
    from tests.registry.old_decisions import STATEMENTS

    async def main():
        await run_forwards("registry", migration_id="2026-11-22T23:30:00:000000")
        for statement in STATEMENTS:
            await engine().run_ddl(statement)
        ran = await migrate()
        texts = await PractitionerRow.raw(
            "SELECT p.number, d.kind, t.text FROM public_text t JOIN decision d ON d.id = t.decision "
            "JOIN practitioner p ON p.id = d.practitioner ORDER BY d.seq"
        )
        rows = await PractitionerRow.raw("SELECT kind, extension, replacement FROM decision ORDER BY seq")
        print(json.dumps([len(ran), texts, rows]))

    asyncio.run(main())
"""


def test_texts_of_old_decisions_are_moved(empty_database: str) -> None:
    """Each condition keeps its text, in its own place; of who was removed by right nothing comes back."""
    asked = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(OLD_DECISIONS)],
        env=environment(empty_database),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    ran, texts, rows = json.loads(asked.stdout.splitlines()[-1])
    here, gone = old_decisions.HERE, old_decisions.GONE
    assert [
        {"number": here, "kind": "condition", "text": "Under supervision."},
        {"number": here, "kind": "correction", "text": 'Under supervision, "always" ë.'},
    ] == texts
    assert [None, None, "extra-year", None, None] == [row["extension"] for row in rows]
    assert (True, True) == (ran >= 2, gone not in str(texts))
    instead = [from_canonical(row["replacement"], Decision) for row in rows if row["replacement"]]
    assert [(Kind.CONDITION, None)] * 2 == [(decision.kind, decision.text) for decision in instead]
    assert "supervision" not in str(rows)
