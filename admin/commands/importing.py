"""x."""

import rich_click as click


@click.command("import")
def import_() -> None:
    """x."""
