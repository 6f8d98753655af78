"""What somebody sees of all their marks at once, and what one more activity would do."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest

from accreditation.dossier import BroughtForward
from accreditation.findings import Reason
from registry.applications import ApplicationGiven, apply
from registry.catalogue import Catalogue, read_scheme
from registry.database import Engine
from registry.decisions import Ending, Verdict, decide, withdraw
from registry.dossiers import record_fact
from registry.drafts import ActivityDraft
from registry.entries import add_entry, copy_entry, hand_in_entry
from registry.errors import Malformed, NotFound, Refused
from registry.outlooks import credits_of, effect_of, outlook_of, prospect_of
from tests.registry.stories import OFFICER, START, holder, somebody

AT = datetime(2024, 6, 1, 9, tzinfo=UTC)
ON = date(2024, 6, 1)
HOURS = ActivityDraft(kind="course", since=ON, until=ON, minutes=120, course="c", meeting="m")
# A second mark, by hours: each counts twice, and one activity for no more than three.
URENMERK = """
code = "urenmerk"
name = { nl = "Urenmerk", en = "Mark of hours" }
summary = { nl = "Een verzonnen keurmerk.", en = "A made-up mark." }
says_not = { nl = "Het zegt niets.", en = "It says nothing." }
holder = "person"
levels = ["A", "B"]

[body]
code = "urenhuis"
name = "Urenhuis"
complaints = { nl = "Schrijf het Urenhuis.", en = "Write to Urenhuis." }

[[versions]]
in_force_from = 2020-01-01
source = [{ title = "Verzonnen reglement" }]
conversion = [{ kind = ["course"], amount = 2, per = "hour", at_most = 3 }]

[versions.term]
validity = "4 years"
anchor = "old_expiry"
apply_from = "4 months"
apply_until = "expiry"
grace = "1 month"

[[versions.requirements]]
code = "hours"
text = { nl = "Twintig punten.", en = "Twenty points." }
at = ["initial", "renewal"]
source = "Verzonnen"
confidence = "seen"
    [versions.requirements.rule]
    kind = "sum"
    measure = "points"
    at_least = 20
    look_back = "4 years"
    carry_over = { at_most = 5 }

[[versions.requirements]]
code = "secret"
text = { nl = "Een regel.", en = "A rule." }
at = ["renewal"]
source = "Verzonnen"
confidence = "unknown"
rule = { kind = "unknown", what = { nl = "hoe", en = "how" } }
"""


@pytest.fixture(scope="module")
def two_marks() -> Catalogue:
    """The made-up mark of the other tests, and one that counts hours."""
    folder = Path(__file__).parent / "schemes"
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))]
    schemes = [read_scheme(text, "scheme") for text in [*texts, URENMERK]]
    return Catalogue({scheme.mark.code: scheme for scheme in schemes})


async def holder_of_both(catalogue: Catalogue) -> str:
    """Somebody whose two marks both run until 1 March 2025."""
    number, _ = await holder(catalogue)
    asked = ApplicationGiven(mark="urenmerk", level="A")
    application = await apply(number, asked, catalogue=catalogue, actor=number, at=START)
    verdict = Verdict(outcome="granted", reason="Good.", since=date(2021, 3, 2), until=date(2025, 3, 1))
    await decide(application, verdict, catalogue=catalogue, actor=OFFICER, at=START)
    return number


async def test_every_mark_says_what_is_missing_and_by_when(register: Engine, two_marks: Catalogue) -> None:
    """Each by its own rules, from one reading of the file, with its dates and whom to ask."""
    number = await holder_of_both(two_marks)
    await add_entry(number, "activity", HOURS, actor=number, at=AT)
    trial, hours = await outlook_of(number, at=AT, catalogue=two_marks)
    assert ("proefmerk", "urenmerk") == (trial.mark.code, hours.mark.code)
    assert ("missing", Fraction(10), date(2025, 3, 1)) == (trial.heading.kind, trial.heading.amount, trial.heading.by)
    heading = hours.heading
    assert ("hours", Fraction(20), Fraction(3)) == (heading.requirement, heading.amount, heading.waiting)
    assert (date(2024, 11, 1), date(2025, 4, 1), date(2025, 3, 1)) == (
        hours.apply_from, hours.apply_until, hours.expires_on,
    )  # fmt: skip
    assert [(), ("Urenhuis",)] == [line.ask for line in hours.lines]


async def test_planned_activities_are_tried(register: Engine, two_marks: Catalogue) -> None:
    """What if: the verdict with them, and the first safe day."""
    number, _ = await holder(two_marks)
    soon = date(2024, 10, 1)
    planned = [ActivityDraft(kind="course", since=soon, until=soon, points_hundredths=1000)]
    (seen,) = await outlook_of(number, at=AT, catalogue=two_marks, planned=planned)
    assert ("ready", soon) == (seen.heading.kind, seen.safe.certain)


async def test_one_activity_counts_for_each_mark_by_its_own_table(register: Engine, two_marks: Catalogue) -> None:
    """Two hours are three of the four points they would be for one, and for the other they say no points."""
    number = await holder_of_both(two_marks)
    trial, hours = await effect_of(number, HOURS, at=AT, catalogue=two_marks)
    (one,) = hours.requirements
    assert (Fraction(3), Fraction(17), [Reason.ENTRY_CAP]) == (
        one.counts, one.missing, [left.reason for left in one.reasons],
    )  # fmt: skip
    assert (False, ()) == (trial.counts, trial.requirements)
    entry = await add_entry(number, "activity", HOURS, actor=number, at=AT)
    credits = await credits_of(number, at=AT, catalogue=two_marks)
    assert [("urenmerk", Fraction(3), "points")] == [
        (credit.mark, credit.waiting, credit.unit) for credit in credits[str(entry)]
    ]


async def test_a_copy_counts_as_a_duplicate(register: Engine, two_marks: Catalogue) -> None:
    """The same meeting a second time: the effect said so before, and the rules say so after."""
    number = await holder_of_both(two_marks)
    entry = await add_entry(number, "activity", HOURS, actor=number, at=AT)
    copy = await copy_entry(number, "activity", entry, actor=number, at=AT)
    _, hours = await effect_of(number, HOURS, at=AT, catalogue=two_marks)
    assert Fraction(3) == hours.requirements[0].counts  # what waits counts for nothing yet
    await hand_in_entry(number, "activity", copy, version=1, actor=number, at=AT)
    credits = await credits_of(number, at=AT, catalogue=two_marks)
    both = [credit for one in (entry, copy) for credit in credits[str(one)]]
    assert Fraction(3) == sum(credit.waiting for credit in both)
    assert Reason.DUPLICATE in {left.reason for credit in both for left in credit.reasons}


async def test_a_correction_is_weighed_in_the_place_of_the_entry(register: Engine, two_marks: Catalogue) -> None:
    """The old one is left out, its evidence comes along; somebody else's entry is not there."""
    number = await holder_of_both(two_marks)
    entry = await add_entry(number, "activity", HOURS, actor=number, at=AT)
    one_hour = HOURS.model_copy(update={"minutes": 60})
    _, hours = await effect_of(
        number, one_hour, at=AT, catalogue=two_marks, instead_of=entry, evidence=("certificate",)
    )  # fmt: skip
    assert (Fraction(2), ()) == (hours.requirements[0].counts, hours.requirements[0].reasons)
    with pytest.raises(NotFound):
        await effect_of(number, HOURS, at=AT, catalogue=two_marks, instead_of=UUID(int=1))


