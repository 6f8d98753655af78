"""CPU time of cases that take turns: a ratio within a round means the same on a quiet and on a busy machine."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Mapping, Sequence
from statistics import median
from time import process_time

Case = Callable[[], Awaitable[object]]

BLOCK_SECONDS = 0.15  # CPU of one case in one round; the clock of a process ticks far finer
WARM_UP = 20
# Requests without a network never let the event loop turn. A server's do: who follows the journal must have its turn.
LET_OTHERS = 0.3  # seconds
TURN_OF_THE_LOOP = 100  # calls


async def cpu_per_call(cases: Mapping[str, Case], rounds: int) -> dict[str, list[float]]:
    """CPU seconds of one call of each case, once per round; who goes first moves on with every round."""
    times = {name: await _calls_in_a_block(case) for name, case in cases.items()}
    names = list(cases)
    spent: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        start = number % len(names)
        for name in names[start:] + names[:start]:
            spent[name].append(await _cpu_of(cases[name], times[name]) / times[name])
    return spent


async def _calls_in_a_block(case: Case) -> int:
    await _cpu_of(case, WARM_UP)
    once = await _cpu_of(case, WARM_UP) / WARM_UP
    return max(WARM_UP, int(BLOCK_SECONDS / max(once, 1e-7)))


async def _cpu_of(case: Case, times: int) -> float:
    gc.collect()
    await asyncio.sleep(LET_OTHERS)
    begun = process_time()
    for number in range(times):
        await case()
        if number % TURN_OF_THE_LOOP == 0:
            await asyncio.sleep(0)
    return process_time() - begun


def ratio(spent: Mapping[str, Sequence[float]], name: str, beside: str) -> float:
    """How many times the CPU of `beside`: per round, and of the rounds the median."""
    return median(mine / theirs for mine, theirs in zip(spent[name], spent[beside], strict=True))
