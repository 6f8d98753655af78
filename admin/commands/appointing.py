"""`loopbaanregister operator`: the first person who runs the register, named by whoever runs its server."""

import click

from admin.commands.exits import Exit, Stop
from admin.commands.opening import settings_or_stop, with_database

ACTOR = "loopbaanregister operator"


@click.command()
@click.argument("email")
def operator(email: str) -> None:
    """Let the account with this EMAIL run the register, at /beheer.

    An address without an account gets one, and a link to choose a password with: it works once, within 7 days. Whoever
    has the link gets in, so give it to nobody else. Two operators are needed to give a body its first administrator:
    one proposes, the other approves.

    \b
    Example:
      loopbaanregister operator beheer@register.example
    """
    from pydantic import TypeAdapter, ValidationError

    from registry.clock import SystemClock
    from registry.inputs import Email
    from registry.invitations import appoint_operator

    try:
        exact = TypeAdapter[str](Email).validate_python(email)
    except ValidationError:
        raise Stop(
            f"{email} is no address for mail. Write it like naam@voorbeeld.example.", Exit.ASKED_WRONGLY
        ) from None

    async def appointed() -> str | None:
        return await appoint_operator(exact, actor=ACTOR, at=SystemClock().now())

    code = with_database(appointed)
    click.echo(f"{exact} runs the register from now on.")
    if code is not None:
        click.echo(f"Choose a password: {settings_or_stop().base_url}/wachtwoord-herstellen?code={code}")
