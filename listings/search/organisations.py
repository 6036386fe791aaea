"""Finding organisations by words: any of their names or codes, and spellings that leave little doubt."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, OuterRef, QuerySet, Value

from councils.filters import PART_OF_THE_REGISTER, OrganisationFilter
from councils.models import FormerCode, Organisation, OrganisationAlias
from councils.names.written import WrittenName, words_of
from directory.filters import Sort
from listings.remembered import Remembered
from listings.search.spelling import the_nearest, words_near
from listings.search.words import PIECES, Term, fold, parse

STANDING = [Organisation.Status.CURRENT, Organisation.Status.PLANNED, Organisation.Status.ABOLISHED]
"""Among equally good matches those in force come first, former ones last."""
IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
SAME_TEXT, SAME_PLACE, BEGINS_SO, WHOLE_WORDS, BEGINNINGS = range(5)
"""How well an organisation answers, the best first."""


@lru_cache(maxsize=10_000)
def spelt_out(word: str) -> tuple[str, ...]:
    """Return a word in the one spelling that names are compared in: "se" is "south east"."""
    return tuple(words_of(word)) or (word,)


@dataclass(frozen=True)
class AskedName:
    """Words that may name an organisation. `ways` are the rows of words of which one must be there in full."""

    terms: tuple[Term, ...]
    text: str
    place: str
    ways: tuple[tuple[str, ...], ...]

    @classmethod
    def read(cls, text: str) -> "AskedName":
        """Return what a search asks for. Words of style such as "borough of" and "council" are not needed."""
        terms = tuple(parse(text))
        wanted = [term for term in terms if not term.is_excluded]
        plain = text if len(wanted) == len(terms) else " ".join(word for term in wanted for word in term.words)
        written = WrittenName.parse(plain)
        typed = tuple(word for term in wanted for word in term.words)
        ways = (tuple(written.place.split()), typed)
        return cls(terms, " ".join(words_of(plain)), written.place, tuple(filter(None, ways)))


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation with all that it may be found by, folded.

    `part` is the part of the register it belongs to (councils.filters.SHOWS). `texts` are its whole names and GSS
    codes, `places` what is left of the names without words such as "council", `words` the words of all of them,
    `codes` its codes of now and before, with the one of three letters, which is not as good as a name.
    """

    pk: int
    slug: str
    name: str
    short_name: str
    standing: int
    part: str
    is_council: bool
    texts: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    codes: frozenset[str]

    @classmethod
    def read(cls, organisation: Any) -> "KnownOrganisation":
        """Return what is known of an organisation that carries its `aliases_known` and `former_codes_known`."""
        names = [organisation.name, organisation.short_name, *organisation.aliases_known]
        names = list(dict.fromkeys([*names, *(IN_BRACKETS.sub("", name) for name in names)]))
        written = [WrittenName.parse(name) for name in names]
        places = {one.place for one in written if one.place} if organisation.is_council else set()
        words = {word for name in names for word in (*fold(name).split(), *words_of(name))}
        codes = {code.lower() for code in (organisation.gss_code, *organisation.former_codes_known) if code}
        return cls(
            pk=organisation.pk,
            slug=organisation.slug,
            name=organisation.name,
            short_name=organisation.short_name,
            standing=STANDING.index(organisation.status),
            part=organisation.part,
            is_council=organisation.is_council,
            texts=frozenset({one.text for one in written} | {fold(name) for name in names} | codes),
            places=frozenset(places),
            words=frozenset(words | {place.replace(" ", "") for place in places}),
            codes=frozenset(codes | {organisation.code3.lower()}),
        )

    def rank(self, asked: AskedName) -> int | None:
        """Return how well it answers a search, one of SAME_TEXT to BEGINNINGS; None when it does not."""
        if not self.agrees(asked.terms) or (asked.ways and not any(map(self.has_all, asked.ways))):
            return None
        if asked.text in self.texts:
            return SAME_TEXT
        if asked.place and asked.place in self.places:
            return SAME_PLACE
        if any(text.startswith(asked.text) for text in self.texts):
            return BEGINS_SO
        return WHOLE_WORDS if any(map(self.words.issuperset, asked.ways)) else BEGINNINGS

    def agrees(self, terms: Iterable[Term]) -> bool:
        """True when every phrase stands in a name and nothing that is excluded does."""
        return all(self.says(term.words) is not term.is_excluded for term in terms if term.is_phrase)

    def says(self, row: Sequence[str]) -> bool:
        """True when words stand in a row in one of its names."""
        return any(f" {' '.join(row)} " in f" {text} " for text in self.texts)

    def has_all(self, words: Iterable[str]) -> bool:
        """True when it is known by each of some words, or by one that begins so."""
        return all(map(self.has, words))

    def has(self, word: str) -> bool:
        """True when one of its names or codes has a word, in another spelling or, past one letter, as its beginning."""
        return (
            word in self.codes
            or (len(word) > 1 and any(known.startswith(word) for known in self.words))
            or self.words.issuperset(spelt_out(word))
        )


