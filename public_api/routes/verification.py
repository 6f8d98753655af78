"""The verification of today without the router: the same answer as that of its route, for a fraction of the work.

Most of what a verification costs is finding and feeding its handler. Its address is plain enough to be read at once;
whatever is not exactly that address goes the usual way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from public_api.numbers import asked_number
from public_api.recall import TEMPLATE, number_asked_about
from public_api.routes.standings import PLAIN, verified
from public_api.site import Site
from public_api.web.answers import Answer, Ready
from public_api.web.edge import ASGI
from public_api.web.errors import Errors


@dataclass(frozen=True, slots=True)
class Verification:
    """Answers the plain question by heart or from the database; what goes wrong is worded as on any other route.

    `recall(number, headers)` is what may know the answer by heart (see public_api.recall).
    """

    site: Site
    errors: Errors
    recall: Callable[[str, dict[bytes, bytes]], Ready | None]

    def __call__(self, scope: Any, headers: dict[bytes, bytes]) -> ASGI | None:
        """What answers; None for a request that is not this question."""
        number = number_asked_about(scope)
        if number is None:
            return None
        scope["path_template"] = TEMPLATE
        return self.recall(number, headers) or partial(self._ask, number, headers)

    async def _ask(self, number: str, headers: dict[bytes, bytes], scope: Any, receive: Any, send: Any) -> None:
        """Answer from the database."""
        try:
            answer: Ready | Answer = await verified(self.site, asked_number(number), PLAIN, headers)
        except Exception as error:  # noqa: BLE001  # none is hidden: each is answered, and the unforeseen logged
            answer = self.errors.answer(error, scope)
        await answer(scope, receive, send)
