"""The form of an activity: five fields first, the rest for when a rule asks; and back from the register to the form."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from admin.web.amounts import Hours, Points, hours_text, hundredths_text
from admin.web.forms import Filled, Form, Tick
from public_api.web.language import Sentence, say
from public_api.web.query import CivilDay
from registry.drafts import ActivityDraft
from registry.inputs import Kind, Line120, Text4000, read_input


def _as_code(typed: object) -> str:
    """Codes are small letters: whoever types "Online training" means the code online_training."""
    letters = unicodedata.normalize("NFKD", str(typed).casefold())
    return "_".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


Word = Annotated[Kind, BeforeValidator(_as_code)]


class ActivityForm(Form):
    """An activity as it is typed. `van` is left out for an activity of one day.

    `kenmerk` is the identity that a new one will have: a form that is sent twice adds one activity.
    """

    wat: Annotated[str, Field(min_length=1, max_length=200)]
    soort: Kind
    datum: CivilDay
    van: CivilDay | None = None
    uren: Hours | None = None
    punten: Points | None = None
    contacturen: Hours | None = None
    studiepunten: Points | None = None
    clienten: Annotated[int | None, Field(ge=0, le=100_000)] = None
    categorie: Word | None = None
    domein: Word | None = None
    rol: Word | None = None
    vorm: Word | None = None
    aanbieder: Line120 | None = None
    erkend: Tick = False
    opdrachtgever: Line120 | None = None
    onderwerp: Line120 | None = None
    cursus: Line120 | None = None
    bijeenkomst: Line120 | None = None
    motivatie: Text4000 = ""
    versie: Annotated[int, Field(ge=0)] = 0
    knop: str = ""
    kenmerk: UUID | None = None

    def draft(self) -> ActivityDraft:
        """What the register records. Raises Malformed, with the names that the register has for the fields."""
        return read_input(ActivityDraft, {
            "kind": self.soort,
            "title": self.wat,
            "since": self.van or self.datum,
            "until": self.datum,
            "minutes": self.uren,
            "points_hundredths": self.punten,
            "contact_minutes": self.contacturen,
            "credits_hundredths": self.studiepunten,
            "clients": self.clienten,
            "category": self.categorie,
            "domain": self.domein,
            "role": self.rol,
            "mode": self.vorm,
            "provider": self.aanbieder,
            "provider_accredited": self.erkend,
            "commissioner": self.opdrachtgever,
            "subject": self.onderwerp,
            "course": self.cursus,
            "meeting": self.bijeenkomst,
            "motivation": self.motivatie,
        })  # fmt: skip


# What the register calls a field, and the form.
FIELDS = {
    "kind": "soort", "title": "wat", "since": "van", "until": "datum", "minutes": "uren", "points_hundredths": "punten",
    "contact_minutes": "contacturen", "credits_hundredths": "studiepunten", "clients": "clienten",
    "category": "categorie", "domain": "domein", "role": "rol", "mode": "vorm", "provider": "aanbieder",
    "provider_accredited": "erkend", "commissioner": "opdrachtgever", "subject": "onderwerp", "course": "cursus",
    "meeting": "bijeenkomst", "motivation": "motivatie",
}  # fmt: skip

# What the page of an activity calls a field of the register.
LABELS: dict[str, Sentence] = {
    "title": say("Wat heb je gedaan?"),
    "kind": say("Soort"),
    "since": say("Eerste dag"),
    "until": say("Datum"),
    "minutes": say("Uren"),
    "points_hundredths": say("Punten"),
    "provider": say("Aanbieder"),
    "provider_accredited": say("De aanbieder is erkend door de instelling van mijn keurmerk"),
    "role": say("Rol"),
    "mode": say("Vorm"),
    "contact_minutes": say("Contacturen"),
    "credits_hundredths": say("Studiepunten (EC)"),
    "clients": say("Aantal cliënten"),
    "category": say("Categorie"),
    "domain": say("Domein"),
    "subject": say("Onderwerp"),
    "course": say("Cursus"),
    "meeting": say("Bijeenkomst"),
    "commissioner": say("Opdrachtgever"),
    "motivation": say("Motivatie"),
}
# Those that its page lists below each other, when they hold something, after the kind, the day and the amounts.
LISTED = (
    "provider", "role", "mode", "contact_minutes", "credits_hundredths", "clients", "category", "domain", "subject",
    "course", "meeting", "commissioner", "motivation",
)  # fmt: skip
FACTS = tuple((FIELDS[name], LABELS[name]) for name in LISTED)


def as_filled(draft: ActivityDraft, version: int) -> Filled:
    """An activity of the register as the form shows it."""
    values: dict[str, Any] = {
        ours: _shown(getattr(draft, theirs)) for theirs, ours in FIELDS.items() if getattr(draft, theirs) is not None
    }
    values |= {
        "uren": hours_text(draft.minutes),
        "contacturen": hours_text(draft.contact_minutes),
        "punten": hundredths_text(draft.points_hundredths),
        "studiepunten": hundredths_text(draft.credits_hundredths),
        "van": str(draft.since) if draft.since != draft.until else "",
        "erkend": "ja" if draft.provider_accredited else "",
        "versie": str(version),
    }
    return Filled(values)


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
