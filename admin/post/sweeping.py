"""What is tidied up once an hour: what ran out, what is over, and who left."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from registry.catalogue import load_catalogue
from registry.evidence_removal import sweep_orphans
from registry.expired_log_ins import sweep_log_ins
from registry.leaving import remove_who_left
from registry.outbox import forget_failed_letters
from registry.prechecks import precheck_earlier
from registry.settings import Settings
from registry.stores import open_store
from registry.surveys import close_rounds_that_are_over

ACTOR = "worker"

Sweep = Callable[[datetime], Awaitable[object]]


async def _log_ins(at: datetime) -> None:
    await sweep_log_ins(at=at)


async def _rounds(at: datetime) -> int:
    return await close_rounds_that_are_over(actor=ACTOR, at=at)


async def _who_left(at: datetime) -> int:
    return await remove_who_left(actor=ACTOR, at=at)


async def _failed_letters(at: datetime) -> None:
    await forget_failed_letters(at=at)


async def _prechecks(at: datetime) -> int:
    """Applications that were handed in before the engine's word was kept with them."""
    del at  # each is checked as on the day on which it was handed in
    return await precheck_earlier(catalogue=await load_catalogue())


def sweeps(settings: Settings) -> Sequence[tuple[str, Sweep]]:
    """Everything that is tidied up, by the name it has in the log."""

    async def orphans(at: datetime) -> int:
        return await sweep_orphans(store=open_store(settings.evidence_address), actor=ACTOR, at=at)

    return (
        ("log-ins", _log_ins),
        ("survey rounds", _rounds),
        ("who left", _who_left),
        ("failed letters", _failed_letters),
        ("evidence", orphans),
        ("prechecks", _prechecks),
    )
