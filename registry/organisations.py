"""The organisations people work for, the bodies they are members of, and since when."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from registry.database import conflict_when, once_more
from registry.errors import Conflict, Malformed, NotFound, Problem
from registry.inputs import Code, Input, Line80, Required160, Website
from registry.journal import recording
from registry.practitioners import find_practitioner
from registry.tables_catalogue import AffiliationRow, BodyRow, OrganisationRow

_KVK = ("organisation_kvk_number_key", "organisation.kvk_number")
_TWICE = (
    "uq_affiliation_start",
    "uq_affiliation_membership",
    "affiliation.practitioner, affiliation.organisation, affiliation.since",
    "affiliation.practitioner, affiliation.body, affiliation.since",
)


class Organisation(Input):
    """A firm, school or other employer, with its number in the trade register where it has one."""

    name: Required160
    kvk_number: str | None = Field(default=None, pattern=r"^[0-9]{8}$")
    town: Line80 | None = None
    website: Website | None = None


@once_more
async def register_organisation(given: Organisation, *, actor: str, at: datetime) -> UUID:
    """Enter an organisation; gives its identity. Raises Conflict when its trade register number is known already."""
    async with recording(actor=actor, at=at) as journal:
        row = OrganisationRow(**given.model_dump())
        with conflict_when(*_KVK, message="There is an organisation with this trade register number already."):
            await OrganisationRow.insert(row)
        await journal.append("organisation.registered", str(row.id), subject_kind="organisation")
    return UUID(str(row.id))


async def join_organisation(number: str, organisation: UUID, since: date, *, actor: str, at: datetime) -> UUID:
    """Somebody works for an organisation from a day on; gives the identity of the affiliation."""
    return await _join(number, since, organisation=organisation, actor=actor, at=at)


async def join_body(number: str, body: Code, since: date, *, actor: str, at: datetime) -> UUID:
    """Somebody is a member of a body from a day on; gives the identity of the affiliation."""
    return await _join(number, since, body=body, actor=actor, at=at)


@once_more
async def _join(
    number: str, since: date, *, organisation: UUID | None = None, body: str | None = None, actor: str, at: datetime
) -> UUID:
    async with recording(actor=actor, at=at) as journal:
        person = await find_practitioner(number)
        if organisation is not None and not await OrganisationRow.exists().where(OrganisationRow.id == organisation):
            raise NotFound("There is no such organisation. Enter it first.")
        if body is not None and not await BodyRow.exists().where(BodyRow.code == body):
            raise NotFound("There is no such body. Check its code.")
        row = AffiliationRow(practitioner=person["id"], organisation=organisation, body=body, since=since)
        with conflict_when(*_TWICE, message="This affiliation is recorded already."):
            await AffiliationRow.insert(row)
        await journal.append("affiliation.began", person["number"], reference=str(row.id))
    return UUID(str(row.id))


@once_more
async def leave(affiliation: UUID, until: date, *, actor: str, at: datetime) -> None:
    """An affiliation ends: `until` is its last day."""
    async with recording(actor=actor, at=at) as journal:
        row = (
            await AffiliationRow.select(*AffiliationRow.all_columns(), AffiliationRow.practitioner.number)
            .where(AffiliationRow.id == affiliation)
            .first()
        )
        if row is None:
            raise NotFound("There is no such affiliation. Open the file again.")
        if row["until"] is not None:
            raise Conflict("This affiliation has ended already.")
        if until < row["since"]:
            raise Malformed([Problem("until", "The last day lies before the first.")])
        await AffiliationRow.update({AffiliationRow.until: until}).where(AffiliationRow.id == affiliation)
        await journal.append("affiliation.ended", row["practitioner.number"], reference=str(affiliation))
