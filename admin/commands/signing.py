"""`loopbaanregister keys`: the keys that sign access tokens, renewed with an overlap."""

import json
from typing import TYPE_CHECKING

import click

from admin.commands.opening import settings_or_stop, with_database

if TYPE_CHECKING:
    from registry.signing_keys import KeyShown

ACTOR = "loopbaanregister keys"


@click.group()
def keys() -> None:
    """The keys that sign access tokens: look at them, or renew them.

    \b
    Examples:
      loopbaanregister keys list
      loopbaanregister keys rotate
    """


@keys.command("rotate")
def rotate() -> None:
    """Let a new key sign from now on.

    What the old key signed is believed until it has expired, so nobody is signed out. Do it now and then
    (every few months), and after SECRET_KEY was changed. SECRET_KEY must be that of the servers.

    \b
    Example:
      loopbaanregister keys rotate
    """
    from registry.clock import SystemClock
    from registry.signing_keys import rotate_keys

    settings = settings_or_stop()

    async def renewed() -> str:
        return await rotate_keys(settings=settings, actor=ACTOR, at=SystemClock().now())

    click.echo(f"Key {with_database(renewed)} signs from now on; `loopbaanregister keys list` shows them all.")


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def list_(as_json: bool) -> None:
    """List every key there ever was, the newest first: its name and until when it signs and is believed.

    \b
    Example:
      loopbaanregister keys list
    """

    async def shown() -> "tuple[KeyShown, ...]":
        from registry.signing_keys import keys_shown

        return await keys_shown()

    found = with_database(shown)
    if as_json:
        click.echo(json.dumps([_for_machines(key) for key in found]))
    elif not found:
        click.echo("There is no key yet: the first one is made when somebody asks for a token.")
    for key in () if as_json else found:
        until = f"believed until {key.believed_until:%Y-%m-%d %H:%M} UTC" if key.believed_until else "signs now"
        click.echo(f"{key.kid}  since {key.since:%Y-%m-%d %H:%M} UTC  {until}")


def _for_machines(key: "KeyShown") -> dict[str, str | None]:
    return {
        "kid": key.kid,
        "since": key.since.isoformat(),
        "signsUntil": key.signs_until.isoformat() if key.signs_until else None,
        "believedUntil": key.believed_until.isoformat() if key.believed_until else None,
    }
