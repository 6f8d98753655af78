"""A letter as mail: headers that nobody can add to, plain text that every program shows well, and no tracking."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from textwrap import wrap

from admin.post.whole_letters import WholeLetter, whole_letter
from admin.post.wording import Wording
from public_api.web.language import Language
from registry.mail_server import as_mail_address, read_sender
from registry.settings import Settings

WIDTH = 72  # RFC 3676: a flowed line, with the space that says that it goes on, stays below 79


class NoAddress(Exception):
    """No mail server takes this address."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A letter ready to be brought away. `to` and `sender` are what the mail server is told."""

    sender: str
    to: str
    message: bytes


def written(
    wording: Wording, *, to: str, message_id: str, language: Language, at: datetime, settings: Settings
) -> Envelope:
    """A letter in words as mail. Raises NoAddress."""
    address, sender = as_mail_address(to), read_sender(settings.mail_from)
    if address is None:
        raise NoAddress
    message = EmailMessage(SMTP)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(addr_spec=address)
    said = whole_letter(wording, language, settings)
    message["Subject"] = said.subject
    message["Date"] = at
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
    text = "\r\n".join(_lines(said)) + "\r\n"
    message.set_content(text, subtype="plain", charset="utf-8", params={"format": "flowed"})
    message["Content-Language"] = language
    return Envelope(sender.address, address, bytes(message))


def text_of(wording: Wording, language: Language, settings: Settings) -> str:
    """The text of a letter as a program shows it: a paragraph is one line, with an empty one after it."""
    letter = whole_letter(wording, language, settings)
    return "\n".join(_lines(letter)).replace("-- \n", "--\n").replace(" \n", " ")


def _lines(letter: WholeLetter) -> Iterator[str]:
    for paragraph in letter.paragraphs:
        for line in paragraph:
            yield from _flowed(line)  # an address is one word, and is never broken
        yield ""
    yield "-- "  # programs know it as the end
    for line in letter.below:
        yield from _flowed(line)


def _flowed(paragraph: str) -> list[str]:
    """One paragraph in lines that a program with a narrower or wider window may break elsewhere."""
    lines = wrap(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False)
    stuffed = [f" {line}" if line.startswith((">", "From ", " ")) else line for line in lines]
    return [f"{line} " for line in stuffed[:-1]] + stuffed[-1:]
