"""What is left of log-ins that ran out: swept now and then by a worker, so that nothing is kept without a use.

None of it has any effect any more, so the journal says nothing of it.
"""

from datetime import datetime, timedelta

from registry.database import once_more, transaction
from registry.sessions import IDLE
from registry.tables_accounts import AccountRoleRow, AccountRow, OneTimeCodeRow, SessionRow
from registry.throttling import sweep_tries

UNCONFIRMED_FOR = timedelta(days=7)  # somebody's name and address, which may have been given by somebody else


@once_more
async def sweep_log_ins(*, at: datetime) -> None:
    """Forget codes and sessions that ran out, counts of tries, and accounts that nobody ever confirmed."""
    async with transaction():
        await OneTimeCodeRow.delete().where(OneTimeCodeRow.expires_at <= at)
        await SessionRow.delete().where((SessionRow.expires_at <= at) | (SessionRow.last_seen_at <= at - IDLE))
        await AccountRow.delete().where(
            AccountRow.confirmed_at.is_null(), AccountRow.closed_at.is_null(),
            AccountRow.opened_at <= at - UNCONFIRMED_FOR,
            AccountRow.id.not_in(AccountRoleRow.select(AccountRoleRow.account)),
        )  # fmt: skip
        await sweep_tries(at=at)
