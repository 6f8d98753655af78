"""How a command ends: an exit code that a script can use and, when it went wrong, a sentence that says what to do."""

from enum import IntEnum
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.exceptions import Exit as ClickExit

if TYPE_CHECKING:
    from registry.errors import RegisterError


class Exit(IntEnum):
    """What the exit code of every command means. `--help` and docs/reference/command-line.md say the same."""

    DONE = 0
    NO = 1
    ASKED_WRONGLY = 2
    NOT_FOUND = 3
    NO_DATABASE = 4


WHICH_DATABASE = "Is the server of DATABASE_URL running? `loopbaanregister check-settings` shows which one it is."


class Stop(Exception):
    """End the command with a sentence on stderr."""

    def __init__(self, message: str, code: Exit = Exit.NO) -> None:
        super().__init__(message)
        self.code = code


def end(code: Exit) -> NoReturn:
    """End the command that runs now."""
    raise ClickExit(code)


class SentencesForErrors(click.Group):
    """The group of all commands. What may be expected to go wrong ends in a sentence, never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        from registry.errors import RegisterError

        try:
            return super().invoke(ctx)
        except (Stop, RegisterError) as error:
            stop = error if isinstance(error, Stop) else _stop_for(error)
            click.echo(str(stop), err=True)  # plain: a script may read it, and an editor finds file:line in it
            end(stop.code)


def _stop_for(error: "RegisterError") -> Stop:
    """The sentence and the exit code for what the register answered."""
    from registry.errors import DatabaseAway, DatabaseBusy, Malformed, NotFound, Removed

    match error:
        case DatabaseAway() | DatabaseBusy():
            return Stop(f"{error}\n{WHICH_DATABASE}", Exit.NO_DATABASE)
        case Malformed():
            return Stop("\n".join(f"{p.field}: {p.message}" for p in error.problems), Exit.ASKED_WRONGLY)
        case NotFound() | Removed():
            return Stop(str(error), Exit.NOT_FOUND)
        case _:
            return Stop(str(error))
