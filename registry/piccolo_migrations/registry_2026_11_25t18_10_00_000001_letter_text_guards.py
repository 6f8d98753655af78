"""What a column cannot say about the texts of a body: one is answered once, and not rewritten."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T18:10:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "letter text guards"

# name of the guard, when it refuses an update
UNCHANGED = (
    ("ck_letter_text_answered_once", "OLD.answered_at IS NOT NULL"),
    (
        "ck_letter_text_unchanged",
        "NEW.seq <> OLD.seq OR NEW.body <> OLD.body OR NEW.letter <> OLD.letter OR NEW.text_nl <> OLD.text_nl "
        "OR NEW.text_en <> OLD.text_en OR NEW.since <> OLD.since OR NEW.proposed_by <> OLD.proposed_by",
    ),
)
SQLITE = """
CREATE TRIGGER "{name}" BEFORE UPDATE ON "letter_text" WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
POSTGRES = """
CREATE TRIGGER "{name}" BEFORE UPDATE ON "letter_text" FOR EACH ROW WHEN ({condition})
EXECUTE FUNCTION refuse_row('{name}')
"""


async def guard() -> None:
    engine: Any = engine_finder()
    shape = SQLITE if engine.engine_type == "sqlite" else POSTGRES
    for name, condition in UNCHANGED:
        await engine.run_ddl(shape.format(name=name, condition=condition))


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(guard)
    return manager
