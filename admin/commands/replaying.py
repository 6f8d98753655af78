"""`loopbaanregister replay`: prove a decision again from the facts and the rules that were kept with it."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

import click

from admin.commands.exits import Exit, end
from admin.commands.opening import with_database

if TYPE_CHECKING:
    from registry.replay import Replay

SAID = {
    "same_rules": "the text of the rules is the one the decision names",
    "same_facts": "the facts are the ones the decision was taken on",
    "same_findings": "evaluating them again gives the same findings",
    "same_digest": "the findings are the ones the decision names",
}


@click.command()
@click.argument("decision", type=click.UUID)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def replay(decision: UUID, as_json: bool) -> None:
    """Evaluate the kept facts of a DECISION once more, by the rules of its day, and compare.

    The exit code is 0 when everything is the same, 1 when anything differs and 3 when there is no such decision.

    \b
    Example:
      loopbaanregister replay 0b1f6a52-6f0c-4d2e-9a39-0c1d5a1f6a52
    """

    async def again() -> "Replay":
        from registry.replay import replay as replay_decision

        return await replay_decision(decision)

    result = with_database(again)
    if as_json:
        click.echo(json.dumps(asdict(result) | {"proven": result.proven}))
    else:
        for name, sentence in SAID.items():
            click.echo(f"{'yes' if getattr(result, name) else 'NO '}  {sentence}")
    if not result.proven:
        end(Exit.NO)
