"""What a column cannot say about samples and bulk approvals: each step is taken once, in order, and is never rewritten."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T08:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "bulk guards"

# name of the guard, table, when it refuses an update
UNCHANGED = (
    ("ao_sample_share", "sample_share", "OLD.id IS NOT NULL"),
    ("ao_group_decision", "group_decision", "OLD.id IS NOT NULL"),
    (
        "ck_sample_round_steps",
        "sample_round",
        "OLD.drawn_at IS NOT NULL OR NEW.seed_digest <> OLD.seed_digest OR NEW.mark <> OLD.mark "
        "OR NEW.percentage <> OLD.percentage OR NEW.leaves_out <> OLD.leaves_out OR NEW.opened_at <> OLD.opened_at "
        "OR (OLD.listed_at IS NOT NULL AND (coalesce(NEW.list_digest, '') <> OLD.list_digest "
        "OR NEW.listed_at <> OLD.listed_at))",
    ),
    ("ck_sample_seed_kept", "sample_seed", "OLD.seed <> NEW.seed OR OLD.round <> NEW.round"),
    (
        "ck_sample_file_drawn_once",
        "sample_file",
        "OLD.drawn IS NOT NULL OR coalesce(NEW.left_out, '') <> coalesce(OLD.left_out, '') OR NEW.round <> OLD.round",
    ),
    (
        "ck_bulk_switch_once",
        "bulk_switch",
        "OLD.ended_at IS NOT NULL OR (OLD.approved_at IS NOT NULL AND coalesce(NEW.approved_by, '') <> OLD.approved_by)",
    ),
    ("ck_bulk_batch_ended_once", "bulk_batch", "OLD.undone_at IS NOT NULL OR OLD.done_at IS NOT NULL"),
    ("ck_bulk_file_handled_once", "bulk_file", "OLD.outcome IS NOT NULL"),
)
KEPT = ("sample_share", "sample_round", "sample_file", "bulk_switch", "bulk_batch", "bulk_file", "group_decision")
# A list takes no name any more once its digest is known.
LISTED = "EXISTS (SELECT 1 FROM sample_round r WHERE r.id = NEW.round AND r.listed_at IS NOT NULL)"

SQLITE = """
CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
POSTGRES = """
CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW WHEN ({condition})
EXECUTE FUNCTION refuse_row('{name}')
"""
POSTGRES_LISTED = (
    f"""
CREATE FUNCTION refuse_late_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {LISTED} THEN
        RAISE EXCEPTION 'the list of this round is fixed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ck_sample_file_in_time';
    END IF;
    RETURN NEW;
END $$
""",
    'CREATE TRIGGER "ck_sample_file_in_time" BEFORE INSERT ON "sample_file" '
    "FOR EACH ROW EXECUTE FUNCTION refuse_late_name()",
)


def guards(shape: str) -> list[str]:
    updates = [shape.format(name=n, event="UPDATE", table=t, condition=c) for n, t, c in UNCHANGED]
    kept = "OLD.{} IS NOT NULL"
    return updates + [
        shape.format(
            name=f"ck_{t}_kept", event="DELETE", table=t,
            condition=kept.format("application" if t == "sample_file" else "id"),
        )
        for t in KEPT
    ]  # fmt: skip


async def guard() -> None:
    engine: Any = engine_finder()
    late = SQLITE.format(name="ck_sample_file_in_time", event="INSERT", table="sample_file", condition=LISTED)
    sqlite = engine.engine_type == "sqlite"
    for ddl in (*guards(SQLITE), late) if sqlite else (*guards(POSTGRES), *POSTGRES_LISTED):
        await engine.run_ddl(ddl)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(guard)
    return manager
