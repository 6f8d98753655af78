"""The entries of before there were logs are given their body where they name one, and the list is only appended to."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-25T16:10:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "older entries"

OF_AN_APPLICATION = "JOIN application a ON a.id = {} JOIN mark m ON m.code = a.mark"
# The body of every entry that names it, by way of what the entry is about. Tests hold this to what is written now.
OLDER = " UNION ".join(
    f"SELECT j.seq AS seq, {body} AS body FROM journal j {way}"  # noqa: S608  # our own constants, no text from outside
    for body, way in (
        ("b.code", "JOIN body b ON j.subject_kind = 'body' AND b.code = j.subject"),
        ("m.body", "JOIN mark m ON j.subject_kind = 'mark' AND m.code = j.subject"),
        ("m.body", "JOIN decision d ON d.seq = j.seq JOIN mark m ON m.code = d.mark"),
        (
            "m.body",
            "JOIN sample_round r ON j.subject_kind = 'sample' AND CAST(r.id AS TEXT) = j.subject "
            "JOIN mark m ON m.code = r.mark",
        ),
        (
            "m.body",
            "JOIN claim c ON j.kind LIKE 'claim.%' AND CAST(c.id AS TEXT) = j.reference "
            + OF_AN_APPLICATION.format("c.application"),
        ),
        ("m.body", "JOIN judgement g ON g.seq = j.seq " + OF_AN_APPLICATION.format("g.application")),
        (
            "m.body",
            "JOIN question q ON j.kind LIKE 'question.%' AND CAST(q.id AS TEXT) = j.reference "
            + OF_AN_APPLICATION.format("q.application"),
        ),
        (
            "m.body",
            "JOIN bulk_batch t ON j.kind = 'bulk.left_out' AND CAST(t.id AS TEXT) = j.reference "
            "JOIN mark m ON m.code = t.mark",
        ),
        (
            "m.body",
            "JOIN measure_proposal p ON j.kind LIKE 'measure.%' AND CAST(p.id AS TEXT) = j.reference "
            "JOIN mark m ON m.code = p.mark",
        ),
        (
            "m.body",
            "JOIN leave_answer l ON j.kind LIKE 'leave.%' AND CAST(l.id AS TEXT) = j.reference "
            "JOIN mark m ON m.code = l.mark",
        ),
        (
            "m.body",
            "JOIN application a ON j.kind IN ('interest.none', 'dossier.read.file', 'dossier.read.judgements') "
            "AND CAST(a.id AS TEXT) = j.reference JOIN mark m ON m.code = a.mark",
        ),
        (
            "r.body",
            "JOIN account_role r ON j.kind LIKE 'account.role.%' AND CAST(r.id AS TEXT) = j.reference "
            "AND r.body IS NOT NULL",
        ),
    )
)
FILL = f"INSERT INTO journal_body (seq, body) {OLDER}"  # noqa: S608  # our own constants
SQLITE = """
CREATE TRIGGER "ao_journal_body_{event}" BEFORE {event} ON "journal_body"
BEGIN SELECT RAISE(ABORT, 'ao_journal_body'); END
"""
POSTGRES = """
CREATE TRIGGER "ao_journal_body" BEFORE UPDATE OR DELETE OR TRUNCATE ON "journal_body"
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


async def guard() -> None:
    engine: Any = engine_finder()
    await engine.run_ddl(FILL)
    sqlite = engine.engine_type == "sqlite"
    for ddl in [SQLITE.format(event=event) for event in ("UPDATE", "DELETE")] if sqlite else [POSTGRES]:
        await engine.run_ddl(ddl)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_raw(guard)
    return manager
