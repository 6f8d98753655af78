"""What somebody still needs for a mark, as the page tells it: one need per requirement, with its calculation.

Nothing is decided here: it is the overview that the rules give (accreditation.overview), in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from accreditation.findings import Cure, Finding, Outcome
from accreditation.overview import Heading, Line, Overview
from accreditation.rules.experience import Experience
from accreditation.rules.node import Rule, walk
from accreditation.rules.words import Speech, number
from accreditation.scheme import Mark, SchemeVersion
from admin.dossier.reasons import UNITS, WHAT_HELPS, WHY_NOT
from public_api.web.language import Language, Sentence, say

Tone = Literal["good", "care", "no", "calm"]

MOMENTS: dict[str, Sentence] = {
    "initial": say("Om het keurmerk te krijgen"),
    "renewal": say("Om het keurmerk te houden (verlenging)"),
    "continuous": say("De hele tijd"),
    "bridge": say("Om over te stappen van een ouder keurmerk"),
}


@dataclass(frozen=True, slots=True)
class CountedEntry:
    """An entry that counts, for how much; `waiting` while nobody approved it."""

    entry: str
    amount: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class LeftEntry:
    """An entry that does not count, or a part of it, and why."""

    entry: str
    why: Sentence
    amount: str


@dataclass(frozen=True, slots=True)
class Help:
    """One thing that helps: what to do, with what, and until when it still helps."""

    what: Sentence
    about: str
    by: date | None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement, where it stands and what it takes. `sure` and `open` are parts of a hundred, for the bar."""

    code: str
    text: str
    rule: str
    state: Sentence
    tone: Tone
    calculation: Sentence | None
    sure: int
    open: int
    counted: tuple[CountedEntry, ...]
    left: tuple[LeftEntry, ...]
    helps: tuple[Help, ...]
    by: date | None
    too_late: bool
    source: str
    confidence: str
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """One mark: the sentence at the top, the dates, and every need. `safe` is the first day on which all is enough."""

    mark: Mark
    version: SchemeVersion
    heading: Sentence
    waiting: Sentence | None
    moment: Sentence
    apply_from: date | None
    apply_until: date | None
    expires_on: date | None
    can_apply: bool
    needs: tuple[Need, ...]
    lapses: tuple[str, ...]
    safe: date | None
    hoped: date | None

    @property
    def open(self) -> tuple[Need, ...]:
        """What is not ready yet, the soonest first."""
        return tuple(sorted((n for n in self.needs if n.tone != "good"), key=lambda n: n.by or date.max))


def needs_of(seen: Overview, language: Language) -> Needs:
    """The overview of one mark in the reader's language."""
    speech = Speech(language, seen.mark.labels)
    texts = {line.asked.code: line.asked.text.within(language) for line in seen.lines}
    return Needs(
        seen.mark, seen.version, _heading(seen, speech), _waiting(seen.heading, speech), MOMENTS[seen.moment],
        seen.apply_from, seen.apply_until, seen.expires_on, seen.can_apply,
        tuple(need_of(line, speech) for line in seen.lines if line.outcome is not Outcome.NOT_APPLICABLE),
        tuple(texts[code] for code in seen.lapses), seen.safe.certain, seen.safe.hoped,
    )  # fmt: skip


def _heading(seen: Overview, speech: Speech) -> Sentence:
    """One sentence: what matters most."""
    heading = seen.heading
    still = max((heading.amount or Fraction(0)) - heading.waiting, Fraction(0))
    match heading.kind:
        case "missing" if heading.unit in UNITS and still:
            return say("Je hebt nog {amount} nodig", amount=amount_of(still, heading.unit, speech))
        case "missing" | "something_missing":
            count = sum(1 for line in seen.lines if line.outcome is Outcome.NOT_SATISFIED)
            if count == 1:
                return say("Je hebt nog 1 ding te doen")
            return say("Je hebt nog {count} dingen te doen", count=count)
        case "too_late":
            return say("Er is iets dat niet meer op tijd kan")
        case "rule_unknown":
            return say("Van een regel weten we niet wat hij vraagt")
        case "waiting" | "for_a_person":
            return say("Je hebt alles gedaan wat je zelf kunt doen")
    return say("Je hebt alles wat je nodig hebt")


def _waiting(heading: Heading, speech: Speech) -> Sentence | None:
    if not heading.waiting:
        return None
    amount = amount_of(heading.waiting, heading.unit, speech)
    if heading.kind == "missing":
        return say("We tellen al mee wat nog op controle wacht: {amount}.", amount=amount)
    return say("Er wacht nog {amount} op controle.", amount=amount)


