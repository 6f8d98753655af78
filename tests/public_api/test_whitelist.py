"""What the register lets out and what the interface says of it are the same fields: neither drifts from the other."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import msgspec
import pytest

from public_api.routes import practitioners, standings
from registry import public_view

# What only one of the two has, and why.
KEPT_INSIDE: dict[type[Any], set[str]] = {
    public_view.PublicMeasure: {"visible_until"},  # until when it shows: the answer itself shows that
    public_view.PublicProfile: {"family_name_sort_key"},  # the order of a list
}
SAID_BESIDE: dict[type[msgspec.Struct], set[str]] = {
    standings.Standing: {"checked_at", "statement", "url"},  # about the answer, not about the person
    practitioners.Profile: {"certified", "registrations", "url", "standing_url"},  # from the standing, and where
}


@pytest.mark.parametrize(
    ("let_out", "said"),
    [
        (public_view.PublicStanding, standings.Standing),
        (public_view.PublicRegistration, standings.Registration),
        (public_view.PublicMeasure, standings.Measure),
        (public_view.PublicSpan, standings.Span),
        (public_view.PublicProfile, practitioners.Profile),
        (public_view.PublicPlace, practitioners.Place),
    ],
)
def test_the_interface_says_what_the_whitelist_lets_out(let_out: type[Any], said: type[msgspec.Struct]) -> None:
    """Field for field, but for the few that are named here with their reason."""
    whitelist = {field.name for field in fields(let_out)} - KEPT_INSIDE.get(let_out, set())
    assert whitelist == set(said.__struct_fields__) - SAID_BESIDE.get(said, set())


def test_the_exceptions_are_there() -> None:
    """A field that is gone is no exception any more."""
    assert [] == [n for type_, names in KEPT_INSIDE.items() for n in names - {f.name for f in fields(type_)}]
    assert [] == [n for type_, names in SAID_BESIDE.items() for n in names - set(type_.__struct_fields__)]


def test_a_registration_is_whole_in_the_interface() -> None:
    """Each value that is let out stands in the answer under its own name."""
    one: dict[str, Any] = {field.name: object() for field in fields(public_view.PublicRegistration)}
    nested = {"measures": (), "history": ()}
    said = standings.registration_as_json(public_view.PublicRegistration(**one | nested))
    assert one | {"measures": [], "history": []} == msgspec.structs.asdict(said)
