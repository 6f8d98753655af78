"""What a column cannot say about courses: they are kept as they were accredited, and are withdrawn once."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T16:20:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "course guards"

# name of the guard, table, event, when it refuses
REFUSED = (
    (
        "ck_accredited_course_withdrawn_once",
        "accredited_course",
        "UPDATE",
        "OLD.withdrawn_from IS NOT NULL OR NEW.body <> OLD.body OR NEW.code <> OLD.code OR NEW.title <> OLD.title "
        "OR NEW.provider <> OLD.provider OR NEW.since <> OLD.since OR NEW.accredited_by <> OLD.accredited_by "
        "OR NEW.accredited_at <> OLD.accredited_at OR (NEW.until IS NULL) <> (OLD.until IS NULL) "
        "OR NEW.until <> OLD.until",
    ),
    ("ck_accredited_course_kept", "accredited_course", "DELETE", "OLD.id IS NOT NULL"),
    ("ao_course_points", "course_points", "UPDATE", "OLD.id IS NOT NULL"),
    ("ck_course_points_kept", "course_points", "DELETE", "OLD.id IS NOT NULL"),
)
# Whoever names a course is found without reading every activity of everybody.
NAMED = 'CREATE INDEX "ix_activity_course" ON "activity" (upper("course")) WHERE "course" IS NOT NULL'
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
    await engine.run_ddl(NAMED)
    for name, table, event, condition in REFUSED:
        await engine.run_ddl(shape.format(name=name, table=table, event=event, condition=condition))


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(guard)
    return manager
