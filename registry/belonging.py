"""The usual foreign key, said once: what a row belongs to is never deleted or renumbered from under it."""

from typing import TypeVar

from piccolo.columns import ForeignKey, OnDelete, OnUpdate
from piccolo.table import Table

T = TypeVar("T", bound=Table)


def belongs_to(
    table: type[T], *, null: bool = False, primary_key: bool = False, unique: bool = False, index: bool = False
) -> ForeignKey[T]:
    """A column that refers to a row of this table and keeps it there; it has no default."""
    return ForeignKey(
        table,
        null=null,
        primary_key=primary_key,
        unique=unique,
        index=index,
        default=None,
        on_delete=OnDelete.restrict,
        on_update=OnUpdate.restrict,
    )
