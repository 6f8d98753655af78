"""What a column cannot say about contact points: one ends once, and is not rewritten. And failed letters are few."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T18:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "contact guards"

FAILED = 'CREATE INDEX "ix_letter_failed" ON "letter" ("due_at") WHERE "state" = \'failed\''
# name of the guard, when it refuses an update
UNCHANGED = (
    ("ck_contact_point_ended_once", "OLD.ended_at IS NOT NULL"),
    (
        "ck_contact_point_unchanged",
        "NEW.seq <> OLD.seq OR NEW.kind <> OLD.kind OR NEW.value <> OLD.value OR NEW.hours <> OLD.hours "
        "OR NEW.since <> OLD.since OR coalesce(NEW.body, '') <> coalesce(OLD.body, '') "
        "OR coalesce(NEW.words_nl, '') <> coalesce(OLD.words_nl, '') "
        "OR coalesce(NEW.words_en, '') <> coalesce(OLD.words_en, '') OR NEW.on_holidays <> OLD.on_holidays",
    ),
)
SQLITE = """
CREATE TRIGGER "{name}" BEFORE UPDATE ON "contact_point" WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
POSTGRES = """
CREATE TRIGGER "{name}" BEFORE UPDATE ON "contact_point" FOR EACH ROW WHEN ({condition})
EXECUTE FUNCTION refuse_row('{name}')
"""


async def guard() -> None:
    engine: Any = engine_finder()
    shape = SQLITE if engine.engine_type == "sqlite" else POSTGRES
    await engine.run_ddl(FAILED)
    for name, condition in UNCHANGED:
        await engine.run_ddl(shape.format(name=name, condition=condition))


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(guard)
    return manager
