"""Generated schemes and files: valid versions out of all kinds of rules and modifiers, and dossiers with all facts.

Days lie close together and codes are few, so that facts and rules meet; now and then one lies at the edge of what is
allowed.
"""

# ruff: noqa: E501  # a strategy is a long list

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import ValidationError

from accreditation.dates import FIRST_DAY, LAST_DAY, Span
from accreditation.decisions import Decision, Kind
from accreditation.dossier import (
    Activity,
    BroughtForward,
    Coverage,
    Declaration,
    Document,
    Dossier,
    EntryState,
    Evidence,
    Experience,
    Holding,
    Judgement,
    Leave,
    Measure,
    Payment,
    Qualification,
    Restriction,
    SetAside,
)
from accreditation.scheme import Mark
from tests.accreditation.builders import TEXTS, mark_data, requirement, version

near = st.dates(date(2020, 1, 1), date(2026, 12, 31))
days = near | st.sampled_from(
    [FIRST_DAY, LAST_DAY, date(2024, 2, 29), date(2021, 3, 2), date(2025, 3, 1), date(2024, 12, 31), date(2199, 1, 31)]
)
codes = st.sampled_from(["a", "b", "core", "core/ethics"])
maybe_code = st.none() | codes
code_lists = st.lists(codes, max_size=2, unique=True)
some_codes = st.lists(codes, min_size=1, max_size=2, unique=True)
numbers = st.integers(0, 12) | st.sampled_from([10**9, 416])
amounts: SearchStrategy[Any] = numbers | st.sampled_from(["1/3", "5/2", "0.125"])
lengths = st.sampled_from(["1 day", "2 weeks", "1 month", "6 months", "1 year", "4 years", "100 years", "9999 years"])
states = st.sampled_from([EntryState.APPROVED] * 6 + [s for s in EntryState if s is not EntryState.APPROVED])
measures = st.sampled_from([str(m) for m in Measure])


