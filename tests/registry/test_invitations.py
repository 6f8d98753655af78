"""Whoever runs the server names the first operator."""

from __future__ import annotations

import pytest

from registry.accounts import RoleHeld, close_account, roles_of
from registry.database import Engine
from registry.errors import Conflict, Refused
from registry.invitations import appoint_operator
from registry.recovery import recover
from registry.tables_accounts import AccountRow
from tests.admin.signing_in import new_log_in
from tests.registry.stories import START

EMAIL, PASSWORD = "beheer@voorbeeld.example", "een fietsbel op maandag"


async def test_an_invited_operator_chooses_a_password(register: Engine) -> None:
    """With the code, once; whoever has an account keeps the password that it has."""
    code = await appoint_operator(EMAIL, actor="server", at=START)
    assert code is not None
    row = await AccountRow.select().first()
    assert row is not None
    assert (None, (RoleHeld("operator"),)) == (row["password"], await roles_of(row["id"]))
    await recover(code, PASSWORD, at=START)
    other = await AccountRow.select(AccountRow.password).first()
    assert other is not None
    assert other["password"] is not None
    with pytest.raises(Conflict):
        await appoint_operator(EMAIL, actor="server", at=START)


async def test_whoever_has_an_account_keeps_its_password(register: Engine) -> None:
    """They only get to do more."""
    signed_in = await new_log_in(at=START)
    row = await AccountRow.select().where(AccountRow.id == signed_in.account).first()
    assert row is not None
    assert None is await appoint_operator(row["email"], actor="server", at=START)
    assert (RoleHeld("operator"),) == await roles_of(signed_in.account)


async def test_a_closed_account_runs_nothing(register: Engine) -> None:
    """Another address is needed."""
    await appoint_operator(EMAIL, actor="server", at=START)
    row = await AccountRow.select().first()
    assert row is not None
    await close_account(row["id"], actor="server", at=START)
    with pytest.raises(Refused, match="was closed"):
        await appoint_operator(EMAIL, actor="server", at=START)
