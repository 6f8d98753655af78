"""Rules in the making, what is tried on all files, and what is coming."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from registry.population_runs import SimulationAsked, ask_simulation
from registry.population_work import work_on_runs
from registry.rule_drafts import DraftBegun, begin_draft
from registry.sessions import identify
from tests.admin.desk.ways import Way

if TYPE_CHECKING:
    from tests.admin.desk.town import Town

EDITS, RULES = ("scheme_editor",), ("scheme_editor", "officer")
AHEAD = ("officer", "scheme_editor", "body_administrator", "analyst at a body")
SETS = ("officer", "body_administrator")
FIRST = date(2027, 7, 1)
HERE, JSON = "/instelling/regels/{draft}", "/api/v1/desk/schemes/drafts/{draft}"
ROUTE, JSON_ROUTE = "/instelling/regels/{draft:uuid}", "/api/v1/desk/schemes/drafts/{draft:uuid}"
RUN, JSON_RUN = "/instelling/doorrekeningen/{run:uuid}", "/api/v1/desk/simulations/{run:uuid}"
WORDS = {"woorden": "Het kan beter.", "words": "It can be better."}
WAYS = {
    "GET /instelling/keurmerken": Way("/instelling/keurmerken", RULES),
    "GET /instelling/keurmerken/{mark:str}/regels": Way("/instelling/keurmerken/{mark}/regels", RULES),
    "POST /instelling/keurmerken/{mark:str}/regels": Way(
        "/instelling/keurmerken/{mark}/regels", EDITS, {"naam": "Nieuw", "vanaf": "2027-07-01"}, 303
    ),
    f"GET {ROUTE}": Way(HERE, RULES),
    f"GET {ROUTE}/tekst": Way(f"{HERE}/tekst", EDITS),
    f"POST {ROUTE}/tekst": Way(f"{HERE}/tekst", EDITS, {"deel": "gevallen", "tekst": "x"}, 303),
    f"POST {ROUTE}/doorrekenen": Way(f"{HERE}/doorrekenen", EDITS, {"dag": ""}, 303),
    f"POST {ROUTE}/voorleggen": Way(f"{HERE}/voorleggen", EDITS, WORDS, 409),
    f"POST {ROUTE}/antwoord": Way(f"{HERE}/antwoord", RULES, {**WORDS, "antwoord": "refused"}, 409),
    f"POST {ROUTE}/terugnemen": Way(f"{HERE}/terugnemen", EDITS, {}, 409),
    f"POST {ROUTE}/intrekken": Way("/instelling/regels/{gone}/intrekken", EDITS, {}, 303),
    f"GET {RUN}": Way("/instelling/doorrekeningen/{done}", RULES),
    f"POST {RUN}/stoppen": Way("/instelling/doorrekeningen/{stopped}/stoppen", RULES, {}, 303),
    f"GET {RUN}/tabel.csv": Way("/instelling/doorrekeningen/{done}/tabel.csv", RULES),
    "GET /instelling/vooruitblik": Way("/instelling/vooruitblik", AHEAD),
    "POST /instelling/vooruitblik": Way(
        "/instelling/vooruitblik", AHEAD, {"keurmerk": "noloc-rj", "maanden": "3"}, 303
    ),
    "POST /instelling/vooruitblik/stoppen": Way(
        "/instelling/vooruitblik/stoppen", AHEAD, {"keurmerk": "noloc-rj"}, 303
    ),
    "POST /instelling/vooruitblik/tijd": Way(
        "/instelling/vooruitblik/tijd", SETS, {"keurmerk": "noloc-rl", "minuten": "90"}, 303
    ),
    "GET /api/v1/desk/schemes": Way("/api/v1/desk/schemes", RULES),
    "POST /api/v1/desk/schemes/{mark:str}/drafts": Way(
        "/api/v1/desk/schemes/{mark}/drafts", EDITS, {"title": "New", "first": "2027-07-01"}, 201
    ),
    f"GET {JSON_ROUTE}": Way(JSON, RULES),
    f"PUT {JSON_ROUTE}": Way(JSON, EDITS, {"text": "x", "cases": "y"}),
    f"POST {JSON_ROUTE}/withdrawal": Way("/api/v1/desk/schemes/drafts/{away}/withdrawal", EDITS),
    f"POST {JSON_ROUTE}/simulations": Way("/api/v1/desk/schemes/drafts/{tried}/simulations", EDITS, {}, 202),
    f"POST {JSON_ROUTE}/proposal": Way(f"{JSON}/proposal", EDITS, {"words": "Better."}, 422),
    f"POST {JSON_ROUTE}/proposal/answer": Way(
        f"{JSON}/proposal/answer", RULES, {"answer": "refused", "words": "No."}, 409
    ),
    f"POST {JSON_ROUTE}/proposal/withdrawal": Way(f"{JSON}/proposal/withdrawal", EDITS, {}, 409),
    f"GET {JSON_RUN}": Way("/api/v1/desk/simulations/{done}", RULES),
    f"POST {JSON_RUN}/stop": Way("/api/v1/desk/simulations/{ended}/stop", RULES),
    "GET /api/v1/desk/forecast": Way("/api/v1/desk/forecast?mark=noloc-rl", AHEAD),
    "POST /api/v1/desk/forecast": Way("/api/v1/desk/forecast", AHEAD, {"mark": "noloc-rl", "near": 3}, 202),
    "POST /api/v1/desk/forecast/stop": Way("/api/v1/desk/forecast/stop", AHEAD, {"mark": "noloc-rl"}),
    "PUT /api/v1/desk/forecast/assessor-time": Way(
        "/api/v1/desk/forecast/assessor-time", SETS, {"mark": "noloc-rl", "minutes": 60}
    ),
}


async def prepare(town: Town) -> dict[str, str]:
    """Drafts of the body, of which some were tried on all files."""
    editor = await identify(town.people["scheme_editor"].token, at=town.at)
    assert editor is not None
    begun = DraftBegun(title="Ontwerp", first=FIRST)
    drafts = {
        name: await begin_draft("noloc-rl", begun, editor, catalogue=town.catalogue, at=town.at)
        for name in ("draft", "gone", "away", "tried")
    }

    async def asked(draft: UUID, days: int) -> UUID:
        on = SimulationAsked(on=FIRST + timedelta(days=days))
        return await ask_simulation(draft, on, editor, catalogue=town.catalogue, at=town.at)

    runs = {"done": await asked(drafts["tried"], 1)}
    await work_on_runs(town.clock)
    runs |= {"stopped": await asked(drafts["tried"], 2), "ended": await asked(drafts["tried"], 3)}
    return {"mark": "noloc-rl"} | {name: str(one) for name, one in (drafts | runs).items()}
