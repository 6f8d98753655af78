"""The badge for a site of one's own: how it looks, the HTML to copy, and what it proves."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get

from accreditation.scheme import Mark
from admin.web.doorman import Door, door, own_number, visit_to
from admin.web.house import house_of
from public_api.pages.profile import told
from public_api.routes.standings import asked_standing
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import say
from public_api.web.pages import reader_of
from public_api.web.query import PageQuery, read_query


@dataclass(frozen=True, slots=True)
class Badge:
    """One mark that counts today: where its badge is, and what to copy. The page escapes the HTML once more."""

    mark: Mark
    picture: str
    words: str
    snippet: str
    link: str


@get("/mijn/badge", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def show_badge(request: Asked) -> Answer:
    """Only for marks that count today: there is nothing to show of the others."""
    read_query(request.scope, PageQuery)
    house, number = house_of(request), own_number(request)
    site, language = house.site, reader_of(request.scope).language
    catalogue = await site.marks.current()
    standing = await asked_standing(catalogue, number, None, None, None, at=site.now())
    every = told(standing.name, standing.registrations, catalogue, language)
    valid = [one.mark for one in every if one.registration.certified]
    base, place = site.settings.base_url, f"/professionals/{number}"
    badges = []
    for mark in valid:
        name = mark.name.within(language)
        words = say("{mark}: controleer mijn registratie", mark=name).in_language(language)
        picture = f"{place}/badge.svg?keurmerk={mark.code}&taal={language}"
        badges.append(Badge(mark, picture, words, _snippet(base, number, picture, words), f"{base}/p/{number}"))
    return site.pages.render(request.scope, "badge.html", visit=visit_to(request), badges=badges)


def _snippet(base: str, number: str, picture: str, words: str) -> str:
    source = f"{base}{picture}".replace("&", "&amp;")
    return f'<a href="{base}/p/{number}"><img src="{source}" alt="{_attribute(words)}" width="360"></a>'


def _attribute(text: str) -> str:
    """As it stands between double quotes in HTML."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


PAGES = [show_badge]
