"""The operator: the outbox, the jobs of the worker, and how the register is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from registry.contact_points import ContactPointGiven, add_contact_point
from registry.inputs import read_input
from registry.sessions import identify
from registry.tables_letters import LetterRow
from tests.admin.desk.ways import Way

if TYPE_CHECKING:
    from tests.admin.desk.town import Town

OPERATOR = ("operator",)
CONTACT, POINTS = "/beheer/contact", "/api/v1/operations/contact-points"
POST, LETTERS = "/beheer/post", "/api/v1/operations/letters"
PHONE = {"kind": "phone", "value": "030 111 11 11", "since": "2027-01-01"}
WAYS = {
    f"GET {CONTACT}": Way(CONTACT, OPERATOR),
    f"POST {CONTACT}": Way(CONTACT, OPERATOR, {"soort": "phone", "waarde": "030 111 11 11"}, 303),
    f"POST {CONTACT}/{{point:uuid}}/eind": Way(f"{CONTACT}/{{point_1}}/eind", OPERATOR, {"eindigt": "2027-01-01"}, 303),
    f"GET {POINTS}": Way(POINTS, OPERATOR),
    f"POST {POINTS}": Way(POINTS, OPERATOR, PHONE, 201),
    f"POST {POINTS}/{{point:uuid}}/end": Way(f"{POINTS}/{{point_2}}/end", OPERATOR, {"endedOn": "2027-01-01"}),
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
    """Four letters that were given up, and two ways to reach the register."""
    staff = await identify(town.people["operator"].token, at=town.at)
    assert staff is not None
    phone = read_input(ContactPointGiven, PHONE)
    points = {f"point_{number}": await add_contact_point(phone, staff, at=town.at) for number in (1, 2)}
    letters = {f"letter_{number}": uuid4() for number in range(1, 5)}
    for letter in letters.values():
        await LetterRow.insert(
            LetterRow(
                id=letter, kind="account.exists", sent_to="quokka@voorbeeld.example", language="nl", about="{}",
                message_id=f"<{letter}@x>", state="failed", due_at=town.at, queued_at=town.at, tries=1,
                last_problem="server_says_550",
            )
        )  # fmt: skip
    return {name: str(letter) for name, letter in (letters | points).items()}
