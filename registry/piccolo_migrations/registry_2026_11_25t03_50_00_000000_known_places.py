"""Places from which somebody signed in, as Piccolo wrote them down; and a role without a body only once."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import UUID
from piccolo.columns.column_types import Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.engine.finder import engine_finder
from piccolo.table import Table


class AccountRow(Table, tablename="account", schema=None):
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


ID = "2026-11-25T03:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "known places"

# Where the body is null, the unique constraint of the table holds nothing: to a database no null is equal to another.
ONE_ROLE = 'CREATE UNIQUE INDEX "uq_account_role_plain" ON "account_role" ("account", "role") WHERE "body" IS NULL'


async def hold_one_role() -> None:
    engine: Any = engine_finder()
    await engine.run_ddl(ONE_ROLE)


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="registry", description=DESCRIPTION
    )

    manager.add_table(
        class_name="KnownPlaceRow",
        tablename="known_place",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="KnownPlaceRow",
        tablename="known_place",
        column_name="key",
        db_column_name="key",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 64,
            "default": None,
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="KnownPlaceRow",
        tablename="known_place",
        column_name="account",
        db_column_name="account",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": AccountRow,
            "on_delete": OnDelete.cascade,
            "on_update": OnUpdate.restrict,
            "target_column": None,
            "null": False,
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

    manager.add_column(
        table_class_name="KnownPlaceRow",
        tablename="known_place",
        column_name="used_at",
        db_column_name="used_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
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

    manager.add_constraint(
        table_class_name="KnownPlaceRow",
        tablename="known_place",
        constraint_name="ck_known_place_key",
        constraint_class=Check,
        params={"condition": "length(key) = 64"},
        schema=None,
    )

    manager.add_raw(hold_one_role)

    return manager
