"""The work of the operator of the register: pages below /beheer and JSON below /api/v1/operations."""
