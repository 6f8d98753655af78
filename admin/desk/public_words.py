"""What the public will see, in the very words of the public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from public_api.pages.profile import MEASURES, Told, told
from public_api.web.language import Language, Sentence, say
from registry.catalogue import Catalogue
from registry.measure_previews import Preview, Stage

MEASURE_KINDS: dict[str, Sentence] = {**MEASURES, "lift": say("Einde van een maatregel")}


@dataclass(frozen=True, slots=True)
class StageTold:
    """Some days, and what the page of somebody says on them (None: nothing about this mark)."""

    since: date
    until: date | None
    told: Told | None


def stages_told(
    preview: Preview, name: str, catalogue: Catalogue, language: Language
) -> tuple[StageTold | None, tuple[StageTold, ...]]:
    """Without the decision, and with it from day to day."""
    stages = tuple(_told(stage, name, catalogue, language) for stage in preview.stages)
    before = _told(Stage(preview.stages[0].since, None, preview.before), name, catalogue, language)
    return before if before.told is not None else None, stages


def _told(stage: Stage, name: str, catalogue: Catalogue, language: Language) -> StageTold:
    found = stage.registration
    words = told(name, (found,), catalogue, language)[0] if found is not None else None
    return StageTold(stage.since, stage.until, words)
