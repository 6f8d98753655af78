"""Register numbers: two check figures, forgiving in, exact out, at random."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import Malformed
from registry.numbers import new_number, read_number


@pytest.mark.parametrize(
    "written",
    ["LP-0020418-51", "lp-0020418-51", "LP 0020418 51", "002041851", "  lp0020418-51 ", "LP–0020418–51", "0020418.51"],
)
def test_a_number_is_read_however_it_is_written(written: str) -> None:
    """Spaces, small letters, other hyphens and a missing prefix are forgiven; what comes out is exact."""
    assert "LP-0020418-51" == read_number(written)


@pytest.mark.parametrize("written", ["LP-0020418-52", "LP-0020481-51", "LP-1020418-51"])
def test_a_typing_mistake_is_told_apart(written: str) -> None:
    """One wrong figure, or two that changed places, does not fit the check figures."""
    with pytest.raises(Malformed, match="typing mistake"):
        read_number(written)


@pytest.mark.parametrize(
    "written",
    ["", "LP", "LP-123-45", "LP-00204180-51", "LP-002041a-51", "LP-٠٠٢٠٤١٨-51", "x" * 10_000, "LP-0020418-51\x00"],
)
def test_what_cannot_be_a_number_is_told_its_shape(written: str) -> None:
    """Anything else is answered with what a number looks like."""
    with pytest.raises(Malformed, match="looks like LP-0020418-51"):
        read_number(written)


@given(st.integers(0, 9_999_998))
def test_every_number_given_is_one_that_can_be_read(drawn: int) -> None:
    """Whatever is drawn becomes a number of thirteen characters that reads as itself."""
    number = new_number(lambda _: drawn)
    assert (13, number) == (len(number), read_number(number))


@given(st.integers(0, 9_999_998), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_figure_is_always_found(drawn: int, place: int, by: int) -> None:
    """No number becomes another valid one by one wrong figure."""
    figures = read_number(new_number(lambda _: drawn)).removeprefix("LP-").replace("-", "")
    wrong = figures[:place] + str((int(figures[place]) + by) % 10) + figures[place + 1 :]
    with pytest.raises(Malformed):
        read_number(wrong)
