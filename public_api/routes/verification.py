"""The verification of today without the router: the same answer as that of its route, for a fraction of the work.

Most of what a verification costs is finding and feeding its handler. Its address is plain enough to be read at once;
whatever is not exactly that address goes the usual way.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from public_api.numbers import asked_number
from public_api.recall import TEMPLATE, number_asked_about
from public_api.routes.standings import PLAIN, verified
from public_api.site import Site
from public_api.web.answers import Answer, Ready
from public_api.web.errors import Errors


class Verification:
    """Answers the plain question from the database; what goes wrong is worded as on any other route."""

    def __init__(self, site: Site, errors: Errors) -> None:
        self._site = site
        self._errors = errors

    def asked(self, scope: Any, headers: dict[bytes, bytes]) -> Awaitable[Ready | Answer] | None:
        """The answer to come; None for a request that is not this question."""
        number = number_asked_about(scope)
        if number is None:
            return None
        scope["path_template"] = TEMPLATE
        return self._answer(scope, number, headers)

    async def _answer(self, scope: Any, number: str, headers: dict[bytes, bytes]) -> Ready | Answer:
        try:
            return await verified(self._site, asked_number(number), PLAIN, headers)
        except Exception as error:  # noqa: BLE001  # none is hidden: each is answered, and the unforeseen logged
            return self._errors.answer(error, scope)
