"""Rules in the making in plain words: what is different, requirement by requirement, and what a simulation found."""

from __future__ import annotations

from dataclasses import dataclass

from accreditation.rule_changes import Change, Detail, VersionChanges, said_differently
from accreditation.rules.words import Speech
from accreditation.scheme import Mark, Requirement
from accreditation.simulation import OVERALL, STEPS, CutLine, Effect, Result
from public_api.web.language import Language, Sentence, say

PATHS: dict[str, Sentence] = {
    "at": say("Wanneer het wordt gevraagd"),
    "stage": say("In welke ronde"),
    "source": say("Bron"),
    "confidence": say("Hoe zeker we zijn van de regel"),
    "hardship": say("Kan een mens deze eis opzij zetten?"),
    "scopes": say("Voor welk werkveld"),
    "in_force_until": say("Geldt tot en met"),
    "decided_apart": say("Beslist iemand anders dan wie beoordeelde?"),
    "term.validity": say("Hoe lang het keurmerk geldt"),
    "term.anchor": say("Vanaf wanneer een nieuwe termijn telt"),
    "term.apply_from": say("Hoe lang voor het einde je kunt indienen"),
    "term.apply_until": say("Tot wanneer je kunt indienen"),
    "term.grace": say("Hoe lang je na het einde nog kunt indienen"),
    "term.objection": say("Wat een bezwaar doet"),
    "term.objection_decided_within": say("Hoe snel over een bezwaar wordt beslist"),
    "note.nl": say("Toelichting"),
    "note.en": say("Toelichting in het Engels"),
}
VALUES: dict[str, Sentence] = {
    "true": say("ja"),
    "false": say("nee"),
    "initial": say("bij de eerste aanvraag"),
    "renewal": say("bij verlenging"),
    "continuous": say("de hele tijd"),
    "bridge": say("bij overstappen"),
    "gate": say("eerst, voor de rest"),
    "content": say("daarna, met de rest"),
    "seen": say("gelezen bij de instelling zelf"),
    "reported": say("gelezen bij een ander"),
    "unknown": say("niet bekend"),
    "old_expiry": say("het einde van de vorige termijn"),
    "decision": say("de dag van het besluit"),
    "application": say("de dag van de aanvraag"),
    "expiry": say("het einde van de termijn"),
    "no_end": say("zonder einddatum"),
}
KINDS: dict[str, tuple[Sentence, str]] = {
    "added": (say("Nieuw"), "good"),
    "gone": (say("Vervalt"), "no"),
    "changed": (say("Verandert"), "care"),
}
CUTS: tuple[tuple[str, Sentence, Sentence], ...] = (
    ("region", say("Per provincie van de werkplek"), say("Provincie")),
    ("years", say("Per aantal jaren in het register"), say("Hele jaren")),
    ("cohort", say("Per jaar van inschrijving"), say("Jaar")),
)
OUTCOMES: dict[str, Sentence] = {
    "satisfied": say("voldoet aan alles"),
    "not_satisfied": say("voldoet niet"),
    "needs_assessor": say("wacht op een mens"),
    "unknown_rule": say("een regel is niet bekend"),
    "not_applicable": say("niet van toepassing"),
    "no_rules": say("er geldt geen versie"),
}
UNITS: dict[str, Sentence] = {
    "points": say("punten"),
    "hours": say("uur"),
    "clients": say("cliënten"),
    "contact_hours": say("contacturen"),
    "credits": say("studiepunten"),
    "events": say("keer"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A requirement as people read it: its text, and its rule in a sentence."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class SaidDetail:
    """One value that is different. `label` is None where we have no words for its place in the file."""

    path: str
    label: Sentence | None
    before: Sentence | str | None
    after: Sentence | str | None


@dataclass(frozen=True, slots=True)
class SaidChange:
    """One requirement that comes, goes or changes."""

    code: str
    kind: Sentence
    tone: str
    before: Said | None
    after: Said | None
    details: tuple[SaidDetail, ...]


@dataclass(frozen=True, slots=True)
class SaidVersion:
    """A version that is new or different, beside the one it follows."""

    id: str
    follows: str | None
    in_force_from: str
    requirements: tuple[SaidChange, ...]
    details: tuple[SaidDetail, ...]


def in_words(changes: VersionChanges, before: Mark, after: Mark, language: Language) -> SaidVersion:
    """What a version changes, in words."""
    old, new = before.speech(language), after.speech(language)
    return SaidVersion(
        changes.after.id,
        changes.before.id if changes.before is not None else None,
        str(changes.after.in_force_from),
        tuple(_change(change, old, new) for change in changes.requirements),
        tuple(_detail(detail) for detail in changes.details),
    )


def _change(change: Change, old: Speech, new: Speech) -> SaidChange:
    kind, tone = KINDS[change.kind]
    before = _said(change.before, old) if change.before is not None else None
    after = _said(change.after, new) if change.after is not None else None
    details = said_differently(change)
    if change.kind == "changed" and not details and before == after:
        details = change.details  # what no sentence tells must still be seen
    return SaidChange(change.code, kind, tone, before, after, tuple(_detail(one) for one in details))


def _said(requirement: Requirement, speech: Speech) -> Said:
    language: Language = "en" if speech.language == "en" else "nl"
    return Said(requirement.text.within(language), requirement.rule.sentence(speech))


def _detail(detail: Detail) -> SaidDetail:
    return SaidDetail(detail.path, PATHS.get(detail.path), _value(detail.before), _value(detail.after))


def _value(text: str | None) -> Sentence | str | None:
    return None if text is None else VALUES.get(text, text)


@dataclass(frozen=True, slots=True)
class Step:
    """How many miss an amount up to `most`, from over `over`; both None: they miss something that has no amount."""

    over: int | None
    most: int | None
    count: int


@dataclass(frozen=True, slots=True)
class SaidEffect:
    """What happens to one requirement, with its text; `steps` are those that anybody is in."""

    text: str
    effect: Effect
    unit: Sentence | None
    steps: tuple[Step, ...]


def effects_in_words(result: Result, before: Mark, after: Mark, language: Language) -> list[SaidEffect]:
    """The requirements on which anything happens, those that most people newly fail first."""
    texts = {r.code: r.text.within(language) for mark in (before, after) for v in mark.versions for r in v.requirements}
    shown = [
        SaidEffect(
            texts.get(one.requirement, one.requirement), one, UNITS.get(one.unit or ""), tuple(_steps(one.steps))
        )
        for one in result.effects
        if one.requirement != OVERALL
    ]
    return sorted(shown, key=lambda one: (-one.effect.newly_fails, -one.effect.newly_passes, one.text))


def _steps(counts: tuple[int, ...]) -> list[Step]:
    bounds = [int(step) for step in STEPS]
    found = [Step(low, high, n) for low, high, n in zip([0, *bounds], [*bounds, None], counts, strict=False) if n]
    return [*found, Step(None, None, counts[-1])] if counts[-1] else found


def overall(result: Result) -> Effect | None:
    """What happens to whole files; None where there is nobody."""
    return next((one for one in result.effects if one.requirement == OVERALL), None)


def lines_of(result: Result, cut: str) -> list[CutLine]:
    """The whole files, cut one way."""
    return [line for line in result.lines if line.cut == cut and line.requirement == OVERALL]


def hours(assessors: int, minutes: int | None) -> int | None:
    """How many whole hours so many assessors take, rounded up; None where the body does not say how long one takes."""
    return None if minutes is None else -(-assessors * minutes // 60)
