"""A spreadsheet on its way through the import: it travels in the form, so that nothing waits on a server."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from admin.web.forms import CameIn
from public_api.web.language import Sentence, say
from registry.activity_sheets import LEAVE_OUT, Column
from registry.sheets import SourceFile

NAME, CONTENT, SEEN, ROW = "naam", "inhoud", "gezien", "rij"
MEANINGS: Mapping[str, Sentence] = {
    "title": say("Wat je deed"),
    "kind": say("Soort"),
    "until": say("Datum (de laatste dag)"),
    "since": say("Eerste dag"),
    "minutes": say("Uren"),
    "contact_minutes": say("Contacturen"),
    "points_hundredths": say("Punten"),
    "credits_hundredths": say("Studiepunten (EC)"),
    "clients": say("Aantal cliënten"),
    "provider": say("Aanbieder"),
    "provider_accredited": say("Of de aanbieder erkend is"),
    "category": say("Categorie"),
    "domain": say("Domein"),
    "role": say("Rol"),
    "mode": say("Vorm"),
    "commissioner": say("Opdrachtgever"),
    "subject": say("Onderwerp"),
    "course": say("Cursus"),
    "meeting": say("Bijeenkomst"),
    "motivation": say("Motivatie"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """What came in: the file, what each column was said to mean (by its place), the rows that were ticked.

    `seen` are the meanings that the rows on the page were shown with.
    """

    file: SourceFile
    meanings: Mapping[int, str]
    rows: frozenset[int]
    seen: str

    def mapping(self, columns: tuple[Column, ...]) -> dict[str, str] | None:
        """What each heading means; None when nobody said anything yet. Of equal headings the first that means something
        counts.
        """
        if not self.meanings:
            return None
        found: dict[str, str] = {}
        for place, column in enumerate(columns):
            meaning = self.meanings.get(place, LEAVE_OUT)
            if found.get(column.heading, LEAVE_OUT) == LEAVE_OUT:
                found[column.heading] = meaning
        return found


def read_step(came: CameIn) -> Step | None:
    """The step somebody is at; None when there is no file."""
    upload = came.file("bestand")
    file = SourceFile(upload.name, upload.content) if upload is not None else _carried(came)
    if file is None:
        return None
    meanings = {
        int(place): value
        for name, value in came.fields
        if (place := name.removeprefix("kolom-")) != name and place.isdecimal() and len(place) < 4
    }
    rows = frozenset(int(value) for name, value in came.fields if name == ROW and value.isdecimal() and len(value) < 8)
    return Step(file, {} if upload is not None else meanings, rows, came.first(SEEN))


def _carried(came: CameIn) -> SourceFile | None:
    try:
        content = base64.b64decode(came.first(CONTENT), validate=True)
    except (binascii.Error, ValueError):
        return None
    return SourceFile(came.first(NAME)[:200], content) if content else None


def carry(file: SourceFile) -> str:
    """The file as a field of the form."""
    return base64.b64encode(file.content).decode()


def as_seen(columns: tuple[Column, ...]) -> str:
    """The meanings of the columns as one text, to know whether the rows on the page were shown with these."""
    return ",".join(column.meaning or "" for column in columns)
