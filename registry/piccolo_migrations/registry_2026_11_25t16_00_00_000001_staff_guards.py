"""What a column cannot say about roles: a proposal is answered once, and is kept as it was made."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T16:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "staff guards"

# name of the guard, table, event, when it refuses
REFUSED = (
    (
        "ck_role_proposal_answered_once",
        "role_proposal",
        "UPDATE",
        "OLD.answered_at IS NOT NULL OR NEW.proposed_by <> OLD.proposed_by OR NEW.role <> OLD.role "
        "OR NEW.body <> OLD.body OR NEW.reason <> OLD.reason",
    ),
    ("ck_role_proposal_kept", "role_proposal", "DELETE", "OLD.id IS NOT NULL"),
)
SQLITE = """
CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
POSTGRES = """
CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW WHEN ({condition})
EXECUTE FUNCTION refuse_row('{name}')
"""


async def guard() -> None:
    engine: Any = engine_finder()
    shape = SQLITE if engine.engine_type == "sqlite" else POSTGRES
    for name, table, event, condition in REFUSED:
        await engine.run_ddl(shape.format(name=name, table=table, event=event, condition=condition))


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(guard)
    return manager
