"""Who asks: the cookie of a log-in, or of a visitor who has a form open; and the token that belongs in their forms."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

from admin.web.homes import home_of
from admin.web.trust import LENGTH, form_token, new_visitor
from public_api.web.answers import Header
from public_api.web.requests import headers_of
from registry.sessions import Identity

VISITOR = "bezoek"
SESSION = "sessie"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody: signed in or not. `holder` is what their cookie says, and no log ever sees it."""

    identity: Identity | None
    holder: str
    is_new: bool
    key: bytes

    @property
    def form_token(self) -> str:
        """What their forms must send back."""
        return form_token(self.holder, self.key)

    @property
    def home(self) -> str:
        """Where their own work begins."""
        return home_of(self.identity) if self.identity is not None else "/inloggen"


class Cookies:
    """The two cookies, by the name that fits the address: `__Host-` binds a cookie to this one host over TLS."""

    def __init__(self, *, over_tls: bool) -> None:
        prefix = "__Host-" if over_tls else ""
        self.session, self.visitor = prefix + SESSION, prefix + VISITOR
        self._secure = "; Secure" if over_tls else ""

    def read(self, scope: Any) -> tuple[str | None, str | None]:
        """The tokens of a session and of a visitor, as far as they have the right shape."""
        try:
            cookies = SimpleCookie(headers_of(scope).get(b"cookie", b"").decode("latin-1"))
        except CookieError:
            return None, None
        return self._token(cookies, self.session), self._token(cookies, self.visitor)

    def _token(self, cookies: SimpleCookie, name: str) -> str | None:
        found = cookies.get(name)
        return found.value if found is not None and len(found.value) == LENGTH else None

    def remember_session(self, token: str) -> tuple[Header, ...]:
        """Signed in: the visitor's cookie goes, so that a form opened before no longer holds."""
        return (self._header(self.session, token), self._header(self.visitor, "", "; Max-Age=0"))

    def forget_session(self) -> Header:
        return self._header(self.session, "", "; Max-Age=0")

    def remember_visitor(self, visit: Visit) -> tuple[Header, ...]:
        """Only where somebody without a log-in gets a form."""
        return (self._header(self.visitor, visit.holder),) if visit.is_new and visit.identity is None else ()

    def _header(self, name: str, value: str, more: str = "") -> Header:
        return (b"set-cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{more}{self._secure}".encode())


def visit_of(identity: Identity | None, session: str | None, visitor: str | None, key: bytes) -> Visit:
    """Put together who asks. Who is signed in is known by the session; others by a visitor's cookie, old or new."""
    if identity is not None and session is not None:
        return Visit(identity, session, False, key)
    return Visit(None, visitor or new_visitor(), visitor is None, key)
