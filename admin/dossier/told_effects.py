"""What an activity counts for, in sentences: "Dit telt als 4 punten. Je hebt dan nog 13 punten nodig."."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from accreditation.effects import MarkEffect, RequirementEffect
from accreditation.findings import Outcome
from accreditation.rules.words import Speech
from accreditation.scheme import Mark
from admin.dossier.needs import amount_of
from admin.dossier.reasons import UNITS, WHY_NOT
from public_api.web.language import Language, Sentence, say
from registry.catalogue import Catalogue

NOWHERE = say("Voor dit keurmerk telt het niet: geen regel vraagt erom.")


@dataclass(frozen=True, slots=True)
class ToldEffect:
    """One mark, and what an activity does for it."""

    mark: Mark
    sentences: tuple[Sentence, ...]


def told_effects(effects: tuple[MarkEffect, ...], catalogue: Catalogue, language: Language) -> tuple[ToldEffect, ...]:
    """Every mark with its sentences, in the reader's language."""
    return tuple(_told(one, catalogue.mark(one.mark), language) for one in effects)


def _told(effect: MarkEffect, mark: Mark, language: Language) -> ToldEffect:
    speech = Speech(language, mark.labels)
    sentences = [sentence for one in effect.requirements for sentence in _sentences(one, speech)]
    return ToldEffect(mark, tuple(dict.fromkeys(sentences)) or (NOWHERE,))


def _sentences(effect: RequirementEffect, speech: Speech) -> list[Sentence]:
    found = []
    if effect.counts > 0 and effect.unit in UNITS:
        found.append(_counts_for(effect, speech))
    elif effect.after is Outcome.SATISFIED and effect.before is not Outcome.SATISFIED:
        found.append(say("Hiermee voldoe je aan een eis."))
    for left in effect.reasons:
        if left.amount > Fraction(0) and effect.counts > 0:
            amount = amount_of(left.amount, effect.unit, speech)
            found.append(say("{amount} hiervan telt niet.", amount=amount))
        found.append(WHY_NOT[left.reason])
    return found


def _counts_for(effect: RequirementEffect, speech: Speech) -> Sentence:
    """As the heading of the file reckons: what waits for approval counts already."""
    counts = amount_of(effect.counts, effect.unit, speech)
    still = effect.missing - effect.waiting
    if still > 0:
        missing = amount_of(still, effect.unit, speech)
        return say("Dit telt als {counts}. Je hebt dan nog {missing} nodig.", counts=counts, missing=missing)
    if effect.missing > 0:
        return say("Dit telt als {counts}. Daarmee heb je genoeg, als alles wordt goedgekeurd.", counts=counts)
    return say("Dit telt als {counts}. Daarmee heb je genoeg.", counts=counts)
