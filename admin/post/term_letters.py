"""Letters about a last day that moved: a deferral that was answered, an extension for everybody, and one taken back."""

from admin.post.wording import Wording
from public_api.web.language import Sentence, say

DEFERRALS = "/mijn/uitstel"
RENEWALS = "/mijn/verlengen"
OBJECT = say("Ben je het er niet mee eens? Bij het besluit staat wat je kunt doen, en tot wanneer.")


def deferred(mark: str, day: str) -> Wording:
    """A deferral was granted, in whole or in part."""
    return Wording(
        say("Je krijgt uitstel voor {mark}", mark=mark),
        (say("Je hebt uitstel gekregen. Je registratie voor {mark} loopt nu tot en met {day}.", mark=mark, day=day),),
        say("Hier lees je het besluit en de reden:"),
        DEFERRALS,
        (OBJECT,),
    )


def not_deferred(mark: str) -> Wording:
    """A deferral was refused. Why is not explained by mail."""
    return Wording(
        say("Er is een besluit over je uitstel voor {mark}", mark=mark),
        (say("Je krijgt geen uitstel voor {mark}. Je datums blijven zoals ze waren.", mark=mark),),
        say("Hier lees je het besluit en de reden:"),
        DEFERRALS,
        (say("Ben je het er niet mee eens? Neem contact op met je instelling."),),
    )


def lengthened(mark: str, day: str) -> Wording:
    """Everybody's registration became longer."""
    return _everybody(
        say("Je registratie voor {mark} loopt langer", mark=mark),
        say(
            "Je instelling heeft iedereen met {mark} meer tijd gegeven. Jouw registratie loopt nu tot en met {day}.",
            mark=mark, day=day,
        ),
    )  # fmt: skip


def shortened(mark: str, day: str) -> Wording:
    """What everybody was given is taken back."""
    return _everybody(
        say("De laatste dag van je registratie voor {mark} is veranderd", mark=mark),
        say(
            "Je instelling heeft de extra tijd voor {mark} teruggedraaid. De laatste dag is weer {day}.",
            mark=mark, day=day,
        ),
    )  # fmt: skip


def _everybody(subject: Sentence, what: Sentence) -> Wording:
    return Wording(subject, (what,), say("Hier zie je je datums:"), RENEWALS)
