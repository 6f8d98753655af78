"""The name of a file as a person sees it. Nothing is ever stored or looked up by it."""

import re
import unicodedata

from registry.file_kinds import ENDINGS, FileKind

MOST = 120
READ = 1_000  # letters of a name that are looked at
NAMELESS = "bewijs"
_PATH = re.compile(r"[/\\]")
_UNWANTED = frozenset('<>:"|?*%')  # mean something to a shell, a browser or a disk
_KNOWN = re.compile(r"\.(pdf|jpe?g|png|hei[cf]|docx|doc|zip|exe)$", re.I)
_ANY = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.I)


def shown_name(given: str, kind: FileKind) -> str:
    """What a file is called in lists and downloads: no path, nothing invisible, and the ending of what it really is."""
    name = _PATH.split(given[:READ])[-1]
    name = unicodedata.normalize("NFC", "".join(_visible(letter) for letter in name))
    name = _ANY.sub("", _tidy(name))
    while (shorter := _KNOWN.sub("", name)) != name:
        name = shorter
    name = _tidy(name)
    ending = ENDINGS[FileKind.JPEG if kind is FileKind.HEIC else kind]
    if not name or _DEVICES.match(name):
        name = f"{NAMELESS}-{name}".rstrip("-")
    return _tidy(name[: MOST - len(ending)]) + ending


def _visible(letter: str) -> str:
    """The letter; a space for what is shown as one or means something; nothing for what cannot be seen."""
    category = unicodedata.category(letter)
    if category.startswith("Z") or letter in _UNWANTED or letter in "\t\r\n":
        return " "
    return "" if category.startswith("C") else letter  # controls, directions of writing, halves of letters


def _tidy(name: str) -> str:
    return " ".join(name.split()).strip(" .")
