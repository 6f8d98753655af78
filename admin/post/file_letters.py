"""Letters about somebody's file: asked to confirm, an application that came in, a question, a decision.

What was asked or decided stands in the file and not in the mail: mail is read by more people than one.
"""

from datetime import date

from admin.post.wording import Wording, with_code
from public_api.web.language import Language, day_in_words, say

HERE = "/mijn/verlengen"


def asked_to_confirm(asker: str, role: str, code: str) -> Wording:
    """A peer or a supervisor is asked to confirm an activity."""
    if role == "supervisor":
        why = say("{asker} schrijft bij jou begeleiding te hebben gehad, en vraagt of jij dat bevestigt.", asker=asker)
    else:
        why = say("{asker} schrijft samen met jou iets te hebben gedaan, en vraagt of jij dat bevestigt.", asker=asker)
    return Wording(
        say("Wil je een activiteit bevestigen?"),
        (why,),
        say("Hier zie je waar het om gaat, en zeg je of het klopt:"),
        with_code("/bevestiging", code),
        (
            say("Je hebt geen account nodig. De link werkt 30 dagen, en één keer."),
            say("Ken je deze persoon niet? Dan hoef je niets te doen."),
        ),
    )


def received(mark: str, application: str) -> Wording:
    """An application came in."""
    return Wording(
        say("Je aanvraag voor {mark} is ontvangen", mark=mark),
        (say("Je aanvraag voor {mark} is bij ons binnen. Iemand gaat haar beoordelen.", mark=mark),),
        say("Hier kun je zien hoe het ermee staat:"),
        f"{HERE}/aanvraag/{application}",
        (say("Als er een vraag of een besluit is, krijg je weer een mail."),),
    )


def question(mark: str, application: str) -> Wording:
    """The assessor asks something."""
    return Wording(
        say("Er is een vraag over je aanvraag voor {mark}", mark=mark),
        (say("Wie je aanvraag voor {mark} beoordeelt, wil iets van je weten.", mark=mark),),
        say("Hier lees je de vraag en kun je antwoorden:"),
        f"{HERE}/{application}/vraag",
        (say("Zolang je niet antwoordt, kan er niet worden besloten."),),
    )


def decided(mark: str, application: str, outcome: str, until: date | None, language: Language) -> Wording:
    """An application was decided. A refusal is not explained by mail."""
    what = [say("Er is een besluit over je aanvraag voor {mark}.", mark=mark)]
    if outcome == "granted" and until is not None:
        day = day_in_words(until, language)
        what = [
            say("Je aanvraag voor {mark} is goedgekeurd. Je registratie loopt tot en met {day}.", mark=mark, day=day)
        ]
    elif outcome == "granted":
        what = [say("Je aanvraag voor {mark} is goedgekeurd.", mark=mark)]
    return Wording(
        say("Er is een besluit over je aanvraag voor {mark}", mark=mark),
        tuple(what),
        say("Hier lees je het besluit en de reden:"),
        f"{HERE}/aanvraag/{application}",
        (say("Ben je het er niet mee eens? Bij het besluit staat wat je kunt doen, en tot wanneer."),),
    )


def merged(gone: str, kept: str, log_in: str) -> Wording:
    """Two files of one person were put together; this goes to where the letters about the one that went were sent."""
    what = [
        say("In het register stonden twee dossiers van jou. Die zijn samengevoegd: {gone} hoort nu bij {kept}.",
            gone=gone, kept=kept),
        say("Wie je oude nummer opzoekt, komt vanzelf bij het nieuwe uit. Alles wat is besloten, blijft staan."),
    ]  # fmt: skip
    if log_in == "ends":
        what.append(say("Met het account van dit e-mailadres kun je dit dossier niet meer openen. Gebruik je andere."))
    return Wording(
        say("Je twee dossiers zijn samengevoegd"),
        tuple(what),
        say("Hier staat je registratie:"),
        f"/professionals/{kept}",
        (say("Zijn dit niet jouw dossiers? Laat het de instelling weten die je keurmerk geeft."),),
    )
