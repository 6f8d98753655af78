"""What a column cannot say: no overlapping holdings, a journal and decisions that are only appended, retired numbers."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-22T23:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "guards"

FIRST_SEAL = "0" * 64
# Everything a search reads of those it passes over, in the order of the list.
SEARCHED = (
    'CREATE INDEX "ix_practitioner_searched" ON "practitioner" ("sort_key", "number", "search_key", "removed_on", "id")'
)
APPEND_ONLY = ("journal", "decision")

HEAD = (
    "INSERT INTO journal_head (id, seq, recorded_at, seal) "  # noqa: S608  # a constant
    f"VALUES (1, 0, '1970-01-01 00:00:00+00:00', '{FIRST_SEAL}')"
)

SQLITE_OVERLAP = """
CREATE TRIGGER "ex_holding_overlap_{event}" BEFORE {event} ON "holding" WHEN EXISTS (
    SELECT 1 FROM "holding" h
    WHERE h.practitioner = NEW.practitioner AND h.mark = NEW.mark AND h.id <> NEW.id
      AND h.since <= NEW.until AND NEW.since <= h.until)
BEGIN SELECT RAISE(ABORT, 'ex_holding_overlap'); END
"""
SQLITE_APPEND_ONLY = """
CREATE TRIGGER "ao_{table}_{event}" BEFORE {event} ON "{table}" BEGIN SELECT RAISE(ABORT, 'ao_{table}'); END
"""
SQLITE_NO_GAP = """
CREATE TRIGGER "ck_journal_no_gap" BEFORE INSERT ON "journal"
WHEN NEW.seq <> coalesce((SELECT max(seq) FROM "journal"), 0) + 1
  OR NEW.previous <> coalesce((SELECT seal FROM "journal" ORDER BY seq DESC LIMIT 1), '{first}')
BEGIN SELECT RAISE(ABORT, 'ck_journal_no_gap'); END
"""
SQLITE_RETIRED = """
CREATE TRIGGER "uq_practitioner_retired_{event}" BEFORE {event} ON "practitioner"
WHEN EXISTS (SELECT 1 FROM "retired_number" r WHERE r.number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'uq_practitioner_retired'); END
"""
SQLITE_RETIRE = """
CREATE TRIGGER "retire_practitioner_number" AFTER DELETE ON "practitioner"
BEGIN INSERT INTO "retired_number" (number, retired_on) VALUES (OLD.number, date('now')); END
"""

POSTGRES_OVERLAP = """
ALTER TABLE "holding" ADD CONSTRAINT "ex_holding_overlap" EXCLUDE USING gist (
    practitioner WITH =, mark WITH =, daterange(since, until, '[]') WITH &&)
"""
# SQLite sorts by bytes; so must PostgreSQL, whatever the language of the server, for pages that go on where one stopped.
POSTGRES_SORTING = 'ALTER TABLE "practitioner" ALTER COLUMN "sort_key" TYPE varchar(200) COLLATE "C"'
POSTGRES_FUNCTIONS = (
    """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only appended', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ao_' || TG_TABLE_NAME;
END $$
""",
    f"""
CREATE FUNCTION refuse_journal_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
    SELECT seq, seal INTO last FROM journal ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> coalesce(last.seq, 0) + 1 OR NEW.previous <> coalesce(last.seal, '{FIRST_SEAL}') THEN
        RAISE EXCEPTION 'an entry must follow the last one'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_journal_no_gap';
    END IF;
    RETURN NEW;
END $$
""",
    """
CREATE FUNCTION refuse_retired_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM retired_number r WHERE r.number = NEW.number) THEN
        RAISE EXCEPTION 'a register number is never given twice'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'uq_practitioner_retired';
    END IF;
    RETURN NEW;
END $$
""",
    """
CREATE FUNCTION retire_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO retired_number (number, retired_on) VALUES (OLD.number, current_date);
    RETURN NULL;
END $$
""",
)


def sqlite_guards() -> list[str]:
    return [
        HEAD,
        SEARCHED,
        *(SQLITE_OVERLAP.format(event=event) for event in ("INSERT", "UPDATE")),
        *(SQLITE_APPEND_ONLY.format(table=t, event=e) for t in APPEND_ONLY for e in ("UPDATE", "DELETE")),
        SQLITE_NO_GAP.format(first=FIRST_SEAL),
        *(SQLITE_RETIRED.format(event=event) for event in ("INSERT", "UPDATE OF number")),
        SQLITE_RETIRE,
    ]


def postgres_guards() -> list[str]:
    return [
        HEAD,
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        POSTGRES_OVERLAP,
        POSTGRES_SORTING,
        SEARCHED,
        *POSTGRES_FUNCTIONS,
        *(
            f'CREATE TRIGGER "ao_{table}" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            for table in APPEND_ONLY
        ),
        'CREATE TRIGGER "ck_journal_no_gap" BEFORE INSERT ON "journal" '
        "FOR EACH ROW EXECUTE FUNCTION refuse_journal_gap()",
        'CREATE TRIGGER "uq_practitioner_retired" BEFORE INSERT OR UPDATE OF number ON "practitioner" '
        "FOR EACH ROW EXECUTE FUNCTION refuse_retired_number()",
        'CREATE TRIGGER "retire_practitioner_number" AFTER DELETE ON "practitioner" '
        "FOR EACH ROW EXECUTE FUNCTION retire_number()",
    ]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def guard() -> None:
        engine: Any = engine_finder()
        for ddl in sqlite_guards() if engine.engine_type == "sqlite" else postgres_guards():
            await engine.run_ddl(ddl)

    manager.add_raw(guard)
    return manager
