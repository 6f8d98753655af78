"""The letter about a decision before it leaves: as text in both languages, and on paper.

It is made of what the worker will find in the outbox, by what the worker makes it with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from admin.dossier.paper import Paper
from admin.post.letter_text import LetterText, letter_text
from admin.post.letters import wording_of
from public_api.site import Site
from public_api.web.language import LANGUAGES, Language
from registry.catalogue import Catalogue
from registry.notices import DECIDED

PAPER_SECONDS = 30  # the first one of a process also reads in what sets it, and two may be waiting before it


def letter_about(about: Mapping[str, str], language: Language, catalogue: Catalogue, site: Site) -> LetterText:
    """The letter in one language."""
    return letter_text(wording_of(DECIDED, about, language, catalogue), language, site.settings)


def letters_about(about: Mapping[str, str], catalogue: Catalogue, site: Site) -> tuple[LetterText, ...]:
    """The letter in every language that somebody can read it in."""
    return tuple(letter_about(about, language, catalogue, site) for language in LANGUAGES)


def paper_letter(letter: LetterText, site: Site, *, at: datetime, sent: bool) -> Paper:
    """The letter on a page of A4; `sent`: the decision was taken and this is no longer a preview."""
    template = site.pages.environment(letter.language).get_template("letter_paper.html")
    return Paper(template.render(letter=letter, made_at=at, sent=sent, sender=site.settings.mail_from))
