"""A payment and the application that it is for."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from accreditation.dossier import Payment
from accreditation.findings import Evaluation
from registry.applications import ApplicationGiven, apply, assess
from registry.catalogue import Catalogue, read_scheme
from registry.database import Engine
from registry.decisions import Verdict, decide
from registry.dossiers import record_fact
from registry.errors import Malformed
from registry.gathering import gather_dossier
from registry.tables_decisions import FindingRow
from tests.registry.stories import OFFICER, START, applicant, holder, somebody

FEE = """
[[versions.requirements]]
code = "fee"
text = { nl = "Je betaalt.", en = "You pay." }
at = ["initial", "renewal"]
source = "Verzonnen"
confidence = "seen"
rule = { kind = "payment", fee = "fee", cents = 3500, condition_of = "effect" }
"""
RENEWAL = datetime(2025, 1, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def paid_mark(catalogue: Catalogue) -> Catalogue:
    """The made-up mark with a fee: a decision takes effect on payment."""
    return Catalogue({"proefmerk": read_scheme(catalogue.scheme("proefmerk").text + FEE, "proefmerk")})


async def pay(number: str, on: date, application: UUID | None = None) -> None:
    named = str(application) if application else None
    await record_fact(number, Payment(str(on), "fee", on, 3500, named), mark="proefmerk", actor=OFFICER, at=START)


async def paid(number: str, catalogue: Catalogue, at: datetime = RENEWAL) -> bool:
    """Whether the fee is paid for a renewal that is handed in at this moment."""
    found: Evaluation = await assess(number, "proefmerk", catalogue=catalogue, at=at)
    return found.in_effect


async def test_what_comes_while_one_is_open_is_for_that_one(register: Engine, paid_mark: Catalogue) -> None:
    """The payment gets its name; the decision finds it, the next round does not."""
    number, application = await applicant(paid_mark)
    await pay(number, START.date())
    (payment,) = (await gather_dossier(number, "proefmerk", RENEWAL.date())).payments
    assert str(application) == payment.application
    assert await paid(number, paid_mark, START)
    verdict = Verdict(outcome="granted", reason="All there.")
    await decide(application, verdict, catalogue=paid_mark, actor=OFFICER, at=START)
    assert not await paid(number, paid_mark)


async def test_what_is_paid_after_the_decision_is_not_for_the_next_round(
    register: Engine, paid_mark: Catalogue
) -> None:
    """Named or not, a late payment of one round leaves the fee of the next one open; paying that closes it."""
    number, _ = await holder(paid_mark)
    await pay(number, date(2021, 4, 1))
    assert not await paid(number, paid_mark)
    assert date(2021, 3, 3) == (await gather_dossier(number, "proefmerk", RENEWAL.date())).round_since
    renewal = await apply(number, ApplicationGiven(mark="proefmerk"), catalogue=paid_mark, actor=number, at=RENEWAL)
    await pay(number, date(2024, 12, 1), renewal)
    verdict = Verdict(outcome="granted", reason="Paid before it was handed in.")
    decision = await decide(renewal, verdict, catalogue=paid_mark, actor=OFFICER, at=RENEWAL)
    under = await FindingRow.select(FindingRow.findings).where(FindingRow.decision == decision).first()
    assert under is not None
    assert json.loads(under["findings"])["in_effect"]
    later = await gather_dossier(number, "proefmerk", RENEWAL.date())
    assert [None, str(renewal)] == [payment.application for payment in sorted(later.payments, key=lambda p: p.on)]


async def test_a_payment_names_an_application_of_the_payer(register: Engine, paid_mark: Catalogue) -> None:
    """Somebody else's application is refused, with what to do."""
    _, application = await applicant(paid_mark)
    other = await somebody(seed=2)
    with pytest.raises(Malformed) as refused:
        await pay(other, START.date(), application)
    assert ["application"] == [problem.field for problem in refused.value.problems]


async def test_a_payment_for_no_mark_is_for_no_application(register: Engine, paid_mark: Catalogue) -> None:
    """An open application takes only what was paid for its mark."""
    number, _ = await applicant(paid_mark)
    await record_fact(number, Payment("p", "fee", START.date(), 3500), actor=OFFICER, at=START)
    assert [None] == [
        payment.application for payment in (await gather_dossier(number, "proefmerk", RENEWAL.date())).payments
    ]
