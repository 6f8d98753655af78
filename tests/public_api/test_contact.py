"""How people reach somebody, on every page: the settings until the operator set something, and whether it is open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from public_api.web.language import LANGUAGES, Language
from public_api.web.reach import Way, hours_in_words
from registry.contact_points import ContactPoint, Kind
from registry.opening_hours import Week, read_week

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)  # a Wednesday, ten in the morning
OFFICE = ("9.00-17.00",) * 5 + ("", "")


def week(*days: str) -> Week:
    found = read_week(days)
    assert found is not None
    return found


def way(kind: Kind, value: str, *days: str, at: datetime = AT) -> Way:
    return Way(ContactPoint(None, None, kind, value, "Zo.", "So.", read_week(days)), at)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (AT, ("nu open tot 17.00", "open now until 17.00")),
        (AT.replace(hour=7), ("nu gesloten, vandaag open om 9.00", "closed now, opens today at 9.00")),
        (AT.replace(hour=17), ("nu gesloten, morgen open om 9.00", "closed now, opens tomorrow at 9.00")),
        (AT.replace(day=28), ("nu gesloten, open op maandag 30 november om 9.00",) * 2),
    ],
)
def test_whether_it_is_open(moment: datetime, told: tuple[str, str]) -> None:
    """In Dutch time, with the day named where it is not near."""
    assert told[0] == way("phone", "030 1", *OFFICE, at=moment).open_now("nl")


def test_who_tells_no_hours_is_not_called_closed() -> None:
    """Nothing is said about hours that nobody set; who is open on no day to come is closed."""
    assert ("", "") == (way("phone", "030 1").open_now("nl"), way("phone", "030 1").hours("nl"))
    closed = Way(ContactPoint(None, None, "phone", "030 1", week=Week(((),) * 7)), AT)
    assert "nu gesloten" == closed.open_now("nl")


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (OFFICE, "op werkdagen van 9.00 tot 17.00 uur"),
        (("9.00-12.00",) * 4 + ("", "", ""), "maandag tot en met donderdag 9.00-12.00"),
        (
            ("9.00-12.00, 13.00-17.00",) * 5 + ("10.00-12.00", ""),
            "maandag tot en met vrijdag 9.00-12.00, 13.00-17.00; zaterdag 10.00-12.00",
        ),
    ],
)
def test_hours_in_words(days: tuple[str, ...], told: str) -> None:
    """Days that are alike are said together."""
    assert told == hours_in_words(week(*days), "nl")


@pytest.mark.parametrize(
    ("kind", "value", "link"),
    [
        ("phone", "030 (1) 11-22", "tel:03011122"),
        ("mail", "a@b.example", "mailto:a@b.example"),
        ("chat", "https://chat.example/x", "https://chat.example/x"),
        ("call_back", "+31 6 11", "tel:+31611"),
        ("walk_in", "Dorpsstraat 1, Utrecht", ""),
    ],
)
def test_where_to_press(kind: Kind, value: str, link: str) -> None:
    """Each way has the link of its kind; a street has none."""
    found = way(kind, value)
    languages: tuple[Language, ...] = LANGUAGES
    assert (link, ["Zo.", "So."]) == (found.link, [found.words(language) for language in languages])
