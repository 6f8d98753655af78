"""The people of a body, and two files of one person."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply, withdraw_application
from registry.merges import MergeGiven, look_at_both, propose_merge
from registry.practitioners import Name, Person, register_practitioner
from tests.admin.desk.ways import Way
from tests.registry.desk_stories import Worker

if TYPE_CHECKING:
    from tests.admin.desk.town import Town

PEOPLE, MERGING, OPERATOR = ("officer", "body_administrator"), ("officer",), ("operator",)
HERE, JSON = "/instelling/professionals", "/api/v1/desk/people"
ONE, ROUTE = f"{JSON}/merges/{{merge_%s}}", f"{JSON}/merges/{{merge:uuid}}"
DESK, OPERATIONS = f"{HERE}/samenvoegingen", "/beheer/samenvoegingen"
NOTHING = "0" * 64
NAMED = {"kept": "{twin_0}", "gone": "{twin_1}", "reason": "Zo."}
WAYS = {
    f"GET {HERE}": Way(HERE, PEOPLE),
    f"GET {HERE}/{{number:str}}": Way(f"{HERE}/{{number}}", PEOPLE),
    f"GET {HERE}/dubbel": Way(f"{HERE}/dubbel", PEOPLE),
    f"POST {HERE}/dubbel": Way(
        f"{HERE}/dubbel", MERGING, {"een": "{twin_0}", "ander": "{twin_1}", "reden": "Zo."}, 303
    ),
    f"GET {HERE}/samenvoegen": Way(f"{HERE}/samenvoegen?blijft={{twin_0}}&gaat={{twin_1}}", MERGING),
    f"POST {HERE}/samenvoegen": Way(
        f"{HERE}/samenvoegen",
        MERGING,
        {"blijft": "{twin_0}", "gaat": "{twin_1}", "gezien": NOTHING, "reden": "Zo."},
        409,
    ),
    f"GET {DESK}": Way(DESK, MERGING),
    f"GET {DESK}/{{merge:uuid}}": Way(f"{DESK}/{{merge_0}}", MERGING),
    f"POST {DESK}/{{merge:uuid}}": Way(f"{DESK}/{{merge_1}}", MERGING, {"knop": "approved"}, 303),
    f"GET {JSON}": Way(JSON, PEOPLE),
    f"GET {JSON}/{{number:str}}": Way(f"{JSON}/{{number}}", PEOPLE),
    f"GET {JSON}/duplicates": Way(f"{JSON}/duplicates", PEOPLE),
    f"POST {JSON}/not-same": Way(
        f"{JSON}/not-same", MERGING, {"one": "{twin_2}", "other": "{twin_3}", "reason": "Zo."}, 204
    ),
    f"GET {JSON}/merge-preview": Way(f"{JSON}/merge-preview?kept={{twin_4}}&gone={{twin_5}}", MERGING),
    f"GET {JSON}/merges": Way(f"{JSON}/merges", MERGING),
    f"POST {JSON}/merges": Way(f"{JSON}/merges", MERGING, {**NAMED, "seen": NOTHING}, 409),
    f"GET {ROUTE}": Way(ONE % 0, MERGING),
    f"POST {ROUTE}/approval": Way(f"{ONE % 2}/approval", MERGING),
    f"POST {ROUTE}/agreement": Way(f"{ONE % 0}/agreement", MERGING, {}, 422),  # no other body decided
    f"POST {ROUTE}/refusal": Way(f"{ONE % 3}/refusal", MERGING, {"words": "Nee."}, 204),
    f"POST {ROUTE}/withdrawal": Way(f"{ONE % 0}/withdrawal", MERGING, {}, 422),  # a colleague proposed it
    f"GET {OPERATIONS}": Way(OPERATIONS, OPERATOR),
    f"GET {OPERATIONS}/{{merge:uuid}}": Way(f"{OPERATIONS}/{{merge_0}}", OPERATOR),
    f"POST {OPERATIONS}/{{merge:uuid}}": Way(f"{OPERATIONS}/{{merge_0}}", OPERATOR, {"instelling": "noloc"}, 409),
    "GET /api/v1/operations/merges": Way("/api/v1/operations/merges", OPERATOR),
    "POST /api/v1/operations/merges/{merge:uuid}/words": Way(
        "/api/v1/operations/merges/{merge_0}/words", OPERATOR, {"body": "noloc"}, 422
    ),
}


async def prepare(town: Town) -> dict[str, str]:
    """Twelve people who asked for the mark once, and four proposals of a colleague."""
    colleague = Worker("account 5f1f6a52-6f0c-4d2e-9a39-0c1d5a1f6a52", (RoleHeld("officer", "noloc"),))
    numbers = [await _once_asked(town, Random(seed)) for seed in range(12)]
    found = {f"twin_{place}": number for place, number in enumerate(numbers)}
    for place in range(4):
        kept, gone = numbers[4 + 2 * place : 6 + 2 * place]
        seen = (await look_at_both(kept, gone, colleague, catalogue=town.catalogue, at=town.at)).seen
        given = MergeGiven(kept=kept, gone=gone, seen=seen, reason="Zo.")
        found[f"merge_{place}"] = str(await propose_merge(given, colleague, catalogue=town.catalogue, at=town.at))
    return found


async def _once_asked(town: Town, chance: Random) -> str:
    name = Name(given_name="Quokka", family_name="Quokkadubbel")
    number = await register_practitioner(Person(name=name), actor="tests", at=town.at, draw=chance.randrange)
    given = ApplicationGiven(mark="noloc-rl")
    application = await apply(number, given, catalogue=town.catalogue, actor="tests", at=town.at)
    await withdraw_application(application, catalogue=town.catalogue, actor="tests", at=town.at)
    return number
