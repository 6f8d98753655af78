"""Sample audits, bulk approvals and grouped activities."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from registry.accounts import RoleHeld
from registry.applications import ApplicationGiven, apply
from registry.bulk_switches import SwitchGiven, propose_bulk
from registry.journal import recording
from registry.practitioners import Name, Person, register_practitioner
from registry.sample_rounds import RoundGiven, open_round
from registry.sample_shares import ShareGiven, set_share
from registry.tables_bulk import BulkBatchRow
from tests.admin.desk import town as of
from tests.admin.desk.ways import Way
from tests.registry.desk_stories import Worker

JUDGING, DECIDING = ("officer", "assessor"), ("officer",)
SEEING, SETTING = ("officer", "assessor", "body_administrator"), ("officer", "body_administrator")
MARK, OTHER = "noloc-rl", "noloc-rj"
BULK, SAMPLE, API = "/instelling/verlengingen/bulk", "/instelling/steekproef", "/api/v1/desk"
NOTHING = "0" * 64
WAYS = {
    f"GET {SAMPLE}": Way(SAMPLE, SEEING),
    f"POST {SAMPLE}/percentage": Way(
        f"{SAMPLE}/percentage",
        SETTING,
        {"keurmerk": MARK, "percentage": "5", "vanaf": "2027-01-01", "reden": "Zo."},
        303,
    ),
    f"POST {SAMPLE}/ronde": Way(f"{SAMPLE}/ronde", DECIDING, {"keurmerk": MARK}, 409),  # one is open
    f"POST {SAMPLE}/{{round_:uuid}}/lijst": Way(f"{SAMPLE}/{{round}}/lijst", DECIDING, {}, 303),
    f"POST {SAMPLE}/{{round_:uuid}}/trekking": Way(f"{SAMPLE}/{{round}}/trekking", DECIDING, {}, 303),
    f"GET {API}/samples": Way(f"{API}/samples", SEEING),
    f"POST {API}/samples/shares": Way(
        f"{API}/samples/shares", SETTING, {"mark": MARK, "percentage": 5, "since": "2027-01-01", "reason": "Zo."}, 201
    ),
    f"POST {API}/samples": Way(f"{API}/samples", DECIDING, {"mark": MARK}, 201),  # drawn by now
    f"POST {API}/samples/{{round_:uuid}}/list": Way(f"{API}/samples/{{other_round}}/list", DECIDING),
    f"POST {API}/samples/{{round_:uuid}}/draw": Way(f"{API}/samples/{{other_round}}/draw", DECIDING),
    f"GET {BULK}": Way(BULK, SEEING),
    f"GET {BULK}/{{mark:str}}": Way(f"{BULK}/{MARK}", SEEING),
    f"POST {BULK}/{{mark:str}}": Way(f"{BULK}/{MARK}", DECIDING, {"gezien": NOTHING, "reden": "Zo."}, 400),
    f"POST {BULK}/{{mark:str}}/schakelaar": Way(
        f"{BULK}/{MARK}/schakelaar", SETTING, {"knop": "goedkeuren", "voorstel": "{switch}"}, 303
    ),
    f"GET {BULK}/partij/{{batch:uuid}}": Way(f"{BULK}/partij/{{batch}}", SEEING),
    f"POST {BULK}/partij/{{batch:uuid}}/ongedaan": Way(f"{BULK}/partij/{{batch}}/ongedaan", SETTING, {}, 303),
    f"GET {API}/bulk-approvals": Way(f"{API}/bulk-approvals", SEEING),
    f"GET {API}/bulk-approvals/preview": Way(f"{API}/bulk-approvals/preview?mark={MARK}", DECIDING),
    f"POST {API}/bulk-approvals": Way(
        f"{API}/bulk-approvals",
        DECIDING,
        {"mark": MARK, "applications": ["{application}"], "seen": NOTHING, "reason": "Zo."},
        400,
    ),
    f"GET {API}/bulk-approvals/{{batch:uuid}}": Way(f"{API}/bulk-approvals/{{batch}}", SEEING),
    f"POST {API}/bulk-approvals/{{batch:uuid}}/undo": Way(f"{API}/bulk-approvals/{{other_batch}}/undo", SETTING),
    "GET /instelling/activiteiten": Way("/instelling/activiteiten", JUDGING),
    "POST /instelling/activiteiten": Way(
        "/instelling/activiteiten", JUDGING, {"gezien": NOTHING, "oordeel": "counts"}, 409
    ),
    f"GET {API}/grouped-activities": Way(f"{API}/grouped-activities", JUDGING),
    f"POST {API}/grouped-activities": Way(
        f"{API}/grouped-activities", JUDGING, {"seen": NOTHING, "verdict": "counts"}, 409
    ),
}


async def prepare(town: of.Town) -> dict[str, str]:
    """Two rounds that are open, bulk approval proposed by a colleague, and two bulk approvals that wait."""
    colleague = Worker("account 0b1f6a52-6f0c-4d2e-9a39-0c1d5a1f6a52", (RoleHeld("officer", of.BODY),))
    other = await register_practitioner(Person(name=Name(family_name="Elders")), actor="tests", at=town.at)
    given = ApplicationGiven(mark=OTHER)
    await apply(other, given, catalogue=town.catalogue, actor="tests", at=town.at)
    rounds = []
    for mark in (MARK, OTHER):
        share = ShareGiven(mark=mark, percentage=10, since=town.at.date(), reason="Zo.")
        await set_share(share, colleague, at=town.at)
        rounds.append(await open_round(RoundGiven(mark=mark), colleague, at=town.at))
    switch = await propose_bulk(SwitchGiven(mark=MARK, reason="Zo."), colleague, at=town.at)
    batches = [await _batch(town, colleague.actor) for _ in range(2)]
    return {
        "round": str(rounds[0]), "other_round": str(rounds[1]), "switch": str(switch), "batch": batches[0],
        "other_batch": batches[1],
    }  # fmt: skip


async def _batch(town: of.Town, actor: str) -> str:
    """A bulk approval without files: no real mark is satisfied by machine."""
    identity = uuid4()
    async with recording(actor=actor, at=town.at) as journal:
        seq = await journal.append("bulk.planned", MARK, subject_kind="mark", reference=str(identity))
        await BulkBatchRow.insert(
            BulkBatchRow(
                id=identity, seq=seq, mark=MARK, reason="Zo.", planned_by=actor, planned_at=journal.at,
                due_at=journal.at + timedelta(days=9),
            )
        )  # fmt: skip
    return str(identity)
