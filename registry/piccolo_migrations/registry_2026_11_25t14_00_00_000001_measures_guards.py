"""What a column cannot say about proposed measures: what was answered stays as it was answered."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T14:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "measures guards"

# name of the guard, table, when it refuses an update
UNCHANGED = (("ck_measure_proposal_answered_once", "measure_proposal", "OLD.answered_at IS NOT NULL"),)
SQLITE = """
CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}" WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
POSTGRES = """
CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({condition})
EXECUTE FUNCTION refuse_row('{name}')
"""


async def guard() -> None:
    engine: Any = engine_finder()
    shape = SQLITE if engine.engine_type == "sqlite" else POSTGRES
    for name, table, condition in UNCHANGED:
        await engine.run_ddl(shape.format(name=name, table=table, condition=condition))


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(guard)
    return manager
