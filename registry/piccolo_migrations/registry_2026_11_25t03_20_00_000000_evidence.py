"""Files of evidence: the name they are shown by, and one file once with one entry."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.constraints import Unique

ID = "2026-11-25T03:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "evidence"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="registry", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="EvidenceRow",
        tablename="evidence",
        column_name="name",
        db_column_name="name",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 120,
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.alter_column(
        table_class_name="EvidenceRow",
        tablename="evidence",
        column_name="file_digest",
        db_column_name="file_digest",
        params={"index": True},
        old_params={"index": False},
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    manager.add_constraint(
        table_class_name="EvidenceRow",
        tablename="evidence",
        constraint_name="uq_evidence_activity_file",
        constraint_class=Unique,
        params={"columns": ["activity", "file_digest"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="EvidenceRow",
        tablename="evidence",
        constraint_name="uq_evidence_qualification_file",
        constraint_class=Unique,
        params={
            "columns": ["qualification", "file_digest"],
            "nulls_distinct": True,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="EvidenceRow",
        tablename="evidence",
        constraint_name="ck_evidence_name",
        constraint_class=Check,
        params={"condition": "coalesce(length(name), 1) BETWEEN 1 AND 120"},
        schema=None,
    )

    return manager
