"""`loopbaanregister demo`: an invented register on this machine, to look around in."""

import rich_click as click


@click.command()
def demo() -> None:
    """x."""
