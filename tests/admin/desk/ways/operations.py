"""The operator: the outbox, the jobs of the worker, and how the register is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from registry.tables_letters import LetterRow
from tests.admin.desk.ways import Way

if TYPE_CHECKING:
    from tests.admin.desk.town import Town

OPERATOR = ("operator",)
POST, LETTERS = "/beheer/post", "/api/v1/operations/letters"
WAYS = {
    "GET /beheer/post": Way(POST, OPERATOR),
    f"POST {POST}/{{letter:uuid}}/opnieuw": Way(f"{POST}/{{letter_1}}/opnieuw", OPERATOR, {}, 303),
    f"POST {POST}/{{letter:uuid}}/loslaten": Way(f"{POST}/{{letter_2}}/loslaten", OPERATOR, {}, 303),
    "GET /beheer/gezondheid": Way("/beheer/gezondheid", OPERATOR),
    f"GET {LETTERS}": Way(LETTERS, OPERATOR),
    f"POST {LETTERS}/{{letter:uuid}}/retry": Way(f"{LETTERS}/{{letter_3}}/retry", OPERATOR),
    f"POST {LETTERS}/{{letter:uuid}}/let-go": Way(f"{LETTERS}/{{letter_4}}/let-go", OPERATOR),
    "GET /api/v1/operations/jobs": Way("/api/v1/operations/jobs", OPERATOR),
    "GET /api/v1/operations/health": Way("/api/v1/operations/health", OPERATOR),
    "GET /api/v1/operations/bodies": Way("/api/v1/operations/bodies", OPERATOR),
}


async def prepare(town: Town) -> dict[str, str]:
    """Four letters that were given up."""
    letters = {f"letter_{number}": uuid4() for number in range(1, 5)}
    for letter in letters.values():
        await LetterRow.insert(
            LetterRow(
                id=letter, kind="account.exists", sent_to="quokka@voorbeeld.example", language="nl", about="{}",
                message_id=f"<{letter}@x>", state="failed", due_at=town.at, queued_at=town.at, tries=1,
                last_problem="server_says_550",
            )
        )  # fmt: skip
    return {name: str(letter) for name, letter in letters.items()}
