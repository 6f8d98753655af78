"""Piccolo's constraints and every automatic migration on SQLite, so that one migration file serves both databases.

Constraints go inline in CREATE TABLE, as SQLite cannot add them later. Any other change rebuilds the table from the
migration's own snapshot (https://sqlite.org/lang_altertable.html#otheralter); triggers and own indexes are kept.
"""

import inspect
from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder
from piccolo.query.methods.create import Create
from piccolo.query.methods.create_index import CreateIndex
from piccolo.table import Table

_piccolo_run = MigrationManager.run


def install() -> None:
    """Put these repairs in Piccolo's place, before the first table is made."""
    Create.sqlite_ddl = property(_create_with_constraints)  # type: ignore[assignment]  # stock: default_ddl
    MigrationManager.run = _run  # type: ignore[method-assign]  # stock: ALTER TABLE that SQLite does not know


def _create_with_constraints(create: Create) -> list[str]:
    table = create.table
    columns = table._meta.non_default_columns if create.only_default_columns else table._meta.columns
    parts = [column.ddl for column in columns]
    parts += [f'CONSTRAINT "{constraint._meta.name}" {constraint.ddl}' for constraint in table._meta.constraints]
    after: list[str] = []
    head = "CREATE TABLE IF NOT EXISTS" if create.if_not_exists else "CREATE TABLE"
    for column in columns:
        if column._meta.index:
            after += CreateIndex(table=table, columns=[column], if_not_exists=create.if_not_exists).ddl
    return [f'{head} "{table._meta.tablename}" ({", ".join(parts)})', *after]


async def _run(self: MigrationManager, backwards: bool = False) -> None:
    engine: Any = engine_finder()
    if engine.engine_type != "sqlite" or backwards or self.preview:
        await _piccolo_run(self, backwards=backwards)
        return
    async with engine.transaction():
        for raw in self.raw:
            result = raw()
            if inspect.isawaitable(result):
                await result
        await self._run_add_tables()
        await self._run_rename_tables()
        for class_name in sorted(_changed_tables(self)):
            snapshot = await self.get_table_from_snapshot(table_class_name=class_name, app_name=self.app_name)
            await _rebuild(engine, snapshot, _renamed_columns(self, class_name))
        await self._run_drop_tables()
        if broken := await engine.run_ddl("PRAGMA foreign_key_check"):
            raise RuntimeError(f"migration {self.migration_id} breaks {len(broken)} foreign keys: nothing was changed")


def _changed_tables(manager: MigrationManager) -> set[str]:
    """Tables that existed already and get other columns or constraints."""
    changes = (
        manager.add_columns.add_columns,
        manager.drop_columns.drop_columns,
        manager.rename_columns.rename_columns,
        manager.alter_columns.alter_columns,
        manager.add_constraints.add_constraints,
        manager.drop_constraints.drop_constraints,
    )
    touched = {change.table_class_name for collection in changes for change in collection}
    new_or_gone = {t.class_name for t in (*manager.add_tables, *manager.drop_tables)}
    return touched - new_or_gone


def _renamed_columns(manager: MigrationManager, class_name: str) -> dict[str, str]:
    """New name → old name."""
    return {
        rename.new_db_column_name: rename.old_db_column_name
        for rename in manager.rename_columns.rename_columns
        if rename.table_class_name == class_name
    }


async def _rebuild(engine: Any, new: type[Table], renamed: dict[str, str]) -> None:
    """Make the table anew, copy what both have, and put back the indexes and triggers made by hand."""
    name = new._meta.tablename
    old_columns = {row["name"] for row in await engine.run_ddl(f'PRAGMA table_info("{name}")')}
    by_hand = await engine.run_ddl(
        "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL "  # noqa: S608  # our own constants, no text from outside
        f"AND tbl_name = '{name}'"
    )
    create, *after = Create(table=new).ddl
    kept = [(c, renamed.get(c, c)) for c in (column._meta.db_column_name for column in new._meta.columns)]
    kept = [(to, source) for to, source in kept if source in old_columns]
    to = ", ".join(f'"{c}"' for c, _ in kept)
    source = ", ".join(f'"{c}"' for _, c in kept)
    await engine.run_ddl(create.replace(f'CREATE TABLE "{name}"', f'CREATE TABLE "__new_{name}"', 1))
    await engine.run_ddl(f'INSERT INTO "__new_{name}" ({to}) SELECT {source} FROM "{name}"')  # noqa: S608  # our own constants, no text from outside
    await engine.run_ddl(f'DROP TABLE "{name}"')
    await engine.run_ddl(f'ALTER TABLE "__new_{name}" RENAME TO "{name}"')
    for ddl in after:
        await engine.run_ddl(ddl)
    there = {row["name"] for row in await engine.run_ddl("SELECT name FROM sqlite_master")}
    for row in by_hand:
        if row["name"] not in there:
            await engine.run_ddl(row["sql"])
