"""Decisions as the first tables kept them, with the words of a condition in a row that is never changed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from accreditation.decisions import Decision, Kind
from registry.canonical import canonical

HERE, GONE = "LP-0020418-51", "LP-0000001-95"
_AT = "2022-01-01 00:00:00+00:00"


def _id(figure: int) -> str:
    return f"00000000-0000-4000-8000-{figure:012}"


def _person(figure: int, number: str, name: str, removal: str) -> str:
    return (
        "INSERT INTO practitioner (id, number, initials, given_name, prefix, family_name, sort_key, search_key, "
        "registered_on, removed_on, removal, version) "
        f"VALUES ('{_id(figure)}', '{number}', '', '', '', '{name}', '', '', '2022-01-01', {removal}, 1)"
    )


def _decision(seq: int, person: int, kind: str, **more: str) -> list[str]:
    seal, previous = f"{seq:064}", f"{seq - 1:064}"
    columns = {"since": "2022-01-01", "scopes": "[]", "months": "0", "recorded_at": _AT, "actor": "desk"} | more
    names, values = ", ".join(columns), ", ".join(f"'{value}'" for value in columns.values())
    return [
        "INSERT INTO journal (seq, recorded_at, actor, subject_kind, subject, kind, previous, seal) "
        f"VALUES ({seq}, '{_AT}', 'desk', 'practitioner', 'x', 'decision.{kind}', '{previous}', '{seal}')",
        f"INSERT INTO decision (id, seq, practitioner, mark, kind, {names}) "
        f"VALUES ('{_id(seq)}', {seq}, '{_id(person)}', 'mark', '{kind}', {values})",
    ]


def _replacement(seq: int, text: str) -> str:
    at = datetime(2022, 1, 1, tzinfo=UTC)
    return canonical(Decision(_id(seq), 0, Kind.CONDITION, at, date(2022, 1, 2), text=text))


STATEMENTS = (
    "INSERT INTO body (code, name) VALUES ('body', 'Body')",
    "INSERT INTO mark (code, body) VALUES ('mark', 'body')",
    _person(101, HERE, "Berg", "NULL, NULL"),
    _person(102, GONE, "", "'2022-06-01', 'by_right'"),
    *_decision(1, 101, "condition", text="Under supervision."),
    *_decision(
        2, 101, "correction", refers_to=_id(1), replacement=_replacement(1, 'Under supervision, "always" ë.')
    ),
    *_decision(3, 101, "group_extension", text="extra-year", months="12"),
    *_decision(4, 102, "condition", text="Under supervision, said of who is gone."),
    *_decision(5, 102, "correction", refers_to=_id(4), replacement=_replacement(4, "supervision of who is gone")),
)  # fmt: skip
