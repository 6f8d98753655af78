"""Move the words out of the decisions: the text of a condition to where it can be erased, a code to its own column.

The one time that decisions are changed, by the program itself: the guard that forbids it is lifted and put back in the
same transaction. Who was removed by right has no text any more, and gets none back.
"""

import json
from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T02:45:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "texts moved"

SQLITE_UNGUARD = 'DROP TRIGGER "ao_decision_UPDATE"'
SQLITE_GUARD = """
CREATE TRIGGER "ao_decision_UPDATE" BEFORE UPDATE ON "decision" BEGIN SELECT RAISE(ABORT, 'ao_decision'); END
"""
POSTGRES_UNGUARD = 'ALTER TABLE "decision" DISABLE TRIGGER "ao_decision"'
POSTGRES_GUARD = 'ALTER TABLE "decision" ENABLE TRIGGER "ao_decision"'

STILL_THERE = "JOIN practitioner p ON p.id = d.practitioner WHERE coalesce(p.removal, '') <> 'by_right'"
MOVE_TEXTS = (
    "INSERT INTO public_text (decision, text) SELECT d.id, d.text FROM decision d "  # noqa: S608  # a constant
    f"{STILL_THERE} AND d.kind <> 'group_extension' AND coalesce(d.text, '') <> ''"
)
MOVE_CODES = "UPDATE decision SET extension = substr(text, 1, 80) WHERE kind = 'group_extension'"
NO_MORE_TEXTS = "UPDATE decision SET text = NULL WHERE text IS NOT NULL"
REPLACEMENTS = "SELECT CAST(id AS TEXT) AS id, replacement FROM decision WHERE replacement IS NOT NULL"
MOVE_TEXT = (
    "INSERT INTO public_text (decision, text) SELECT d.id, {} FROM decision d "  # noqa: S608  # a constant
    f"{STILL_THERE} AND CAST(d.id AS TEXT) = {{}}"
)
REPLACE = "UPDATE decision SET replacement = {} WHERE CAST(id AS TEXT) = {}"


async def move_texts() -> None:
    engine: Any = engine_finder()
    on_sqlite = engine.engine_type == "sqlite"
    await engine.run_ddl(SQLITE_UNGUARD if on_sqlite else POSTGRES_UNGUARD)
    for statement in (MOVE_TEXTS, MOVE_CODES, NO_MORE_TEXTS):
        await engine.run_ddl(statement)
    for row in await Migration.raw(REPLACEMENTS):
        await _without_text(row["id"], json.loads(row["replacement"]))
    await engine.run_ddl(SQLITE_GUARD if on_sqlite else POSTGRES_GUARD)


async def _without_text(correction: str, replacement: dict[str, Any]) -> None:
    text = replacement.get("text")
    if text is None:
        return
    said: dict[str, Any] = {"text": None}
    if replacement["kind"] == "group_extension":
        said["extension"] = text
    elif text:
        await Migration.raw(MOVE_TEXT, text, correction)
    written = json.dumps(replacement | said, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    await Migration.raw(REPLACE, written, correction)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(move_texts)
    manager.drop_column("DecisionRow", "decision", "text")
    return manager
