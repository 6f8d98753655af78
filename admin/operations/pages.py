"""A page of the operator: the template, with the menu above it."""

from __future__ import annotations

from typing import Any

from admin.web.doorman import visit_to
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer
from public_api.web.language import Sentence, say

MENU: tuple[tuple[str, Sentence], ...] = (
    ("/beheer", say("Overzicht")),
    ("/beheer/contact", say("Contact met mensen")),
    ("/beheer/post", say("Post en taken")),
    ("/beheer/gezondheid", say("Gezondheid")),
    ("/beheer/rollen", say("Voorgestelde rollen")),
    ("/beheer/samenvoegingen", say("Samenvoegingen")),
)  # fmt: skip


def operations_page(request: Asked, template: str, *, status: int = 200, **values: Any) -> Answer:
    """The page as an answer. A template of the operator begins with `{% extends "operations.html" %}`."""
    return house_of(request).site.pages.render(
        request.scope, template, status=status, visit=visit_to(request), menu=MENU, **values
    )
