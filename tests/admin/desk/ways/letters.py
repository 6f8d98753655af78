"""What a body adds to its letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.accounts import RoleHeld
from registry.letter_texts import TextGiven, propose_text
from tests.admin.desk import town as of
from tests.admin.desk.ways import Way
from tests.registry.desk_stories import Worker

if TYPE_CHECKING:
    from tests.admin.desk.town import Town

SEEING, SETTING = ("officer", "assessor", "body_administrator"), ("officer", "body_administrator")
HERE, API = "/instelling/brieven", "/api/v1/desk/letter-texts"
GIVEN = {"body": "{letter_body}", "letter": "granted", "textNl": "Dank.", "textEn": "Thanks.", "since": "2027-01-01"}
WAYS = {
    f"GET {HERE}": Way(HERE, SEEING),
    f"GET {HERE}/{{letter:str}}": Way(f"{HERE}/received", SEEING),
    f"POST {HERE}/{{letter:str}}": Way(
        f"{HERE}/question",
        SETTING,
        {
            "instelling": "{letter_body}",
            "tekst_nl": "Dank.",
            "tekst_en": "Thanks.",
            "vanaf": "2027-01-01",
            "reden": "Zo.",
        },
        303,
    ),
    f"POST {HERE}/{{letter:str}}/{{text:uuid}}": Way(
        f"{HERE}/received/{{text_1}}", SETTING, {"knop": "goedkeuren"}, 303
    ),
    f"GET {API}": Way(API, SEEING),
    f"POST {API}": Way(API, SETTING, GIVEN | {"reason": "Zo."}, 201),
    f"POST {API}/{{text:uuid}}/answer": Way(f"{API}/{{text_2}}/answer", SETTING, {"answer": "approved"}),
}


async def prepare(town: Town) -> dict[str, str]:
    """Two texts that a colleague proposed."""
    colleague = Worker("account 1b1f6a52-6f0c-4d2e-9a39-0c1d5a1f6a52", (RoleHeld("officer", of.BODY),))
    texts = {}
    for name, letter in (("text_1", "received"), ("text_2", "refused")):
        given = TextGiven.model_validate(
            {
                "body": of.BODY,
                "letter": letter,
                "text_nl": "Dag.",
                "text_en": "Bye.",
                "since": "2027-01-01",
                "reason": "x",
            }
        )
        texts[name] = str(await propose_text(given, colleague, at=town.at))
    return {**texts, "letter_body": of.BODY}
