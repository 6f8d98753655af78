"""Roles at a body: two people give one, one takes it at once, and a body is never left without an administrator."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from registry.accounts import Role, RoleHeld, close_account, grant_role, roles_of
from registry.catalogue import ensure_stored
from registry.claims import claim, claims_on
from registry.database import classify_db_error
from registry.errors import Conflict, NotFound, Refused, RegisterError
from registry.journal import recording
from registry.recovery import recover
from registry.role_proposals import (
    RoleAnswered,
    RoleProposed,
    answer_role,
    propose_role,
    read_role_proposal,
    role_proposals_for,
    take_role_proposal_back,
)
from registry.sessions import SignedIn, identify, sign_in
from registry.staff import StaffRole, staff_of_own_bodies, take_staff_role
from registry.tables_accounts import AccountRoleRow, AccountRow
from registry.tables_journal import JournalRow
from registry.tables_staff import RoleProposalRow
from registry.tokens import issue_tokens, verify_access_token
from tests.registry.desk_stories import BODY, MARKS, Worker, candidate, worker
from tests.registry.log_ins import AT, HOME, LATER, PASSWORD, SETTINGS, account_id, opened, with_account
from tests.registry.mail import letters_to, newest_code

NEW, KNOWN = "nieuw@huis.example", "bekend@huis.example"
ADMINISTRATOR, COLLEAGUE = worker("body_administrator"), worker("body_administrator")
ELSEWHERE = worker("body_administrator", body="anderhuis")
OPERATOR = Worker(f"account {uuid4()}", (RoleHeld("operator"),))
YES, NO = RoleAnswered(answer="approved"), RoleAnswered(answer="refused")


@pytest.fixture
async def house(register: object) -> None:
    """The two bodies and their marks."""
    async with recording(actor="tests", at=AT) as journal:
        for scheme in MARKS.schemes.values():
            await ensure_stored(scheme, journal)


async def proposed(email: str = NEW, role: StaffRole = "assessor", by: Worker = ADMINISTRATOR) -> UUID:
    given = RoleProposed(body=BODY, role=role, email=email, reason="Komt erbij.")
    return await propose_role(given, by, at=AT)


async def known_account(email: str = KNOWN, *held: StaffRole) -> UUID:
    """Somebody with an account, and with these roles at the body."""
    await with_account(email)
    account = await account_id(email)
    for role in held:
        await grant_role(account, role, body=BODY, actor="tests", at=AT)
    return account


def named(account: UUID, *roles: StaffRole, email: str = KNOWN) -> Worker:
    """Somebody with an account, as the desk sees them."""
    return Worker(f"account {account}", tuple(RoleHeld(role, BODY) for role in roles), email=email)


@pytest.mark.parametrize("by", [COLLEAGUE, OPERATOR], ids=["another administrator", "the operator"])
async def test_a_role_is_given_by_two(house: None, by: Worker) -> None:
    """One administrator proposes, another one or the operator approves; until then nothing has changed."""
    account = await known_account()
    before = await roles_of(account)
    proposal = await proposed(KNOWN, "officer")
    assert before == await roles_of(account)
    assert [(KNOWN, False)] == [(one.email, one.new) for one in await role_proposals_for(by)]
    await answer_role(proposal, YES, by, at=AT + LATER)
    assert {*before, RoleHeld("officer", BODY)} == set(await roles_of(account))
    assert () == await role_proposals_for(by)
    kinds = [row["kind"] for row in await letters_to(KNOWN)]
    assert "account.role_given" == kinds[-1]
    assert ("approved", None) == ((await read_role_proposal(proposal, by)).answer, (await _row(proposal))["email"])


async def _row(proposal: UUID) -> dict[str, object]:
    row = await RoleProposalRow.select().where(RoleProposalRow.id == proposal).first()
    assert row is not None
    return row


async def test_who_is_new_is_invited_and_chooses_a_password(house: None) -> None:
    """The letter goes out with the approval; who reads it comes in with the role, and not as a professional."""
    proposal = await proposed(NEW, "assessor")
    assert [] == await letters_to(NEW)
    await answer_role(proposal, YES, COLLEAGUE, at=AT + LATER)
    shown = (await staff_of_own_bodies(ADMINISTRATOR))[BODY]
    assert [(NEW, False, "assessor")] == [(one.email, one.came_in, one.roles[0].role) for one in shown]
    await recover(await newest_code(NEW, "account.invited"), PASSWORD, at=AT + timedelta(days=6))
    found = await sign_in(NEW, PASSWORD, client=HOME, device="x", settings=SETTINGS, at=AT + timedelta(days=6))
    assert isinstance(found, SignedIn)
    assert (RoleHeld("assessor", BODY),) == await roles_of(found.account)
    assert [True] == [one.came_in for one in (await staff_of_own_bodies(ADMINISTRATOR))[BODY]]


async def test_a_password_of_a_stranger_does_not_come_along(house: None) -> None:
    """Somebody opened an account for the address and never confirmed it: their password opens nothing after it."""
    await opened(NEW)
    proposal = await proposed(NEW)
    assert [True] == [one.new for one in await role_proposals_for(COLLEAGUE)]
    await answer_role(proposal, YES, COLLEAGUE, at=AT + LATER)
    assert None is await sign_in(NEW, PASSWORD, client=HOME, device="x", settings=SETTINGS, at=AT + LATER)
    assert 1 == await AccountRow.count()


async def test_who_opened_an_account_since_keeps_it(house: None) -> None:
    """Between the proposal and its approval somebody confirmed the address: the role is theirs, and so the password."""
    proposal = await proposed(NEW)
    await with_account(NEW)
    await answer_role(proposal, YES, COLLEAGUE, at=AT + LATER)
    assert RoleHeld("assessor", BODY) in await roles_of(await account_id(NEW))
    assert await sign_in(NEW, PASSWORD, client=HOME, device="x", settings=SETTINGS, at=AT + LATER)


async def test_nobody_answers_their_own_proposal(house: None) -> None:
    """The use case refuses it, and so does the database."""
    proposal = await proposed()
    with pytest.raises(Refused, match="proposed this yourself"):
        await answer_role(proposal, YES, ADMINISTRATOR, at=AT)
    with pytest.raises(Exception) as error:  # noqa: PT011  # the two drivers' errors share no class
        await RoleProposalRow.update(
            {RoleProposalRow.is_open: None, RoleProposalRow.answer: "approved", RoleProposalRow.email: None,
             RoleProposalRow.answered_by: ADMINISTRATOR.actor, RoleProposalRow.answered_at: AT}
        ).where(RoleProposalRow.id == proposal)  # fmt: skip
    found = classify_db_error(error.value)
    assert found is not None
    assert "ck_role_proposal_four_eyes" == found.constraint


async def test_nobody_gives_themselves_a_role(house: None) -> None:
    """Not by proposing it, in whatever way their address is written, and not by approving it."""
    account = await known_account(KNOWN, "body_administrator")
    oneself = named(account, "body_administrator")
    for email in (KNOWN, KNOWN.upper()):
        with pytest.raises(Refused, match="to themselves"):
            await proposed(email, "officer", by=oneself)
    proposal = await proposed(KNOWN, "officer")
    with pytest.raises(Refused, match="to themselves"):
        await answer_role(proposal, YES, oneself, at=AT)
    await answer_role(proposal, NO, oneself, at=AT)  # what they do not want they may refuse


@pytest.mark.parametrize("who", [ELSEWHERE, worker("officer"), worker("assessor")])
async def test_another_body_and_another_role_find_nothing(house: None, who: Worker) -> None:
    """Only an administrator of the body, or the operator, sees and answers its proposals."""
    proposal = await proposed()
    tries: list[Callable[[], Awaitable[object]]] = [
        lambda: proposed("ander@huis.example", by=who),
        lambda: answer_role(proposal, YES, who, at=AT),
        lambda: take_role_proposal_back(proposal, who, at=AT),
        lambda: read_role_proposal(proposal, who),
    ]
    for one in tries:
        with pytest.raises(NotFound):
            await one()
    assert () == await role_proposals_for(who)


async def test_a_role_is_proposed_once(house: None) -> None:
    """While a proposal waits, and once they have it; a refused one can be made again."""
    first = await proposed()
    with pytest.raises(Conflict, match="proposed for this person already"):
        await proposed(NEW.upper(), by=COLLEAGUE)
    await answer_role(first, NO, COLLEAGUE, at=AT)
    await answer_role(await proposed(), YES, COLLEAGUE, at=AT)
    with pytest.raises(Conflict, match="has this role already"):
        await proposed(by=COLLEAGUE)
    account = await known_account()
    await proposed(KNOWN)
    with pytest.raises(Conflict, match="proposed for this person already"):
        await proposed(KNOWN, by=COLLEAGUE)
    await proposed(KNOWN, "officer")
    assert not any(held.body for held in await roles_of(account))


async def test_a_proposal_is_taken_back_by_who_made_it(house: None) -> None:
    """Others refuse it; and what is over is not answered once more."""
    proposal = await proposed()
    with pytest.raises(Refused, match="Only who proposed it"):
        await take_role_proposal_back(proposal, COLLEAGUE, at=AT)
    await take_role_proposal_back(proposal, ADMINISTRATOR, at=AT)
    with pytest.raises(Conflict, match="answered or taken back"):
        await answer_role(proposal, YES, COLLEAGUE, at=AT)
    assert ("taken_back", None) == ((await _row(proposal))["answer"], (await _row(proposal))["email"])


async def test_an_unknown_body_has_no_staff(house: None) -> None:
    """Also for the operator, who may propose at every body."""
    with pytest.raises(NotFound, match="no such body"):
        await propose_role(RoleProposed(body="nergens", role="officer", email=NEW, reason="x"), OPERATOR, at=AT)
    await proposed(by=OPERATOR)


async def test_an_account_that_was_closed_gets_nothing(house: None) -> None:
    """Neither by a new proposal nor by one that waited."""
    account = await known_account()
    proposal = await proposed(KNOWN)
    await close_account(account, actor="tests", at=AT)
    with pytest.raises(Refused, match="was closed"):
        await proposed(KNOWN, "officer")
    with pytest.raises(Conflict, match="is gone"):
        await answer_role(proposal, YES, COLLEAGUE, at=AT)
    await answer_role(proposal, NO, COLLEAGUE, at=AT)
    waited = await proposed(NEW)
    await with_account(NEW)
    await close_account(await account_id(NEW), actor="tests", at=AT)
    with pytest.raises(Refused, match="was closed"):
        await answer_role(waited, YES, COLLEAGUE, at=AT)
    await answer_role(waited, NO, COLLEAGUE, at=AT)


async def test_a_role_that_is_taken_is_gone_at_once(house: None) -> None:
    """In a session that is open and by a token of a program; the session goes on, without the role."""
    account = await known_account(KNOWN, "officer")
    signed_in = await sign_in(KNOWN, PASSWORD, client=HOME, device="x", settings=SETTINGS, at=AT)
    assert isinstance(signed_in, SignedIn)
    identity = await identify(signed_in.token, at=AT)
    assert identity is not None
    tokens = await issue_tokens(identity, settings=SETTINGS, at=AT)
    await take_staff_role(await _role(account, "officer"), ADMINISTRATOR, at=AT)
    for found in (
        await identify(signed_in.token, at=AT),
        await verify_access_token(tokens.access, settings=SETTINGS, at=AT),
    ):
        assert found is not None
        assert ["professional"] == [held.role for held in found.roles]
    assert ["account.role_taken.officer"] == [
        row["kind"] for row in await JournalRow.select().where(JournalRow.kind.like("account.role_taken%"))
    ]


async def _role(account: UUID, role: Role) -> UUID:
    row = (
        await AccountRoleRow.select(AccountRoleRow.id)
        .where(AccountRoleRow.account == account, AccountRoleRow.role == role)
        .first()
    )
    assert row is not None
    found: UUID = row["id"]
    return found


@pytest.mark.parametrize("who", [ELSEWHERE, worker("officer")])
async def test_others_take_nothing(house: None, who: Worker) -> None:
    """A role at another body is nothing to an administrator; one of the register is nothing to any."""
    account = await known_account(KNOWN, "officer")
    await grant_role(account, "operator", actor="tests", at=AT)
    with pytest.raises(NotFound):
        await take_staff_role(await _role(account, "officer"), who, at=AT)
    with pytest.raises(NotFound):
        await take_staff_role(await _role(account, "operator"), OPERATOR, at=AT)
    await take_staff_role(await _role(account, "officer"), OPERATOR, at=AT)


async def test_a_body_keeps_an_administrator(house: None) -> None:
    """The last one is not taken away, by whoever; a colleague whose account was closed does not count."""
    account = await known_account(KNOWN, "body_administrator")
    other = await known_account("tweede@huis.example", "body_administrator")
    await close_account(other, actor="tests", at=AT)
    oneself = named(account, "body_administrator")
    for who in (oneself, COLLEAGUE, OPERATOR):
        with pytest.raises(Refused, match="last administrator"):
            await take_staff_role(await _role(account, "body_administrator"), who, at=AT)
    await known_account("derde@huis.example", "body_administrator")
    await take_staff_role(await _role(account, "body_administrator"), oneself, at=AT)
    with pytest.raises(RegisterError):
        await take_staff_role(await _role(other, "body_administrator"), ELSEWHERE, at=AT)


async def test_who_judges_no_more_gives_their_seat_free(house: None) -> None:
    """As long as they judge in another role they keep it; a seat of deciding goes with the role that decides."""
    account = await known_account(KNOWN, "assessor", "officer")
    _, application = await candidate(at=AT)
    _, other = await candidate("elders", seed=2, at=AT)
    somebody = named(account, "assessor", "officer")
    elsewhere = Worker(somebody.actor, (RoleHeld("assessor", "anderhuis"),), email=KNOWN)
    await claim(application, "judge", somebody, catalogue=MARKS, at=AT)
    await claim(application, "decide", somebody, catalogue=MARKS, at=AT)
    await claim(other, "judge", elsewhere, catalogue=MARKS, at=AT)
    await take_staff_role(await _role(account, "officer"), ADMINISTRATOR, at=AT)
    assert ["judge"] == [one.task for one in await claims_on(application, AT.date())]
    await take_staff_role(await _role(account, "assessor"), ADMINISTRATOR, at=AT)
    assert () == await claims_on(application, AT.date())
    assert 1 == len(await claims_on(other, AT.date()))


async def test_a_body_of_nobody_shows_nobody(house: None) -> None:
    """Who administers no body sees no list."""
    assert {} == await staff_of_own_bodies(worker("officer"))
