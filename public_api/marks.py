"""The marks as the site knows them now, kept in memory until the journal says that one changed."""

from __future__ import annotations

from collections.abc import Sequence

from public_api.statements import MarkName, Named
from public_api.web.language import Language
from registry.catalogue import Catalogue, load_catalogue
from registry.journal_follower import Entry, Follower
from registry.public_view import PublicRegistration


class KeptCatalogue:
    """Every mark, read again after a body published new rules."""

    def __init__(self, follower: Follower) -> None:
        self._follower = follower
        self._kept: Catalogue | None = None
        self._heard = 0
        follower.listeners.append(self.forget)

    async def current(self) -> Catalogue:
        """Raises DatabaseAway or DatabaseBusy."""
        if self._kept is not None and self._follower.is_sure():
            return self._kept
        heard = self._heard
        loaded = await load_catalogue()
        self._kept = loaded if heard == self._heard else None
        return loaded

    def forget(self, entries: Sequence[Entry]) -> None:
        """Of everything when following has just begun: what was read before may have changed before it began."""
        if not entries or any(entry.subject_kind != "practitioner" for entry in entries):
            self._heard += 1
            self._kept = None


def names_in(catalogue: Catalogue) -> Named:
    """How the marks of a catalogue are called in a sentence."""

    def named(registration: PublicRegistration, language: Language) -> MarkName:
        mark = catalogue.mark(registration.mark)
        successor = catalogue.mark(registration.succeeded_by) if registration.succeeded_by else None
        return MarkName(
            (mark.title or mark.name).within(language),
            mark.body.name,
            successor.name.within(language) if successor else None,
        )

    return named
