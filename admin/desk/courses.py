"""Accredited courses of the body: the list, accrediting one, and withdrawing one after looking whom it touches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field

from accreditation.scheme import Mark
from admin.desk.menu import ADMINISTERING, DECIDING, JUDGING
from admin.desk.pages import desk_page
from admin.dossier.kinds import activity_kinds
from admin.web.amounts import Points, hundredths_text
from admin.web.doorman import Door, door, signed_in
from admin.web.forms import Filled, Form, read_form, said_by_register
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer, redirect
from public_api.web.language import Sentence, say
from public_api.web.pages import reader_of
from public_api.web.query import CivilDay, PageQuery, read_query
from registry.course_withdrawals import Withdrawal, WithdrawalGiven, show_withdrawal, withdraw_course
from registry.courses import CourseGiven, accredit_course, courses_of, find_course
from registry.desk import bodies_of
from registry.errors import Conflict, Malformed, Refused
from registry.inputs import read_input
from registry.own_marks import SETTING as SET_BY
from registry.own_marks import own_marks

HERE = "/instelling/opleidingen"
SEEING, SETTING = JUDGING | ADMINISTERING, DECIDING | ADMINISTERING
ROWS = (1, 2, 3)  # kinds of activity in the form; more go by the interface, or by accrediting once more
FIELDS = {
    "code": "code", "title": "titel", "provider": "aanbieder", "since": "vanaf", "until": "tot", "points": "punten_1",
    "reason": "reden", "seen": "vanaf",
}  # fmt: skip
MESSAGES: dict[str, Sentence] = {
    "erkend": say("De opleiding is erkend. Wie de code noemt, krijgt de punten."),
    "ingetrokken": say("De erkenning is ingetrokken. Wat al is besloten, verandert niet."),
}
NO_MARK_CHOSEN = say("Kies voor welk keurmerk de opleiding telt.")
KIND_MISSING = say("Vul bij elke soort activiteit ook de punten in, en andersom.")
NO_POINTS = say("Vul bij minstens één soort activiteit de punten in.")


class CoursesQuery(PageQuery):
    """What just happened."""

    melding: Annotated[str, Field(max_length=20)] = ""


class CourseQuery(PageQuery):
    """From which day somebody thinks of withdrawing it."""

    vanaf: CivilDay | None = None


class CourseForm(Form):
    """A course, its marks, and per kind of activity its points."""

    code: Annotated[str, Field(max_length=80)]
    titel: Annotated[str, Field(max_length=200)]
    aanbieder: Annotated[str, Field(max_length=200)]
    vanaf: CivilDay
    tot: CivilDay | None = None
    keurmerk: tuple[Annotated[str, Field(max_length=80)], ...] = ()
    soort_1: Annotated[str, Field(max_length=80)] = ""
    punten_1: Points | None = None
    soort_2: Annotated[str, Field(max_length=80)] = ""
    punten_2: Points | None = None
    soort_3: Annotated[str, Field(max_length=80)] = ""
    punten_3: Points | None = None

    def rows(self) -> list[tuple[int, str, int | None]]:
        return [
            (row, getattr(self, f"soort_{row}"), getattr(self, f"punten_{row}"))
            for row in ROWS
            if getattr(self, f"soort_{row}") or getattr(self, f"punten_{row}") is not None
        ]


class WithdrawalForm(Form):
    """From which day, why, and the list that was looked at."""

    vanaf: CivilDay
    reden: Annotated[str, Field(max_length=4000)]
    gezien: Annotated[str, Field(max_length=64)]


@get(HERE, opt=door(Door.BODY, roles=SEEING), include_in_schema=False)
async def show_courses(request: Asked) -> Answer:
    query = read_query(request.scope, CoursesQuery)
    return await _list(request, Filled(), message=MESSAGES.get(query.melding))


@post(HERE, opt=door(Door.BODY, roles=SETTING), include_in_schema=False, status_code=200)
async def take_course(request: Asked) -> Answer:
    given = read_form(request, CourseForm, lists=("keurmerk",))
    if given.form is None:
        return await _list(request, given.filled, status=400)
    form = given.form
    if mistakes := _mistakes(form):
        return await _list(request, given.filled.with_mistakes(*mistakes), status=400)
    points = [
        {"mark": mark, "kind": kind, "points_hundredths": amount}
        for mark in form.keurmerk
        for _, kind, amount in form.rows()
    ]
    said = {
        "code": form.code, "title": form.titel, "provider": form.aanbieder, "since": form.vanaf, "until": form.tot,
        "points": points,
    }  # fmt: skip
    try:
        await accredit_course(read_input(CourseGiven, said), signed_in(request), at=house_of(request).site.now())
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return await _list(request, said_by_register(given.filled, error, FIELDS), status=status)
    return redirect(f"{HERE}?melding=erkend")


def _mistakes(form: CourseForm) -> list[tuple[str, Sentence]]:
    found = [] if form.keurmerk else [("keurmerk", NO_MARK_CHOSEN)]
    rows = form.rows()
    found += [(f"punten_{row}", KIND_MISSING) for row, kind, amount in rows if not kind or amount is None]
    return found if rows else [*found, ("punten_1", NO_POINTS)]


async def _list(request: Asked, filled: Filled, *, message: Sentence | None = None, status: int = 200) -> Answer:
    site, who = house_of(request).site, signed_in(request)
    catalogue = await site.marks.current()
    language = reader_of(request.scope).language
    sets = bool(bodies_of(who, SET_BY))
    marks: Sequence[Mark] = own_marks(who, catalogue, SET_BY) if sets else ()
    return await desk_page(
        request,
        "desk_courses.html",
        status=status,
        filled=filled,
        message=message,
        courses=await courses_of(who, roles=frozenset(SEEING)),
        names={mark.code: mark.name for mark in catalogue.marks()},
        kinds=dict(activity_kinds(catalogue, language)),
        points=hundredths_text,
        marks=marks,
        rows=ROWS,
        sets=sets,
        today=site.today(),
    )


@get(f"{HERE}/{{course:uuid}}", opt=door(Door.BODY, roles=SETTING), include_in_schema=False)
async def show_course(request: Asked, course: FromPath[UUID]) -> Answer:
    query = read_query(request.scope, CourseQuery)
    return await _course(request, course, query.vanaf, Filled({"vanaf": query.vanaf or ""}))


@post(f"{HERE}/{{course:uuid}}/intrekken", opt=door(Door.BODY, roles=SETTING), include_in_schema=False, status_code=200)
async def take_withdrawal(request: Asked, course: FromPath[UUID]) -> Answer:
    given = read_form(request, WithdrawalForm)
    if given.form is None:
        return await _course(request, course, _day(given.filled), given.filled, status=400)
    form = given.form
    said = {"since": form.vanaf, "reason": form.reden, "seen": form.gezien}
    try:
        asked = read_input(WithdrawalGiven, said)
        await withdraw_course(course, asked, signed_in(request), at=house_of(request).site.now())
    except (Malformed, Refused, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        filled = said_by_register(given.filled, error, FIELDS)
        return await _course(request, course, form.vanaf, filled, status=status)
    return redirect(f"{HERE}?melding=ingetrokken")


class _Day(BaseModel):
    vanaf: CivilDay


def _day(filled: Filled) -> date | None:
    """The day in a form of which something else was wrong."""
    try:
        return _Day(vanaf=filled.value("vanaf")).vanaf  # type: ignore[arg-type]  # read by its validator
    except ValueError:
        return None


async def _course(
    request: Asked, course: UUID, since: date | None, filled: Filled, *, status: int = 200
) -> Answer:  # fmt: skip
    site, who = house_of(request).site, signed_in(request)
    found, catalogue = await find_course(course, who), await site.marks.current()
    look: Withdrawal | None = None
    if since is not None and found.withdrawn_from is None:
        try:
            look = await show_withdrawal(course, since, who, at=site.now())
        except Malformed as error:
            filled, status = said_by_register(filled, error, FIELDS) if not filled.mistakes else filled, 400
    more: dict[str, Any] = {"kinds": dict(activity_kinds(catalogue, reader_of(request.scope).language))}
    return await desk_page(
        request,
        "desk_course.html",
        status=status,
        filled=filled,
        course=found,
        look=look,
        names={mark.code: mark.name for mark in catalogue.marks()},
        points=hundredths_text,
        today=site.today(),
        **more,
    )


PAGES = [show_courses, take_course, show_course, take_withdrawal]
