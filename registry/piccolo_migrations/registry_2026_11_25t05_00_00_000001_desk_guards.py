"""What a column cannot say about the work of a body: judgements are not edited, and not given by who may not judge."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T05:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "desk guards"

# What a body looks through again and again: the open applications of a mark, and what was decided lately.
INDEXES = (
    'CREATE INDEX "ix_application_open" ON "application" ("mark") WHERE "is_open" IS NOT NULL',
    'CREATE INDEX "ix_decision_answering" ON "decision" ("mark", "recorded_at") WHERE "answers" IS NOT NULL',
)
# name of the guard, table, when it refuses an update
UNCHANGED = (
    ("ao_judgement", "judgement", "OLD.id IS NOT NULL"),
    ("ck_claim_ended_once", "claim", "OLD.ended_at IS NOT NULL"),
    ("ck_interest_ended_once", "interest", "OLD.ended_at IS NOT NULL"),
)
# name of the guard, when it refuses a new judgement
JUDGING = (
    (
        "ck_judgement_open",
        "NOT EXISTS (SELECT 1 FROM application a WHERE a.id = NEW.application AND a.is_open IS NOT NULL)",
    ),
    (
        "ck_judgement_interest",
        "EXISTS (SELECT 1 FROM interest i JOIN application a ON a.practitioner = i.practitioner "
        "WHERE a.id = NEW.application AND i.staff = NEW.assessor AND i.ended_at IS NULL)",
    ),
    (
        "ck_judgement_unread",
        "EXISTS (SELECT 1 FROM judgements_read r WHERE r.application = NEW.application AND r.reader = NEW.assessor)",
    ),
)

SQLITE = """
CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
POSTGRES = """
CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({condition})
EXECUTE FUNCTION refuse_row('{name}')
"""
REFUSAL = """
    IF {condition} THEN
        RAISE EXCEPTION 'this judgement may not be given'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = '{name}';
    END IF;"""
POSTGRES_JUDGING = (
    f"""
CREATE FUNCTION refuse_judgement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{"".join(REFUSAL.format(name=n, condition=c) for n, c in JUDGING)}
    RETURN NEW;
END $$
""",
    'CREATE TRIGGER "ck_judgement" BEFORE INSERT ON "judgement" FOR EACH ROW EXECUTE FUNCTION refuse_judgement()',
)


def sqlite_guards() -> list[str]:
    unchanged = [SQLITE.format(name=n, event="UPDATE", table=t, condition=c) for n, t, c in UNCHANGED]
    return unchanged + [SQLITE.format(name=n, event="INSERT", table="judgement", condition=c) for n, c in JUDGING]


def postgres_guards() -> list[str]:
    return [*(POSTGRES.format(name=n, table=t, condition=c) for n, t, c in UNCHANGED), *POSTGRES_JUDGING]


async def guard() -> None:
    engine: Any = engine_finder()
    guards = sqlite_guards() if engine.engine_type == "sqlite" else postgres_guards()
    for ddl in (*INDEXES, *guards):
        await engine.run_ddl(ddl)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(guard)
    return manager
