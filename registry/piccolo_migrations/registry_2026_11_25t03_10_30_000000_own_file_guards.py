"""What a column cannot say about an own file: history is not edited, a code works once, nobody confirms their own."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T03:10:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "own_file_guards"

# name of the guard, table, event, when it refuses
GUARDS = (
    ("ao_entry_version", "entry_version", "UPDATE", "OLD.id IS NOT NULL"),
    ("ck_survey_ticket_once", "survey_ticket", "UPDATE", "OLD.used"),
    ("ck_question_answered_once", "question", "UPDATE", "OLD.answer IS NOT NULL OR NEW.text <> OLD.text"),
    (
        "ck_confirmation_once",
        "confirmation",
        "UPDATE",
        "(OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS NULL) "
        "OR (OLD.declined_at IS NOT NULL AND NEW.declined_at IS NULL)",
    ),
)
# Nobody confirms their own activity. A trigger's condition may not look in another table on PostgreSQL.
NOT_THEIR_OWN = "NEW.confirmer = (SELECT a.practitioner FROM activity a WHERE a.id = NEW.activity)"

SQLITE = """
CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
POSTGRES_FUNCTION = """
CREATE FUNCTION refuse_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of % may not change this way', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_ARGV[0];
END $$
"""
POSTGRES = """
CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW WHEN ({condition})
EXECUTE FUNCTION refuse_row('{name}')
"""
POSTGRES_NOT_THEIR_OWN = (
    f"""
CREATE FUNCTION refuse_own_confirmation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {NOT_THEIR_OWN} THEN
        RAISE EXCEPTION 'nobody confirms their own activity'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_confirmation_not_own';
    END IF;
    RETURN NEW;
END $$
""",
    'CREATE TRIGGER "ck_confirmation_not_own" BEFORE INSERT OR UPDATE OF confirmer ON "confirmation" '
    "FOR EACH ROW EXECUTE FUNCTION refuse_own_confirmation()",
)


def sqlite_guards() -> list[str]:
    own = SQLITE.format(name="ck_confirmation_not_own", table="confirmation", event="INSERT", condition=NOT_THEIR_OWN)
    return [own, *(SQLITE.format(name=n, table=t, event=e, condition=c) for n, t, e, c in GUARDS)]


def postgres_guards() -> list[str]:
    return [
        POSTGRES_FUNCTION,
        *(POSTGRES.format(name=n, table=t, event=e, condition=c) for n, t, e, c in GUARDS),
        *POSTGRES_NOT_THEIR_OWN,
    ]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def guard() -> None:
        engine: Any = engine_finder()
        for ddl in sqlite_guards() if engine.engine_type == "sqlite" else postgres_guards():
            await engine.run_ddl(ddl)

    manager.add_raw(guard)
    return manager
