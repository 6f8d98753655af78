"""What a professional shows of themselves: a choice per field, with a look at it as a visitor before it is kept."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import get, post
from pydantic import AfterValidator, Field

from admin.web.doorman import Door, door, own_number, signed_in, visit_to
from admin.web.forms import Filled, Form, Given, Tick, read_form
from admin.web.house import house_of
from public_api.pages.profile import CONTACT_FORMS, MEASURES, PROOFS, chosen_words, qr_code, told
from public_api.pages.start import GOALS
from public_api.routes.standings import asked_standing
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Language, Sentence, language_in_words, say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query
from registry.inputs import Email, Phone, Text1000, Website
from registry.own_details import own_details
from registry.practitioners import PublicChoice, choose_public
from registry.profiles import profile_if_chosen, public_choice_of

HERE = "/mijn/profiel"
LONGEST = 80
MOST = 10
LISTS = ("talen", "vormen", "doelen")
TONGUES = (
    "nl", "en", "de", "fr", "es", "pt", "it", "pl", "uk", "ru", "ro", "bg", "tr", "ar", "fa", "ku", "so", "ti", "am",
    "zh", "hi", "ur", "vi", "id", "pap", "fy",
)  # fmt: skip
SPECIALISMS = say("Schrijf hoogstens 10 regels, met hoogstens 80 tekens per regel.")
MESSAGES: dict[str, Sentence] = {"bewaard": say("Bewaard. Je openbare profiel is meteen aangepast.")}


class ProfileQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


def _lines(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST or any(len(line) > LONGEST for line in lines):
        raise ValueError(SPECIALISMS.source)
    return "\n".join(lines)


class ProfileForm(Form):
    """Every choice there is. What is left empty is not shown."""

    plaatsen: Tick = False
    talen: tuple[str, ...] = ()
    vormen: tuple[str, ...] = ()
    doelen: tuple[str, ...] = ()
    specialismen: Annotated[Text1000, AfterValidator(_lines)] = ""
    website: Website | None = None
    email: Email | None = None
    telefoon: Phone | None = None
    over: Text1000 | None = None
    knop: str = ""

    def choice(self, before: PublicChoice) -> PublicChoice:
        """What the register records: of each list only what the page offers, and what was chosen before."""
        return PublicChoice(
            show_work_places=self.plaatsen,
            languages=_offered(self.talen, TONGUES, before.languages),
            contact_forms=_offered(self.vormen, CONTACT_FORMS, before.contact_forms),
            goals=_offered(self.doelen, [goal.anchor for goal in GOALS], before.goals),
            specialisms=tuple(self.specialismen.splitlines()),
            website=self.website,
            email=self.email,
            phone=self.telefoon,
            about=self.over,
        )


def _offered(chosen: tuple[str, ...], offered: Any, before: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in chosen if one in offered or one in before))


def as_filled(choice: PublicChoice) -> Filled:
    """A choice as the form shows it."""
    return Filled({
        "plaatsen": "ja" if choice.show_work_places else "",
        "talen": list(choice.languages),
        "vormen": list(choice.contact_forms),
        "doelen": list(choice.goals),
        "specialismen": "\n".join(choice.specialisms),
        "website": choice.website or "",
        "email": choice.email or "",
        "telefoon": choice.phone or "",
        "over": choice.about or "",
    })  # fmt: skip


@get(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_profile(request: Asked) -> Answer:
    query = read_query(request.scope, ProfileQuery)
    chosen = await public_choice_of(own_number(request))
    return await _form_page(request, as_filled(chosen or PublicChoice()), message=MESSAGES.get(query.melding))


@post(HERE, opt=door(Door.PROFESSIONAL), include_in_schema=False, status_code=200)
async def take_profile(request: Asked) -> Answer:
    """Kept, looked at as a visitor, or taken back to the form from there."""
    given = read_form(request, ProfileForm, lists=LISTS)
    if given.form is None:
        return await _form_page(request, given.filled, status=400)
    number = own_number(request)
    choice = given.form.choice(await public_choice_of(number) or PublicChoice())
    if given.form.knop == "bekijk":
        return await _preview(request, choice, given)
    if given.form.knop == "terug":
        return await _form_page(request, given.filled)
    await choose_public(number, choice, actor=signed_in(request).actor, at=house_of(request).site.now())
    return redirect(f"{HERE}?melding=bewaard")


async def _form_page(request: Asked, filled: Filled, *, message: Sentence | None = None, status: int = 200) -> Answer:
    house, number = house_of(request), own_number(request)
    language = reader_of(request.scope).language
    return house.site.pages.render(
        request.scope,
        "own_profile.html",
        status=status,
        visit=visit_to(request),
        filled=filled,
        message=message,
        about=await own_details(number),
        languages_to_choose=_tongues(filled, language),
        forms=[(code, label.in_language(language)) for code, label in CONTACT_FORMS.items()],
        goals=[(goal.anchor, goal.title.in_language(language)) for goal in GOALS],
    )


def _tongues(filled: Filled, language: Language) -> list[tuple[str, str]]:
    """What can be chosen, with what somebody has already: Dutch first, the rest by name."""
    chosen = filled.values.get("talen") or []
    named = {code: language_in_words(code, language) for code in (*TONGUES, *chosen)}
    return sorted(named.items(), key=lambda one: (one[0] != "nl", one[1]))


async def _preview(request: Asked, choice: PublicChoice, given: Given[ProfileForm]) -> Answer:
    """The very page that a visitor would get, with the choice in it and nothing kept yet."""
    house, number = house_of(request), own_number(request)
    site, language = house.site, reader_of(request.scope).language
    catalogue = await site.marks.current()
    standing = await asked_standing(catalogue, number, None, None, None, at=site.now())
    about = await profile_if_chosen(number, choice, at=site.now())
    return site.pages.render(
        request.scope,
        "own_profile_preview.html",
        visit=visit_to(request),
        kept=_fields(given.filled),
        standing=standing,
        about=about,
        chosen=chosen_words(about, language),
        told=told(standing.name, standing.registrations, catalogue, language),
        proofs=PROOFS,
        measures=MEASURES,
        today=site.today(),
        checked_at=site.now(),
        qr=qr_code(f"{site.settings.base_url}/p/{number}"),
        short_address=f"{site.settings.base_url}/p/{number}",
    )


def _fields(filled: Filled) -> list[tuple[str, str]]:
    """Everything that was filled in, to send along once more."""
    found = []
    for name in ProfileForm.model_fields:
        value = filled.values.get(name)
        if name != "knop":
            found += [(name, one) for one in (value if isinstance(value, list) else [value]) if one]
    return found


PAGES = [show_profile, take_profile]
