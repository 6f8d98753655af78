"""A page of the desk: the template, with the menu above it and the body that somebody works for."""

from __future__ import annotations

from typing import Any

from admin.desk.menu import menu_for, posts_of
from admin.web.doorman import signed_in, visit_to
from admin.web.house import house_of
from public_api.site import Asked
from public_api.web.answers import Answer
from registry.accounts import Role


def may(request: Asked, roles: frozenset[Role]) -> bool:
    """Whether somebody has one of these roles at any body: what to offer. Whether it is theirs, the use case says."""
    return any(held.role in roles for held in signed_in(request).roles if held.body is not None)


async def desk_page(request: Asked, template: str, *, status: int = 200, **values: Any) -> Answer:
    """The page as an answer. A template of the desk begins with `{% extends "desk.html" %}`."""
    house, identity = house_of(request), signed_in(request)
    bodies = {body.code: body.name for body in (await house.site.marks.current()).bodies()}
    return house.site.pages.render(
        request.scope,
        template,
        status=status,
        visit=visit_to(request),
        menu=menu_for(identity),
        posts=[(bodies.get(post.body, post.body), post.does) for post in posts_of(identity)],
        **values,
    )
