"""The description of the interface: complete, true, and what machines make of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from public_api.app import HANDLERS
from tests.public_api import people
from tests.public_api.serving import served
from tests.public_api.test_samples import a_round, officer

OPERATIONS = [handler for handler in HANDLERS if "description" in handler.opt]


@pytest.fixture
async def document(client: httpx.AsyncClient) -> dict[str, Any]:
    """The description as anybody may fetch it."""
    answer = await client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    found: dict[str, Any] = answer.json()
    return found


async def test_every_operation_is_described_in_full(document: dict[str, Any]) -> None:
    """A stable operationId, a summary, an example, open security, and typed problems."""
    operations = [path["get"] for path in document["paths"].values()]
    assert {operation["operationId"] for operation in operations} == {handler.operation_id for handler in OPERATIONS}
    for operation in operations:
        assert operation["summary"]
        assert operation["description"]
        assert operation["security"] == [{}]
        assert operation["responses"]["200"]["content"]["application/json"]["example"]
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"]


async def test_every_json_route_is_described(document: dict[str, Any]) -> None:
    """Nothing under /api/v1 is left out, except the description itself."""
    routes = {path for handler in HANDLERS for path in handler.paths if path.startswith("/api/")}
    assert len(routes) == len(document["paths"]) + 1


async def test_every_type_is_defined(document: dict[str, Any]) -> None:
    """No reference leads nowhere, and nothing is fetched from another host."""
    text = str(document)
    for name in [part.partition("'")[0] for part in text.split("'#/components/schemas/")[1:]]:
        assert name in document["components"]["schemas"]
    assert "cdn" not in text


async def test_the_examples_fit_their_types(site: httpx.AsyncClient, document: dict[str, Any]) -> None:
    """An example has the same keys as the real answer."""
    who = await people.certified("S.", "Schema")
    sample = str(await a_round(await officer(people.OLD_MARK), people.OLD_MARK))
    values = {"number": who.number, "code": people.MARK, "inForceFrom": "2015-01-01", "sample": sample}
    for path, item in document["paths"].items():
        answer = await site.get(path.format(**values))
        assert answer.status_code == 200, path
        example = item["get"]["responses"]["200"]["content"]["application/json"]["example"]
        assert set(answer.json()) == set(example), path


@pytest.fixture(scope="module")
def interface(tables: None, database_url: str) -> Iterator[Any]:
    """The interface of a real server, as a machine reads it."""
    with served(database_url) as address:
        yield schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")


# A schema cannot say that control characters are refused, or that check figures must fit; and 414 is a refusal too.
TOO_STRICT = [positive_data_acceptance, negative_data_rejection]


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("operation_id", [handler.operation_id for handler in OPERATIONS])
def test_machine_made_questions(interface: Any, operation_id: str, mode: schemathesis.GenerationMode) -> None:
    """Whatever a machine makes of the description, fitting or not: the answer fits it, and is never a 5xx."""
    operation = interface.find_operation_by_id(operation_id)

    @settings(max_examples=15, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        response = case.call()
        assert response.status_code < 500
        case.validate_response(response, excluded_checks=TOO_STRICT)

    try:
        ask()
    except Unsatisfiable:
        assert mode is schemathesis.GenerationMode.NEGATIVE  # nothing can be wrong with a question without parameters
