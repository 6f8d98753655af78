"""How a name is written, sorted and found again: accents, capitals and tussenvoegsels the Dutch way."""

import re
import unicodedata

_DROPPED = re.compile("['\u2019\u2018\u0060\u00b4]")  # apostrophes, straight and curled, and two accents used as one
_SEPARATOR = re.compile(r"[^0-9a-z]+")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ħ": "h"}
)


def fold(text: str) -> str:
    """Small letters without accents, words parted by one space: "Özil-d'Hondt" becomes "ozil dhondt"."""
    letters = _DROPPED.sub("", text).casefold()
    if letters.isascii():  # nothing to take off: most names, and a bulk import has many
        return _SEPARATOR.sub(" ", letters).strip()
    letters = unicodedata.normalize("NFKD", letters)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_LETTERS)
    return _SEPARATOR.sub(" ", plain).strip()


def display_name(initials: str, prefix: str, family_name: str) -> str:
    """The name as the register shows it: "F. el Idrissi"."""
    return " ".join(part for part in (initials, _joined(prefix, family_name)) if part)


def _joined(prefix: str, family_name: str) -> str:
    """ "van der Meer", but "d'Hondt"."""
    space = "" if not prefix or prefix.endswith(("'", "\u2019")) else " "
    return f"{prefix}{space}{family_name}"


def sort_key(initials: str, prefix: str, family_name: str) -> str:
    """Sorted by family name first; the tussenvoegsel comes after it, as in a Dutch telephone book."""
    return f"{fold(family_name)}, {fold(initials)} {fold(prefix)}"[:200]


def search_key(given_name: str, initials: str, prefix: str, family_name: str) -> str:
    """Every word of the name with a space before it, so that " idr" finds the start of a word."""
    joined = _joined(prefix, family_name) if prefix.endswith(("'", "\u2019")) else ""
    return f" {fold(f'{given_name} {initials} {joined} {prefix} {family_name}')} "[:400]
