"""Log-ins of a demo: invented people whose password everybody may know. A register of real people refuses them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from registry.accounts import RoleHeld, bind_role, email_key
from registry.database import once_more
from registry.errors import NotFound, Refused
from registry.journal import Recording, recording
from registry.origin import ACTOR, Origin, origin
from registry.passwords import hashed
from registry.tables_accounts import AccountRow

ONLY_IN_A_DEMO = "These log-ins are for a demo: everybody knows their password. Open accounts for real people instead."
NO_LOG_IN = "The demo has no log-in with this address. Make its log-ins first."


@dataclass(frozen=True, slots=True)
class DemoLogIn:
    """Somebody invented, who needs no letter to confirm an address that nobody has."""

    email: str
    roles: tuple[RoleHeld, ...]


@once_more
async def give_log_ins(given: tuple[DemoLogIn, ...], password: str, *, at: datetime) -> int:
    """Open those that are not there yet; gives how many. Raises Refused outside a demo."""
    if await origin() not in (Origin.DEMO, Origin.HALF_A_DEMO):
        raise Refused(ONLY_IN_A_DEMO)
    known = {row["email_key"] for row in await AccountRow.select(AccountRow.email_key)}
    missing = [log_in for log_in in given if email_key(log_in.email) not in known]
    if not missing:
        return 0
    kept = [await hashed(password) for _ in missing]  # before the transaction: it takes its time
    async with recording(actor=ACTOR, at=at) as journal:
        for log_in, password_kept in zip(missing, kept, strict=True):
            await _give(journal, log_in, password_kept)
    return len(missing)


async def _give(journal: Recording, log_in: DemoLogIn, kept: str) -> UUID:
    account = uuid4()
    await AccountRow.insert(
        AccountRow(
            id=account, email=log_in.email, email_key=email_key(log_in.email), password=kept, opened_at=journal.at,
            confirmed_at=journal.at,
        )
    )  # fmt: skip
    await journal.append("account.opened", str(account), subject_kind="account")
    for held in log_in.roles:
        await bind_role(journal, account, held, granted_by=ACTOR)
    return account


async def actor_of(email: str) -> str:
    """How the journal names whoever logs in with this address of a demo."""
    row = await AccountRow.select(AccountRow.id).where(AccountRow.email_key == email_key(email)).first()
    if row is None:
        raise NotFound(NO_LOG_IN)
    return f"account {row['id']}"
