"""`loopbaanregister bench`: measure the promises of speed and print each beside its target."""

from importlib.util import find_spec

import click

from admin.commands.exits import Exit, Stop, end


@click.command()
@click.option("--people", type=click.IntRange(20, 1_000_000), default=100_000, show_default=True)
@click.option("--database", type=click.Choice(["both", "sqlite", "postgres"]), default="both", show_default=True)
@click.option("--rounds", type=click.IntRange(1, 99), default=9, show_default=True, help="Each ratio is their median.")
@click.option("--quick", is_flag=True, help="To see that it works: few people, few rounds; the figures mean nothing.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def bench(people: int, database: str, rounds: int, quick: bool, as_json: bool) -> None:
    """Measure how fast the register answers, and print every figure beside what was promised.

    It makes invented people in databases of its own (PostgreSQL included) and removes them afterwards. Figures are
    ratios of CPU time between cases that take turns in one run, so a busy machine does not spoil them;
    docs/explanation/benchmarks.md explains each line. The exit code is 1 when a promise is missed, or with --quick
    when a line could not be reached.

    \b
    Examples:
      loopbaanregister bench
      loopbaanregister bench --quick --database sqlite
      loopbaanregister bench --people 20000 --json > figures.json
    """
    if find_spec("benchmarks") is None:
        raise Stop("The benchmarks are part of the source, not of the installed program: run `make bench` in a clone.")
    from benchmarks.report import Wish, run

    wish = Wish(people=people, databases=_databases(database), rounds=rounds)
    if not run(wish.hurried() if quick else wish, as_json=as_json, forgiving=quick):
        end(Exit.NO)


def _databases(choice: str) -> tuple[str, ...]:
    return ("sqlite", "postgres") if choice == "both" else (choice,)
