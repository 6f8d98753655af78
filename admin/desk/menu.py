"""The subjects of the desk: which address each has, and which roles it is there for.

A route takes the roles of its door from here, and the menu shows a subject to whoever the door opens for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from public_api.web.language import Sentence, say
from registry.accounts import Role
from registry.sessions import Identity

JUDGING: frozenset[Role] = frozenset({"assessor", "officer"})
DECIDING: frozenset[Role] = frozenset({"officer"})
EDITING: frozenset[Role] = frozenset({"scheme_editor"})
ADMINISTERING: frozenset[Role] = frozenset({"body_administrator"})
RULES: frozenset[Role] = EDITING | DECIDING
PEOPLE: frozenset[Role] = DECIDING | ADMINISTERING
AHEAD: frozenset[Role] = RULES | ADMINISTERING | {"analyst"}
REPORTING: frozenset[Role] = DECIDING | ADMINISTERING | {"analyst"}
EVERYBODY: frozenset[Role] = JUDGING | EDITING | ADMINISTERING | {"analyst"}

ROLES: dict[Role, Sentence] = {
    "assessor": say("beoordelaar"),
    "officer": say("medewerker die beslist"),
    "scheme_editor": say("opsteller van regels"),
    "body_administrator": say("beheerder van de instelling"),
    "analyst": say("analist"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One line of the menu."""

    address: str
    label: Sentence
    roles: frozenset[Role]


MENU: tuple[Subject, ...] = (
    Subject("/instelling", say("Overzicht"), EVERYBODY),
    Subject("/instelling/verlengingen", say("Aanvragen"), JUDGING),
    Subject("/instelling/verlengingen/bulk", say("In één keer goedkeuren"), JUDGING | ADMINISTERING),
    Subject("/instelling/activiteiten", say("Zelfde cursus"), JUDGING),
    Subject("/instelling/steekproef", say("Steekproef"), JUDGING | ADMINISTERING),
    Subject("/instelling/maatregelen", say("Maatregelen"), DECIDING),
    Subject("/instelling/bezwaren", say("Bezwaren"), DECIDING),
    Subject("/instelling/uitstel", say("Uitstel"), DECIDING),
    Subject("/instelling/import", say("Inlezen"), DECIDING | ADMINISTERING),
    Subject("/instelling/professionals", say("Professionals"), PEOPLE),
    Subject("/instelling/keurmerken", say("Regels"), RULES),
    Subject("/instelling/vooruitblik", say("Vooruitblik"), AHEAD),
    Subject("/instelling/rapporten", say("Rapporten"), REPORTING),
    Subject("/instelling/brieven", say("Brieven"), JUDGING | ADMINISTERING),
    Subject("/instelling/opleidingen", say("Opleidingen"), JUDGING | ADMINISTERING),
    Subject("/instelling/medewerkers", say("Medewerkers"), ADMINISTERING),
    Subject("/instelling/logboek", say("Logboek"), ADMINISTERING),
)


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody's work at one body: its code, and what they do there."""

    body: str
    does: tuple[Sentence, ...]


def menu_for(identity: Identity) -> tuple[Subject, ...]:
    """What somebody may open, in the order of the menu."""
    held = {one.role for one in identity.roles if one.body is not None}
    return tuple(subject for subject in MENU if subject.roles & held)


def posts_of(identity: Identity) -> Sequence[Post]:
    """Every body that somebody works for, and as what."""
    bodies = sorted({held.body for held in identity.roles if held.body is not None})
    return [
        Post(body, tuple(ROLES[held.role] for held in identity.roles if held.body == body and held.role in ROLES))
        for body in bodies
    ]
