"""When a rule applies: the cohort, the dates, the level, the route, an exemption. All fields given must hold."""

from datetime import date
from typing import Any

from pydantic import Field, model_validator

from accreditation.dossier import Dossier, EntryState, Qualification
from accreditation.rules.values import Code, Day, Strict


class QualificationTest(Strict):
    """A diploma or course in the file: of a kind, from one of these providers, on or after a day."""

    kind: tuple[Code, ...] = ()
    provider: tuple[Code, ...] = ()
    provider_accredited: bool | None = None
    on_or_after: Day | None = None
    before: Day | None = None
    level_from: int | None = Field(default=None, ge=1, le=8)

    def accepts(self, q: Qualification, on: date) -> bool:
        return (
            q.state is EntryState.APPROVED
            and q.on <= on
            and (not self.kind or q.kind in self.kind)
            and (not self.provider or q.provider in self.provider)
            and (self.provider_accredited is None or q.provider_accredited is self.provider_accredited)
            and (self.on_or_after is None or q.on >= self.on_or_after)
            and (self.before is None or q.on < self.before)
            and (self.level_from is None or (q.level or 0) >= self.level_from)
        )


class Condition(Strict):
    """A test on the file. `_from` includes the day, `_before` does not."""

    registered_from: Day | None = None
    registered_before: Day | None = None
    expires_from: Day | None = None
    expires_before: Day | None = None
    asked_from: Day | None = None
    asked_before: Day | None = None
    applied_from: Day | None = None
    applied_before: Day | None = None
    affiliated_from: Day | None = None
    affiliated_before: Day | None = None
    level: tuple[str, ...] = ()
    level_changes: bool | None = None
    scope: tuple[Code, ...] = ()
    route: tuple[Code, ...] = ()
    qualification: QualificationTest | None = None
    held_mark: Code | None = None
    any_of: tuple["Condition", ...] = ()
    not_: "Condition | None" = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _says_something(self) -> "Condition":
        if not self.model_fields_set:
            raise ValueError("an empty condition says nothing: name at least one test, or leave it out")
        return self

    def holds(self, dossier: Dossier, on: date) -> bool:
        """Whether the file meets every test. Somebody not registered yet counts as registering on the day asked."""
        registered = dossier.registered_on or dossier.applied_on or on
        expires = dossier.term.until if dossier.term else None
        return (
            _between(registered, self.registered_from, self.registered_before)
            and _between(expires, self.expires_from, self.expires_before)
            and _between(on, self.asked_from, self.asked_before)
            and _between(dossier.applied_on or on, self.applied_from, self.applied_before)
            and _between(dossier.affiliated_on, self.affiliated_from, self.affiliated_before)
            and self._fits_choices(dossier)
            and (self.qualification is None or any(self.qualification.accepts(q, on) for q in dossier.qualifications))
            and (self.held_mark is None or any(h.mark == self.held_mark for h in dossier.holdings if h.since <= on))
            and (not self.any_of or any(c.holds(dossier, on) for c in self.any_of))
            and (self.not_ is None or not self.not_.holds(dossier, on))
        )

    def _fits_choices(self, dossier: Dossier) -> bool:
        changes = dossier.former_level is not None and dossier.former_level != dossier.level
        return (
            (not self.level or dossier.level in self.level)
            and (self.level_changes is None or changes is self.level_changes)
            and (not self.scope or bool(dossier.scopes & set(self.scope)))
            and (not self.route or dossier.route in self.route)
        )

    def values(self, field: str) -> set[Any]:
        """Everything that this test, or one inside it, names for a field; nothing for a field there is not."""
        own = getattr(self, field, None)
        found = set(own) if isinstance(own, tuple) else {own} - {None}
        return found.union(*(part.values(field) for part in self._parts()))

    def fields_used(self) -> set[str]:
        """The names of all fields that this test, or one inside it, looks at."""
        return self.model_fields_set.union(*(part.fields_used() for part in self._parts()))

    def _parts(self) -> tuple["Condition", ...]:
        return self.any_of if self.not_ is None else (*self.any_of, self.not_)


def _between(day: date | None, since: date | None, before: date | None) -> bool:
    if since is None and before is None:
        return True
    return day is not None and (since is None or day >= since) and (before is None or day < before)
