"""What is downloaded has its own name, and is never shown as a page of ours."""

from __future__ import annotations

import pytest

from admin.web.attachments import disposition


@pytest.mark.parametrize(
    ("name", "plain", "exact"),
    [
        ("diploma.pdf", "diploma.pdf", "diploma.pdf"),
        ("Café à deux.pdf", "Cafe a deux.pdf", "Caf%C3%A9%20%C3%A0%20deux.pdf"),
        ("証明書.pdf", "bestand.pdf", "%E8%A8%BC%E6%98%8E%E6%9B%B8.pdf"),
        ("証明書", "bestand", "%E8%A8%BC%E6%98%8E%E6%9B%B8"),
        ('a"b\\c;\r\nd.pdf', "abcd.pdf", "a%22b%5Cc%3B%0D%0Ad.pdf"),
    ],
)
def test_a_name_is_said_twice(name: str, plain: str, exact: str) -> None:
    """In plain letters and as it is, and no letter of it can end the header or begin another."""
    expected = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"
    assert (b"content-disposition", expected.encode()) == disposition(name)
