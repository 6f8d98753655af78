"""Deciding an application, with its preview."""

from __future__ import annotations

from registry.applications import ApplicationGiven, apply
from registry.practitioners import Name, Person, register_practitioner
from tests.admin.desk import town as of
from tests.admin.desk.ways import Way

DECIDING = ("officer",)
CASE, API = "/instelling/verlengingen", "/api/v1/desk/applications"
REFUSE = {"outcome": "refused", "reason": "Zo.", "seen": "0" * 64}
WAYS = {
    f"GET {CASE}/{{application:uuid}}/besluit": Way(f"{CASE}/{{to_decide}}/besluit", DECIDING),
    f"POST {CASE}/{{application:uuid}}/besluit": Way(
        f"{CASE}/{{to_decide}}/besluit", DECIDING, {"knop": "bekijk", "uitkomst": "refused", "reden": "Zo."}
    ),
    f"GET {CASE}/{{application:uuid}}/besluit/brief.pdf": Way(
        f"{CASE}/{{to_decide}}/besluit/brief.pdf?uitkomst=refused", DECIDING
    ),
    f"GET {API}/{{application:uuid}}/letter": Way(f"{API}/{{to_decide}}/letter?outcome=refused", DECIDING),
    f"POST {API}/{{application:uuid}}/decision": Way(f"{API}/{{to_decide}}/decision", DECIDING, REFUSE, 409),
}


async def prepare(town: of.Town) -> dict[str, str]:
    """A file that nobody judged yet, so that an officer can refuse it and no more."""
    person = Person(name=Name(given_name=of.SECRET, family_name="Quokka"))
    number = await register_practitioner(person, actor="tests", at=town.at)
    given = ApplicationGiven(mark=of.MARK)
    application = await apply(number, given, catalogue=town.catalogue, actor="tests", at=town.at)
    return {"to_decide": str(application)}
