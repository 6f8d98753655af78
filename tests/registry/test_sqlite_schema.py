"""What SQLite cannot change, a rebuild changes: columns, types and constraints, with the data and triggers kept."""

from __future__ import annotations

import sqlite3

import pytest
from piccolo.columns import Integer, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.database import Engine
from registry.sqlite_schema import _rebuild

pytestmark = pytest.mark.sqlite


class Old(Table, tablename="thing"):
    """A table as it was."""

    id = Integer(primary_key=True, null=False, default=None)
    amount = Varchar(length=10, null=False, default="")
    gone = Varchar(length=10, null=True, default=None)


class New(Table, tablename="thing"):
    """The same table as it becomes: retyped, renamed, with a new column and two constraints."""

    id = Integer(primary_key=True, null=False, default=None)
    total = Integer(null=False, default=0)
    colour = Varchar(length=10, null=False, default="red", index=True)

    uq_thing_total = Unique([total, colour])
    ck_thing_total = Check("total >= 0")


async def test_a_rebuilt_table_keeps_its_rows_and_gets_its_constraints(register: Engine) -> None:
    """Rows stay, the new constraints hold, an index and a trigger made by hand are put back."""
    await Old.create_table()
    await Old.insert(Old(id=1, amount="5", gone="x"))
    await register.run_ddl("CREATE INDEX by_hand ON thing (id)")
    await register.run_ddl("CREATE TRIGGER kept BEFORE DELETE ON thing BEGIN SELECT RAISE(ABORT, 'kept'); END")
    async with register.transaction():
        await _rebuild(register, New, {"total": "amount"})
    assert [{"id": 1, "total": 5, "colour": "red"}] == await New.select()
    names = {row["name"] for row in await register.run_ddl("SELECT name FROM sqlite_master WHERE tbl_name = 'thing'")}
    assert {"thing", "by_hand", "kept", "thing_colour"} <= names
    for change in ("UPDATE thing SET total = -1", "INSERT INTO thing (id, total) VALUES (2, 5)", "DELETE FROM thing"):
        with pytest.raises(sqlite3.IntegrityError):
            await register.run_ddl(change)
