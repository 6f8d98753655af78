"""Another process, for tests about processes: it tries what it was told to, and says what came of each try."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

from registry.accounts import confirm_address
from registry.database import running
from registry.errors import RegisterError
from registry.recovery import recover
from registry.sessions import sign_in
from registry.tokens import refresh_tokens
from tests.registry.log_ins import AT, EMAIL, PASSWORD, SETTINGS

OTHER_PASSWORD = "vier paarse paraplus"


async def say(*work: Callable[[], Awaitable[object]]) -> None:
    async with running():
        for one in work:
            try:
                came = "nobody" if await one() is None else "done"
            except RegisterError as error:
                came = type(error).__name__
            print(came, flush=True)  # noqa: T201  # the test reads it


def tries(client: str, times: int) -> list[Callable[[], Awaitable[object]]]:
    def guess() -> Awaitable[object]:
        return sign_in(EMAIL, "guessed wrongly", client=client, device="", settings=SETTINGS, at=AT)

    return [guess] * times


async def recovered(code: str) -> bool:
    await recover(code, OTHER_PASSWORD, at=AT)
    return True


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["guess", client, times]:
            asyncio.run(say(*tries(client, int(times))))
        case ["confirm", *codes]:
            asyncio.run(say(*[lambda code=code: confirm_address(code, PASSWORD, at=AT) for code in codes]))
        case ["recover", *codes]:
            asyncio.run(say(*[lambda code=code: recovered(code) for code in codes]))
        case ["refresh", *tokens]:
            asyncio.run(say(*[lambda one=one: refresh_tokens(one, settings=SETTINGS, at=AT) for one in tokens]))
