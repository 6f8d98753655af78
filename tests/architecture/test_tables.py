"""What every table keeps to, because Piccolo's silence means something nobody wants."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.code_base import Module, dotted, modules

COLUMNS = {
    "Array", "BigInt", "BigSerial", "Boolean", "Bytea", "Blob", "Date", "DoublePrecision", "ForeignKey", "Integer",
    "Interval", "JSON", "JSONB", "Real", "Secret", "SmallInt", "Text", "Time", "Timestamptz", "UUID", "Varchar",
}  # fmt: skip
# Kept out for good: they lose digits or time zones on one of the two databases.
UNFIT = {"Numeric", "Decimal", "Timestamp", "Float", "Real", "DoublePrecision", "Serial", "BigSerial"}
CONSTRAINTS = {"Check": "ck", "Unique": "uq"}


def _table_modules() -> tuple[Module, ...]:
    return tuple(module for module in modules("registry") if module.path.stem.startswith("tables"))


def _tables() -> Iterator[tuple[Module, ast.ClassDef, str]]:
    """Each table class with the name that its table has in the database."""
    for module in _table_modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and any(dotted(base).endswith("Table") for base in node.bases):
                named = [word.value for word in node.keywords if word.arg == "tablename"]
                name = named[0].value if named and isinstance(named[0], ast.Constant) else ""
                yield module, node, str(name)


def _attributes() -> Iterator[tuple[str, str, str, ast.Call]]:
    """Each column and constraint: where and what, the table's name, the attribute's name, the call that makes it."""
    for module, table, tablename in _tables():
        for statement in table.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                    pass
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call):
                    pass
                case _:
                    continue
            yield f"{module.at(statement)} {table.name}.{name}", tablename, name, call


def _said(call: ast.Call) -> set[str]:
    return {word.arg for word in call.keywords if word.arg}


def test_there_are_tables_to_look_at() -> None:
    """The tests below would pass on nothing, so nothing is a failure."""
    assert len(list(_tables())) > 10
    assert len(list(_attributes())) > 50


def test_rows_end_in_row_and_tables_do_not() -> None:
    """`PractitionerRow` is a row of the table `practitioner`: the type of a row never passes for the person."""
    wrong = [
        f"{module.at(table)} {table.name} ({name})"
        for module, table, name in _tables()
        if not table.name.endswith("Row") or not name or name.endswith("_row")
    ]
    assert [] == wrong


def test_every_column_says_null_and_default() -> None:
    """Unsaid, a column's default is today, a random number or an empty text, and whether it may be null is a guess."""
    silent = [
        f"{where}: {', '.join(sorted({'null', 'default'} - _said(call)))} missing"
        for where, _, _, call in _attributes()
        if dotted(call.func).rpartition(".")[2] in COLUMNS and not {"null", "default"} <= _said(call)
    ]
    assert [] == silent


def test_every_foreign_key_says_what_happens_on_delete() -> None:
    """Unsaid, deleting a parent deletes its children without a word."""
    silent = [
        where
        for where, _, _, call in _attributes()
        if dotted(call.func).endswith("ForeignKey") and "on_delete" not in _said(call)
    ]
    assert [] == silent


def test_no_column_loses_digits_or_time_zones() -> None:
    """Points and minutes are whole numbers and moments have a time zone, on both databases."""
    unfit = [where for where, _, _, call in _attributes() if dotted(call.func).rpartition(".")[2] in UNFIT]
    assert [] == unfit


def test_constraints_carry_the_name_of_their_table() -> None:
    """A constraint's name is its attribute's, and two tables may not share one."""
    wrong = [
        f"{where}: should start with {CONSTRAINTS[kind]}_{tablename}_"
        for where, tablename, name, call in _attributes()
        if (kind := dotted(call.func).rpartition(".")[2]) in CONSTRAINTS
        and not name.startswith(f"{CONSTRAINTS[kind]}_{tablename}_")
    ]
    assert [] == wrong
