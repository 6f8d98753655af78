"""Who is meant by an account that did something at a body, for the colleagues who work there."""

from collections.abc import Collection, Mapping

from registry.own_data import account_in
from registry.tables_accounts import AccountRow


async def addresses_behind(actors: Collection[str]) -> Mapping[str, str]:
    """The address with which each of these logs in; nothing for who is no account. Never for the public."""
    accounts = {account: actor for actor in actors if (account := account_in(actor)) is not None}
    if not accounts:
        return {}
    rows = await AccountRow.select(AccountRow.id, AccountRow.email).where(AccountRow.id.is_in(list(accounts)))
    return {accounts[row["id"]]: row["email"] for row in rows}
