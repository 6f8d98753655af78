"""Pages: a template in the reader's language, with what every page needs around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from public_api.web.answers import HTML, Answer, Header, etag_of
from public_api.web.language import (
    COOKIE,
    LANGUAGES,
    Language,
    Sentence,
    chosen_language,
    day_in_words,
    language_in_words,
    moment_in_words,
    month_in_words,
    translations,
)
from public_api.web.reach import Contact, as_dialled
from public_api.web.requests import headers_of
from public_api.web.static_files import StaticFiles
from registry.settings import Settings

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent.parent / "templates"
ONE_YEAR = 365 * 24 * 3600
VARY: Header = (b"vary", b"Accept, Accept-Language, Cookie")
# A page is asked for again each time, but not sent again while it is the same.
ASK_AGAIN: Header = (b"cache-control", b"no-cache")
KEEP_NOWHERE: Header = (b"cache-control", b"no-store")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page: their language, whether they just chose it, and where they are."""

    language: Language
    chose_now: bool
    path: str
    query: tuple[tuple[str, str], ...]

    def here_in(self, language: Language) -> str:
        """The same page in another language."""
        kept = [(name, value) for name, value in self.query if name != COOKIE]
        return f"?{urlencode([*kept, (COOKIE, language)])}"


def reader_of(scope: Any) -> Reader:
    headers = headers_of(scope)
    query = tuple(parse_qsl(scope["query_string"].decode(errors="replace"))) if scope["query_string"] else ()
    asked = dict(query).get(COOKIE)
    language = chosen_language(
        asked,
        _cookie(headers.get(b"cookie", b"").decode("latin-1")),
        headers.get(b"accept-language", b"").decode("latin-1"),
    )
    return Reader(language, chose_now=asked == language, path=scope["path"], query=query)


def _cookie(header: str) -> str | None:
    try:
        cookie = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return cookie.value if cookie else None


class Pages:
    """Renders templates; one Jinja environment per language, so that a template is compiled with its language in it."""

    def __init__(
        self, settings: Settings, static: StaticFiles, contact: Contact, folders: Sequence[Path] = (TEMPLATES,)
    ) -> None:
        self._settings = settings
        self._contact = contact
        self._folders = folders
        self._static = static
        self._over_tls = settings.base_url.startswith("https:")
        self.environment = cache(self._environment)

    def _environment(self, language: Language) -> Environment:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  # for the first page only

        environment = Environment(
            loader=FileSystemLoader(self._folders),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
        )
        environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
        environment.filters["day"] = lambda day: day_in_words(day, language)
        environment.filters["month"] = lambda day: month_in_words(day, language)
        environment.filters["moment"] = lambda moment: moment_in_words(moment, language)
        environment.filters["said"] = lambda sentence: sentence.in_language(language)
        environment.filters["telephone"] = as_dialled
        environment.filters["tongue"] = lambda code: language_in_words(code, language)
        environment.globals |= {
            "language": language,
            "languages": LANGUAGES,
            "asset": self._static.address,
            "contact": self._contact,
            "base_url": self._settings.base_url,
            "with_log_in": len(self._folders) > 1,
        }
        return environment

    def render(
        self, scope: Any, template: str, *, status: int = 200, headers: tuple[Header, ...] = (), **values: Any
    ) -> Answer:
        """The page as an answer, in the language of who asked for it."""
        reader = reader_of(scope)
        html = self.environment(reader.language).get_template(template).render(reader=reader, **values)
        body = html.encode()
        remember = (self._remember(reader.language),) if reader.chose_now else ()
        fine = status == 200
        spoken = (b"content-language", reader.language.encode())
        sent = (ASK_AGAIN if fine else KEEP_NOWHERE, VARY, spoken, *headers, *remember)
        return Answer(body, HTML, status, sent, etag_of(body) if fine else None)

    def _remember(self, language: Language) -> Header:
        secure = "; Secure" if self._over_tls else ""
        return (
            b"set-cookie",
            f"{COOKIE}={language}; Path=/; Max-Age={ONE_YEAR}; HttpOnly; SameSite=Lax{secure}".encode(),
        )


def words(sentence: Sentence, scope: Any) -> str:
    """A sentence in the language of who asked."""
    return sentence.in_language(reader_of(scope).language)
