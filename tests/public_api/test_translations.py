"""Every sentence exists in both languages, and what is committed is what is served."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

HOUSE = Path(__file__).parent.parent.parent
FOLDER = HOUSE / "public_api" / "locales" / "en" / "LC_MESSAGES"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.svg", "jinja2")]
OPTIONS = {name: {"newstyle_gettext": "true"} for name in ("**/templates/**.html", "**/templates/**.svg")}
GAP = re.compile(r"%\(\w+\)s|{\w+}")


def _asked_for() -> set[str | tuple[str, ...]]:
    """Each sentence, or the pair of one and more."""
    return {
        message
        for folder in ("public_api", "admin")
        for _, _, message, _, _ in extract_from_dir(
            HOUSE / folder,
            method_map=METHODS,
            options_map=OPTIONS,
            keywords={"say": None, "_": None, "gettext": None, "ngettext": (1, 2)},
            strip_comment_tags=True,
        )
    }


def _committed() -> Catalog:
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_is_translated_and_nothing_else() -> None:
    """A new Dutch sentence without English fails here, and so does English that nobody asks for any more."""
    translated = {message.id for message in _committed() if message.id and message.string}
    assert translated == _asked_for()


def test_the_gaps_are_the_same_in_both_languages() -> None:
    """A name or a day may not get lost in translation."""
    for message in _committed():
        if message.id:
            assert sorted(GAP.findall(str(message.id))) == sorted(GAP.findall(str(message.string))), message.id


def test_what_is_compiled_is_what_is_written() -> None:
    """messages.mo was made from this messages.po (pybabel compile -d public_api/locales)."""
    compiled = read_mo(io.BytesIO((FOLDER / "messages.mo").read_bytes()))
    assert _texts(compiled) == _texts(_committed())


def _texts(catalog: Catalog) -> dict[str, str]:
    """Each sentence with its English; of a pair of one and more, Babel gives lists or tuples."""
    return {_flat(message.id): _flat(message.string) for message in catalog if message.id}


def _flat(text: Any) -> str:
    return text if isinstance(text, str) else "\n".join(text)
