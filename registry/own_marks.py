"""The marks of the body that somebody works for: what they set, plan or draw is about one of those."""

from collections.abc import Collection

from accreditation.scheme import Mark
from registry.catalogue import Catalogue, Scheme
from registry.desk import bodies_of
from registry.errors import NotFound, Refused
from registry.evidence_reading import ASSESSING, Reader
from registry.tables_catalogue import MarkRow

SETTING = frozenset({"officer", "body_administrator"})
OF_A_BODY = ASSESSING | SETTING
NO_MARK = "Your body has no such mark in the register. Choose one of its marks."
NOT_YOURS_TO_DO = "This is the work of an officer or an administrator of the body. Ask one of them."


async def marks_of(staff: Reader, roles: Collection[str] = OF_A_BODY) -> tuple[str, ...]:
    """The codes of the marks of the bodies for which somebody has one of these roles, in order."""
    bodies = bodies_of(staff, roles)
    if not bodies:
        return ()
    rows = await MarkRow.select(MarkRow.code).where(MarkRow.body.is_in(sorted(bodies))).order_by(MarkRow.code)
    return tuple(row["code"] for row in rows)


def own_marks(staff: Reader, catalogue: Catalogue, roles: Collection[str]) -> tuple[Mark, ...]:
    """Those marks in full, the ones that are still given first; also one that the register has no rows of yet."""
    ours = bodies_of(staff, roles)
    return tuple(mark for mark in catalogue.marks() if mark.body.code in ours)


def own_scheme(mark: str, staff: Reader, catalogue: Catalogue, roles: Collection[str]) -> Scheme:
    """The rules of a mark of one's body. Raises NotFound for every other."""
    scheme = catalogue.schemes.get(mark)
    if scheme is None or scheme.mark.body.code not in bodies_of(staff, roles):
        raise NotFound(NO_MARK)
    return scheme


async def works_for(mark: str, staff: Reader, roles: Collection[str]) -> bool:
    """Whether somebody has one of these roles at the body of a mark that the register has rows of."""
    return mark in await marks_of(staff, roles)


async def require_mark(mark: str, staff: Reader, roles: Collection[str] = OF_A_BODY) -> str:
    """That a mark is of somebody's own body and that they may do this for it; gives the body.

    Raises NotFound for a mark of another body, Refused for who has another role there.
    """
    row = await MarkRow.select(MarkRow.body).where(MarkRow.code == mark).first()
    if row is None or row["body"] not in bodies_of(staff, OF_A_BODY):
        raise NotFound(NO_MARK)
    if row["body"] not in bodies_of(staff, roles):
        raise Refused(NOT_YOURS_TO_DO)
    return str(row["body"])
