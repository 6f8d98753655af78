"""Databases of our own, made empty and removed afterwards: a file, or a private PostgreSQL server."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Protocol

from tests.postgres import PostgresMissing, TemporaryPostgres


class Databases(Protocol):
    """Makes databases by name: empty, or as a copy of another one that nobody has open."""

    def new(self, name: str) -> str: ...

    def copy(self, name: str, of: str) -> str: ...


@dataclass(frozen=True, slots=True)
class SqliteFiles:
    """Files in one folder."""

    folder: Path

    def new(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite"

    def copy(self, name: str, of: str) -> str:
        copyfile(self.folder / f"{of}.sqlite", self.folder / f"{name}.sqlite")
        return self.new(name)


@dataclass(frozen=True, slots=True)
class PostgresDatabases:
    """Databases of one private server."""

    server: TemporaryPostgres

    def new(self, name: str) -> str:
        return self.server.create_database(name)

    def copy(self, name: str, of: str) -> str:
        self.server.drop_database(name)
        self.server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{of}"')
        return self.server.url(name)


@contextmanager
def databases(kind: str) -> Iterator[Databases]:
    """Where databases of this kind can be made while the block runs. Raises PostgresMissing."""
    if kind == "postgres":
        server = _server()
        try:
            yield PostgresDatabases(server)
        finally:
            server.remove()
    else:
        with tempfile.TemporaryDirectory(prefix="loopbaanregister-bench-") as folder:
            yield SqliteFiles(Path(folder))


def _server() -> TemporaryPostgres:
    try:
        return TemporaryPostgres("embedded", shared_buffers="512MB", max_wal_size="4GB")
    except PostgresMissing:
        return TemporaryPostgres("system", shared_buffers="512MB", max_wal_size="4GB")
