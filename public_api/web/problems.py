"""What can go wrong with a request, as RFC 9457 problem details and as words for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from litestar.serialization import encode_json

from public_api.web.answers import Answer, Header
from public_api.web.language import Language, Sentence, say

PROBLEM_JSON = b"application/problem+json"

Code = Literal[
    "invalid-input",
    "malformed-number",
    "wrong-check-digits",
    "not-found",
    "unknown-number",
    "removed",
    "method-not-allowed",
    "not-acceptable",
    "uri-too-long",
    "unsupported-media-type",
    "not-signed-in",
    "not-allowed",
    "conflict",
    "refused",
    "form-not-trusted",
    "content-too-large",
    "too-many-requests",
    "internal-error",
    "unavailable",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: a kind never changes its meaning; a new meaning is a new kind."""

    status: int
    title: Sentence
    advice: Sentence


KINDS: dict[Code, Kind] = {
    "invalid-input": Kind(
        400, say("Dat kunnen we niet lezen"), say("Verbeter wat hieronder staat en probeer het opnieuw.")
    ),
    "malformed-number": Kind(
        400,
        say("Dit is geen registernummer"),
        say("Een registernummer is LP, zeven cijfers en twee controlecijfers, bijvoorbeeld LP-0020418-51."),
    ),
    "wrong-check-digits": Kind(
        400,
        say("Er zit een typefout in het registernummer"),
        say("De laatste twee cijfers horen niet bij de rest van het nummer. Kijk het nummer na, cijfer voor cijfer."),
    ),
    "not-found": Kind(
        404,
        say("Dit adres bestaat niet"),
        say("Kijk of het adres klopt. Een adres eindigt hier nooit op een schuine streep."),
    ),
    "unknown-number": Kind(
        404,
        say("Dit nummer staat niet in het register"),
        say("Het nummer is goed geschreven, maar het is nooit uitgegeven. Vraag de professional om het juiste nummer."),
    ),
    "removed": Kind(
        410,
        say("Deze registratie is verwijderd"),
        say("Dit nummer is wel uitgegeven. De gegevens zijn verwijderd omdat daar een recht op bestaat."),
    ),
    "method-not-allowed": Kind(
        405,
        say("Dat kan hier niet"),
        say("Dit adres kent deze methode niet. De header Allow noemt welke wel."),
    ),
    "not-acceptable": Kind(
        406,
        say("In die vorm hebben we het antwoord niet"),
        say("Vraag om een van de vormen die dit adres wel kent."),
    ),
    "uri-too-long": Kind(414, say("Dit adres is te lang"), say("Vraag minder tegelijk.")),
    "unsupported-media-type": Kind(
        415,
        say("Dit adres neemt geen inhoud aan"),
        say("Stuur het verzoek opnieuw zonder inhoud."),
    ),
    "not-signed-in": Kind(
        401,
        say("Log eerst in"),
        say("Je bent niet ingelogd, of te lang niets gedaan. Log in en probeer het opnieuw."),
    ),
    "not-allowed": Kind(
        403,
        say("Dit mag je niet zien of doen"),
        say("Je bent ingelogd, maar dit hoort bij een andere rol. Klopt dat niet, vraag het dan aan je instelling."),
    ),
    "conflict": Kind(
        409,
        say("Er is intussen iets veranderd"),
        say("Iemand anders was je voor. Open de pagina opnieuw om te zien hoe het nu is."),
    ),
    "refused": Kind(
        422,
        say("Dat kan nu niet"),
        say("De regels van het register staan dit niet toe."),
    ),
    "form-not-trusted": Kind(
        403,
        say("Dit formulier is verlopen"),
        say("Ga terug, ververs de pagina en verstuur het formulier opnieuw. Er is niets veranderd."),
    ),
    "content-too-large": Kind(
        413,
        say("Dit is te groot"),
        say("Stuur iets dat kleiner is."),
    ),
    "too-many-requests": Kind(
        429,
        say("Dit is te vaak geprobeerd"),
        say("Wacht even en probeer het dan opnieuw."),
    ),
    "internal-error": Kind(
        500,
        say("Er ging bij ons iets mis"),
        say("Probeer het straks opnieuw. Blijft het misgaan, noem dan het kenmerk van dit antwoord."),
    ),
    "unavailable": Kind(
        503,
        say("Het register is even niet bereikbaar"),
        say("Probeer het over een paar seconden opnieuw. Dit zegt niets over de persoon die je zoekt."),
    ),
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one part of the request."""

    place: Literal["query", "path", "header", "body"]
    name: str
    message: Sentence

    def as_data(self, language: Language) -> dict[str, str]:
        return {"in": self.place, "name": self.name, "message": self.message.in_language(language)}


@dataclass(slots=True)
class ProblemRaised(Exception):
    """Raised by a handler or the edge; becomes problem details, or an error page for a browser."""

    code: Code
    detail: Sentence | None = None
    errors: Sequence[FieldError] = ()
    headers: tuple[Header, ...] = ()

    @property
    def kind(self) -> Kind:
        return KINDS[self.code]


def type_address(base_url: str, code: Code) -> str:
    """Where a person reads what this problem means and what to do."""
    return f"{base_url}/ontwikkelaars#{code}"


def problem_details(problem: ProblemRaised, *, base_url: str, request_id: str) -> Answer:
    """The problem as application/problem+json, in English like the rest of the interface."""
    kind = problem.kind
    data: dict[str, Any] = {
        "type": type_address(base_url, problem.code),
        "title": kind.title.in_language("en"),
        "status": kind.status,
        "detail": (problem.detail or kind.advice).in_language("en"),
        "requestId": request_id,
    }
    if problem.errors:
        data["errors"] = [error.as_data("en") for error in problem.errors]
    return Answer(encode_json(data), PROBLEM_JSON, kind.status, (*problem.headers, (b"cache-control", b"no-store")))
