"""`loopbaanregister check-settings`: every setting with its value, secrets masked, and all wrong ones together."""

import json
import os
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import click

from admin.commands.opening import settings_or_stop


@click.command("check-settings")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def check_settings(as_json: bool) -> None:
    """Show every setting and whether it is good.

    Settings come from the environment; `.env.example` explains each. Passwords and keys are never shown.
    All wrong settings are listed together and the exit code is then 2.

    \b
    Examples:
      loopbaanregister check-settings
      DATABASE_URL=postgresql://register@db.example/register loopbaanregister check-settings
    """
    settings = settings_or_stop()
    shown = {name.upper(): _shown(name, getattr(settings, name)) for name in type(settings).model_fields}
    shown["EVIDENCE_STORE"] = settings.evidence_address  # it follows from the database where it is not given
    if as_json:
        click.echo(json.dumps(shown, indent=2))
        return
    widest = max(map(len, shown))
    for name, value in shown.items():
        origin = "" if os.environ.get(name) else "   (default)"
        click.echo(f"{name:<{widest}}  {value}{origin}")


def _shown(name: str, value: Any) -> str:
    """A value as it may be seen on a screen that somebody photographs."""
    if name == "database_url":
        return _without_password(value)
    return "" if value is None else str(value)  # a SecretStr writes itself as stars


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if parts.query:
        parts = parts._replace(query="***")  # a password may stand there too
    if parts.password is None:
        return urlunsplit(parts) if parts.netloc else url
    user, _, rest = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:***@{rest}"))
