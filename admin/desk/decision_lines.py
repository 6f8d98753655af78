"""One line for each requirement of a file that is decided: what the rules say, and what the assessors said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accreditation.findings import Evaluation, Outcome
from accreditation.scheme import Mark
from admin.desk.case_requirements import VERDICTS
from admin.dossier.needs import Tone
from public_api.web.language import Language, Sentence, say
from registry.judgements import Said

OUTCOMES: dict[Outcome, tuple[Sentence, Tone]] = {
    Outcome.SATISFIED: (say("Voldoet"), "good"),
    Outcome.NOT_SATISFIED: (say("Voldoet niet"), "no"),
    Outcome.NEEDS_ASSESSOR: (say("Wacht op een beoordelaar"), "care"),
    Outcome.UNKNOWN_RULE: (say("Regel niet bekend"), "calm"),
    Outcome.NOT_APPLICABLE: (say("Niet van toepassing"), "calm"),
}
TONES: dict[str, Tone] = {"good": "good", "question": "calm", "not_good": "no", "doubt": "care"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one assessor said; `who` is their address, empty for who has no log-in any more."""

    who: str
    verdict: Sentence
    tone: Tone
    words: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement."""

    code: str
    text: str
    gate: bool
    state: Sentence
    tone: Tone
    spoken: tuple[Spoken, ...]


def lines_of(
    evaluation: Evaluation, mark: Mark, language: Language, said: Iterable[Said], addresses: Mapping[str, str]
) -> tuple[Line, ...]:
    """The requirements that count in this decision, as the rules have them: what does not apply is left out."""
    texts = {one.code: one.text.within(language) for one in mark.version(evaluation.version).requirements}
    spoken: dict[str, tuple[Spoken, ...]] = {}
    for one in said:
        who = Spoken(addresses.get(one.assessor, ""), VERDICTS[one.verdict], TONES[one.verdict], one.words)
        spoken[one.requirement] = (*spoken.get(one.requirement, ()), who)
    return tuple(
        Line(
            one.code, texts[one.code], one.stage == "gate", *OUTCOMES[one.outcome], spoken.get(one.code, ()),
        )
        for one in evaluation.requirements
        if one.decides and (one.outcome is not Outcome.NOT_APPLICABLE or one.code in spoken)
    )  # fmt: skip


def advice_of(evaluation: Evaluation) -> tuple[Sentence, Tone]:
    """In one sentence what the rules say of the whole; a person decides."""
    match evaluation.outcome:
        case Outcome.SATISFIED:
            return say("Volgens de regels is aan alle eisen voldaan."), "good"
        case Outcome.NOT_SATISFIED:
            return say("Volgens de regels is nog niet aan alle eisen voldaan."), "no"
        case Outcome.UNKNOWN_RULE:
            return say(
                "Van minstens één eis is niet bekend wat zij vraagt. De regels kunnen dus niet alles zeggen."
            ), "care"
    return say("De regels kunnen niet alles zeggen: een mens moet nog iets beoordelen."), "care"
