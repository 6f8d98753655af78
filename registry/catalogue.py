"""The marks of the register: the shipped scheme files, and over them what a body published later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files

from accreditation.picture import RulesByVersion
from accreditation.reading import SchemeError, parse_mark
from accreditation.scheme import Body, Mark, Proof, SchemeVersion
from registry.canonical import digest
from registry.database import Hot, once_more
from registry.errors import Conflict, Malformed, NotFound, Problem
from registry.journal import Recording, recording
from registry.names import fold
from registry.tables_catalogue import BodyRow, MarkRow, SchemeVersionRow

_NEWEST = Hot(
    "SELECT s.mark, s.origin, s.text FROM scheme_version s "
    "WHERE s.edition = (SELECT max(n.edition) FROM scheme_version n WHERE n.mark = s.mark)"
)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A mark with the exact text it was read from; decisions name the digest of that text."""

    mark: Mark
    text: str
    digest: str
    rules: RulesByVersion


@dataclass(frozen=True, slots=True)
class ClaimMeaning:
    """What an old or loose claim means: the mark, the level it names, until when it was given, what came after."""

    text: str
    mark: str
    level: str | None
    ended_on: date | None
    succeeded_by: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Every mark by code, as known at one moment. Never changed; a new edition makes a new catalogue, unequal to it."""

    schemes: Mapping[str, Scheme]

    def scheme(self, mark: str) -> Scheme:
        """One mark with its text. Raises NotFound."""
        try:
            return self.schemes[mark]
        except KeyError:
            raise NotFound(f"There is no such mark. The marks are: {', '.join(sorted(self.schemes))}.") from None

    def mark(self, code: str) -> Mark:
        """One mark. Raises NotFound."""
        return self.scheme(code).mark

    def version(self, mark: str, version: str) -> SchemeVersion:
        """One version of a mark. Raises NotFound."""
        found = self.mark(mark)
        try:
            return found.version(version)
        except KeyError:
            names = ", ".join(v.id for v in found.versions)
            raise NotFound(f"This mark has no such version. Its versions are: {names}.") from None

    def marks(self) -> tuple[Mark, ...]:
        """Every mark: live ones first, then those that ended, by code."""
        return tuple(sorted((s.mark for s in self.schemes.values()), key=lambda m: (m.ended_on is not None, m.code)))

    def bodies(self) -> tuple[Body, ...]:
        """Every body that issues or issued a mark, by code."""
        return tuple(sorted({m.body.code: m.body for m in self.marks()}.values(), key=lambda body: body.code))

    def claims(self, text: str = "") -> tuple[ClaimMeaning, ...]:
        """What a claim such as "CMI B" means, however it is written; without text every claim we know."""
        wanted = fold(text)
        return tuple(
            ClaimMeaning(claim.text, mark.code, claim.level, mark.ended_on, mark.succeeded_by)
            for mark in self.marks()
            for claim in mark.claims
            if not text or fold(claim.text) == wanted
        )

    def proves_on(self, mark: str, version: str | None, day: date) -> Proof | None:
        """What holding a mark by a version proves on a day; None when nothing is known of it."""
        scheme = self.schemes.get(mark)
        found = next((v for v in scheme.mark.versions if v.id == version), None) if scheme else None
        return found.proves_on(day) if found else None


@lru_cache(maxsize=256)
def read_scheme(text: str, name: str) -> Scheme:
    """A scheme file as a scheme. Raises SchemeError with every mistake in it."""
    mark = parse_mark(text, name)
    return Scheme(mark, text, digest(text), mark.standing_rules())


@cache
def shipped_catalogue() -> Catalogue:
    """The marks that come with this version of the program."""
    folder = files("accreditation") / "schemes"
    found = [read_scheme(f.read_text("utf-8"), f.name) for f in folder.iterdir() if f.name.endswith(".toml")]
    return _catalogue(found)


def _catalogue(schemes: Iterable[Scheme]) -> Catalogue:
    return Catalogue({scheme.mark.code: scheme for scheme in sorted(schemes, key=lambda s: s.mark.code)})


async def load_catalogue() -> Catalogue:
    """The marks as they hold now: what a body published itself, or what is no longer shipped, from the register."""
    return _with_stored(tuple([tuple(row) for row in await _NEWEST.rows()]))


@lru_cache(maxsize=2)
def _with_stored(newest: tuple[tuple[str, ...], ...]) -> Catalogue:
    """The same catalogue for the same texts, so that what was worked out by it still holds."""
    shipped = shipped_catalogue().schemes
    stored = [read_scheme(text, mark) for mark, origin, text in newest if origin == "published" or mark not in shipped]
    return _catalogue([*shipped.values(), *stored])


@once_more
async def store_shipped(*, actor: str, at: datetime) -> tuple[str, ...]:
    """Record the texts of the shipped marks that the register does not have yet; gives the codes of those marks."""
    async with recording(actor=actor, at=at) as journal:
        shipped = shipped_catalogue().schemes.values()
        return tuple([scheme.mark.code for scheme in shipped if await ensure_stored(scheme, journal)])


@once_more
async def publish_scheme(text: str, *, actor: str, at: datetime) -> Scheme:
    """Record a new text of a mark, as its body decided it. Raises Malformed with every mistake in the text."""
    try:
        scheme = read_scheme(text, "scheme")
    except SchemeError as error:
        raise Malformed(Problem(str(m.path), str(m)) for m in error.mistakes) from None
    async with recording(actor=actor, at=at) as journal:
        if not await ensure_stored(scheme, journal, origin="published"):
            raise Conflict("The register has this very text already. Change the text, or leave it as it is.")
    return scheme


async def ensure_stored(scheme: Scheme, journal: Recording, origin: str = "shipped") -> bool:
    """Record the text of a scheme, with its mark and body, if the register does not have it; gives whether it did."""
    mark = scheme.mark
    if await SchemeVersionRow.exists().where(SchemeVersionRow.digest == scheme.digest):
        return False
    if not await BodyRow.exists().where(BodyRow.code == mark.body.code):
        await BodyRow.insert(BodyRow(code=mark.body.code, name=mark.body.name))
    if not await MarkRow.exists().where(MarkRow.code == mark.code):
        await MarkRow.insert(MarkRow(code=mark.code, body=mark.body.code))
    editions = await SchemeVersionRow.count().where(SchemeVersionRow.mark == mark.code)
    await SchemeVersionRow.insert(
        SchemeVersionRow(
            digest=scheme.digest,
            mark=mark.code,
            edition=editions + 1,
            origin=origin,
            text=scheme.text,
            recorded_at=journal.at,
        )
    )
    await journal.append(f"scheme.{origin}", mark.code, subject_kind="mark", reference=scheme.digest)
    return True
