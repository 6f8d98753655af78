"""Letters to a mail server by SMTP, in such steps that as little as possible is ever uncertain.

A mail server takes a letter with the line that holds only a dot. Everything before that line can be called back by
hanging up; after it only the server's answer tells. So the letter goes over whole, then we write down that the dot
goes out, and then it does.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPException, SMTPRecipientRefused, SMTPResponseException

from admin.post.carriers import TAKEN, Begin, Outcome
from admin.post.messages import Envelope
from registry.mail_server import MailServer
from registry.outbox import REPLY

BEFORE_THE_DOT = 120.0  # seconds for everything that can be called back; well within the time a claim lasts
ONE_STEP = 60.0
LEAVING = 5.0
GO_AHEAD = 354
DONE = 250
REFUSED = 500
_DOTS = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class MailCarrier:
    """Brings letters to one mail server, with one connection a letter."""

    server: MailServer
    reply_within: float = REPLY.total_seconds()

    @asynccontextmanager
    async def carry(self, envelope: Envelope, name: str, begin: Begin) -> AsyncIterator[Outcome]:
        """As Carrier says. We hang up after what came of it was written down."""
        del name
        client = self._client()
        try:
            yield await self._hand_over(client, envelope, begin)
        finally:
            with suppress(SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(LEAVING):
                    await client.quit()
            client.close()

    def _client(self) -> SMTP:
        server = self.server
        return SMTP(
            hostname=server.host, port=server.port, username=server.user, password=server.password,
            use_tls=server.tls == "implicit", start_tls=server.tls == "starttls", timeout=ONE_STEP,
        )  # fmt: skip

    async def _hand_over(self, client: SMTP, envelope: Envelope, begin: Begin) -> Outcome:
        try:
            async with asyncio.timeout(BEFORE_THE_DOT):
                await self._all_but_the_dot(client, envelope)
        except SMTPRecipientRefused as answer:
            return _answered(answer.code)
        except SMTPResponseException as answer:  # about us, and not about whom it is for
            return Outcome("later", f"server_says_{answer.code}")
        except (OSError, TimeoutError):  # aiosmtplib's own texts hold addresses
            return Outcome("later", "server_does_not_answer")
        except SMTPException:
            return Outcome("later", "server_lacks_what_smtp_url_asks")
        if not await begin():
            return Outcome("let_go")
        return await self._dot(client)

    async def _all_but_the_dot(self, client: SMTP, envelope: Envelope) -> None:
        await client.connect()
        await client.mail(envelope.sender)
        await client.rcpt(envelope.to)
        go = await client.execute_command(b"DATA")
        if go.code != GO_AHEAD:
            raise SMTPResponseException(go.code, "")
        _write(client, _DOTS.sub(b"..", envelope.message))

    async def _dot(self, client: SMTP) -> Outcome:
        """The line that cannot be called back."""
        protocol = client.protocol
        try:
            _write(client, b".\r\n")
            assert protocol is not None  # or nothing could be written
            answer = await protocol.read_response(timeout=self.reply_within)
        except (SMTPException, OSError, TimeoutError):
            return Outcome("unsure")
        return TAKEN if answer.code == DONE else _answered(answer.code)


def _write(client: SMTP, data: bytes) -> None:
    if client.protocol is None:
        raise ConnectionResetError
    client.protocol.write(data)


def _answered(code: int) -> Outcome:
    """What a server says with a 5 at the front stays so."""
    return Outcome("refused" if code >= REFUSED else "later", f"server_says_{code}")
