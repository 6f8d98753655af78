"""Letters as mail: every kind in both languages, and no way to add a header or a second address."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from admin.post.letters import UnknownKind, wording_of
from admin.post.messages import NoAddress, written
from admin.post.wording import Wording
from admin.routes import PAGES
from public_api.web.language import LANGUAGES, Language, Sentence
from registry.catalogue import Catalogue
from registry.settings import Settings

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
SETTINGS = Settings(base_url="https://register.example", contact_phone="030 000 00 00")
ID = "<4d2c@loopbaanregister>"
CODE = {"code": "abc-DEF_123"}
APPLICATION = "4d2c1f9e-7f0e-4c5e-9a53-0f6f2f4d9a11"
MARK = {"mark": "proefmerk"}
ABOUT = {"mark": "proefmerk", "application": APPLICATION}
# Each kind with what its letter is about, and where its link leads.
KINDS: dict[str, tuple[dict[str, str], str]] = {
    "account.confirm": (CODE, "/bevestigen?code=abc-DEF_123"),
    "account.exists": ({}, "/inloggen"),
    "account.recover": (CODE, "/wachtwoord-herstellen?code=abc-DEF_123"),
    "account.invited": (CODE | {"role": "officer", "body": "proefhuis"}, "/wachtwoord-herstellen?code=abc-DEF_123"),
    "account.role_given": ({"role": "officer", "body": "nergens"}, "/instelling"),
    "account.address_old": (CODE, "/adres-bevestigen?code=abc-DEF_123"),
    "account.address_new": (CODE, "/adres-bevestigen?code=abc-DEF_123"),
    "account.new_session": ({"device": "Firefox,\n Linux", "at": AT.isoformat()}, "/mijn/veiligheid"),
    "confirmation.asked": (CODE | {"role": "peer", "asker": "F. el Idrissi"}, "/bevestiging?code=abc-DEF_123"),
    "application.received": (ABOUT, f"/mijn/verlengen/aanvraag/{APPLICATION}"),
    "application.question": (ABOUT, f"/mijn/verlengen/{APPLICATION}/vraag"),
    "term.deferred": ({"mark": "proefmerk", "until": "2030-03-01"}, "/mijn/uitstel"),
    "term.not_deferred": ({"mark": "proefmerk"}, "/mijn/uitstel"),
    "term.lengthened": ({"mark": "proefmerk", "until": "2030-03-01"}, "/mijn/verlengen"),
    "term.shortened": ({"mark": "proefmerk", "until": "2030-03-01"}, "/mijn/verlengen"),
    "application.decided": (
        ABOUT | {"outcome": "granted", "until": "2030-03-01"},
        f"/mijn/verlengen/aanvraag/{APPLICATION}",
    ),
    "measure.taken": (MARK, "/mijn/verlengen#besluiten"),
    "measure.ended": (MARK, "/mijn/verlengen#besluiten"),
    "objection.received": (MARK, "/mijn/verlengen#besluiten"),
    "objection.decided": (MARK, "/mijn/verlengen#besluiten"),
}


def as_mail(wording: Wording, language: Language = "nl", to: str = "f@voorbeeld.example") -> EmailMessage:
    envelope = written(wording, to=to, message_id=ID, language=language, at=AT, settings=SETTINGS)
    return message_from_bytes(envelope.message, _class=EmailMessage, policy=default)


def unflowed(message: EmailMessage) -> str:
    """The text as a reader's program shows it: lines that end in a space go on (RFC 3676)."""
    text: str = message.get_content()
    return text.replace("\r\n", "\n").replace(" \n", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_letter(kind: str, language: Language, catalogue: Catalogue) -> None:
    """One link, to the public address, on a line of its own; the words are those of the language."""
    about, link = KINDS[kind]
    message = as_mail(wording_of(kind, about, language, catalogue), language)
    text = unflowed(message)
    assert 1 == text.count("https://")
    assert f"\nhttps://register.example{link}\n" in text
    assert {"nl": "Hallo,", "en": "Hello,"}[language] == text.splitlines()[0]
    assert ("flowed", "utf-8", language) == (
        message["Content-Type"].params["format"], message["Content-Type"].params["charset"],
        message["Content-Language"],
    )  # fmt: skip
    assert (ID, "auto-generated", None) == (message["Message-ID"], message["Auto-Submitted"], message["Reply-To"])
    assert all(len(line) <= 78 or "https://" in line for line in message.get_content().splitlines())
    assert "030 000 00 00" in text


def test_every_link_leads_to_a_page() -> None:
    """The path of each link is a page of the site; those of reminders too."""
    pages = {re.sub(r"{\w+:uuid}", APPLICATION, path) for handler in PAGES for path in handler.paths}
    reminders = ("/mijn", "/mijn/eisen", "/mijn/verlengen")
    assert set() == {re.split("[?#]", link)[0] for _, link in KINDS.values()}.union(reminders) - pages


def test_what_it_is_about_is_said(catalogue: Catalogue) -> None:
    """The last day, the device, who asks, and a refusal without its reason."""
    about, _ = KINDS["application.decided"]
    assert "tot en met 1 maart 2030" in unflowed(as_mail(wording_of("application.decided", about, "nl", catalogue)))
    new = wording_of("account.new_session", KINDS["account.new_session"][0], "nl", catalogue)
    assert "woensdag 25 november 2026 om 10.00 uur" in unflowed(as_mail(new))
    assert "dat we nog niet kenden: Firefox, Linux." in unflowed(as_mail(new))
    asked = KINDS["confirmation.asked"][0]
    for role, word in (("peer", "samen met jou"), ("supervisor", "begeleiding")):
        text = unflowed(as_mail(wording_of("confirmation.asked", asked | {"role": role}, "nl", catalogue)))
        assert "F. el Idrissi schrijft" in text
        assert word in text
    for kind, at in (("account.invited", "Proefhuis"), ("account.role_given", "nergens")):
        text = unflowed(as_mail(wording_of(kind, KINDS[kind][0], "nl", catalogue)))
        assert f"werken voor {at}, als medewerker die beslist." in text
    for about in (ABOUT | {"outcome": "refused"}, ABOUT | {"outcome": "granted"}):
        text = unflowed(as_mail(wording_of("application.decided", about, "nl", catalogue)))
        assert ("goedgekeurd" in text) is (about["outcome"] == "granted")


@pytest.mark.parametrize(
    "kind", ["account.birthday", "application.lost", "measure.lost", "party", "confirmation.given"]
)
def test_an_unknown_kind_is_said_so(kind: str, catalogue: Catalogue) -> None:
    """It waits for a version of the program that has words for it."""
    with pytest.raises(UnknownKind):
        wording_of(kind, ABOUT, "nl", catalogue)


@pytest.mark.parametrize(
    "to",
    [
        "a@b.example\r\nBcc: c@d.example", "a@b.example,c@d.example", "<a@b.example>", "a b@c.example", "a@b",
        "a@-b.example", "@b.example", "a@", "a..b@c.example", 'a"b@c.example', "a@b.example\x00", "ä@b.example",
        "a" * 65 + "@b.example", "a@" + "b" * 64 + ".example", "a@" + "b." * 130 + "example",
    ],
)  # fmt: skip
def test_an_address_that_is_none_gets_no_letter(to: str) -> None:
    """What is not one plain address is refused before anything is written."""
    with pytest.raises(NoAddress):
        as_mail(Wording(Sentence("a"), (), Sentence("b"), "/"), to=to)


def test_an_address_in_another_script_is_written_in_ascii() -> None:
    """Mail servers know domains only so."""
    envelope = written(
        Wording(Sentence("a"), (), Sentence("b"), "/"), to="f.o'neil+werk@bücher.example", message_id=ID,
        language="nl", at=AT, settings=SETTINGS,
    )  # fmt: skip
    assert ("f.o'neil+werk@xn--bcher-kva.example", "geen-antwoord@register.example") == (envelope.to, envelope.sender)


@settings(deadline=None)  # how long it takes says nothing here
@given(st.text(max_size=300), st.text(max_size=300))
def test_nothing_in_a_letter_makes_a_header(subject: str, text: str) -> None:
    """Whatever somebody wrote: the headers are ours, each once, and the text is text."""
    subject, text = (part.encode("utf-8", "ignore").decode() for part in (subject, text))
    message = as_mail(Wording(Sentence(subject), (Sentence(text),), Sentence("b"), "/", points=((text,),)))
    ours = {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding",
        "MIME-Version", "Content-Language",
    }  # fmt: skip
    assert sorted(ours) == sorted(message.keys())
    assert 1 == len(message["To"].addresses)
    assert "https://register.example/" in message.get_content()


def test_what_looks_like_the_start_of_something_else_is_kept_apart() -> None:
    """A line that starts as a quotation, or as a new letter in a mailbox, begins with a space (RFC 3676)."""
    text = as_mail(
        Wording(Sentence("a"), (Sentence("From hier"), Sentence("> daar")), Sentence("b"), "/")
    ).get_content()
    assert "\n From hier" in text
    assert "\n > daar" in text
    only_mail = SETTINGS.model_copy(update={"contact_phone": None})
    envelope = written(
        Wording(Sentence("a"), (), Sentence("b"), "/"), to="a@b.example", message_id=ID, language="nl", at=AT,
        settings=only_mail,
    )  # fmt: skip
    assert b"vragen@register.example." in envelope.message
