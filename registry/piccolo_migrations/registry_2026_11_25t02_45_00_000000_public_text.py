"""A place for what the public reads of a decision, where it can be erased: decisions themselves are never changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, ForeignKey, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.table import Table

ID = "2026-11-25T02:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "public text"

ORDINARY = {
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


class DecisionRow(Table, tablename="decision", schema=None):
    """What the new table refers to."""

    id = UUID(default=UUID4(), null=False, primary_key=True, **ORDINARY)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    _add_public_text(manager)
    manager.add_column(
        table_class_name="DecisionRow",
        tablename="decision",
        column_name="extension",
        db_column_name="extension",
        column_class_name="Varchar",
        column_class=Varchar,
        params={"length": 80, "default": None, "null": True, "primary_key": False, **ORDINARY},
    )
    manager.drop_constraint("DecisionRow", "decision", "ck_decision_lengths")
    manager.add_constraint(
        table_class_name="DecisionRow",
        tablename="decision",
        constraint_name="ck_decision_bounds",
        constraint_class=Check,
        params={
            "condition": "coalesce(length(level), 0) <= 80 AND length(scopes) <= 4000 "
            "AND coalesce(length(scheme_version), 0) <= 80 AND coalesce(length(extension), 0) <= 80 "
            "AND coalesce(length(successor), 0) <= 80"
        },
    )
    return manager


def _add_public_text(manager: MigrationManager) -> None:
    manager.add_table(class_name="PublicTextRow", tablename="public_text")
    manager.add_column(
        table_class_name="PublicTextRow",
        tablename="public_text",
        column_name="decision",
        db_column_name="decision",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": DecisionRow,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.restrict,
            "target_column": None,
            "null": False,
            "primary_key": True,
            **ORDINARY,
        },
    )
    manager.add_column(
        table_class_name="PublicTextRow",
        tablename="public_text",
        column_name="text",
        db_column_name="text",
        column_class_name="Varchar",
        column_class=Varchar,
        params={"length": 500, "default": "", "null": False, "primary_key": False, **ORDINARY},
    )
    manager.add_constraint(
        table_class_name="PublicTextRow",
        tablename="public_text",
        constraint_name="ck_public_text_length",
        constraint_class=Check,
        params={"condition": "length(text) BETWEEN 1 AND 500"},
    )
