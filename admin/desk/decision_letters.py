"""The letter about a decision before it leaves: as text in both languages, and on paper.

It is made of what the worker will find in the outbox, by what the worker makes it with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from admin.dossier.paper import Paper
from admin.post.body_letters import wording_to_send
from admin.post.whole_letters import WholeLetter, whole_letter
from public_api.site import Site
from public_api.web.language import LANGUAGES, Language
from registry.catalogue import Catalogue
from registry.contact_points import settings_on
from registry.notices import DECIDED

PAPER_SECONDS = 30  # the first one of a process also reads in what sets it, and two may be waiting before it


async def letter_about(
    about: Mapping[str, str], language: Language, catalogue: Catalogue, site: Site, *, on: date
) -> WholeLetter:
    """The letter in one language, as it leaves on a day: with what the body adds then."""
    wording = await wording_to_send(DECIDED, about, language, catalogue=catalogue, on=on)
    return whole_letter(wording, language, await settings_on(site.settings, on))


async def letters_about(
    about: Mapping[str, str], catalogue: Catalogue, site: Site, *, on: date
) -> tuple[WholeLetter, ...]:
    """The letter in every language that somebody can read it in."""
    return tuple([await letter_about(about, language, catalogue, site, on=on) for language in LANGUAGES])


def paper_letter(letter: WholeLetter, site: Site, *, at: datetime, sent: bool) -> Paper:
    """The letter on a page of A4; `sent`: the decision was taken and this is no longer a preview."""
    template = site.pages.environment(letter.language).get_template("letter_paper.html")
    return Paper(template.render(letter=letter, made_at=at, sent=sent, sender=site.settings.mail_from))
