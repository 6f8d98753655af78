"""What each change of an entry made different: two versions beside each other, field by field."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.drafts import Draft, EntryKind
from registry.entry_versions import EarlierVersion, earlier_versions
from registry.own_entries import Entry


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that was changed: what it held before and after, None where it held nothing."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One change: what was done, when and by whom, which version it replaced, and what was said before and after."""

    version: int
    change: str
    at: datetime
    by: str
    before: Draft
    after: Draft
    differences: tuple[Difference, ...]


async def entry_changes(number: str, kind: EntryKind, entry: Entry) -> tuple[EntryChange, ...]:
    """Every change of an entry of somebody's own file, newest first; also of one that was withdrawn."""
    return changes_between(await earlier_versions(number, kind, entry.id), entry.said)


def changes_between(earlier: Sequence[EarlierVersion], now: Draft) -> tuple[EntryChange, ...]:
    """The changes that lead from the first of these versions (newest first) to what is said now."""
    after = (now, *(version.said for version in earlier))
    return tuple(
        EntryChange(
            old.version, old.change, old.replaced_at, old.replaced_by, old.said, new, _differences(old.said, new)
        )
        for old, new in zip(earlier, after, strict=False)  # one longer: the first version replaced nothing
    )


def _differences(before: Draft, after: Draft) -> tuple[Difference, ...]:
    old, new = before.model_dump(), after.model_dump()
    return tuple(Difference(name, old[name], new[name]) for name in old if old[name] != new[name])
