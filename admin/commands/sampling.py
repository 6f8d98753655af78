"""`loopbaanregister sample`: draw a sample again from a list and a seed that were published."""

from typing import TextIO

import click

from accreditation.sample import digest_of_list, digest_of_seed, draw, read_list


@click.command()
@click.argument("list_", metavar="LIST", type=click.File("r", encoding="utf-8"))
@click.option("--seed", required=True, metavar="SEED", help="The seed as it was published after the draw.")
@click.option("--percentage", required=True, type=click.IntRange(1, 100), help="How much is drawn, in per cent.")
def sample(list_: TextIO, seed: str, percentage: int) -> None:
    """Draw a sample audit once more: from the LIST of a round, which its page gives as a file, and the seed.

    Both digests come first, to lay beside those that were promised before the draw; then what is drawn, a line each.
    It asks no database. A line of the list with a reason behind it is not drawn from.

    \b
    Example:
      loopbaanregister sample --seed 5f0c… --percentage 10 lijst.txt
    """
    text = list_.read()
    click.echo(f"seed {digest_of_seed(seed)}")
    click.echo(f"list {digest_of_list(text)}")
    for name in draw(seed, read_list(text), percentage):
        click.echo(name)
