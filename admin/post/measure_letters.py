"""Letters about a measure and about an objection: that there is something to read, and where. Mail is no safe place."""

from admin.post.wording import Wording
from public_api.web.language import say

DECISIONS = "/mijn/verlengen#besluiten"
HERE = say("Hier lees je het besluit en de reden:")
YOUR_SAY = say("Ben je het er niet mee eens? Bij het besluit staat wat je kunt doen, en tot wanneer.")


def taken(mark: str) -> Wording:
    """A measure was taken. Which one it is stands in the file."""
    return Wording(
        say("Er is een besluit over je registratie voor {mark}", mark=mark),
        (say("Je instelling heeft een besluit genomen over je registratie voor {mark}.", mark=mark),),
        HERE,
        DECISIONS,
        (YOUR_SAY,),
    )


def ended(mark: str) -> Wording:
    """A measure comes to its end."""
    return Wording(
        say("Een maatregel bij {mark} stopt", mark=mark),
        (say("Je instelling heeft besloten dat een maatregel bij {mark} stopt.", mark=mark),),
        HERE,
        DECISIONS,
        (),
    )


def objection_received(mark: str) -> Wording:
    """An objection came in."""
    return Wording(
        say("Je bezwaar is ontvangen"),
        (say("Je bezwaar over {mark} is bij je instelling binnen. Iemand die het besluit niet nam kijkt ernaar.",
             mark=mark),),
        say("Hier zie je hoe het ermee staat:"),
        DECISIONS,
        (say("Als er is beslist, krijg je weer een mail."),),
    )  # fmt: skip


def objection_decided(mark: str) -> Wording:
    """There is a ruling on an objection."""
    return Wording(
        say("Er is beslist over je bezwaar"),
        (say("Je instelling heeft beslist over je bezwaar over {mark}.", mark=mark),),
        say("Hier lees je wat er is beslist en waarom:"),
        DECISIONS,
        (),
    )
