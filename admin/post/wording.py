"""What a letter says: a subject, sentences, one address to go to, and what follows after it."""

from dataclasses import dataclass
from urllib.parse import quote

from public_api.web.language import Language, Sentence, say

HELLO = say("Hallo,")
SENT_BY_ITSELF = say("Deze mail is vanzelf verstuurd door het Loopbaanregister. Antwoorden heeft geen zin.")
QUESTIONS = say("Heb je een vraag? Schrijf naar {address}.")
OR_CALL = say("Heb je een vraag? Schrijf naar {address} of bel {phone}.")


@dataclass(frozen=True, slots=True)
class Wording:
    """One letter in words. `link` is the one thing to press, as a path of the site, and `press` the line above it.

    `points` is a list between what comes before and what to press; each point is some sentences. `added` is what a body
    says itself, below everything else.
    """

    subject: Sentence
    before: tuple[Sentence, ...]
    press: Sentence
    link: str
    after: tuple[Sentence, ...] = ()
    points: tuple[tuple[Sentence | str, ...], ...] = ()
    added: tuple[Sentence | str, ...] = ()


def with_code(path: str, code: str) -> str:
    """A page with the code that came by mail."""
    return f"{path}?code={quote(code, safe='')}"


def as_language(code: str) -> Language:
    """The language of a letter; what we cannot write is Dutch."""
    return "en" if code == "en" else "nl"
