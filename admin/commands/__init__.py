"""The command line `loopbaanregister`: prepare, serve, check rules, ask, import, try it out, measure.

Modules here import what is heavy inside the function that needs it, so that `--help` answers at once.
"""

import click

from admin.commands.appointing import operator
from admin.commands.checking import check_settings
from admin.commands.demo import demo
from admin.commands.evaluating import evaluate
from admin.commands.exits import SentencesForErrors
from admin.commands.importing import import_
from admin.commands.measuring import bench
from admin.commands.preparing import migrate
from admin.commands.replaying import replay
from admin.commands.sampling import sample
from admin.commands.schemes import scheme
from admin.commands.serving import serve
from admin.commands.signing import keys
from admin.commands.sweeping import evidence
from admin.commands.verifying import verify
from admin.commands.working import work

__all__ = ["main"]


@click.group(cls=SentencesForErrors, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="loopbaanregister", message="%(version)s")
def main() -> None:
    """The register of Dutch career professionals: who is certified, by whom, and on which day.

    New here? Start with `loopbaanregister demo`: an invented register on your own machine.
    Each command explains itself and shows an example: `loopbaanregister verify --help`.

    \b
    Exit codes: 0 yes or done · 1 no, or something is wrong · 2 asked wrongly
                3 not in the register · 4 the database is away or not prepared
    """


for command in (
    demo, serve, work, migrate, check_settings, import_, verify, evaluate, scheme, replay, sample, keys, evidence,
    operator, bench,
):  # fmt: skip
    main.add_command(command)
