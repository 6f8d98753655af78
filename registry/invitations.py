"""An account for somebody who has none: without a password, which only whoever gets its code can choose."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from registry.accounts import RoleHeld, bind_role, email_key
from registry.database import once_more
from registry.errors import Refused
from registry.journal import Recording, recording
from registry.one_time_codes import new_code
from registry.tables_accounts import AccountRow

INVITED_WITHIN = timedelta(days=7)
LANGUAGE = "nl"  # of an account that nobody has used yet
CLOSED = "The account with this address was closed. Choose another address."


async def open_invited(journal: Recording, email: str) -> tuple[UUID, str]:
    """The account of an address that nobody confirmed yet, and the code with which a password is chosen within 7 days.

    A password that somebody chose before the address was confirmed may be a stranger's: it goes.
    """
    key = email_key(email)
    opened = await AccountRow.select(AccountRow.id).where(AccountRow.email_key == key).first()
    account = UUID(str(opened["id"])) if opened else uuid4()
    columns: dict[Any, Any] = {
        "email": email, "password": None, "name": None, "language": LANGUAGE, "confirmed_at": journal.at
    }  # fmt: skip
    if opened:
        await AccountRow.update(columns).where(AccountRow.id == account)
    else:
        await AccountRow.insert(AccountRow(id=account, email_key=key, opened_at=journal.at, **columns))
    await journal.append("account.invited", str(account), subject_kind="account")
    return account, await new_code(account, "recover", at=journal.at, within=INVITED_WITHIN)


@once_more
async def appoint_operator(email: str, *, actor: str, at: datetime) -> str | None:
    """Let an address run the register: the way in for the first one, by whoever runs the server.

    Gives the code for a password where the address had no account that was confirmed, and None where it had. Raises
    Conflict when it runs the register already, Refused for an account that was closed.
    """
    async with recording(actor=actor, at=at) as journal:
        row = await AccountRow.select().where(AccountRow.email_key == email_key(email)).first()
        if row is not None and row["closed_at"] is not None:
            raise Refused(CLOSED)
        if row is not None and row["confirmed_at"] is not None:
            account, code = UUID(str(row["id"])), None
        else:
            account, code = await open_invited(journal, email)
        await bind_role(journal, account, RoleHeld("operator"), granted_by=actor)
    return code
