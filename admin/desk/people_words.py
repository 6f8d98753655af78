"""What the pages about people call a decision, a standing, an application and a letter."""

from __future__ import annotations

from public_api.web.language import Sentence, say

STATES: dict[str, Sentence] = {
    "valid": say("geldig"),
    "suspended": say("geschorst"),
    "ended": say("voorbij"),
    "revoked": say("ingetrokken"),
    "applied": say("aanvraag loopt"),
}
STATUSES: dict[str, Sentence] = {
    "not_registered": say("nog niet geregistreerd"),
    "valid": say("geldig"),
    "valid_with_conditions": say("geldig onder voorwaarden"),
    "renewal_pending": say("verlenging loopt"),
    "suspended": say("geschorst"),
    "expired": say("verlopen"),
    "revoked": say("ingetrokken"),
    "withdrawn": say("uitgeschreven"),
    "converted": say("omgezet"),
    "deceased": say("overleden"),
}
DECISIONS: dict[str, Sentence] = {
    "application": say("Aanvraag"),
    "grant": say("Toekenning"),
    "renewal": say("Verlenging"),
    "refusal": say("Afwijzing"),
    "extension": say("Uitstel van de laatste dag"),
    "group_extension": say("Uitstel voor een hele groep"),
    "condition": say("Voorwaarde"),
    "restriction": say("Beperking"),
    "suspension": say("Schorsing"),
    "lift": say("Opheffing"),
    "revocation": say("Intrekking"),
    "withdrawal": say("Uitschrijving op eigen verzoek"),
    "conversion": say("Omzetting"),
    "correction": say("Herstel van een fout"),
    "decease": say("Overlijden"),
    "objection": say("Bezwaar"),
    "ruling": say("Uitspraak op bezwaar"),
}
APPLICATIONS: dict[str, Sentence] = {
    "open": say("wacht op een besluit"),
    "withdrawn": say("teruggenomen"),
    "granted": say("toegekend"),
    "refused": say("afgewezen"),
}
LETTERS: dict[str, Sentence] = {
    "application.received": say("Ontvangst van een aanvraag"),
    "application.decided": say("Besluit op een aanvraag"),
    "application.question": say("Vraag over een aanvraag"),
    "mark.expired": say("Een termijn is voorbij"),
}
REMINDER = say("Herinnering aan het einde van een termijn")
POST: dict[str, Sentence] = {
    "sent": say("verstuurd"),
    "failed": say("niet gelukt"),
    "dropped": say("niet meer nodig"),
}
POST_WAITS = say("wacht op verzending")
