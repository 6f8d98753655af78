"""The description of the interface behind the log-in: each JSON route is in it, in full.

That what is really answered fits it, is asked in tests/admin/test_closed_doors.py and tests/admin/desk.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types of its own
from litestar import get, post
from litestar.params import FromPath
from litestar.routes import HTTPRoute

from admin.app import DESCRIBED_AT
from admin.web.doorman import Door, door
from admin.web.openapi import described, wing_document
from public_api.app import LeanLitestar
from registry.clock import MovableClock
from registry.database import Engine
from tests.admin.fitting import document_of, operation_of
from tests.admin.signing_in import AT, Site, open_site, settings_for
from tests.admin.visitors import doors_of

AT_A_DESK = ("/api/v1/desk", "/api/v1/operations")


@pytest.fixture
async def site(register: Engine, database_url: str) -> AsyncIterator[Site]:
    """The whole site over an empty register."""
    async with open_site(settings_for(database_url), MovableClock(AT)) as found:
        yield found


async def test_every_json_route_behind_the_log_in_is_described(site: Site) -> None:
    """None is left out, each has a name of its own, and each says what it is for and who may."""
    async with site.client() as client:
        document = await document_of(client)
    doors = {name: one for name, one in doors_of(site.app) if "/api/" in name}
    operations = {name: operation_of(document, name) for name in doors}
    assert len(doors) == sum(len(path) for path in document["paths"].values())
    assert len(doors) == len({one["operationId"] for one in operations.values()})
    bearer: dict[str, list[dict[str, list[str]]]] = {
        name: [{} if one is Door.ANYONE else {"bearer": []}] for name, one in doors.items()
    }
    assert bearer == {name: one["security"] for name, one in operations.items()}
    for name, one in operations.items():
        assert one["summary"], name
        assert one["description"], name
        wrong = {status: list(told["content"]) for status, told in one["responses"].items() if int(status) >= 400}
        assert {"401", "400"} <= set(wrong), name
        assert [["application/problem+json"]] * len(wrong) == list(wrong.values()), name


async def test_the_own_file_is_described_with_its_shapes(site: Site) -> None:
    """Whoever writes a program for a professional knows each member that goes in and comes out."""
    wing = site.app._app.wing  # type: ignore[attr-defined]  # the edge keeps the application to itself
    routes = [route for route in wing.routes if isinstance(route, HTTPRoute)]
    untold = [path for path, _, one in described(routes) if "shape" not in one.opt and not path.startswith(AT_A_DESK)]
    assert [] == untold


async def test_the_description_is_sound(site: Site) -> None:
    """No reference leads nowhere, each schema can be used, anybody may read it and a program may keep it a minute."""
    async with site.client() as client:
        answer = await client.get(DESCRIBED_AT)
        again = await client.get(DESCRIBED_AT, headers={"if-none-match": answer.headers["etag"]})
        known = (await client.get("/ontwikkelaars", headers={"accept": "text/html"})).text
    assert (200, 304, True) == (answer.status_code, again.status_code, DESCRIBED_AT in known)
    assert "*" == answer.headers["access-control-allow-origin"]
    document = answer.json()
    for name in (part.partition('"')[0] for part in answer.text.split('"#/components/schemas/')[1:]):
        assert name in document["components"]["schemas"]
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert schema, name
    asked = {one["name"]: one["required"] for one in operation_of(document, _VERSION)["parameters"]}
    assert {"entry": True, "version": True} == asked


_VERSION = "DELETE /api/v1/me/activities/{entry:uuid}"


@get("/api/v1/me/colours", opt=door(Door.PROFESSIONAL), include_in_schema=False)
async def get_colours() -> None:
    """The colours that we know."""


@post("/api/v1/me/colours/{colour_name:str}", opt=door(Door.BODY, roles=["officer"]), include_in_schema=False)
async def post_colour(colour_name: FromPath[str]) -> None: ...


def test_a_route_without_a_shape_is_described_as_well() -> None:
    """With what its door and its words say, and any JSON in and out."""
    app = LeanLitestar([get_colours, post_colour], openapi_config=None)
    document: dict[str, Any] = wing_document([r for r in app.routes if isinstance(r, HTTPRoute)], "https://r.example")
    read, made = document["paths"]["/api/v1/me/colours"]["get"], document["paths"]["/api/v1/me/colours/{colourName}"]
    told = (read["summary"], read["description"], read["operationId"], made["post"]["operationId"])
    words = "The colours that we know."
    expected = (words, f"{words} For professionals: only about their own file.", "getMeColours")
    assert (*expected, "postMeColoursByColourName") == told
    assert {"required": False, "content": {"application/json": {"schema": {}}}} == made["post"]["requestBody"]
    assert "For whoever works for a body as: officer." == made["post"]["description"]
    assert {"application/json": {"schema": {}}} == read["responses"]["200"]["content"]
