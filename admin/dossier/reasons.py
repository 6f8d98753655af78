"""Why an entry does not count, and what helps, in words for the professional."""

from __future__ import annotations

from collections.abc import Mapping

from accreditation.findings import Reason
from public_api.web.language import Sentence, say

WHY_NOT: Mapping[Reason, Sentence] = {
    Reason.AFTER_DAY: say("De datum ligt na vandaag. Het telt pas als het is gebeurd."),
    Reason.OUTSIDE_WINDOW: say("Het valt buiten de periode waarin dit telt."),
    Reason.EXCLUDED_PERIOD: say("Het valt in een periode die door uitstel niet meetelt."),
    Reason.CONCEPT: say("Het is nog een concept. Dien het in."),
    Reason.WITHDRAWN: say("Je hebt dit ingetrokken."),
    Reason.REFUSED: say("De beoordelaar heeft dit afgewezen."),
    Reason.NOT_APPROVED: say("Het wacht nog op controle."),
    Reason.NOT_CONFIRMED: say("Wie erbij was heeft het nog niet bevestigd."),
    Reason.KIND_NOT_ACCEPTED: say("Deze soort activiteit telt hier niet."),
    Reason.CONDITION_NOT_MET: say("Het voldoet niet aan de voorwaarde van deze regel."),
    Reason.NO_AMOUNT: say("Er staat niet bij hoeveel het was, of de beoordelaar moet de punten nog bepalen."),
    Reason.MOTIVATION_MISSING: say("De motivatie ontbreekt."),
    Reason.EVIDENCE_MISSING: say("Het bewijs ontbreekt."),
    Reason.EVIDENCE_REFUSED: say("Dit soort bewijs wordt niet aangenomen."),
    Reason.DUPLICATE: say("Dit staat er al een keer."),
    Reason.SAME_VALUE: say("Hiervan telt er maar één."),
    Reason.ENTRY_CAP: say("Eén activiteit mag niet voor meer tellen."),
    Reason.CATEGORY_CAP: say("Je zit aan het maximum van deze soort."),
    Reason.GROUP_CAP: say("Je zit aan het maximum van deze groep."),
    Reason.QUOTA: say("Er tellen er niet meer mee dan dit aantal."),
    Reason.PROVIDER_EXCLUDED: say("Activiteiten van deze aanbieder tellen niet."),
    Reason.BEFORE_BREAK: say("Het ligt voor een onderbreking. Daarna telt het opnieuw vanaf nul."),
    Reason.UNDER_RESTRICTION: say("Het viel onder een beperking."),
    Reason.TOO_OLD: say("Het is te lang geleden."),
    Reason.ROLE_NOT_ACCEPTED: say("In deze rol telt het hier niet."),
}

WHAT_HELPS: Mapping[str, Sentence] = {
    "amount": say("Doe en noteer nog:"),
    "approval": say("Laat de instelling dit goedkeuren:"),
    "declaration": say("Onderteken:"),
    "document": say("Lever in:"),
    "judgement": say("Een beoordelaar kijkt naar:"),
    "mark": say("Haal dit keurmerk:"),
    "payment": say("Betaal:"),
    "person": say("Wijs aan:"),
    "verification": say("Een beoordelaar kijkt naar:"),
    "qualification": say("Noteer een opleiding:"),
    "activity": say("Doe en noteer:"),
    "coverage": say("Zorg zonder gat voor:"),
    "rule": say("Wij kennen deze regel niet. Vraag het aan:"),
}

UNITS: Mapping[str, tuple[Sentence, Sentence]] = {
    "points": (say("punt"), say("punten")),
    "hours": (say("uur"), say("uur ")),
    "clients": (say("cliënt"), say("cliënten")),
    "contact_hours": (say("contactuur"), say("contacturen")),
    "credits": (say("studiepunt"), say("studiepunten")),
    "events": (say("keer"), say("keer ")),
}