@dataclass(frozen=True)
class Finding:
    """Who is called so: the best first. `named` are those whose very name it is; `corrected` as in Meaning."""

    found: tuple[KnownOrganisation, ...] = ()
    named: tuple[KnownOrganisation, ...] = ()
    corrected: str = ""


class Register:
    """Every organisation as words find it."""

    def __init__(self, organisations: Iterable[Any]) -> None:
        self.organisations = [KnownOrganisation.read(organisation) for organisation in organisations]
        self.vocabulary = Counter(word for one in self.organisations for word in one.words)

    @classmethod
    def of_today(cls, remembered: Remembered) -> "Register":
        """Return the organisations of the database, read in one statement when the data has changed."""
        return remembered.answer("register", lambda: cls(with_all_names(Organisation.objects.all())))

    def find(self, text: str) -> Finding:
        """Return the organisations that words name, in full or in part; none when nothing is asked for."""
        asked = AskedName.read(text)
        candidates = self.organisations if asked.terms else []
        ranked = [(rank, one) for one in candidates if (rank := one.rank(asked)) is not None]
        ranked.sort(key=lambda pair: (pair[0], pair[1].standing, not pair[1].is_council, pair[1].short_name))
        best = [one for rank, one in ranked if rank == ranked[0][0] and rank <= SAME_PLACE]
        in_force = [one for one in best if one.standing == 0]
        return Finding(tuple(one for _, one in ranked), tuple(in_force or best))

    def find_misspelt(self, text: str) -> Finding:
        """Return the organisations that words name; where there are none, those that were probably meant."""
        finding = self.find(text)
        corrected = "" if finding.found else self.corrected(text)
        meant = self.find(corrected) if corrected else finding
        return Finding(meant.found, meant.named, corrected) if meant.found else finding

    def corrected(self, text: str) -> str:
        """Return a search with the names in it that were probably meant; empty when it stays as it is."""
        pieces = []
        for piece in PIECES.findall(text):
            words = [] if piece.startswith(("-", '"')) else fold(piece).split()
            meant = [self.nearest(word) for word in words]
            pieces.append(" ".join(meant) if meant != words else piece)
        said = " ".join(pieces)
        return said if said != " ".join(PIECES.findall(text)) else ""

    def nearest(self, word: str) -> str:
        """Return the word of a name that differs least from one that is in none; the word itself when none is near."""
        if word in self.vocabulary:
            return word
        return the_nearest(word, words_near(word, list(self.vocabulary)), self.vocabulary) or word


def with_all_names(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Add what else organisations are called, which codes they had before, and the part of the register they are in."""
    aliases = OrganisationAlias.objects.filter(organisation=OuterRef("pk"))
    codes = FormerCode.objects.filter(organisation=OuterRef("pk"))
    return organisations.annotate(
        part=PART_OF_THE_REGISTER,
        aliases_known=ArraySubquery(aliases.values("name")),
        former_codes_known=ArraySubquery(codes.values("gss_code")),
    ).order_by("short_name", "pk")


class RegisterFilter(OrganisationFilter):
    """Organisations as their list filters them, found by words as the whole site finds them."""

    @cached_property
    def finding(self) -> Finding:
        """Whom the search words name."""
        return Register.of_today(Remembered()).find_misspelt(self.words)

    @property
    def corrected(self) -> str:  # type: ignore[override]  # here it depends on the words
        """The search words as they were understood, when they were not taken as they stand."""
        return self.finding.corrected if self.asks_for_something else ""

    @property
    def asks_for_something(self) -> bool:
        """True when the search words hold a letter or digit."""
        return bool(parse(self.words))

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if not self.asks_for_something:
            return queryset
        place = place_in([one.pk for one in self.finding.found])
        return queryset.annotate(place_found=place).filter(place_found__isnull=False)

    def ways_to_sort(self) -> dict[str, Sort]:
        """Return the ways to sort: best match, the usual one, only where there are words to match."""
        return self.by_match | self.sorts if self.asks_for_something else self.sorts

    by_match: ClassVar[dict[str, Sort]] = {"relevance": ("Best match", ("place_found",))}


def place_in(numbers: list[int]) -> Func:
    """Return the expression for the place of a row in a list of primary keys; null when it is not in it."""
    known = Value(numbers, output_field=ArrayField(BigIntegerField()))
    return Func(known, F("pk"), function="array_position", output_field=IntegerField())
