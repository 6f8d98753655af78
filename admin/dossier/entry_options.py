"""The codes that the marks know for diplomas, roles and documents, with what they are called: read from the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accreditation.rules.document import Document
from accreditation.rules.education import Education
from accreditation.rules.experience import Experience
from accreditation.scheme import Mark
from admin.dossier.entry_fields import BY_KIND, Options
from admin.dossier.kinds import activity_kinds, labelled, parts_of
from public_api.web.language import Language, Sentence, say
from registry.catalogue import Catalogue

LEVELS = tuple((str(level), str(level)) for level in range(1, 9))
USUAL_QUALIFICATIONS: dict[str, Sentence] = {
    "bachelor": say("Hbo-bachelor"),
    "master": say("Master"),
    "course": say("Opleiding of leergang"),
    "evc": say("EVC (erkend wat je al kunt)"),
    "assessment": say("Assessment van je niveau"),
}
USUAL_ROLES: dict[str, Sentence] = {
    "career_professional": say("Loopbaanprofessional"),
    "job_coach": say("Jobcoach"),
    "coach": say("Coach"),
}
USUAL_DOCUMENTS: dict[str, Sentence] = {
    "cv": say("Cv"),
    "development_plan": say("Ontwikkelplan"),
    "reflection_report": say("Reflectieverslag"),
}


def options_for(catalogue: Catalogue, language: Language) -> Mapping[Options, list[tuple[str, str]]]:
    """(code, label) of everything a field may hold, by label."""
    return {
        "qualification_kinds": labelled(catalogue, language, USUAL_QUALIFICATIONS, _qualification_codes),
        "study_fields": labelled(catalogue, language, {}, _study_codes),
        "levels": list(LEVELS),
        "work_roles": labelled(catalogue, language, USUAL_ROLES, _role_codes),
        "document_kinds": labelled(catalogue, language, USUAL_DOCUMENTS, _document_codes),
    }


def entry_labels(catalogue: Catalogue, language: Language) -> dict[str, str]:
    """What every code in an entry is called, and every kind of entry; activities know theirs best."""
    found: dict[str, str] = {kind: drawer.title.in_language(language) for kind, drawer in BY_KIND.items()}
    for options in options_for(catalogue, language).values():
        found |= {code: label for code, label in options if not code.isdecimal()}
    return {**found, "leave": say("Uitstel").in_language(language), **dict(activity_kinds(catalogue, language))}


def _qualification_codes(mark: Mark) -> Iterator[str]:
    return (code for part in parts_of(mark) if isinstance(part, Education) for code in part.kinds)


def _study_codes(mark: Mark) -> Iterator[str]:
    return (code for part in parts_of(mark) if isinstance(part, Education) for code in part.fields_of_study)


def _role_codes(mark: Mark) -> Iterator[str]:
    return (code for part in parts_of(mark) if isinstance(part, Experience) for code in part.roles)


def _document_codes(mark: Mark) -> Iterator[str]:
    return (code for part in parts_of(mark) if isinstance(part, Document) for code in part.kinds)
