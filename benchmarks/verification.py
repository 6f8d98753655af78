"""V1, V2, V3 and the last part of V5: what one verification costs, beside answering with fixed bytes."""

from benchmarks.asking import HEADERS, answer, requests
from benchmarks.figures import Figure
from benchmarks.the_register import Register
from benchmarks.turns import Case, cpu_per_call, ratio
from public_api.routes import standings as standing_route
from registry import standings


async def measure_verification(register: Register, database: str, rounds: int) -> list[Figure]:
    """The lines about one question at a time."""
    cases = await _cases(register)
    spent = await cpu_per_call(cases, rounds)
    straight = "V2" if database == "sqlite" else "V3"
    # Apart, because it empties what the others have worked out.
    fresh = {"fixed": cases["fixed"], "fresh": _forgetting(requests(register.forgetful, register.verifications))}
    first = ratio(await cpu_per_call(fresh, rounds), "fresh", "fixed")
    return [
        Figure("V1a", database, ratio(spent, "memory", "fixed")),
        Figure("V1b", database, ratio(spent, "memory", "bare")),
        Figure("V1c", database, ratio(spent, "fixed", "bare")),
        Figure(straight, database, ratio(spent, "straight", "fixed"), f"never asked before {first:.1f} ×"),
        Figure("V5c", database, ratio(spent, "not modified", "memory")),
    ]


async def _cases(register: Register) -> dict[str, Case]:
    paths, fixed = register.verifications, register.fixed
    tags = [(await answer(register.remembering, path))[1][b"etag"] for path in paths]
    unchanged = [[*HEADERS, (b"if-none-match", tag)] for tag in tags]
    return {
        "bare": requests(register.bare, fixed),
        "fixed": requests(register.remembering, fixed),
        "memory": requests(register.remembering, paths),
        "not modified": requests(register.remembering, paths, unchanged),
        "straight": requests(register.forgetful, paths),
    }


def _forgetting(ask: Case) -> Case:
    """The same without what was thought through before: the rows are read and worked out for each question."""

    async def ask_first() -> None:
        standings._understood.cache_clear()
        standing_route._worded.cache_clear()
        await ask()

    return ask_first
