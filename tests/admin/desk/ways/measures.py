"""Measures with four eyes, and objections."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from accreditation.decisions import Kind
from registry.accounts import RoleHeld
from registry.decisions import Objection, object_to
from registry.journal import recording
from registry.measure_proposals import MeasureProposed, propose_measure
from registry.measures import Suspension, apply_decision, new_decision, suspend
from registry.practitioners import Name, Person, find_practitioner, register_practitioner
from tests.admin.desk.ways import Way
from tests.registry.desk_stories import Worker

if TYPE_CHECKING:
    from tests.admin.desk.town import Town

DECIDING = ("officer",)
MARK, SINCE, UNTIL = "noloc-rj", date(2026, 12, 1), date(2026, 12, 31)
PAGE, API = "/instelling/maatregelen", "/api/v1/desk/measures"
OBJECTIONS, API_OBJECTIONS = "/instelling/bezwaren", "/api/v1/desk/objections"
FORM = {"nummer": "{holder}", "keurmerk": MARK, "soort": "suspension", "vanaf": "2026-12-01", "reden": "Zo."}
JSON = {"number": "{holder}", "mark": MARK, "kind": "suspension", "since": "2026-12-01", "reason": "Zo."}
WAYS = {
    f"GET {PAGE}": Way(PAGE, DECIDING),
    f"GET {PAGE}/nieuw": Way(f"{PAGE}/nieuw", DECIDING),
    f"POST {PAGE}/nieuw": Way(f"{PAGE}/nieuw", DECIDING, FORM),
    f"GET {PAGE}/{{proposal:uuid}}": Way(f"{PAGE}/{{proposal}}", DECIDING),
    f"POST {PAGE}/{{proposal:uuid}}/antwoord": Way(
        f"{PAGE}/{{proposal}}/antwoord", DECIDING, {"antwoord": "sent_back", "woorden": "Nee."}, 303
    ),
    f"POST {PAGE}/{{proposal:uuid}}/terugnemen": Way(f"{PAGE}/{{proposal}}/terugnemen", DECIDING, {}, 409),
    f"GET {API}": Way(API, DECIDING),
    f"POST {API}/preview": Way(f"{API}/preview", DECIDING, JSON),
    f"POST {API}": Way(API, DECIDING, JSON, 201),
    f"GET {API}/{{proposal:uuid}}": Way(f"{API}/{{proposal}}", DECIDING),
    f"POST {API}/{{proposal:uuid}}/answer": Way(
        f"{API}/{{other_proposal}}/answer", DECIDING, {"answer": "sent_back", "words": "Nee."}
    ),
    f"POST {API}/{{proposal:uuid}}/withdrawal": Way(f"{API}/{{other_proposal}}/withdrawal", DECIDING, {}, 409),
    f"GET {OBJECTIONS}": Way(OBJECTIONS, DECIDING),
    f"GET {OBJECTIONS}/{{objection:uuid}}": Way(f"{OBJECTIONS}/{{objection}}", DECIDING),
    f"POST {OBJECTIONS}/{{objection:uuid}}/uitspraak": Way(
        f"{OBJECTIONS}/{{objection}}/uitspraak", DECIDING, {"uitkomst": "never", "reden": "Zo."}, 303
    ),
    f"GET {API_OBJECTIONS}": Way(API_OBJECTIONS, DECIDING),
    f"GET {API_OBJECTIONS}/{{objection:uuid}}": Way(f"{API_OBJECTIONS}/{{objection}}", DECIDING),
    f"POST {API_OBJECTIONS}/{{objection:uuid}}/ruling": Way(
        f"{API_OBJECTIONS}/{{other_objection}}/ruling", DECIDING, {"outcome": "never", "reason": "Zo."}
    ),
}


async def prepare(town: Town) -> dict[str, str]:
    """Somebody to take a measure about, two proposals of a colleague that wait, and two objections."""
    colleague = Worker("account 7c1f6a52-6f0c-4d2e-9a39-0c1d5a1f6a52", (RoleHeld("officer", "noloc"),))
    numbers = [await _holder(town, f"Maat{count}") for count in range(3)]
    by: dict[str, Any] = {"catalogue": town.catalogue, "at": town.at}
    proposals = [
        await propose_measure(
            MeasureProposed(number=number, mark=MARK, kind="suspension", since=SINCE, until=UNTIL, reason="Zo."),
            colleague,
            **by,
        )
        for number in numbers[1:]
    ]
    objections = []
    for number in numbers[1:]:
        given = Suspension(mark=MARK, since=town.at.date(), until=UNTIL, reason="Zo.")
        measure = await suspend(number, given, actor=colleague.actor, **by)
        objection = Objection(since=town.at.date(), reason="Nee.")
        objections.append(await object_to(measure, objection, actor=number, **by))
    return {
        "holder": numbers[0], "proposal": str(proposals[0]), "other_proposal": str(proposals[1]),
        "objection": str(objections[0]), "other_objection": str(objections[1]),
    }  # fmt: skip


async def _holder(town: Town, name: str) -> str:
    """Somebody who holds the mark."""
    number = await register_practitioner(Person(name=Name(family_name=name)), actor="tests", at=town.at)
    granted = new_decision(Kind.GRANT, town.at.date() - timedelta(days=30), date(2030, 1, 1))
    async with recording(actor="tests", at=town.at) as journal:
        person = await find_practitioner(number)
        await apply_decision(journal, person, MARK, granted, "Zo.", town.catalogue)
    return number
