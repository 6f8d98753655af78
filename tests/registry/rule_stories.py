"""A body that makes new rules: who works there, people who hold the mark, and a draft of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from registry.catalogue import Catalogue, load_catalogue, publish_scheme
from registry.clock import FixedClock
from registry.population_runs import SimulationAsked, ask_simulation
from registry.population_work import work_on_runs
from registry.rule_drafts import DraftBegun, TextKept, begin_draft, keep_text
from registry.rule_proposals import Answered, Proposed, answer_proposal, propose_rules
from tests.accreditation.drafts import CASES, HEAD, LATER, RULES, later_rules
from tests.registry.desk_stories import Worker, worker
from tests.registry.stories import holder

AT = datetime.fromisoformat("2026-11-25T09:00:00+00:00")
HOUR = timedelta(hours=1)
MARK, BODY = "proef", "huis"
TERM = date(2024, 3, 2), date(2028, 3, 1)
__all__ = ["CASES", "HEAD", "LATER", "RULES", "later_rules"]


def editor() -> Worker:
    return worker("scheme_editor", body=BODY)


def officer() -> Worker:
    return worker("officer", body=BODY)


async def rules_in_force() -> Catalogue:
    """The mark as its body published it."""
    await publish_scheme(RULES, actor="huis:director", at=AT - timedelta(days=2000))
    return await load_catalogue()


async def holders(catalogue: Catalogue, count: int = 3) -> list[str]:
    """People with ten points, for a term that runs now; they hand in no CV."""
    found = []
    for seed in range(1, count + 1):
        number, _ = await holder(catalogue, *TERM, MARK, seed, at=datetime.fromisoformat("2024-03-02T09:00:00+00:00"))
        found.append(number)
    return found


async def a_draft(staff: Worker, catalogue: Catalogue, text: str = "", cases: str = CASES) -> UUID:
    """Begun, and kept with this text."""
    draft = await begin_draft(MARK, DraftBegun(title="Meer punten", first=LATER), staff, catalogue=catalogue, at=AT)
    await keep_text(draft, TextKept(text=text or later_rules(), cases=cases), staff, catalogue=catalogue, at=AT)
    return draft


async def simulated(draft: UUID, staff: Worker, catalogue: Catalogue, on: date | None = None) -> UUID:
    """Tried on everybody."""
    run = await ask_simulation(draft, SimulationAsked(on=on), staff, catalogue=catalogue, at=AT)
    await work_on_runs(FixedClock(AT + HOUR))
    return run


async def published(draft: UUID, writer: Worker, other: Worker, at: datetime = AT + 2 * HOUR) -> Catalogue:
    """Proposed by one and approved by another."""
    await propose_rules(draft, Proposed(words="Het kan beter."), writer, at=at)
    await answer_proposal(draft, Answered(answer="approved", words="Goed zo."), other, at=at)
    return await load_catalogue()
