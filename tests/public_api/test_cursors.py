"""Cursors: opaque, signed, and good for one list only."""

from __future__ import annotations

import base64

import pytest

from public_api.app import signing_key
from public_api.web.cursors import Cursors
from public_api.web.problems import ProblemRaised
from registry.settings import Settings

CURSORS = Cursors(b"a secret of at least thirty-two bytes")


def test_a_cursor_opens_to_the_place_it_was_made_for() -> None:
    """Sealing and opening give the same place back."""
    place = ("idrissi f", "LP-0020418-51")
    assert place == CURSORS.open("practitioners?q=", CURSORS.seal("practitioners?q=", place))


@pytest.mark.parametrize(
    "cursor", ["", "a", "é", "AAAA", "%%%", "=" * 10, base64.urlsafe_b64encode(b"x" * 40).decode()]
)
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    """Whatever we did not seal ourselves is one field error, never a failure."""
    with pytest.raises(ProblemRaised) as raised:
        CURSORS.open("practitioners?q=", cursor)
    assert [error.name for error in raised.value.errors] == ["cursor"]


def test_a_cursor_of_another_question_or_another_key_is_refused() -> None:
    """A cursor belongs to its list and its key."""
    cursor = CURSORS.seal("practitioners?q=a", ("a", "b"))
    with pytest.raises(ProblemRaised):
        CURSORS.open("practitioners?q=b", cursor)
    with pytest.raises(ProblemRaised):
        Cursors(b"another secret of at least thirty-two").open("practitioners?q=a", cursor)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'["a"]', b'["a", "b", "c"]', b'["a", 1]', b"\xff", b'["\xff", "b"]']
)
def test_a_sealed_place_is_two_texts(content: bytes) -> None:
    """Also with a right seal anything else is refused, as a cursor of another version of the site would be."""
    sealed = CURSORS._mac("list", content) + content
    with pytest.raises(ProblemRaised):
        CURSORS.open("list", base64.urlsafe_b64encode(sealed).decode())


def test_the_key_is_secret_or_drawn_at_the_start() -> None:
    """Never made from another setting: without SECRET_KEY each process draws its own."""
    kept = Settings.model_validate({"secret_key": "s" * 32})
    assert b"s" * 32 == signing_key(kept) == signing_key(kept)
    assert 32 == len(signing_key(Settings()))
    assert signing_key(Settings()) != signing_key(Settings())
