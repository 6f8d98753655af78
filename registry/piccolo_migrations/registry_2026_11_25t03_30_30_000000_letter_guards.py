"""What a column cannot say about the outbox: a sent letter stays sent, and the open ones are found at once."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T03:30:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "letter_guards"

# Letters pile up, those still to be sent do not.
OPEN = (
    'CREATE INDEX "ix_letter_open" ON "letter" ("due_at") WHERE "state" IN (\'waiting\', \'claimed\', \'sending\')'
)
# Letters are about what comes: whatever was in the journal before is read as known.
POSITION = "INSERT INTO worker_position (name, seq) SELECT 'journal', coalesce(max(seq), 0) FROM journal"
STAYS_SENT = "OLD.state = 'sent' AND (NEW.state <> 'sent' OR NEW.sent_at <> OLD.sent_at)"

SQLITE = f"""
CREATE TRIGGER "ck_letter_stays_sent" BEFORE UPDATE ON "letter" WHEN {STAYS_SENT}
BEGIN SELECT RAISE(ABORT, 'ck_letter_stays_sent'); END
"""
POSTGRES = f"""
CREATE TRIGGER "ck_letter_stays_sent" BEFORE UPDATE ON "letter" FOR EACH ROW WHEN ({STAYS_SENT})
EXECUTE FUNCTION refuse_row('ck_letter_stays_sent')
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def guard() -> None:
        engine: Any = engine_finder()
        for ddl in (OPEN, POSITION, SQLITE if engine.engine_type == "sqlite" else POSTGRES):
            await engine.run_ddl(ddl)

    manager.add_raw(guard)
    return manager
