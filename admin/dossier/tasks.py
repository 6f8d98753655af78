"""How far somebody is with a mark, in the words of the pages: a state, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from accreditation.overview import Overview
from accreditation.scheme import Mark
from admin.dossier.needs import Needs, needs_of
from public_api.web.language import Language, Sentence, day_in_words, say
from registry.catalogue import Catalogue
from registry.renewals import Course, Status

Tone = Literal["good", "care", "no", "calm"]

# Of an application.
STATES: dict[str, tuple[Sentence, Tone]] = {
    "open": (say("Ingediend, wacht op een besluit"), "care"),
    "granted": (say("Toegekend"), "good"),
    "refused": (say("Afgewezen"), "no"),
    "withdrawn": (say("Door jou ingetrokken"), "calm"),
}
# Of a mark.
COURSES: dict[Status, tuple[Sentence, Tone]] = {
    "not_begun": (say("Nog niet begonnen"), "calm"),
    "under_way": (say("Bezig"), "calm"),
    "ready": (say("Klaar om in te dienen"), "good"),
    "handed_in": (say("Ingediend"), "calm"),
    "being_judged": (say("Wordt beoordeeld"), "calm"),
    "question_for_you": (say("Vraag aan jou"), "care"),
    "granted": (say("Toegekend"), "good"),
    "renewed": (say("Verlengd"), "good"),
    "refused": (say("Afgewezen"), "no"),
    "deferred": (say("Uitstel"), "calm"),
}
UNTIL: dict[Status, Sentence] = {
    "granted": say("Geldig tot en met {day}."),
    "renewed": say("Geldig tot en met {day}."),
    "refused": say("Bezwaar kan tot en met {day}."),
    "deferred": say("Je hebt uitstel tot en met {day}."),
}
SUSPENDED = say("Geschorst")
PRESSING: dict[Status, int] = {"question_for_you": 0, "refused": 1, "ready": 2}  # what asks something of somebody
WITH_THE_BODY = ("handed_in", "being_judged", "question_for_you")


@dataclass(frozen=True, slots=True)
class Task:
    """One mark on the task list. `needs` is what it still takes, while it can be asked."""

    mark: Mark
    course: Course
    state: Sentence
    tone: Tone
    until: Sentence | None
    needs: Needs | None

    @property
    def with_the_body(self) -> bool:
        """Handed in and not decided: there is nothing to hand in now."""
        return self.course.status in WITH_THE_BODY


def tasks_of(
    courses: Sequence[Course],
    seen: Iterable[Overview],
    suspended: frozenset[str],
    catalogue: Catalogue,
    language: Language,
) -> list[Task]:
    """The task list: what is pressing first."""
    needs = {one.mark.code: needs_of(one, language) for one in seen}
    tasks = [_task(course, needs.get(course.mark), course.mark in suspended, catalogue, language) for course in courses]
    return sorted(tasks, key=lambda task: PRESSING.get(task.course.status, len(PRESSING)))


def _task(course: Course, needs: Needs | None, suspended: bool, catalogue: Catalogue, language: Language) -> Task:
    if suspended and course.status not in WITH_THE_BODY:
        return Task(catalogue.mark(course.mark), course, SUSPENDED, "no", None, needs)
    state, tone = COURSES[course.status]
    until = None
    if course.until is not None and course.status in UNTIL:
        until = say(UNTIL[course.status].source, day=day_in_words(course.until, language))
    return Task(catalogue.mark(course.mark), course, state, tone, until, needs)
