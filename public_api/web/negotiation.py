"""What the client can read: media types and languages by their quality (RFC 9110 12.5)."""

from __future__ import annotations

from functools import lru_cache

LONGEST_HEADER = 2_000


def qualities(header: str) -> list[tuple[str, float]]:
    """Each named range with its quality, in the order of the header; nonsense counts as refused."""
    ranges = []
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if not name:
            continue
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        ranges.append((name.lower(), quality))
    return ranges


@lru_cache(maxsize=512)
def preferred_type(accept: str | None, offered: tuple[str, ...]) -> str | None:
    """The offered media type the client likes best (the first offered wins a tie), or None where it can read none."""
    if not accept or len(accept) > LONGEST_HEADER:
        return offered[0]
    ranges = qualities(accept)
    best: tuple[float, str | None] = (0.0, None)
    for media_type in offered:
        family = media_type.partition("/")[0] + "/*"
        for wanted in (media_type, family, "*/*"):  # the most specific range that matches decides
            found = [quality for name, quality in ranges if name == wanted]
            if found:
                if found[-1] > best[0]:
                    best = (found[-1], media_type)
                break
    return best[1]


@lru_cache(maxsize=512)
def preferred_language(accept_language: str | None, offered: tuple[str, ...]) -> str:
    """The offered language the client likes best; the first offered where it names none of ours."""
    if not accept_language or len(accept_language) > LONGEST_HEADER:
        return offered[0]
    best: tuple[float, str] = (0.0, offered[0])
    for name, quality in qualities(accept_language):
        language = name.partition("-")[0]
        if language in offered and quality > best[0]:
            best = (quality, language)
    return best[1]
