"""The start page: verify somebody, talk to somebody, or start from what you need."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get

from public_api.site import Asked, site_of
from public_api.web.answers import Answer
from public_api.web.language import Sentence, say
from public_api.web.query import PageQuery, read_query


@dataclass(frozen=True, slots=True)
class Goal:
    """Why somebody comes here, in their own words, and the first thing they can do."""

    anchor: str
    title: Sentence
    line: Sentence
    first_step: Sentence


GOALS = (
    Goal(
        "studeren",
        say("Ik ga voor het eerst studeren"),
        say("Een studie of opleiding kiezen."),
        say("Schrijf op welke vakken en klussen je leuk vindt en welke niet. Neem dat mee naar een gesprek."),
    ),
    Goal(
        "werk-zoeken",
        say("Ik zoek werk"),
        say("Ander werk, of weten wat je wilt."),
        say("Schrijf op wat je goed kunt en wat je energie kost. Daar begint elk gesprek mee."),
    ),
    Goal(
        "werkloos",
        say("Ik ben werkloos geworden"),
        say("Weer aan het werk, stap voor stap."),
        say("Vraag eerst na welke hulp je al krijgt, zodat je niets dubbel betaalt."),
    ),
    Goal(
        "omscholen",
        say("Ik wil of moet omscholen"),
        say("Een nieuw vak leren."),
        say("Vraag je werkgever of er geld is voor scholing, voordat je zelf iets betaalt."),
    ),
    Goal(
        "ziek",
        say("Ik ben ziek of uitgevallen"),
        say("Werk dat past bij wat je kunt."),
        say("Vertel een begeleider wat je kunt, niet wat je hebt. Medische gegevens hoef je niet te delen."),
    ),
    Goal(
        "weet-niet",
        say("Ik weet het nog niet"),
        say("Dat hoeft ook niet. Begin met een gesprek."),
        say("Bel of mail ons. We stellen je een paar vragen en denken mee."),
    ),
)


@get("/", include_in_schema=False)
async def start(request: Asked) -> Answer:
    read_query(request.scope, PageQuery)
    return site_of(request).pages.render(request.scope, "start.html", goals=GOALS)
