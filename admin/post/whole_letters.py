"""A letter in one language, whole: what goes out by mail, and what a page or a PDF shows beforehand.

There is one such text. Mail breaks its lines, a page makes paragraphs of them; nobody writes the words again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from admin.post.wording import HELLO, OR_CALL, QUESTIONS, SENT_BY_ITSELF, Wording
from public_api.web.language import Language, Sentence
from registry.settings import Settings

Paragraph = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WholeLetter:
    """The subject, the paragraphs with the lines in each, and the lines below that are the same in every letter."""

    language: Language
    subject: str
    paragraphs: tuple[Paragraph, ...]
    below: Paragraph


def whole_letter(wording: Wording, language: Language, settings: Settings) -> WholeLetter:
    """Everything that a letter says, with the address of the page it leads to."""
    subject = " ".join(wording.subject.in_language(language).split())
    below = tuple(_line(part, language) for part in (SENT_BY_ITSELF, _contact(settings)))
    return WholeLetter(language, subject, tuple(_paragraphs(wording, language, settings)), below)


def _paragraphs(wording: Wording, language: Language, settings: Settings) -> Iterator[Paragraph]:
    for part in (HELLO, *wording.before):
        yield (_line(part, language),)
    if wording.points:
        yield tuple("* " + " ".join(_line(part, language) for part in point) for point in wording.points)
    yield (_line(wording.press, language), settings.base_url + wording.link)
    ending: tuple[Sentence | str, ...] = (*wording.after, *wording.added)
    yield from ((_line(part, language),) for part in ending)


def _line(part: Sentence | str, language: Language) -> str:
    said = part if isinstance(part, str) else part.in_language(language)
    return " ".join(said.split())


def _contact(settings: Settings) -> Sentence:
    values: dict[str, object] = {"address": settings.contact_email, "phone": settings.contact_phone}
    return Sentence((OR_CALL if settings.contact_phone else QUESTIONS).source, tuple(values.items()))
