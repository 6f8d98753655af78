"""A small mark, and the same mark with other rules from a later day on."""

from __future__ import annotations

from datetime import date

from accreditation.reading import parse_mark

TODAY = date(2026, 11, 25)
LATER = date(2027, 1, 1)
HEAD = """
code = "proef"
name = { nl = "Proef", en = "Trial" }
summary = { nl = "Een verzonnen keurmerk.", en = "A made-up mark." }
says_not = { nl = "Niets.", en = "Nothing." }
holder = "person"

[body]
code = "huis"
name = "Een huis"
complaints = { nl = "Schrijf het huis.", en = "Write to the house." }

[[group_extensions]]
code = "extra"
valid_on = 2023-01-01
months = 12
text = { nl = "Een jaar.", en = "One year." }
source = "S"
"""
VERSION = """
[[versions]]
{begin}
source = [{{ title = "R" }}]
term = {{ validity = "{validity}", anchor = "decision" }}
"""
REQUIREMENT = """
[[versions.requirements]]
code = "{code}"
text = {{ nl = "{code} nl.", en = "{code} en." }}
at = [{at}]
source = "S"
confidence = "{confidence}"
{more}
rule = {{ {rule} }}
"""
TALK = 'kind = "assessment", assessors = 2'


def version(begin: str, *requirements: str, validity: str = "4 years") -> str:
    """A version with the lines it begins with."""
    return VERSION.format(begin=begin, validity=validity) + "".join(requirements)


def asked(code: str, rule: str, *, at: str = '"renewal"', more: str = "", confidence: str = "seen") -> str:
    """One requirement."""
    return REQUIREMENT.format(code=code, rule=rule, at=at, more=more, confidence=confidence)


def points(at_least: int, *, at: str = '"initial", "renewal"', more: str = "") -> str:
    rule = f'kind = "sum", measure = "points", at_least = {at_least}, window = "term", look_back = "4 years"'
    return asked("points", rule, at=at, more=more)


def from_day(day: date, clause: str = "") -> str:
    return f"in_force_from = {day}" + (f"\napplies_to = {{ {clause} }}" if clause else "")


CV = asked("cv", 'kind = "document", kinds = ["cv"]')
FIRST = (points(10), CV)
LAST = (points(12), asked("talk", TALK))
BEGAN = date(2020, 1, 1)
RULES = HEAD + version(from_day(BEGAN), *FIRST)
NOW = parse_mark(RULES, "now")
CASES = f"""
mark = "proef"

[[case]]
name = "de dag ervoor"
on = 2026-12-31
expect = {{ version = "2020-01-01" }}

[[case]]
name = "de dag zelf"
on = {LATER}
facts = {{ term = {{ since = 2024-01-01, until = 2027-12-31 }} }}
[case.expect]
version = "{LATER}"
requirements = {{ points = {{ outcome = "not_satisfied", needed = 12 }}, talk = {{ outcome = "needs_assessor" }} }}
"""


def later_rules(first: date = LATER) -> str:
    """More points and a talk, a longer term, and no CV, from a day on."""
    return RULES + version(from_day(first), *LAST, validity="54 months")