async def test_a_first_application_is_in_view_with_what_was_asked(register: Engine, two_marks: Catalogue) -> None:
    """By the rules for newcomers, while it is open."""
    number = await somebody()
    assert () == await outlook_of(number, at=AT, catalogue=two_marks)
    asked = ApplicationGiven(mark="urenmerk", level="B")
    await apply(number, asked, catalogue=two_marks, actor=number, at=AT)
    (seen,) = await outlook_of(number, at=AT, catalogue=two_marks)
    assert ("initial", ["hours"]) == (seen.moment, [line.asked.code for line in seen.lines])


@pytest.mark.parametrize(("day", "expected"), [(date(2025, 4, 1), ["urenmerk"]), (date(2025, 4, 2), [])])
async def test_a_mark_leaves_the_view_with_the_last_day_of_applying(
    register: Engine, two_marks: Catalogue, day: date, expected: list[str]
) -> None:
    """Over, and past the grace; one that ended by a decision leaves at once."""
    number = await holder_of_both(two_marks)
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    assert expected == [seen.mark.code for seen in await outlook_of(number, at=at, catalogue=two_marks)]
    await withdraw(
        number, Ending(mark="urenmerk", since=date(2024, 1, 1), reason="x"), catalogue=two_marks, actor="a", at=START
    )
    assert ["proefmerk"] == [seen.mark.code for seen in await outlook_of(number, at=AT, catalogue=two_marks)]


async def test_credit_goes_along_to_another_level(register: Engine, two_marks: Catalogue) -> None:
    """What an earlier term hands on, and what each entry would count for; nothing is recorded."""
    number = await holder_of_both(two_marks)
    entry = await add_entry(number, "activity", HOURS, actor=number, at=AT)
    surplus = BroughtForward("hours", Fraction(4))
    await record_fact(number, surplus, actor="desk", at=AT, mark="urenmerk")
    seen = await prospect_of(number, ApplicationGiven(mark="urenmerk", level="B"), at=AT, catalogue=two_marks)
    assert ((surplus,), Fraction(4)) == (seen.brought_forward, seen.overview.lines[0].finding.found)
    assert Fraction(3) == seen.credits[str(entry)][0].waiting


async def test_only_what_can_be_asked_has_a_prospect(register: Engine, two_marks: Catalogue) -> None:
    """Not a level that the mark does not have, a mark that ended or never was, or a day before its rules."""
    number = await somebody()
    wrong: list[tuple[ApplicationGiven, type[Exception]]] = [
        (ApplicationGiven(mark="urenmerk", level="C"), Malformed),
        (ApplicationGiven(mark="oudmerk"), Refused),
        (ApplicationGiven(mark="nothing"), NotFound),
    ]
    for asked, error in wrong:
        with pytest.raises(error):
            await prospect_of(number, asked, at=AT, catalogue=two_marks)
    early = datetime(2019, 6, 1, 9, tzinfo=UTC)
    with pytest.raises(Refused, match="No version"):
        await prospect_of(number, ApplicationGiven(mark="urenmerk"), at=early, catalogue=two_marks)
