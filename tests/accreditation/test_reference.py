"""The reference of the rule language: every example in it is read, and no key or kind is left out."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from accreditation.cases import CaseFile, try_case
from accreditation.findings import Reason
from accreditation.reading import parse_mark, parse_toml
from accreditation.rules import AnyRule
from accreditation.scheme import Mark

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "rule-language.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
WHOLE = EXAMPLES[0]


def in_a_mark(fragment: dict[str, Any]) -> Mark:
    """The whole mark of the page, with a fragment in its place."""
    data = parse_toml(WHOLE, "page")
    version = data["versions"][0]
    requirement = version["requirements"][0]
    for key, value in fragment.items():
        if key in ("rule", "applies_if"):
            requirement[key] = value
        else:
            version[key] = value
    if requirement["rule"]["kind"] == "unknown":
        requirement["confidence"] = "unknown"
    return Mark.model_validate(data)


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: " ".join(text.split())[:60])
def test_example_can_be_read(text: str) -> None:
    """Each example parses as it stands, and a written case among them comes out as written."""
    data = parse_toml(text, "example")
    if "code" in data:
        assert "my-mark" == parse_mark(text, "example").code
    elif "case" in data:
        cases = CaseFile.model_validate({"mark": "my-mark", **data})
        assert [] == [d for case in cases.case for d in try_case(parse_mark(WHOLE, "page"), case)]
    else:
        assert in_a_mark(data).versions


def test_every_kind_has_an_example() -> None:
    """Each kind of rule is used in an example and named in a heading."""
    kinds = {c.model_fields["kind"].default for c in get_args(get_args(AnyRule)[0])}
    shown = set(re.findall(r'kind = "(\w+)"', "".join(EXAMPLES)))
    headings = set(re.findall(r"\w+", " ".join(re.findall(r"^### (.*)$", PAGE, flags=re.MULTILINE))))
    assert set() == kinds - shown
    assert set() == kinds - headings


@pytest.mark.parametrize("model", [Mark, CaseFile])
def test_every_key_is_explained(model: type[Mark] | type[CaseFile]) -> None:
    """No key of a scheme file or a file of cases is missing from the page."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    keys = {key for part in parts for key in part.get("properties", {})}
    assert set() == {key for key in keys if not re.search(rf"\b{key}\b", PAGE)}


def test_every_reason_is_listed() -> None:
    """Each reason why an entry does not count is on the page."""
    assert [] == [reason for reason in Reason if f"`{reason}`" not in PAGE]
