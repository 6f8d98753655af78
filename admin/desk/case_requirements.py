"""The requirements of a case: what the rules found, as the professional sees it, and what people said about each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accreditation.findings import Outcome
from accreditation.judging import ToJudge
from accreditation.overview import lines_of
from accreditation.ready_sentences import ReadySentences, ready_sentences
from accreditation.rules.words import Speech
from admin.dossier.needs import Need, need_of
from public_api.web.language import Language, Sentence, say
from registry.case_files import CaseFile
from registry.catalogue import Catalogue
from registry.judgements import Said

STAGES: Mapping[str, Sentence] = {"gate": say("Harde eisen: eerst deze"), "content": say("De eisen aan de inhoud")}
VERDICTS: Mapping[str, Sentence] = {
    "good": say("Goed"),
    "question": say("Vraag aan de aanvrager"),
    "not_good": say("Niet goed"),
    "doubt": say("Ik twijfel"),
}
FORMS: Mapping[str, Sentence] = {
    "written": say("op papier"),
    "interview": say("in een gesprek"),
    "panel": say("voor een panel"),
}


@dataclass(frozen=True, slots=True)
class ShownJudgement:
    """What one assessor said; `by` is their place among the assessors of this file, 0 for whoever reads it."""

    said: Said
    by: int


@dataclass(frozen=True, slots=True)
class CaseRequirement:
    """One requirement. `judge` is what is asked of people, None where the rules alone decide.

    `sentences` are in the language of the applicant. `waits`: the hard requirements come first. `found`: somebody found
    this hard requirement good already, which is enough.
    """

    need: Need
    stage: str
    judge: ToJudge | None
    sentences: ReadySentences
    judgements: tuple[ShownJudgement, ...]
    waits: bool
    found: bool

    @property
    def is_mine_to_judge(self) -> bool:
        """Whether it waits for whoever looks; the rest they may judge all the same."""
        return self.judge is not None and not self.found and all(one.by for one in self.judgements)

    @property
    def forms(self) -> tuple[str, ...]:
        """The ways in which it is judged."""
        return self.judge.forms if self.judge is not None else ("written",)

    @property
    def verdicts(self) -> tuple[str, ...]:
        """What can be said: a doubt only where it brings a second assessor."""
        doubts = self.judge is not None and self.judge.second_on_doubt
        return tuple(code for code in VERDICTS if doubts or code != "doubt")


def requirements_of(file: CaseFile, catalogue: Catalogue, language: Language) -> tuple[CaseRequirement, ...]:
    """Everything that applies or is asked of people, the hard requirements first; nothing once it is decided."""
    evaluation = file.evaluation
    if evaluation is None:
        return ()
    mark = catalogue.mark(file.mark)
    version = catalogue.version(file.mark, evaluation.version)
    asked = {one.requirement: one for one in file.judgements.asked}
    said, first = list(_numbered(file)), file.judgements.gate_waits_for
    own, theirs = Speech(language, mark.labels), Speech(file.language, mark.labels)
    found = [
        CaseRequirement(
            need_of(line, own),
            line.asked.stage,
            asked.get(line.asked.code),
            ready_sentences(line.finding, theirs),
            tuple(one for one in said if one.said.requirement == line.asked.code),
            line.asked.stage == "content" and bool(first),
            line.asked.stage == "gate" and line.asked.code not in first,
        )
        for line in lines_of(mark, version, evaluation, evaluation.on)
        if line.outcome is not Outcome.NOT_APPLICABLE or line.asked.code in asked
    ]
    return tuple(sorted(found, key=lambda one: one.stage != "gate"))


def _numbered(file: CaseFile) -> Iterator[ShownJudgement]:
    """Who said it is told by a number: nobody needs a name to judge, and who looks knows their own."""
    others = file.judgements.others or ()
    places = {actor: place for place, actor in enumerate(dict.fromkeys(one.assessor for one in others), 1)}
    return (ShownJudgement(one, places.get(one.assessor, 0)) for one in (*file.judgements.own, *others))
