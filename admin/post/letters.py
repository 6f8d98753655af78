"""Every kind of letter, and which words it has."""

from collections.abc import Mapping
from datetime import date, datetime

from admin.post import account_letters, file_letters, measure_letters, term_letters
from admin.post.wording import Wording
from public_api.web.language import Language, day_in_words
from registry.catalogue import Catalogue


class UnknownKind(Exception):
    """A letter of a kind that this version has no words for: it waits for a worker that has."""


def wording_of(kind: str, about: Mapping[str, str], language: Language, catalogue: Catalogue) -> Wording:
    """What a letter says, of any kind but a reminder. Raises UnknownKind."""
    match kind.split("."):
        case ["account", what]:
            return _about_account(what, about, language, catalogue)
        case ["application", what]:
            return _about_application(what, about, language, catalogue)
        case ["measure" | "objection", _]:
            return _about_mark(kind, about, language, catalogue)
        case ["term", what]:
            return _about_term(what, about, language, catalogue)
        case ["person", "merged"]:
            return file_letters.merged(about["gone"], about["kept"], about["log_in"])
        case ["confirmation", "asked"]:
            return file_letters.asked_to_confirm(_line(about["asker"]), about["role"], about["code"])
    raise UnknownKind(kind)


def _about_account(what: str, about: Mapping[str, str], language: Language, catalogue: Catalogue) -> Wording:
    match what:
        case "invited" | "role_given":
            names = {body.code: body.name for body in catalogue.bodies()}
            role, body = about["role"], names.get(about["body"], about["body"])
            if what == "invited":
                return account_letters.invited(about["code"], role, body, language)
            return account_letters.role_given(role, body, language)
        case "confirm":
            return account_letters.confirm(about["code"])
        case "exists":
            return account_letters.exists()
        case "recover":
            return account_letters.recover(about["code"])
        case "address_old":
            return account_letters.address_old(about["code"])
        case "address_new":
            return account_letters.address_new(about["code"])
        case "new_session":
            device, at = _line(about["device"]), datetime.fromisoformat(about["at"])
            return account_letters.new_session(device or "?", at, language)
    raise UnknownKind(f"account.{what}")


def _about_application(what: str, about: Mapping[str, str], language: Language, catalogue: Catalogue) -> Wording:
    mark, application = catalogue.mark(about["mark"]).name.within(language), about["application"]
    match what:
        case "received":
            return file_letters.received(mark, application)
        case "question":
            return file_letters.question(mark, application)
        case "decided":
            until = date.fromisoformat(about["until"]) if "until" in about else None
            return file_letters.decided(mark, application, about["outcome"], until, language)
    raise UnknownKind(f"application.{what}")


def _about_mark(kind: str, about: Mapping[str, str], language: Language, catalogue: Catalogue) -> Wording:
    mark = catalogue.mark(about["mark"]).name.within(language)
    match kind:
        case "measure.taken":
            return measure_letters.taken(mark)
        case "measure.ended":
            return measure_letters.ended(mark)
        case "objection.received":
            return measure_letters.objection_received(mark)
        case "objection.decided":
            return measure_letters.objection_decided(mark)
    raise UnknownKind(kind)


def _about_term(what: str, about: Mapping[str, str], language: Language, catalogue: Catalogue) -> Wording:
    mark = catalogue.mark(about["mark"]).name.within(language)
    if what == "not_deferred":
        return term_letters.not_deferred(mark)
    day = day_in_words(date.fromisoformat(about["until"]), language)
    match what:
        case "deferred":
            return term_letters.deferred(mark, day)
        case "lengthened":
            return term_letters.lengthened(mark, day)
        case "shortened":
            return term_letters.shortened(mark, day)
    raise UnknownKind(f"term.{what}")


def _line(text: str) -> str:
    """What somebody wrote, on one line."""
    return " ".join(text.split())
