"""Whether what a route was sent and what it answered are as the description of the interface says, to the letter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import httpx
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types of its own

from admin.app import DESCRIBED_AT


async def document_of(client: httpx.AsyncClient) -> dict[str, Any]:
    """The description as anybody may fetch it."""
    answer = await client.get(DESCRIBED_AT)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def operation_of(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What is said of a route, by its name in the ways: "GET /api/v1/me/activities/{entry:uuid}"."""
    method, path = name.split()
    found: dict[str, Any] = document["paths"][_outside(path)][method.lower()]
    return found


def _outside(path: str) -> str:
    def named(found: re.Match[str]) -> str:
        first, *rest = [word for word in found[1].split("_") if word] or [""]
        return "{" + first + "".join(word.capitalize() for word in rest) + "}"

    return re.sub(r"{(\w+):\w+}", named, path)


def misfits(document: Mapping[str, Any], name: str, answer: httpx.Response, sent: object = None) -> list[str]:
    """What is not as described: a status that is not named, a member too many or too few, a value of another kind."""
    operation = operation_of(document, name)
    said = operation["responses"].get(str(answer.status_code))
    if said is None:
        return [f"{name}: {answer.status_code} is not described"]
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    schema = said.get("content", {}).get(media_type, {}).get("schema", {})
    found = []
    if media_type.endswith("json"):
        found = _against(document, schema, answer.json())
    if answer.status_code < 300 and "requestBody" in operation and sent is not None:
        body = operation["requestBody"]["content"].get("application/json", {}).get("schema", {})
        found += _against(document, body, json.loads(json.dumps(sent)))
    return [f"{name}: {one}" for one in found]


def _against(document: Mapping[str, Any], schema: Any, data: Any) -> list[str]:
    whole = {**_closed(deepcopy(schema)), "components": _closed(deepcopy(dict(document["components"])))}
    return [f"{one.json_path} {one.message[:300]}" for one in Draft202012Validator(whole).iter_errors(data)]


def _closed(schema: Any) -> Any:
    """The same schema, with which a member that is not described is a mistake."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(one) for name, one in schema.items()}
    if closed.get("type") == "object" and "properties" in closed:
        closed.setdefault("additionalProperties", False)
    return closed
