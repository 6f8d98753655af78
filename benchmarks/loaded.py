"""A database filled with invented people, and the questions to ask about them under load."""

from benchmarks.the_register import certified_numbers
from fixtures.population import settle_new
from registry.catalogue import load_catalogue, store_shipped
from registry.clock import SystemClock
from registry.database import running
from registry.migrate import migrate

ASKED_ABOUT = 500  # people
IN_THE_PAST = ("2024-03-14", "2025-06-30")


async def questions_after_filling(people: int) -> list[str]:
    """The paths of verifications: each person today, which may be known by heart, and on days in the past."""
    async with running():
        await migrate()
        at = SystemClock().now()
        await store_shipped(actor="benchmark", at=at)
        await settle_new(people, catalogue=await load_catalogue(), at=at)
        numbers = await certified_numbers(ASKED_ABOUT)
    if not numbers:
        raise RuntimeError("nobody is registered today: ask for more people")
    days = ("", *(f"?on={day}" for day in IN_THE_PAST))
    return [f"/api/v1/practitioners/{number}/standing{day}" for number in numbers for day in days]
