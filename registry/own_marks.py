"""The marks of the body that somebody works for: what they set, plan or draw is about one of those."""

from collections.abc import Collection

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
