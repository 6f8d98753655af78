"""Files of documents, as Piccolo wrote them down: evidence is with one activity, one qualification or one document."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import UUID
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.constraints import Unique
from piccolo.table import Table


class FactRow(Table, tablename="fact", schema=None):
    id = UUID(
        default=UUID4(),
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name=None,
        secret=False,
    )


ID = "2026-11-25T04:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "document files"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="registry", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="EvidenceRow",
        tablename="evidence",
        column_name="document",
        db_column_name="document",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": FactRow,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.restrict,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.drop_constraint(
        table_class_name="EvidenceRow",
        tablename="evidence",
        constraint_name="ck_evidence_with_one",
        schema=None,
    )

    manager.add_constraint(
        table_class_name="EvidenceRow",
        tablename="evidence",
        constraint_name="ck_evidence_of_one_entry",
        constraint_class=Check,
        params={
            "condition": (
                "CASE WHEN activity IS NULL THEN 0 ELSE 1 END + CASE WHEN qualification IS NULL THEN 0 ELSE 1 END "
                "+ CASE WHEN document IS NULL THEN 0 ELSE 1 END = 1"
            )
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="EvidenceRow",
        tablename="evidence",
        constraint_name="uq_evidence_document_file",
        constraint_class=Unique,
        params={"columns": ["document", "file_digest"], "nulls_distinct": True},
        schema=None,
    )

    return manager
