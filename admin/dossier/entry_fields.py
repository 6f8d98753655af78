"""What else a file holds besides activities: diplomas, work, documents, clients; the form of each, there and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from admin.web.amounts import Hours, hours_text
from admin.web.forms import Filled, Form, Tick
from public_api.web.language import Sentence, say
from public_api.web.query import CivilDay
from registry.drafts import (
    ClientPracticeDraft,
    ClientSurveyDraft,
    DocumentDraft,
    Draft,
    EntryKind,
    ExperienceDraft,
    QualificationDraft,
)
from registry.inputs import Kind, Line120, read_input

Sort = Literal["text", "date", "choice", "tick", "hours", "count"]
Options = Literal["qualification_kinds", "study_fields", "levels", "work_roles", "document_kinds"]
Count = Annotated[int, Field(ge=0, le=100_000)]


@dataclass(frozen=True, slots=True)
class Asking:
    """One field of a form: its name there and in the register, and how it is asked."""

    name: str
    theirs: str
    label: Sentence
    sort: Sort = "text"
    hint: Sentence | None = None
    options: Options | None = None


class QualificationForm(Form):
    """A diploma, course or recognised prior learning."""

    soort: Kind
    behaald: CivilDay
    niveau: Annotated[int | None, Field(ge=1, le=8)] = None
    richting: Line120 | None = None
    aanbieder: Line120 | None = None
    erkend: Tick = False
    uren: Hours | None = None


class ExperienceForm(Form):
    """Work in a role."""

    rol: Kind
    van: CivilDay
    tot: CivilDay | None = None
    uren: Hours | None = None
    werkveld: Kind | None = None


class DocumentForm(Form):
    """A document, by kind and day; its file comes in a field of its own, `bestand`."""

    soort: Kind
    datum: CivilDay


class PracticeForm(Form):
    """Clients in a period."""

    rol: Kind
    van: CivilDay
    tot: CivilDay
    clienten: Count
    uren: Hours | None = None


class SurveyForm(Form):
    """A round of questions that was held elsewhere."""

    datum: CivilDay
    antwoorden: Count


@dataclass(frozen=True, slots=True)
class Drawer:
    """One kind of entry on the pages: where it is, what it is called, its form.

    `files`: evidence may go with it. `is_file`: it is a file itself, which its form asks for at once.
    """

    slug: str
    kind: EntryKind
    title: Sentence
    add: Sentence
    why: Sentence
    form: type[Form]
    draft: type[Draft]
    asking: tuple[Asking, ...]
    files: bool = False
    is_file: bool = False

    @property
    def fields(self) -> Mapping[str, str]:
        """What the register calls a field, and the form."""
        return {one.theirs: one.name for one in self.asking}

    @property
    def labels(self) -> Mapping[str, Sentence]:
        """What the page calls each field of the register."""
        return {one.theirs: one.label for one in self.asking}


_ROLE = Asking("rol", "role", say("In welke rol?"), "choice", options="work_roles")
_HOURS = Asking("uren", "minutes", say("Uren"), "hours", say("Het totaal over de hele periode. Bijvoorbeeld 600."))

DRAWERS: tuple[Drawer, ...] = (
    Drawer(
        "opleiding", "qualification", say("Opleidingen en diploma’s"), say("Opleiding toevoegen"),
        say("Een diploma, een erkende opleiding of een EVC. Voeg daarna een kopie toe als bewijs."),
        QualificationForm, QualificationDraft,
        (
            Asking("soort", "kind", say("Wat voor opleiding?"), "choice", options="qualification_kinds"),
            Asking("behaald", "obtained_on", say("Wanneer behaald?"), "date"),
            Asking("niveau", "level", say("Niveau (NLQF)"), "choice", say("Hbo-bachelor is 6, master is 7."), "levels"),
            Asking("richting", "field_of_study", say("Richting"), "choice", options="study_fields"),
            Asking("aanbieder", "provider", say("Opleider")),
            Asking("erkend", "provider_accredited", say("Mijn keurmerk erkent deze opleider"), "tick"),
            Asking("uren", "minutes", say("Uren les"), "hours", say("Als de regels een aantal uren vragen.")),
        ),
        files=True,
    ),
    Drawer(
        "werk", "experience", say("Werkervaring"), say("Werkervaring toevoegen"),
        say("Werk in een rol waar een keurmerk om vraagt."),
        ExperienceForm, ExperienceDraft,
        (
            _ROLE,
            Asking("van", "since", say("Eerste dag"), "date"),
            Asking("tot", "until", say("Laatste dag"), "date", say("Laat leeg als je het nog doet.")),
            _HOURS,
            Asking("werkveld", "field_of_work", say("Werkveld"), hint=say("Alleen als een regel ernaar vraagt.")),
        ),
    ),
    Drawer(
        "clienten", "client_practice", say("Werk met cliënten"), say("Periode toevoegen"),
        say("Hoeveel cliënten je begeleidde en hoelang. Nooit wie."),
        PracticeForm, ClientPracticeDraft,
        (
            _ROLE,
            Asking("van", "since", say("Eerste dag"), "date"),
            Asking("tot", "until", say("Laatste dag"), "date", say("Bijvoorbeeld een heel kalenderjaar.")),
            Asking("clienten", "clients", say("Aantal cliënten"), "count", say("Alleen het aantal. Nooit wie.")),
            _HOURS,
        ),
    ),
    Drawer(
        "documenten", "documents", say("Documenten"), say("Document toevoegen"),
        say("Je cv, een plan of een verslag. Een beoordelaar leest het na."),
        DocumentForm, DocumentDraft,
        (
            Asking("soort", "kind", say("Wat voor document?"), "choice", options="document_kinds"),
            Asking("datum", "written_on", say("Van welke dag is het?"), "date"),
        ),
        files=True, is_file=True,
    ),
    Drawer(
        "vragenrondes", "client_survey", say("Vragenrondes van ergens anders"), say("Vragenronde toevoegen"),
        say("Vroeg je cliënten buiten dit register om hun mening? Noem dan de dag en het aantal antwoorden."),
        SurveyForm, ClientSurveyDraft,
        (
            Asking("datum", "held_on", say("Op welke dag?"), "date"),
            Asking("antwoorden", "answers", say("Hoeveel cliënten antwoordden?"), "count"),
        ),
    ),
)  # fmt: skip
BY_SLUG: Mapping[str, Drawer] = {drawer.slug: drawer for drawer in DRAWERS}
BY_KIND: Mapping[EntryKind, Drawer] = {drawer.kind: drawer for drawer in DRAWERS}


def draft_of(drawer: Drawer, form: Form) -> Draft:
    """What the register records. Raises Malformed, for a last day before the first."""
    given = form.model_dump()
    values = {one.theirs: given[one.name] for one in drawer.asking if given[one.name] is not None}
    return read_input(drawer.draft, values)


_SHOWN: Mapping[Sort, Callable[[Any], str]] = {
    "hours": hours_text,
    "tick": lambda given: "ja" if given else "",
}


def as_filled(drawer: Drawer, draft: Draft) -> Filled:
    """An entry as its form shows it."""
    said = draft.model_dump()
    return Filled({
        one.name: _SHOWN.get(one.sort, _text)(said[one.theirs])
        for one in drawer.asking
        if said[one.theirs] is not None
    })  # fmt: skip


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
