"""What an entry of the log says, in words: the kinds that a body meets; any other is told by its subject."""

from __future__ import annotations

from public_api.web.language import Sentence, say
from registry.logs import TOPICS, LogEntry, Topic

WORDS: dict[Topic, Sentence] = {
    "decisions": say("Aanvragen en besluiten"),
    "judging": say("Beoordelen"),
    "reading": say("Bekijken"),
    "bulk": say("In één keer goedkeuren en steekproef"),
    "rules": say("Regels"),
    "staff": say("Medewerkers"),
    "courses": say("Opleidingen"),
}
KINDS: dict[str, Sentence] = {
    "decision.application": say("aanvraag ingediend"),
    "decision.grant": say("besluit: toegekend"),
    "decision.renewal": say("besluit: verlengd"),
    "decision.refusal": say("besluit: afgewezen"),
    "decision.extension": say("besluit: uitstel"),
    "decision.condition": say("maatregel: voorwaarde"),
    "decision.restriction": say("maatregel: beperking"),
    "decision.suspension": say("maatregel: schorsing"),
    "decision.revocation": say("maatregel: intrekking"),
    "decision.lift": say("maatregel opgeheven"),
    "decision.objection": say("bezwaar gemaakt"),
    "decision.ruling": say("uitspraak op bezwaar"),
    "decision.withdrawal": say("uitschrijving op eigen verzoek"),
    "decision.correction": say("fout hersteld"),
    "leave.granted": say("uitstel gegeven"),
    "leave.refused": say("uitstel geweigerd"),
    "group_extension.proposed": say("uitstel voor iedereen voorgesteld"),
    "group_extension.approved": say("uitstel voor iedereen goedgekeurd"),
    "group_extension.done": say("uitstel voor iedereen uitgevoerd"),
    "measure.proposed": say("maatregel voorgesteld"),
    "measure.approved": say("maatregel goedgekeurd"),
    "measure.sent_back": say("voorstel voor een maatregel teruggestuurd"),
    "measure.taken_back": say("voorstel voor een maatregel teruggenomen"),
    "judgement.given": say("oordeel gegeven"),
    "claim.began": say("aanvraag op naam gezet"),
    "claim.released": say("aanvraag teruggegeven"),
    "claim.taken_over": say("aanvraag overgenomen"),
    "claim.lapsed": say("aanvraag te lang stil, weer vrij"),
    "claim.decided": say("aanvraag vrij: er is besloten"),
    "claim.interest": say("aanvraag vrij: te nauwe band"),
    "interest.none": say("gekeken naar een te nauwe band: geen"),
    "interest.declared": say("te nauwe band gemeld"),
    "interest.ended": say("te nauwe band voorbij"),
    "question.asked": say("vraag gesteld"),
    "question.answered": say("vraag beantwoord"),
    "dossier.read.file": say("dossier bekeken"),
    "dossier.read.judgements": say("oordelen bekeken"),
    "dossier.read.evidence": say("bewijsstuk bekeken"),
    "dossier.read.course": say("gekeken wie een opleiding heeft gedaan"),
    "log.read": say("logboek bekeken"),
    "role.proposed": say("rol voorgesteld"),
    "role.approved": say("rol goedgekeurd"),
    "role.refused": say("rol afgewezen"),
    "role.taken_back": say("voorstel voor een rol teruggenomen"),
    "bulk.planned": say("in één keer goedkeuren gepland"),
    "bulk.undone": say("in één keer goedkeuren ongedaan gemaakt"),
    "bulk.done": say("in één keer goedkeuren uitgevoerd"),
    "bulk.left_out": say("uit een goedkeuring in één keer gelaten"),
    "sample.share_set": say("percentage van de steekproef vastgelegd"),
    "sample.seed_promised": say("ronde van de steekproef begonnen"),
    "sample.list_fixed": say("lijst van de steekproef vastgelegd"),
    "sample.drawn": say("steekproef getrokken"),
    "rules.proposed": say("regels voorgelegd"),
    "rules.approved": say("regels goedgekeurd"),
    "rules.refused": say("regels afgewezen"),
    "course.accredited": say("opleiding erkend"),
    "course.withdrawn": say("erkenning van een opleiding ingetrokken"),
    "scheme.published": say("regels gepubliceerd"),
}
BEGINS: tuple[tuple[str, Sentence], ...] = (
    ("account.role.", say("rol gegeven")),
    ("account.role_taken.", say("rol ingetrokken")),
)


def told(entry: LogEntry) -> Sentence:
    """What happened, in words."""
    if (words := KINDS.get(entry.kind)) is not None:
        return words
    for begins, sentence in BEGINS:
        if entry.kind.startswith(begins):
            return sentence
    topic = next((one for one, kinds in TOPICS.items() if entry.kind.startswith(kinds)), None)
    return WORDS[topic] if topic is not None else say("iets anders")
