"""How people reach somebody: dated, set by the operator alone, never rewritten, with the settings as a beginning."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from registry.accounts import RoleHeld
from registry.contact_points import (
    ContactPointGiven,
    add_contact_point,
    bodies_to_reach,
    contact_points,
    desks_of_bodies,
    end_contact_point,
    from_settings,
    own_desk,
    settings_on,
)
from registry.database import Engine, classify_db_error
from registry.errors import Conflict, Malformed, NotFound, Refused
from registry.inputs import read_input
from registry.settings import Settings
from registry.tables_catalogue import BodyRow
from registry.tables_contact import ContactPointRow
from registry.tables_journal import JournalRow
from tests.registry.desk_stories import Worker, worker
from tests.registry.stories import START as AT

OPERATOR = Worker("account operator", (RoleHeld("operator"),))
TODAY = date(2021, 3, 2)
DAY = timedelta(days=1)
WEEK = ("9.00-17.00",) * 5 + ("", "")


def given(**what: Any) -> ContactPointGiven:
    return read_input(ContactPointGiven, {"kind": "phone", "value": "030 111 11 11", "since": TODAY} | what)


async def added(**what: Any) -> Any:
    return await add_contact_point(given(**what), OPERATOR, at=AT)


async def test_the_settings_are_the_beginning(register: Engine) -> None:
    """Without rows they hold; a kind that was set takes its place from its day on; there is always mail."""
    settings = Settings(contact_phone="030 000 00 00", contact_hours="9.00-17.00", contact_email="v@register.example")
    assert WEEK == from_settings(settings)[0].hours
    phone = await added(since=TODAY + DAY, hours=WEEK)
    mail = await added(kind="mail", value="loket@register.example")
    points = await contact_points()

    def told(on: date) -> list[tuple[str, str]]:
        return [(one.kind, one.value) for one in own_desk(points, settings, on)]

    assert [("mail", "loket@register.example")] == told(TODAY)  # a phone was set, and begins tomorrow
    assert [("phone", "030 111 11 11"), ("mail", "loket@register.example")] == told(TODAY + DAY)
    letter = await settings_on(settings, TODAY + DAY)
    assert ("030 111 11 11", "loket@register.example") == (letter.contact_phone, letter.contact_email)
    await end_contact_point(mail, TODAY + 2 * DAY, OPERATOR, at=AT)
    await end_contact_point(phone, TODAY + 2 * DAY, OPERATOR, at=AT)
    points = await contact_points()
    assert [("mail", "v@register.example")] == told(TODAY + 2 * DAY)
    kinds = [row["kind"] for row in await JournalRow.select().order_by(JournalRow.seq)]
    assert ["contact.added"] * 2 + ["contact.ended"] * 2 == kinds


async def test_a_body_has_its_own_desk(register: Engine) -> None:
    """Beside that of the register, in both languages, with hours as they are written everywhere."""
    await BodyRow.insert(BodyRow(code="noloc", name="Noloc"))
    words = {"words_nl": "Vragen over je aanvraag", "words_en": "Questions about your application"}
    await added(body="noloc", kind="walk_in", value="Dorpsstraat 1, Utrecht", hours=("9:00 tot 12:00",) * 7, **words)
    points = await contact_points()
    (found,) = desks_of_bodies(points, TODAY)["noloc"]
    assert ("Noloc", (("noloc", "Noloc"),)) == (found.body_name, await bodies_to_reach())
    assert (("9.00-12.00",) * 7, words["words_en"]) == (found.hours, found.words_en)
    assert ({}, ["mail"]) == (
        desks_of_bodies(points, TODAY - DAY),
        [p.kind for p in own_desk(points, Settings(), TODAY)],
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "bel ons"}, "value"),
        ({"kind": "mail", "value": "geen adres"}, "value"),
        ({"kind": "chat", "value": "http://chat.example"}, "value"),
        ({"kind": "chat", "value": "javascript:alert(1)"}, "value"),
        ({"kind": "call_back", "value": "ergens"}, "value"),
        ({"body": "nergens"}, "body"),
        ({"since": TODAY - DAY}, "since"),
        ({"kind": "fax"}, "kind"),
        ({"hours": ("9.00-17.00",)}, "hours"),
        ({"hours": ("17.00-9.00",) * 7}, "hours.0"),
        ({"words_nl": "Alleen Nederlands"}, "words_en"),
    ],
)
async def test_what_cannot_be_says_why(register: Engine, wrong: dict[str, Any], field: str) -> None:
    """Nothing is stored, and the field is named."""
    with pytest.raises(Malformed) as refused:
        await added(**wrong)
    assert field in {problem.field for problem in refused.value.problems}
    assert 0 == await ContactPointRow.count()


async def test_it_ends_once_and_not_before_it_began(register: Engine) -> None:
    """On a day to come, never in the past; and nothing of what was is rewritten, whoever writes."""
    point = await added(since=TODAY + 5 * DAY)
    for day in (TODAY - DAY, TODAY + 4 * DAY):
        with pytest.raises(Malformed):
            await end_contact_point(point, day, OPERATOR, at=AT)
    with pytest.raises(NotFound):
        await end_contact_point(uuid4(), TODAY, OPERATOR, at=AT)
    changes: list[dict[Any, Any]] = [
        {ContactPointRow.value: "1"}, {ContactPointRow.since: TODAY}, {ContactPointRow.words_nl: "x"},
    ]  # fmt: skip
    for change in changes:
        with pytest.raises(Exception, match=r"ck_contact_point_unchanged|may not change") as caught:
            await ContactPointRow.update(change).where(ContactPointRow.id == point)
        assert "ck_contact_point_unchanged" == getattr(classify_db_error(caught.value), "constraint", None)
    await end_contact_point(point, TODAY + 5 * DAY, OPERATOR, at=AT)
    with pytest.raises(Conflict):
        await end_contact_point(point, TODAY + 9 * DAY, OPERATOR, at=AT)
    with pytest.raises(Exception, match=r"ck_contact_point_ended_once|may not change"):
        await ContactPointRow.update({ContactPointRow.ended_by: "x"}).where(ContactPointRow.id == point)
    assert [False] == [one.holds_on(TODAY + 5 * DAY) for one in await contact_points()]


async def test_only_the_operator_sets_it(register: Engine) -> None:
    """An administrator of a body asks the operator."""
    other = worker("body_administrator")
    with pytest.raises(Refused):
        await add_contact_point(given(), other, at=AT)
    with pytest.raises(Refused):
        await end_contact_point(uuid4(), TODAY, other, at=AT)
    assert 0 == await JournalRow.count()