def need_of(line: Line, speech: Speech) -> Need:
    """One requirement in words, of an overview or of an evaluation."""
    language: Language = "en" if speech.language == "en" else "nl"
    state, tone = _state(line.finding, line.outcome, speech)
    sure, open_ = _shares(line.finding)
    counted = {one.entry for one in line.counted}
    return Need(
        line.asked.code,
        line.asked.text.within(language),
        line.asked.rule.sentence(speech),
        state,
        tone,
        _calculation(line.finding, speech),
        sure,
        open_,
        tuple(CountedEntry(one.entry, number(one.amount, speech), one.waiting) for one in line.counted),
        tuple(
            LeftEntry(one.entry, WHY_NOT[one.reason], number(one.amount, speech) if one.amount else "")
            for one in line.left
            if one.entry not in counted or one.amount
        ),
        tuple(_help(cure, line.asked.rule, speech) for cure in helps_in(line)),
        None if line.done else line.by,
        line.too_late and not line.done,
        line.asked.source,
        line.asked.confidence,
        line.ask,
    )


def helps_in(line: Line) -> tuple[Cure, ...]:
    """What would help; nothing once it is done. Whom to ask about an unknown rule is told in `ask`."""
    return () if line.done else tuple(dict.fromkeys(cure for cure in line.finding.cures if cure.kind != "rule"))


def _state(finding: Finding, outcome: Outcome, speech: Speech) -> tuple[Sentence, Tone]:
    match outcome:
        case Outcome.SATISFIED:
            return say("Klaar"), "good"
        case Outcome.NEEDS_ASSESSOR:
            return say("Wacht op controle"), "calm"
        case Outcome.UNKNOWN_RULE:
            return say("Regel niet bekend"), "calm"
    if finding.missing and finding.unit in UNITS and (finding.found or finding.waiting):
        still = max(finding.missing - finding.waiting, Fraction(0)) or finding.missing  # as the heading counts
        return say("Nog {amount} nodig", amount=amount_of(still, finding.unit, speech)), "care"
    return say("Ontbreekt"), "no"


def _calculation(finding: Finding, speech: Speech) -> Sentence | None:
    if finding.found is None or finding.needed is None or finding.unit not in UNITS:
        return None
    found, needed = number(finding.found, speech), amount_of(finding.needed, finding.unit, speech)
    if finding.waiting:
        return say(
            "{found} van {needed} tellen nu mee, {waiting} wacht op controle.",
            found=found,
            needed=needed,
            waiting=number(finding.waiting, speech),
        )
    if finding.found == 1:
        return say("{found} van {needed} telt mee.", found=found, needed=needed)
    return say("{found} van {needed} tellen mee.", found=found, needed=needed)


def _shares(finding: Finding) -> tuple[int, int]:
    if finding.found is None or not finding.needed:
        return (100, 0) if finding.outcome is Outcome.SATISFIED else (0, 0)
    sure = min(int(finding.found * 100 / finding.needed), 100)
    return sure, min(int(finding.waiting * 100 / finding.needed), 100 - sure)


def amount_of(amount: Fraction, unit: str | None, speech: Speech) -> str:
    """`17 punten`; an amount of something that has no word of its own is only the number."""
    text = number(amount, speech)
    if unit is None or unit not in UNITS:
        return text
    one, more = UNITS[unit]
    word = (one if amount == 1 else more).in_language("en" if speech.language == "en" else "nl")
    return f"{text} {word.strip()}"


def _help(cure: Cure, rule: Rule, speech: Speech) -> Help:
    what = WHAT_HELPS.get(cure.kind, say("Zorg voor:"))
    about = " / ".join(speech.word(part) for part in cure.what.split("/"))
    if cure.amount is not None and cure.kind in ("amount", "approval"):
        about = amount_of(cure.amount, cure.what if cure.what in UNITS else None, speech) + (
            "" if cure.what in UNITS else f" ({about})"
        )
    return Help(what, about, cure.by, _where(cure, rule))


def _where(cure: Cure, rule: Rule) -> str:
    """The page where somebody does what helps; nowhere when it is not theirs to do."""
    match cure.kind:
        case "document":
            return f"/mijn/dossier/documenten/nieuw?soort={cure.what.split('/')[0]}"
        case "qualification":
            return "/mijn/dossier/opleiding/nieuw"
        case "declaration":
            return "/mijn/dossier#akkoord"
        case "amount":
            of_work = any(isinstance(part, Experience) for part in walk(rule))
            return "/mijn/dossier/werk/nieuw" if of_work else "/mijn/activiteiten/nieuw"
    return ""