def fields(**optional: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Some of these keys."""
    return st.fixed_dictionaries({}, optional=optional)


def spans(pool: SearchStrategy[date] = days) -> SearchStrategy[Span]:
    return st.tuples(pool, pool).map(lambda pair: Span(min(pair), max(pair)))


# schemes

qualification_tests = fields(
    kind=some_codes, provider=some_codes, provider_accredited=st.booleans(), on_or_after=days, before=days,
    level_from=st.integers(1, 8),
)  # fmt: skip
tests = fields(
    registered_from=days, registered_before=days, expires_from=days, expires_before=days, asked_from=days,
    applied_before=days, affiliated_from=days, level=some_codes, level_changes=st.booleans(), scope=some_codes,
    route=some_codes, qualification=qualification_tests, held_mark=codes,
).filter(bool)  # fmt: skip


@st.composite
def _conditions(draw: Any) -> dict[str, Any]:
    test: dict[str, Any] = draw(tests)
    shape = draw(st.sampled_from(["plain", "plain", "not", "any_of"]))
    if shape == "not":
        return {"not": test}
    return {"any_of": [test, draw(tests)]} if shape == "any_of" else test


conditions = _conditions()
windows = st.one_of(
    st.sampled_from(["term", "term", "ever"]),
    lengths.map(lambda x: {"last": x}),
    st.integers(1, 50).map(lambda x: {"calendar_years": x}),
    days.map(lambda x: {"since": x}),
    st.tuples(lengths, days).map(lambda x: {"cycle": x[0], "cycle_from": x[1]}),
)
windowed = {"window": windows, "look_back": lengths, "leave": st.sampled_from(["extends", "excludes", "lowers"])}
norms = {
    "lowered": st.lists(st.fixed_dictionaries({"when": conditions, "at_least": amounts}), max_size=1),
    "pro_rata": st.booleans(),
    "rounding": st.fixed_dictionaries(
        {"how": st.sampled_from(["up", "down", "half_up"])}, optional={"to": st.sampled_from([1, 5, "1/2"])}
    ),
    "carry_over": amounts.map(lambda x: {"at_most": x}),
    "shortfall_forward": st.booleans(),
}
wheres = fields(
    kind=code_lists, except_kind=code_lists, category=code_lists, domain=code_lists, subject=code_lists, role=code_lists,
    mode=code_lists, provider=code_lists, provider_accredited=st.booleans(), confirmed_by=code_lists,
    not_counted_for=code_lists,
)  # fmt: skip
caps = st.one_of(
    st.just([]),
    amounts.map(lambda n: [{"values": ["core"], "at_most": n, "caps": [{"values": ["core/ethics"], "at_most": 2}]}]),
    st.tuples(amounts, amounts).map(lambda n: [{"values": ["a"], "at_most": n[0]}, {"values": ["b"], "at_most": n[1]}]),
    amounts.map(lambda n: [{"of": "kind", "values": ["a", "b"], "at_most": n}]),
)
quotas = st.lists(
    st.fixed_dictionaries(
        {"at_most": st.integers(0, 3), "per": st.sampled_from(["day", "provider", "course", "year", "person"])}
    ),
    max_size=2,
)
exclusions = st.lists(
    st.fixed_dictionaries(
        {"provider": codes, "since": days},
        optional={"until": days, "spares": st.sampled_from(["nothing", "month", "calendar_quarter", "calendar_year"])},
    ),
    max_size=1,
)
selections = {
    "where": wheres, "at_most_per_entry": amounts, "caps": caps, "excluded_providers": exclusions,
    "counted_once": st.booleans(),
}  # fmt: skip
counting = {**windowed, **norms, **selections}


def kind(name: str, required: dict[str, Any], optional: dict[str, Any]) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"kind": st.just(name), **required}, optional=optional)


@cache
def leaves(*, monotone: bool) -> SearchStrategy[dict[str, Any]]:
    """Every kind without rules inside; `monotone` leaves out what the rule language excepts."""
    count = counting if monotone else {**counting, "quota": quotas}
    which = st.just("newest") if monotone else st.sampled_from(["newest", "every"])
    sums = kind(
        "sum", {"measure": measures, "at_least": amounts},
        {**count, "surplus": st.lists(st.fixed_dictionaries({"where": wheres, "above": amounts}), max_size=1)},
    )  # fmt: skip
    plain = kind("sum", {"measure": measures, "at_least": amounts}, selections)
    return st.one_of(
        sums,
        st.fixed_dictionaries(
            {"kind": st.just("nested_minimum"), "whole": plain, "minimums": st.lists(plain, min_size=1, max_size=2)}
        ),
        kind("count", {"at_least": amounts}, count),
        kind(
            "distinct",
            {"at_least": amounts, "of": st.sampled_from(["kind", "domain", "category", "commissioner", "provider"])},
            {**count, "among": some_codes},
        ),
        kind("average_per_period", {"measure": measures, "at_least": amounts}, count),
        kind(
            "recency",
            {
                "of": st.sampled_from(["activity", "qualification", "document"]), "kinds": some_codes,
                "not_older_than": lengths, "which": which,
            },
            {},
        ),
        kind(
            "experience", {"unit": st.sampled_from(["hours", "years"]), "at_least": amounts},
            {**windowed, **norms, "roles": code_lists, "break_longer_than": lengths},
        ),
        kind("continuous", {"held": some_codes}, {**windowed, "gap_of_at_most": lengths}),
        kind(
            "holds_mark", {"marks": some_codes},
            {**windowed, "levels": code_lists, "valid": st.sampled_from(["on_day", "all_through"]), "ends_before": days},
        ),
        kind("holds_mark", {"marks": some_codes, "on": days}, {}),
        kind(
            "education", {"level_from": st.integers(1, 8)},
            {
                "kinds": code_lists, "fields_of_study": code_lists, "providers": code_lists, "on_or_after": days,
                "not_older_than": lengths, "at_least_hours": amounts,
            },
        ),
        kind(
            "document", {"kinds": some_codes},
            {
                **windowed, "refused": code_lists, "at_least": st.integers(1, 3), "not_older_than": lengths,
                "verified": st.booleans(),
            },
        ),
        kind(
            "declaration", {"text": codes},
            {"versions": st.just(["1"]), "not_older_than": lengths, "on_or_before": days},
        ),
        kind(
            "assessment", {},
            {
                "assessors": st.integers(1, 3), "independent": st.booleans(), "before_expiry": st.booleans(),
                "on_doubt": st.sampled_from(["second_assessor", "wait"]),
                "forms": st.lists(st.sampled_from(["written", "interview"]), min_size=1, unique=True),
            },
        ),
        kind("payment", {"fee": codes}, {"cents": st.integers(0, 5000)}),
        kind("membership_deadline", {"marks": some_codes, "within": lengths}, {}),
        kind("unknown", {"what": st.just(TEXTS)}, {}),
    )  # fmt: skip


@st.composite
def rules(draw: Any, monotone: bool = False, depth: int = 2) -> dict[str, Any]:
    """Rules of every kind, put together a few levels deep."""
    shape = draw(st.sampled_from(["leaf", "leaf", "period", "all_of", "any_of", "at_least", "per_person"]))
    if shape == "leaf" or depth == 0:
        data: dict[str, Any] = draw(leaves(monotone=monotone))
    elif shape == "period":
        data = {**draw(periods()), **draw(st.sampled_from([{}, {"misses": 1}, {"shortfalls_forward": 2}]))}
    elif shape == "per_person":
        data = {"kind": shape, "rule": draw(rules(monotone, depth - 1)), **draw(fields(at_least=st.integers(1, 2)))}
    else:
        inside = [draw(rules(monotone, depth - 1)) for _ in range(draw(st.integers(2, 3)))]
        data = {"kind": shape, "rules": inside, **({"k": draw(st.integers(1, 2))} if shape == "at_least" else {})}
    return {**data, **draw(fields(applies_if=conditions))} if draw(st.integers(0, 3)) == 0 else data


@cache
def periods() -> SearchStrategy[dict[str, Any]]:
    inside = st.one_of(
        kind("sum", {"measure": measures, "at_least": amounts}, {**selections, **norms}),
        kind("count", {"at_least": amounts}, {**selections, **norms}),
    )
    return kind(
        "every_period",
        {
            "period": st.sampled_from(["quarter", "year", "calendar_quarter", "calendar_year"]), "rule": inside,
            "rest": st.sampled_from(["proportion", "ignored", "whole"]),
        },
        {
            "window": st.sampled_from(["term", {"last": "4 years"}, {"calendar_years": 3}]), "look_back": lengths,
            "leave": st.sampled_from(["extends", "excludes"]),
        },
    )  # fmt: skip


conversions = st.lists(
    st.one_of(
        kind("a", {"amount": amounts, "per": st.sampled_from(["event", "course", "hour", "credit", "client"])},
             {"at_most": amounts, "gives": measures}),
        kind("b", {"fixed_by": st.sampled_from(["provider", "assessor"])}, {"at_most": amounts}),
    ).map(lambda row: {**row, "kind": [row["kind"], "core"]}),
    max_size=2,
)  # fmt: skip
evidence_rows = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from([["*"], ["a"]])},
        optional={
            "accepted": code_lists, "refused": code_lists, "required": st.sampled_from(["always", "sampled", "never"]),
            "verified": st.booleans(),
        },
    ),
    max_size=1,
)  # fmt: skip
terms = st.fixed_dictionaries(
    {
        "validity": st.sampled_from(["4 years", "unknown", "no_end", "9999 years"]),
        "anchor": st.sampled_from(["old_expiry", "decision", "application", "unknown"]),
    },
    optional={
        "apply_from": st.sampled_from(["4 months", "unknown"]),
        "apply_until": st.sampled_from(["3 months", "expiry", "unknown"]),
        "grace": lengths,
        "activities_in_grace": st.booleans(),
        "late": st.just([{"after": "1 month", "requirement": "r0", "amount": 2}, {"after": "2 months", "fee": "late"}]),
    },
)
moments = st.sampled_from(["initial", "renewal", "continuous"])


@st.composite
def marks(draw: Any, *, monotone: bool = False) -> Mark:
    """A mark of one version with one to three requirements; what does not fit together is drawn again."""
    asked = []
    for number in range(draw(st.integers(1, 3))):
        data = draw(rules(monotone))
        more = draw(fields(applies_if=conditions, hardship=st.booleans(), scopes=some_codes))
        sure = "unknown" if data["kind"] == "unknown" else "seen"
        asked.append(
            requirement(f"r{number}", data, confidence=sure, at=["renewal", "continuous"],
                        stage=draw(st.sampled_from(["gate", "content"])), **more)
        )  # fmt: skip
    data = version(*asked, in_force_from="unknown", term=draw(terms), conversion=draw(conversions),
                   evidence=draw(evidence_rows))  # fmt: skip
    try:
        return Mark.model_validate(mark_data(data))
    except ValidationError:
        reject()


# files

quantities = numbers.map(Fraction) | st.sampled_from([Fraction(1, 3), Fraction(5, 2)])


@st.composite
def activities(draw: Any, id_: str, state: SearchStrategy[EntryState] = states) -> Activity:
    names = draw(st.lists(measures, max_size=3, unique=True))
    return Activity(
        id_, draw(codes), draw(days), None, {name: draw(quantities) for name in names}, draw(maybe_code),
        draw(maybe_code), draw(maybe_code), draw(maybe_code), draw(maybe_code), draw(st.booleans()), draw(maybe_code),
        draw(maybe_code), draw(maybe_code), draw(maybe_code), frozenset(draw(code_lists)),
        tuple(Evidence(kind, draw(st.booleans())) for kind in draw(code_lists)), draw(state), draw(st.booleans()),
        frozenset(draw(code_lists)),
    )  # fmt: skip


def several(make: Any, most: int = 3) -> SearchStrategy[tuple[Any, ...]]:
    """Up to `most` facts, each made with an id of its own."""
    return st.one_of(*(st.tuples(*(make(f"f{i}") for i in range(n))) for n in range(most + 1)))


def made(cls: Any, *parts: SearchStrategy[Any]) -> Any:
    return lambda id_: st.builds(cls, st.just(id_), *parts)


def few(strategy: SearchStrategy[Any], most: int = 2) -> SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


optional_day, until = st.none() | near, st.none() | days
some = code_lists.map(frozenset)
requirement_codes = st.sampled_from(["r0", "r1"])
terms_of_files = st.none() | spans(near) | spans()
experience = several(made(Experience, codes, days, until, st.none() | quantities, maybe_code, states))
levels = st.none() | st.integers(1, 8)
qualifications = several(
    made(
        Qualification, codes, days, levels, maybe_code, maybe_code, st.booleans(), st.none() | quantities, states
    )
)  # fmt: skip
documents = several(made(Document, codes, days, st.booleans()))
declarations = several(made(Declaration, codes, st.sampled_from(["1", "2"]), days))
verdicts = st.sampled_from(["good", "not_good", "doubt"])
forms = st.sampled_from(["written", "interview", "panel"])
judgements = several(made(Judgement, requirement_codes, codes, verdicts, days, forms, st.booleans()))
payments = several(made(Payment, codes, days, st.integers(0, 5000), maybe_code))
coverages = several(made(Coverage, codes, days, until))
holdings = few(st.tuples(codes, spans(), maybe_code).map(lambda h: Holding(h[0], h[1].since, h[1].until, h[2])))
leave = few(
    st.tuples(spans(), st.integers(0, 120), st.none() | spans(), st.booleans()).map(
        lambda x: Leave(x[0].since, x[0].until, x[1], x[2], x[3])
    )
)
set_aside = few(st.builds(SetAside, requirement_codes, days, st.sampled_from(["ill", "other"])))
brought_forward = few(st.builds(BroughtForward, st.just("r0"), st.integers(-5, 5).map(Fraction)))
restrictions = few(st.builds(Restriction, days, until, some), 1)
six_activities = several(activities, 6)


@st.composite
def dossiers(draw: Any, depth: int = 1) -> Dossier:
    """A file with all facts there are, whether they make sense together or not."""
    return Dossier(
        "person", draw(optional_day), draw(terms_of_files), draw(optional_day), draw(optional_day), draw(optional_day),
        draw(maybe_code), draw(maybe_code), draw(some), draw(maybe_code), draw(st.booleans()), draw(six_activities),
        draw(experience), draw(qualifications), draw(documents), draw(declarations), draw(judgements), draw(payments),
        draw(coverages), draw(holdings), draw(leave), draw(set_aside), draw(brought_forward), draw(restrictions),
        draw(few(dossiers(depth - 1), 1)) if depth else (), draw(maybe_code), draw(optional_day),
    )  # fmt: skip


# decisions

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OUTCOMES = st.sampled_from([None, "upheld", "overturned", "changed", "interim"])


@st.composite
def decisions(draw: Any, most: int = 7) -> list[Decision]:
    """Decisions in the order of recording, referring to earlier ones or to nothing; most begin with a grant."""
    at = datetime(2020, 1, 1, 12, tzinfo=AMSTERDAM)
    found: list[Decision] = []
    for seq in range(1, draw(st.integers(1, most)) + 1):
        at += timedelta(hours=draw(st.sampled_from([0, 1, 11, 24, 24 * 90])))
        first = seq == 1 and draw(st.integers(0, 9)) > 0
        found.append(draw(_decision(f"d{seq}", seq, at, [d.id for d in found], first)))
    return found


@st.composite
def _decision(draw: Any, id_: str, seq: int, at: datetime, earlier: list[str], grant: bool = False) -> Decision:
    chosen = Kind.GRANT if grant else draw(st.sampled_from(Kind))
    replacement = None
    if chosen is Kind.CORRECTION and draw(st.booleans()):
        replacement = draw(_decision(f"{id_}r", seq, at, earlier))
    return Decision(
        id_, seq, chosen, at, draw(near), draw(st.none() | near), draw(st.none() | codes), frozenset(draw(code_lists)),
        draw(st.sampled_from([None, "v1", "v2"])), None, draw(st.sampled_from([None, "nobody", *earlier])),
        draw(OUTCOMES), draw(st.integers(0, 120)), None, None, replacement,
    )  # fmt: skip
