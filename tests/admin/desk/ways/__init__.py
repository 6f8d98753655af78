"""How each route of the desk and of the operator is asked. A subject has a module here; it is found by itself.

Such a module has WAYS, and where its paths need something a `prepare`, which makes it and gives its name and identity.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any


@dataclass(frozen=True, slots=True)
class Way:
    """How a route is asked: its path filled in with what is the body's, the roles that its door opens for, what is
    sent along, and what the first of those roles is answered. The other ones only are not turned away."""

    path: str
    roles: tuple[str, ...]
    send: Mapping[str, Any] = field(default_factory=dict)
    own: int = 200

    @property
    def of_one_thing(self) -> bool:
        """Whether the path names something of the body, which is nothing to anybody else."""
        return "{" in self.path


def subjects() -> tuple[ModuleType, ...]:
    """Every module beside this one, by name."""
    return tuple(import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__))


def every_way() -> dict[str, Way]:
    """The ways of all subjects."""
    return {name: way for subject in subjects() for name, way in subject.WAYS.items()}
