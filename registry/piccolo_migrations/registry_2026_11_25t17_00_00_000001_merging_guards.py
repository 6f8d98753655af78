"""What a column cannot say about merging: what was answered or put together stays so, and its words only go."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T17:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "merging guards"

_ANSWERED = (
    "OLD.kept <> NEW.kept OR OLD.gone <> NEW.gone OR OLD.seen <> NEW.seen OR OLD.proposed_by <> NEW.proposed_by "
    "OR (OLD.answered_at IS NOT NULL AND (NEW.is_open IS NOT NULL OR NEW.answer <> OLD.answer "
    "OR NEW.answered_by <> OLD.answered_by OR NEW.answer_words IS NOT NULL OR NEW.reason IS NOT NULL))"
)
# name of the guard, table, when it refuses an update
UNCHANGED = (
    ("ck_merge_answered_once", "merge", _ANSWERED),
    ("ao_merge_word", "merge_word", "OLD.id IS NOT NULL"),
    ("ao_moved_entry", "moved_entry", "OLD.id IS NOT NULL"),
    ("ao_not_same", "not_same", "OLD.id IS NOT NULL"),
)
SQLITE = """
CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}" WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
SQLITE_KEPT = """
CREATE TRIGGER "ao_merged_person_{event}" BEFORE {event} ON "merged_person"
BEGIN SELECT RAISE(ABORT, 'ao_merged_person'); END
"""
POSTGRES = """
CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({condition})
EXECUTE FUNCTION refuse_row('{name}')
"""
POSTGRES_KEPT = (
    'CREATE TRIGGER "ao_merged_person" BEFORE UPDATE OR DELETE OR TRUNCATE ON "merged_person" '
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)


async def guard() -> None:
    engine: Any = engine_finder()
    on_sqlite = engine.engine_type == "sqlite"
    shape = SQLITE if on_sqlite else POSTGRES
    for name, table, condition in UNCHANGED:
        await engine.run_ddl(shape.format(name=name, table=table, condition=condition))
    for ddl in [SQLITE_KEPT.format(event=event) for event in ("UPDATE", "DELETE")] if on_sqlite else [POSTGRES_KEPT]:
        await engine.run_ddl(ddl)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(guard)
    return manager
