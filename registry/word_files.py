"""Whether a Word document is one and nothing else: every byte accounted for, no macros, no links that load themselves.

Nothing is written to disk. Each part is unpacked piece by piece and only counted, so that an archive that lies about
its sizes is found out. Fields in the text (such as INCLUDEPICTURE or DDE) are not read, nor are the author and the
metadata of pictures taken out: the document is stored as it came and only ever served as a download.
"""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from registry.archives import Part, read_archive, unpack
from registry.file_kinds import UnfitFile

MOST_UNPACKED = 100_000_000
MOST_TIMES = 150  # how many times its packed size a document may become …
FREELY = 2_000_000  # … once it is larger than this
MOST_READ = 1_000_000  # bytes of a part that is read
_TYPES, _DOCUMENT, _RELATIONS = "[Content_Types].xml", "word/document.xml", "_rels/.rels"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ACTIVE_NAMES = re.compile(r"vba|macrosheet|activex|\.(exe|dll|js|vbs|hta|lnk|scr|bat|cmd|ps1|jar|msi)$", re.I)
_ACTIVE_TYPES = re.compile(r"macroEnabled|vbaProject|activeX", re.I)
_ACTIVE_LINKS = re.compile(r"/(aFChunk|oleObject|control|vbaProject|keyMapCustomizations)$", re.I)
_BY_HAND = re.compile(r"/hyperlink$", re.I)  # the one link to outside that loads only when somebody follows it


def check_word_file(data: bytes) -> None:
    """Look a Word document over. Raises UnfitFile."""
    parts = read_archive(data)
    if not {_TYPES, _DOCUMENT, _RELATIONS} <= parts.keys():
        raise UnfitFile(
            "not_word", message="This is an archive and not a Word document. Hand in each file in it by itself."
        )
    _check_sizes(parts, len(data))
    if any(_ACTIVE_NAMES.search(name) for name in parts):
        raise _active()
    _check_types(_read(data, parts[_TYPES]))
    for name, part in parts.items():
        if name.casefold().endswith(".rels"):
            _check_links(_read(data, part))
        else:
            for _ in unpack(data, part):
                pass  # it is what the archive says it is


def _check_sizes(parts: Mapping[str, Part], size: int) -> None:
    unpacked = sum(part.size for part in parts.values())
    if unpacked > MOST_UNPACKED or (unpacked > FREELY and unpacked > MOST_TIMES * size):
        raise UnfitFile("bomb", message="This document becomes far too large when it is opened. Save it as PDF.")


def _read(data: bytes, part: Part) -> ElementTree.Element:
    """A small part as XML, without declarations of its own: those can make it endless."""
    if part.size > MOST_READ:
        raise _broken()
    text = b"".join(unpack(data, part))
    if b"\0" in text or b"<!" in text:
        raise _broken()
    try:
        return ElementTree.fromstring(text.decode())  # noqa: S314  # no declarations, so nothing to expand
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError, LookupError):
        raise _broken() from None


def _check_types(types: ElementTree.Element) -> None:
    """The list of what each part is: the document is a Word document, and nothing is a macro."""
    said = [(element.get("PartName", ""), element.get("ContentType", "")) for element in types]
    if any(_ACTIVE_TYPES.search(kind) for _, kind in said):
        raise _active()
    if (f"/{_DOCUMENT}", _WORD) not in said:
        raise _broken()


def _check_links(links: ElementTree.Element) -> None:
    for link in links:
        kind = link.get("Type", "")
        if _ACTIVE_LINKS.search(kind):
            raise _active()
        if link.get("TargetMode", "").strip().casefold() == "external" and not _BY_HAND.search(kind):
            raise UnfitFile(
                "loads",
                message="This document loads something from elsewhere when it is opened. Save it as PDF instead.",
            )


def _active() -> UnfitFile:
    return UnfitFile(
        "active", message="This document holds macros or another program. Save it as PDF, and hand that in."
    )


def _broken() -> UnfitFile:
    return UnfitFile(
        "broken", message="This document is damaged, or is no Word document. Save it as PDF or .docx again."
    )
