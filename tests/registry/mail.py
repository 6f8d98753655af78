"""What lies in the outbox, for tests that read the letters of somebody."""

from __future__ import annotations

from typing import Any

from registry.canonical import from_canonical
from registry.tables_letters import LetterRow


async def letters_to(email: str) -> list[dict[str, Any]]:
    """Every letter to an address, the oldest first."""
    rows = await LetterRow.select().order_by(LetterRow.queued_at)
    return [row for row in rows if (row["sent_to"] or "").casefold() == email]


async def newest_code(email: str, kind: str | None = None) -> str:
    """The code in the last letter to an address (of a kind)."""
    letters = [letter for letter in await letters_to(email) if kind in (None, letter["kind"])]
    return from_canonical(letters[-1]["about"], dict[str, str])["code"]
