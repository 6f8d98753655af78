"""One application: reading it, taking it on, judging it, and saying that one knows the applicant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.claims import claim
from registry.practitioners import Name, Person, register_practitioner
from registry.sessions import identify
from tests.admin.desk import town as of
from tests.admin.desk.ways import Way
from tests.registry.desk_stories import Worker

if TYPE_CHECKING:
    from tests.admin.desk.town import Town

JUDGING, DECIDING = ("officer", "assessor"), ("officer",)
MARK = "noloc-rl"
CASES = ("judged", "held", "taken", "close", "read", "own", "others", "known")
PAGE, JSON = "/instelling/verlengingen", "/api/v1/desk/applications"
ROUTE, API = f"{PAGE}/{{application:uuid}}", f"{JSON}/{{application:uuid}}"
WAYS = {
    f"GET {ROUTE}": Way(f"{PAGE}/{{application}}", JUDGING),
    f"POST {ROUTE}/taak": Way(f"{PAGE}/{{judged}}/taak", JUDGING, {"taak": "judge"}, 303),
    f"POST {ROUTE}/oordeel": Way(f"{PAGE}/{{judged}}/oordeel", JUDGING, {"eis": "education", "oordeel": "good"}, 303),
    f"POST {ROUTE}/vraag": Way(f"{PAGE}/{{judged}}/vraag", JUDGING, {"vraag": "Welke?"}, 303),
    f"POST {ROUTE}/teruggeven": Way(
        f"{PAGE}/{{held}}/teruggeven", JUDGING, {"claim": "{held_claim}", "reden": "Ziek."}, 303
    ),
    f"POST {ROUTE}/overnemen": Way(
        f"{PAGE}/{{taken}}/overnemen", JUDGING, {"claim": "{taken_claim}", "reden": "Ziek."}, 303
    ),
    f"POST {ROUTE}/band": Way(f"{PAGE}/{{close}}/band", JUDGING, {"woorden": "Een vriend."}, 303),
    f"POST {ROUTE}/band/weg": Way(f"{PAGE}/{{close}}/band/weg", JUDGING, {}, 303),
    f"GET {API}": Way(f"{JSON}/{{judged}}", JUDGING),
    f"GET {API}/findings": Way(f"{JSON}/{{judged}}/findings", JUDGING),
    f"POST {API}/claim": Way(f"{JSON}/{{judged}}/claim", JUDGING, {"task": "judge"}, 201),
    f"POST {API}/judgements": Way(
        f"{JSON}/{{judged}}/judgements", JUDGING, {"requirement": "education", "verdict": "good"}, 201
    ),
    f"POST {API}/judgements/reading": Way(f"{JSON}/{{read}}/judgements/reading", DECIDING),
    f"POST {API}/questions": Way(f"{JSON}/{{judged}}/questions", JUDGING, {"text": "Welke?"}, 201),
    f"POST {API}/claim/release": Way(
        f"{JSON}/{{own}}/claim/release", JUDGING, {"claim": "{own_claim}", "reason": "Ziek."}, 204
    ),
    f"POST {API}/claim/take-over": Way(
        f"{JSON}/{{others}}/claim/take-over", JUDGING, {"claim": "{others_claim}", "reason": "Ziek."}, 201
    ),
    f"GET {API}/interests": Way(f"{JSON}/{{known}}/interests", JUDGING),
    f"POST {API}/interests": Way(f"{JSON}/{{known}}/interests", JUDGING, {"words": "Een vriend."}, 201),
    f"DELETE {API}/interests": Way(f"{JSON}/{{known}}/interests", JUDGING, {}, 204),
}


async def prepare(town: Town) -> dict[str, str]:
    """Files of the body, some claimed by its officer and some by a colleague who is away."""
    officer = await identify(town.people["officer"].token, at=town.at)
    assert officer is not None
    colleague = Worker("account 7c1f6a52-6f0c-4d2e-9a39-0c1d5a1f6a52", (RoleHeld("assessor", of.BODY),))
    found: dict[str, str] = {}
    for name in CASES:
        number = await register_practitioner(Person(name=Name(family_name="Dossier")), actor="tests", at=town.at)
        given = ApplicationGiven(mark=MARK)
        application = await apply(number, given, catalogue=town.catalogue, actor="tests", at=town.at)
        found[name] = str(application)
        if name in ("held", "own", "taken", "others"):
            who = officer if name in ("held", "own") else colleague
            taken = await claim(application, "judge", who, catalogue=town.catalogue, at=town.at)
            found[f"{name}_claim"] = str(taken)
    return found
