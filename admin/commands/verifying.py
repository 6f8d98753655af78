"""`loopbaanregister verify`: is this person certified? The very answer of the interface, for scripts."""

import io
import json
import os
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import click

from admin.commands.evaluating import DAY
from admin.commands.exits import WHICH_DATABASE, Exit, Stop, end
from admin.commands.opening import stop_unless_prepared

EXIT_OF_STATUS = {
    400: Exit.ASKED_WRONGLY,
    404: Exit.NOT_FOUND,
    410: Exit.NOT_FOUND,
    422: Exit.ASKED_WRONGLY,
    503: Exit.NO_DATABASE,
}


@click.command()
@click.argument("number")
@click.option("--on", type=DAY, help="The day that is asked about; today without this option.")
@click.option("--known-on", type=DAY, help="What the register knew at the end of this day; now without this option.")
@click.option("--mark", help="Only this mark, by its code.")
@click.option("--json", "as_json", is_flag=True, help="The answer of the interface, byte for byte.")
def verify(number: str, on: datetime | None, known_on: datetime | None, mark: str | None, as_json: bool) -> None:
    """Ask whether the person with this register NUMBER is certified, today or on another day.

    It gives the same answer as /api/v1/practitioners/{number}/standing. The exit code is 0 for certified,
    1 for not certified, 2 for a mistyped question, 3 for a number that was never given or was removed,
    4 when the database does not answer.

    \b
    Examples:
      loopbaanregister verify LP-0020418-51
      loopbaanregister verify LP-0020418-51 --on 2024-03-14 --known-on 2024-04-01
      loopbaanregister verify LP-0020418-51 --mark noloc-rl --json && echo certified
    """
    import asyncio

    from registry.numbers import read_number

    stop_unless_prepared()
    exact = read_number(number)
    given = {"on": on and f"{on:%Y-%m-%d}", "knownOn": known_on and f"{known_on:%Y-%m-%d}", "mark": mark}
    query = urlencode({name: value for name, value in given.items() if value})
    status, body = asyncio.run(_ask(exact, query))
    if status != 200:
        raise Stop(_trouble(body), EXIT_OF_STATUS.get(status, Exit.NO))
    answer = json.loads(body)
    click.echo(body if as_json else _in_words(answer))
    if not answer["certified"]:
        end(Exit.NO)


async def _ask(number: str, query: str) -> tuple[int, str]:
    """Status and body of the interface's own answer, from the site run in this process."""
    from admin.commands.asking import Asker
    from public_api.app import create_app
    from registry.clock import SystemClock
    from registry.settings import read_settings

    site = create_app(read_settings(os.environ), SystemClock(), log_to=io.StringIO())
    async with Asker(site) as asker:
        return await asker.get(f"/api/v1/practitioners/{number}/standing", query)


def _trouble(body: str) -> str:
    problem = json.loads(body)
    lines = [problem.get("detail") or problem["title"]]
    lines += [f"{error['name']}: {error['message']}" for error in problem.get("errors") or ()]
    if problem["status"] == 503:
        lines.append(WHICH_DATABASE)
    return "\n".join(lines)


def _in_words(answer: dict[str, Any]) -> str:
    lines = [answer["statement"]["en"]]
    for registration in answer["registrations"]:
        lines.append(f"  {registration['mark']}: {registration['status']}, until {registration['until']}")
    lines.append(f"  {answer['url']}")
    return "\n".join(lines)
