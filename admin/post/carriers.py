"""Who brings a letter away, and what can come of it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from admin.post.messages import Envelope

# Said just before nobody can call the letter back; False: it is no longer ours to send.
Begin = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`later`: not taken now; `refused`: never; `unsure`: nobody knows; `let_go`: another worker's now.

    `problem` is a code for the operator, without anybody's address.
    """

    what: Literal["taken", "later", "refused", "unsure", "let_go"]
    problem: str = ""


TAKEN = Outcome("taken")


class Carrier(Protocol):
    """A mail server, or a folder."""

    def carry(self, envelope: Envelope, name: str, begin: Begin) -> AbstractAsyncContextManager[Outcome]:
        """Bring one letter away. The block runs as soon as it is known what came of it; leave-taking comes after."""
