"""Where somebody's own work begins: that is where they come after logging in."""

from __future__ import annotations

from registry.sessions import Identity

DESK, OPERATIONS, FILE, SECURITY = "/instelling", "/beheer", "/mijn", "/mijn/veiligheid"


def home_of(identity: Identity) -> str:
    """The desk for whoever works for a body, the operations for an operator, and one's own file for a professional."""
    if any(held.body is not None for held in identity.roles):
        return DESK
    if any(held.role == "operator" for held in identity.roles):
        return OPERATIONS
    return FILE if identity.number is not None else SECURITY
