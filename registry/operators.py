"""Who runs the register as a whole: the one role that is about every body and about nobody's file."""

from registry.errors import Refused
from registry.evidence_reading import Reader

NOT_OPERATOR = "This is the work of the operator of the register. Ask them."


def require_operator(staff: Reader) -> None:
    """That somebody runs the register. Raises Refused."""
    if not any(held.role == "operator" for held in staff.roles):
        raise Refused(NOT_OPERATOR)
