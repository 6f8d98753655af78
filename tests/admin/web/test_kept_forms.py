"""A form that came too late is sealed: it comes back whole, and nobody else can make one."""

from __future__ import annotations

from admin.web.kept_forms import MOST, KeptForm, seal, unseal

FORM = KeptForm("/mijn/activiteiten/nieuw", (("wat", "Café ’t Hoekje\nregel 2"), ("soort", "training"), ("wat", "")))


def test_what_is_sealed_comes_back_whole() -> None:
    """Every field in its order, also one that came twice."""
    assert unseal(seal(FORM, b"k"), b"k") == FORM


def test_nobody_else_seals_a_form() -> None:
    """Not with another key, not by changing one letter, and not out of nothing."""
    sealed = seal(FORM, b"k")
    assert [None] * 4 == [unseal(text, b"k") for text in (seal(FORM, b"x"), "A" + sealed[1:], "", "é.é")]


def test_a_form_that_is_too_long_is_not_kept() -> None:
    """It would not fit in the form of logging in."""
    assert "" == seal(KeptForm("/", (("wat", "x" * MOST),)), b"k")
