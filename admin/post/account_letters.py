"""Letters about somebody's log-in. Each says what to do when it was somebody else."""

from datetime import datetime

from admin.desk.menu import ROLES
from admin.post.wording import Wording, with_code
from public_api.web.language import Language, Sentence, moment_in_words, say

NOT_YOU = say("Was jij dat niet? Dan hoef je niets te doen.")
A_DAY = say("De link werkt 24 uur, en één keer.")


def confirm(code: str) -> Wording:
    """Somebody opened an account with this address."""
    return Wording(
        say("Bevestig je e-mailadres"),
        (say("Iemand heeft met dit e-mailadres een account geopend bij het Loopbaanregister."),),
        say("Was jij dat? Bevestig dan hier je adres:"),
        with_code("/bevestigen", code),
        (A_DAY, NOT_YOU),
    )


def exists() -> Wording:
    """Somebody wanted to use an address that has an account."""
    return Wording(
        say("Je hebt al een account"),
        (say("Iemand wilde met dit e-mailadres een account openen. Er is al een account met dit adres."),),
        say("Was jij dat? Log dan hier in. Als je je wachtwoord niet meer weet, kun je daar een nieuw kiezen:"),
        "/inloggen",
        (NOT_YOU,),
    )


def recover(code: str) -> Wording:
    """Somebody forgot a password."""
    return Wording(
        say("Kies een nieuw wachtwoord"),
        (say("Iemand wil een nieuw wachtwoord voor je account bij het Loopbaanregister."),),
        say("Was jij dat? Kies het dan hier:"),
        with_code("/wachtwoord-herstellen", code),
        (
            say("De link werkt 1 uur, en één keer. Daarna moet je op elk apparaat opnieuw inloggen."),
            say("Was jij dat niet? Dan hoef je niets te doen. Je wachtwoord blijft zoals het was."),
        ),
    )


def invited(code: str, role: str, body: str, language: Language) -> Wording:
    """Two people of a body want somebody who has no account yet to work there."""
    return Wording(
        say("Kies een wachtwoord voor het Loopbaanregister"),
        (_works_at(role, body, language), say("Je hebt daarvoor een account gekregen met dit e-mailadres.")),
        say("Kies hier je wachtwoord. Daarna kun je inloggen:"),
        with_code("/wachtwoord-herstellen", code),
        (
            say("De link werkt 7 dagen, en één keer. Is het later? Vraag dan zelf een nieuwe link bij het inloggen."),
            say("Ken je deze instelling niet? Dan hoef je niets te doen. Zonder wachtwoord kan niemand inloggen."),
        ),
    )


def role_given(role: str, body: str, language: Language) -> Wording:
    """Two people of a body want somebody with an account to work there, or to do more."""
    return Wording(
        say("Je hebt een nieuwe rol in het Loopbaanregister"),
        (_works_at(role, body, language),),
        say("Log in en kijk bij het werk van de instelling:"),
        "/instelling",
        (say("Klopt dit niet? Vraag het aan een beheerder van de instelling."),),
    )


def _works_at(role: str, body: str, language: Language) -> Sentence:
    words = next((one.in_language(language) for code, one in ROLES.items() if code == role), role)
    return say("Je kunt nu in het Loopbaanregister werken voor {body}, als {role}.", body=body, role=words)


def address_old(code: str) -> Wording:
    """To the address that an account has: is the change wanted?"""
    return Wording(
        say("Wil je je e-mailadres veranderen?"),
        (say("Iemand die is ingelogd, wil voor je account bij het Loopbaanregister een ander e-mailadres gebruiken."),),
        say("Was jij dat? Zeg dan hier dat het goed is:"),
        with_code("/adres-bevestigen", code),
        (
            say("Ook naar het nieuwe adres ging een mail. Pas als je beide links hebt geopend, verandert je adres."),
            A_DAY,
            say("Was jij dat niet? Open de link dan niet, en verander meteen je wachtwoord."),
        ),
    )


def address_new(code: str) -> Wording:
    """To the address that an account will have: is it theirs?"""
    return Wording(
        say("Bevestig je nieuwe e-mailadres"),
        (say("Iemand wil dit e-mailadres gebruiken voor een account bij het Loopbaanregister."),),
        say("Was jij dat? Bevestig dan hier dat dit jouw adres is:"),
        with_code("/adres-bevestigen", code),
        (
            say("Ook naar het oude adres ging een mail. Pas als je beide links hebt geopend, verandert je adres."),
            A_DAY,
            NOT_YOU,
        ),
    )


def new_session(device: str, at: datetime, language: Language) -> Wording:
    """Somebody signed in from a device that was not seen before."""
    return Wording(
        say("Er is ingelogd vanaf een nieuw apparaat"),
        (
            say(
                "Op {moment} is er in je account bij het Loopbaanregister ingelogd. Dat was vanaf een apparaat dat we "
                "nog niet kenden: {device}.",
                moment=moment_in_words(at, language),
                device=device,
            ),
            say("Was jij dat? Dan hoef je niets te doen."),
        ),
        say("Was jij dat niet? Verander dan meteen je wachtwoord en log alle apparaten uit:"),
        "/mijn/veiligheid",
    )
