"""Forms that come in: nothing that was typed is lost, all mistakes at once, and what no browser sends is refused."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import Field

from admin.web.forms import CameIn, Filled, Form, Tick, Upload, check_form, read_form, receive_form, said_by_register
from public_api.web.problems import ProblemRaised
from registry.errors import Malformed, Problem, Refused
from tests.admin.web.bodies import request_with

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=grens"


class Course(Form):
    """What the tests fill in."""

    titel: Annotated[str, Field(max_length=20)]
    uren: Annotated[int, Field(ge=0)] = 0
    talen: tuple[str, ...] = ()
    akkoord: Tick = False


async def _given(body: bytes, *lists: str) -> object:
    request = request_with(body, URLENCODED)
    request.scope["came_in"] = await receive_form(request)  # type: ignore[typeddict-unknown-key]  # the doorman puts it there
    return read_form(request, Course, lists=lists).form


async def test_a_form_becomes_the_model() -> None:
    """Spaces around are taken off, fields that may come more than once are gathered, and unknown ones ignored."""
    body = "titel=++Café+&uren=3&talen=nl&talen=ar&verstuur=ja".encode()
    assert Course(titel="Café", uren=3, talen=("nl", "ar")) == await _given(body, "talen")


def test_a_wrong_form_keeps_its_text() -> None:
    """Everything typed is still there, beside every mistake."""
    given = check_form({"titel": "x" * 21, "uren": "veel", "talen": ["nl"]}, Course)
    assert given.form is None
    assert "veel" == given.filled.value("uren")
    assert given.filled.chosen("talen", "nl")
    assert ["titel", "uren"] == [name for name, _ in given.filled.mistakes]
    assert given.filled.wrong("uren") is not None
    assert given.filled.wrong("talen") is None


@pytest.mark.parametrize(("sent", "ticked"), [("ja", True), ("on", True), ("", False), (None, False)])
def test_a_tick_stands_when_it_is_sent(sent: str | None, ticked: bool) -> None:
    """Whatever its value in the page; a browser sends nothing for one that does not stand."""
    form = check_form({"titel": "a"} | ({} if sent is None else {"akkoord": sent}), Course).form
    assert form is not None
    assert ticked == form.akkoord


def test_an_empty_field_is_not_filled_in() -> None:
    """Blank counts as absent: what must be filled in is asked for, what may be left out is left out."""
    given = check_form({"titel": "  ", "uren": ""}, Course)
    assert [("titel", "Dit moet je invullen.")] == [(n, m.in_language("nl")) for n, m in given.filled.mistakes]


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b'{"titel": "a"}', "application/json", "unsupported-media-type"),
        (b"titel=a", "text/plain", "unsupported-media-type"),
        (b"titel=a", None, "unsupported-media-type"),
        (b"titel=%FF", URLENCODED, "invalid-input"),
        (b"titel=\xff", URLENCODED, "invalid-input"),
        (b"titel=%00", URLENCODED, "invalid-input"),
        (b"a=1&" * 500, URLENCODED, "invalid-input"),
        (b"titel=" + b"a" * 70_000, URLENCODED, "content-too-large"),
        (b"--grens\r\n", MULTIPART, "unsupported-media-type"),
    ],
)
async def test_what_no_browser_sends_is_refused(body: bytes, content_type: str | None, code: str) -> None:
    """Other content types, bad encoding, NUL, too many fields, too much; files where none is asked for."""
    with pytest.raises(ProblemRaised) as raised:
        await receive_form(request_with(body, content_type))
    assert code == raised.value.code


def _part(disposition: str, content: bytes) -> bytes:
    return b"--grens\r\nContent-Disposition: form-data; " + disposition.encode() + b"\r\n\r\n" + content + b"\r\n"


async def test_a_form_with_a_file() -> None:
    """Fields and files come apart; an empty choice of file is no file."""
    body = (
        _part('name="titel"', "Café".encode())
        + _part('name="bewijs"; filename="a.pdf"', b"%PDF-1.7")
        + _part('name="leeg"; filename=""', b"")
        + b"--grens--\r\n"
    )
    came = await receive_form(request_with(body, MULTIPART, chunk=7), largest=1_000_000)
    assert CameIn((("titel", "Café"),), (("bewijs", Upload("a.pdf", b"%PDF-1.7")),)) == came
    assert came.file("leeg") is None
    assert "Café" == came.first("titel")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--grens",
        b"--anders--\r\n",
        _part('name="titel"', b"half"),
        _part('name="titel"', b"\xff\xfe") + b"--grens--\r\n",
        b"--grens\r\nContent-Disposition: form-data\r\n\r\nx\r\n--grens--\r\n",
    ],
)
async def test_a_broken_form_with_a_file_is_refused(body: bytes) -> None:
    """Half a body, another boundary, text that is no UTF-8, a part without a name."""
    with pytest.raises(ProblemRaised) as raised:
        await receive_form(request_with(body, MULTIPART), largest=1_000_000)
    assert "invalid-input" == raised.value.code


def test_what_the_register_says_stands_beside_its_field() -> None:
    """By the name that the page has for it; about nothing in particular otherwise."""
    filled = Filled({"wachtwoord": ""})
    error = Malformed([Problem("password", "too short"), Problem("other", "strange")])
    told = said_by_register(filled, error, {"password": "wachtwoord"})
    assert "too short" == told.wrong("wachtwoord").in_language("en")  # type: ignore[union-attr]  # it is there
    assert ["strange"] == [message.in_language("en") for message in told.general]
    assert ["no"] == [message.in_language("en") for message in said_by_register(filled, Refused("no"), {}).general]
