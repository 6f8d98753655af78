"""What an assessor can say to the applicant about a requirement with one click: made of what the engine found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from accreditation.dossier import Measure
from accreditation.findings import Finding, Outcome, Reason
from accreditation.rules.words import Speech, number, quantity, say

_Texts = tuple[str, str]  # in Dutch, in English
_FINE: _Texts = ("Dit is in orde.", "This is fine.")
_NOT_MET: _Texts = ("Dit voldoet niet aan de eis.", "This does not meet the requirement.")
_EXPLAIN: _Texts = ("Wil je uitleggen hoe je aan deze eis voldoet?", "Please explain how you meet this requirement.")
_IN_DOUBT: _Texts = ("Ik twijfel. Een tweede beoordelaar kijkt ook.", "I am in doubt. A second assessor looks as well.")
_WHY_NOT: Mapping[Reason, _Texts] = {
    Reason.OUTSIDE_WINDOW: (
        "Een deel valt buiten de periode die telt.",
        "Part of it lies outside the period that counts.",
    ),
    Reason.TOO_OLD: ("Een deel is te lang geleden.", "Part of it is too long ago."),
    Reason.KIND_NOT_ACCEPTED: ("Deze soort telt hier niet.", "This kind does not count here."),
    Reason.ROLE_NOT_ACCEPTED: ("In deze rol telt het hier niet.", "In this role it does not count here."),
    Reason.EVIDENCE_REFUSED: ("Dit soort bewijs nemen wij niet aan.", "We do not accept this kind of evidence."),
    Reason.PROVIDER_EXCLUDED: ("Deze aanbieder telt hier niet.", "This provider does not count here."),
    Reason.DUPLICATE: ("Dit staat er twee keer in.", "This is in the file twice."),
    Reason.BEFORE_BREAK: ("Het ligt voor een onderbreking.", "It lies before a break."),
}
_ASK: Mapping[Reason, _Texts] = {
    Reason.EVIDENCE_MISSING: ("Wil je hier een bewijs bij doen?", "Please add evidence."),
    Reason.EVIDENCE_REFUSED: ("Wil je hier een ander bewijs bij doen?", "Please add other evidence."),
    Reason.NOT_CONFIRMED: (
        "Wil je dit laten bevestigen door iemand die erbij was?",
        "Please let somebody who was there confirm this.",
    ),
    Reason.NO_AMOUNT: ("Hoeveel was dit? Vul het aantal in.", "How much was this? Please fill in the number."),
    Reason.MOTIVATION_MISSING: (
        "Wil je schrijven waarom dit past bij je werk?",
        "Please write why this suits your work.",
    ),
    Reason.DUPLICATE: (
        "Dit staat er twee keer in. Welke is de goede?",
        "This is in the file twice. Which one is right?",
    ),
}


@dataclass(frozen=True, slots=True)
class ReadySentences:
    """The sentences that fit one requirement of one file, per verdict; the most fitting first."""

    good: tuple[str, ...]
    question: tuple[str, ...]
    not_good: tuple[str, ...]
    doubt: tuple[str, ...]


def ready_sentences(finding: Finding, speech: Speech) -> ReadySentences:
    """In the language of the applicant, who reads them. What always fits comes last."""
    reasons = list(dict.fromkeys(left.reason for node in finding.nodes() for left in node.left))
    return ReadySentences(
        (say(speech, *_FINE),),
        (*(say(speech, *_ASK[reason]) for reason in reasons if reason in _ASK), say(speech, *_EXPLAIN)),
        (
            *dict.fromkeys(_amounts(finding, speech)),
            *(say(speech, *_WHY_NOT[reason]) for reason in reasons if reason in _WHY_NOT),
            say(speech, *_NOT_MET),
        ),
        (say(speech, *_IN_DOUBT),),
    )


def _amounts(finding: Finding, speech: Speech) -> Iterator[str]:
    """What is needed and what counts, of all that falls short; what assessors still have to say is no shortage."""
    for node in finding.nodes():
        if node.outcome is not Outcome.NOT_SATISFIED or node.rule == "assessment":
            continue
        if node.needed is not None and node.found is not None and node.found < node.needed:
            needed, found = (_amount(amount, node.unit, speech) for amount in (node.needed, node.found))
            yield say(speech, f"Nodig: {needed}. Wat meetelt: {found}.", f"Needed: {needed}. What counts: {found}.")


def _amount(amount: Fraction, unit: str | None, speech: Speech) -> str:
    if unit in tuple(Measure):
        return quantity(amount, Measure(unit), speech)
    return number(amount, speech)
