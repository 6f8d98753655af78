"""Dutch and English: which one a reader gets, the catalogues, and dates in words."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from accreditation.dates import AMSTERDAM
from public_api.web.negotiation import preferred_language
from registry.errors import Wording

Language = Literal["nl", "en"]

LANGUAGES: tuple[Language, ...] = ("nl", "en")
COOKIE = "taal"
LOCALES = Path(__file__).parent.parent / "locales"


@lru_cache(maxsize=len(LANGUAGES))
def translations(language: Language) -> gettext.NullTranslations:
    """The catalogue of a language. Pages are written in Dutch: the Dutch one holds what the register itself says."""
    return gettext.translation("messages", LOCALES, [language])


@dataclass(frozen=True, slots=True)
class Sentence:
    """A Dutch source sentence with named gaps, said in a language when it is known who reads it."""

    source: str
    values: tuple[tuple[str, object], ...] = ()

    def in_language(self, language: Language) -> str:
        text = translations(language).gettext(self.source)
        return text.format_map(dict(self.values)) if self.values else text


def say(source: str, **values: object) -> Sentence:
    """Mark a Dutch sentence for translation (pybabel extracts it by this name) and fill its gaps."""
    return Sentence(source, tuple(values.items()))


def from_register(message: str) -> Sentence:
    """A sentence of the register's own (they are in English), to be said in the reader's language."""
    if isinstance(message, Wording):
        return Sentence(message.sentence, tuple(message.values.items()))
    return Sentence(message)


def chosen_language(asked: str | None, cookie: str | None, accept_language: str | None) -> Language:
    """By `?taal=`, else the cookie, else Accept-Language, else Dutch."""
    for choice in (asked, cookie, preferred_language(accept_language, LANGUAGES)):
        for language in LANGUAGES:
            if choice == language:
                return language
    return LANGUAGES[0]


@lru_cache(maxsize=4096)
def day_in_words(day: date, language: Language) -> str:
    """`1 maart 2029` or `1 March 2029`."""
    from babel.dates import format_date  # noqa: PLC0415  # 3 MB that a server needs for its first answer in words

    return format_date(day, "d MMMM y", locale=language)


@lru_cache(maxsize=256)
def month_in_words(day: date, language: Language) -> str:
    """`maart 2029` or `March 2029`."""
    from babel.dates import format_date  # noqa: PLC0415  # as above

    return format_date(day, "MMMM y", locale=language)


@lru_cache(maxsize=256)
def weekday_in_words(day: date, language: Language) -> str:
    """`maandag 30 november` or `Monday 30 November`: of a day that is near."""
    from babel.dates import format_date  # noqa: PLC0415  # as above

    return format_date(day, "EEEE d MMMM", locale=language)


def moment_in_words(moment: datetime, language: Language) -> str:
    """`zondag 22 november 2026 om 21.06 uur`, in Dutch time."""
    from babel.dates import format_datetime  # noqa: PLC0415  # as above

    pattern = {"nl": "EEEE d MMMM y 'om' HH.mm 'uur'", "en": "EEEE d MMMM y 'at' HH:mm"}[language]
    return format_datetime(moment, pattern, tzinfo=AMSTERDAM, locale=language)


@lru_cache(maxsize=256)
def language_in_words(code: str, language: Language) -> str:
    """`ar` becomes `Arabisch`; a code that no list of languages knows stays as it is."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # as above

    try:
        return Locale.parse(code).get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code
