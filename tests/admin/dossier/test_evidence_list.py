"""How large a file is, in words."""

from __future__ import annotations

import pytest

from admin.dossier.evidence_list import size_text


@pytest.mark.parametrize(
    ("size", "expected"),
    [(None, ""), (1, "1 kB"), (640_000, "640 kB"), (1_000_000, "1,0 MB"), (2_310_000, "2,4 MB")],
)
def test_a_size_in_words(size: int | None, expected: str) -> None:
    """Rounded up, and nothing where it is not known."""
    assert expected == size_text(size)
