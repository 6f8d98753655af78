"""My data: what the register knows of somebody, what of that is public, who looked at it, and what they can do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from litestar import get
from pydantic import Field

from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.house import house_of
from public_api.pages.profile import CONTACT_FORMS
from public_api.pages.start import GOALS
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import Language, Sentence, language_in_words, say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query
from registry.leaving import leaving_of
from registry.own_data import Looked, roles_behind, who_looked
from registry.own_details import OwnDetails, own_details
from registry.practitioners import PublicChoice
from registry.profiles import public_choice_of

HERE = "/mijn/gegevens"
SHOWN = 20  # of who looked, before one asks for all
MESSAGES: dict[str, Sentence] = {
    "naam": say("Je naam is verbeterd."),
    "contact": say("Je contactgegevens zijn verbeterd."),
    "plaatsen": say("Je werkplaatsen zijn verbeterd."),
    "blijft": say("Je blijft in het register. Een keurmerk dat is gestopt, kun je opnieuw aanvragen."),
    "uitgeschreven": say("Je bent uitgeschreven. Hieronder zie je wanneer je dossier verdwijnt."),
}
AT_BODY: dict[str, Sentence] = {
    "assessor": say("Een beoordelaar van {body}"),
    "officer": say("Een medewerker van {body} die besluiten neemt"),
    "scheme_editor": say("Een medewerker van {body} die de regels bijhoudt"),
    "body_administrator": say("Een beheerder van {body}"),
}
ELSEWHERE: dict[str, Sentence] = {
    "operator": say("Een beheerder van het register"),
    "analyst": say("Een onderzoeker van het register"),
    "professional": say("Een andere professional"),
}
SOMEBODY = say("Een medewerker die geen toegang meer heeft, of het register zelf")
LOOKED_AT: dict[str, Sentence] = {
    "evidence": say("een bewijsstuk"),
    "course": say("een activiteit met een erkende opleiding"),
    "judgements": say("wat de beoordelaars schreven"),
    "file": say("je dossier"),
    "application": say("je aanvraag"),
    "export": say("alles, om mee te nemen"),
    "person": say("wat er over je keurmerken is besloten"),
}
A_PART = say("een deel van je dossier")
NOTHING = say("Niets ingevuld")


class DataQuery(PageQuery):
    """What just happened, and whether to show everybody who looked."""

    melding: Annotated[str, Field(max_length=20)] = ""
    alles: Annotated[int, Field(ge=0, le=1)] = 0


@dataclass(frozen=True, slots=True)
class Known:
    """One thing the register knows: what it is, and whether everybody sees it."""

    label: Sentence
    value: str
    public: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody looked: when, in which role (never who), and at what."""

    at: datetime
    by: Sentence
    what: Sentence


@get(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_data(request: Asked) -> Answer:
    query = read_query(request.scope, DataQuery)
    house, number = house_of(request), own_number(request)
    about = await own_details(number)
    readings = await readings_of(number, own=(signed_in(request).actor,))
    return house.site.pages.render(
        request.scope,
        "own_data.html",
        visit=visit_to(request),
        about=about,
        fields=_known(about, await public_choice_of(number), reader_of(request.scope).language),
        nothing=NOTHING,
        readings=readings if query.alles else readings[:SHOWN],
        more=len(readings) > SHOWN and not query.alles,
        leaving=await leaving_of(number),
        message=MESSAGES.get(query.melding),
    )


def _known(about: OwnDetails, chosen: PublicChoice | None, language: Language) -> list[Known]:
    """Field by field what is kept, and whether the public sees it."""
    choice = chosen or PublicChoice()
    name = about.name
    shown = " ".join(part for part in (name.initials, name.prefix, name.family_name) if part)
    goals = [goal.title.in_language(language) for goal in GOALS if goal.anchor in choice.goals]
    forms = [label.in_language(language) for code, label in CONTACT_FORMS.items() if code in choice.contact_forms]
    return [
        Known(say("Naam"), shown, True),
        Known(say("Registernummer"), about.number, True),
        Known(say("Voornaam"), name.given_name, False),
        Known(say("Eerdere namen"), ", ".join(about.former_names), False),
        Known(say("E-mailadres voor het register"), about.email or "", False),
        Known(say("Telefoonnummer voor het register"), about.phone or "", False),
        Known(say("Waar je werkt"), ", ".join(p.town for p in about.work_places), choice.show_work_places),
        Known(say("Telefoonnummer voor cliënten"), choice.phone or "", True),
        Known(say("E-mailadres voor cliënten"), choice.email or "", True),
        Known(say("Website"), choice.website or "", True),
        Known(say("Talen die je met cliënten spreekt"), ", ".join(_tongues(choice, language)), True),
        Known(say("Hoe je met mensen werkt"), ", ".join(forms), True),
        Known(say("Wie je helpt"), ", ".join(goals), True),
        Known(say("Waar je je op richt"), ", ".join(choice.specialisms), True),
        Known(say("Over jezelf"), choice.about or "", True),
    ]


def _tongues(choice: PublicChoice, language: Language) -> list[str]:
    return [language_in_words(code, language) for code in choice.languages]


async def readings_of(number: str, *, own: Collection[str]) -> list[Reading]:
    """Who looked at somebody's file, in words: their role and body, never their name."""
    found = await who_looked(number, own=own)
    roles = await roles_behind({one.by for one in found})
    return [Reading(one.at, _by(one, roles), LOOKED_AT.get(one.what, A_PART)) for one in found]


def _by(looked: Looked, roles: Mapping[str, tuple[tuple[str, str | None], ...]]) -> Sentence:
    """In which role somebody looked: at a body before elsewhere, as reading files is that body's work."""
    held = roles.get(looked.by, ())
    for role, body in held:
        if role in AT_BODY and body is not None:
            return say(AT_BODY[role].source, body=body)
    return next((ELSEWHERE[role] for role, _ in held if role in ELSEWHERE), SOMEBODY)


PAGES = [show_data]
