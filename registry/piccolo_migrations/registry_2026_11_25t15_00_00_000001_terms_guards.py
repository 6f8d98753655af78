"""What a column cannot say about lengthening terms: what was answered or carried out stays as it is."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T15:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "terms guards"

# name of the guard, event, table, when it refuses
GUARDS = (
    ("ao_leave_answer", "UPDATE", "leave_answer", "OLD.id IS NOT NULL"),
    (
        "ck_group_extension_once",
        "UPDATE",
        "group_extension",
        "OLD.done_at IS NOT NULL OR NEW.mark <> OLD.mark OR NEW.valid_on <> OLD.valid_on OR NEW.months <> OLD.months "
        "OR NEW.proposed_by <> OLD.proposed_by OR NEW.ground <> OLD.ground "
        "OR (OLD.answer IS NOT NULL AND (coalesce(NEW.answer, '') <> OLD.answer "
        "OR coalesce(NEW.answered_by, '') <> OLD.answered_by))",
    ),
    ("ck_group_extension_kept", "DELETE", "group_extension", "OLD.id IS NOT NULL"),
    ("ck_extended_person_handled_once", "UPDATE", "extended_person", "OLD.outcome IS NOT NULL"),
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
    for name, event, table, condition in GUARDS:
        await engine.run_ddl(shape.format(name=name, event=event, table=table, condition=condition))


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(guard)
    return manager
