"""The mail server that takes our letters, and addresses that it can be given. Nothing here can hold a second line."""

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

Tls = Literal["starttls", "implicit", "none"]
NO_SERVER = (
    "write smtp://user:password@host:587 (with STARTTLS), smtps://user:password@host:465, "
    "or smtp://127.0.0.1:25?tls=none for a server on this machine"
)
NO_SENDER = "write an address, or a name and an address: Loopbaanregister <geen-antwoord@register.example>"
_PORTS: dict[Tls, int] = {"starttls": 587, "implicit": 465, "none": 25}
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_SENDER = re.compile(r"(?:([^<>\"\x00-\x1f\x7f]{1,80}) )?<?([^<>\s]+)>?")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where the mail server is, and how it knows us."""

    host: str
    port: int
    tls: Tls
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who letters are from."""

    name: str
    address: str


def read_mail_server(url: str) -> MailServer:
    """What SMTP_URL says. Raises ValueError with what to write instead, and without what was written."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host, tls = parts.hostname, _tls(parts.scheme, query)
    try:
        port = parts.port
    except ValueError:
        raise ValueError(NO_SERVER) from None
    if tls is None or not host or not re.fullmatch(r"[A-Za-z0-9.:_-]+", host) or parts.path.strip("/"):
        raise ValueError(NO_SERVER)
    if (parts.username is None) != (parts.password is None):
        raise ValueError(NO_SERVER)
    user, password = (unquote(given) if given else None for given in (parts.username, parts.password))
    return MailServer(host, port or _PORTS[tls], tls, user, password)


def _tls(scheme: str, query: dict[str, str]) -> Tls | None:
    match scheme, query:
        case ("smtps", {**rest}) if not rest:
            return "implicit"
        case ("smtp", {**rest}) if not rest or rest == {"tls": "starttls"}:
            return "starttls"
        case ("smtp", {"tls": "none", **rest}) if not rest:
            return "none"
    return None


def read_sender(text: str) -> Sender:
    """What MAIL_FROM says. Raises ValueError with what to write instead."""
    found = _SENDER.fullmatch(text.strip())
    address = as_mail_address(found[2]) if found else None
    if found is None or address is None:
        raise ValueError(NO_SENDER)
    return Sender((found[1] or "").strip(), address)


def as_mail_address(text: str) -> str | None:
    """An address as mail servers take it, its domain in ASCII; None when it is none, or one that few servers take."""
    local, _, domain = text.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = ascii_domain.split(".")
    if len(local) > 64 or not _LOCAL.fullmatch(local) or len(labels) < 2 or len(ascii_domain) > 253:
        return None
    return f"{local}@{ascii_domain}" if all(_LABEL.fullmatch(label) for label in labels) else None
