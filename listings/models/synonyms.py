"""The sector's own words: which words of a search stand for which others."""

from collections.abc import Iterable, Sequence
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

FEWEST_TERMS = 2
MOST_WORDS = 5
MOST_CHARACTERS = 80
"""A term is a name of something, not a sentence."""


class SynonymGroupQuerySet(models.QuerySet["SynonymGroup"]):
    """Synonyms in the words of the trade."""

    def in_use(self) -> Self:
        """Those that searching goes by."""
        return self.filter(is_used=True)


class SynonymGroup(models.Model):
    """Words that stand for each other in a search. Upper and lower case make no difference.

    `key` is the first term of the row of `data/synonyms.csv` that a group came from, empty for a group that a person
    added. A group that a person added, changed or switched off stays as they left it: `is_edited` says so.
    """

    class Direction(models.TextChoices):
        TWO_WAY = "two-way", "Each finds all the others"
        ONE_WAY = "one-way", "The first finds the others, but they do not find it"
        MISSPELT = "misspelt", "The first is a misspelling of the second, and is read as it"

    terms = ArrayField(models.CharField(max_length=MOST_CHARACTERS), help_text="One term on each line, at least two.")
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.TWO_WAY)
    note = models.CharField(max_length=200, blank=True, help_text="Why, or where the words come from.")
    is_used = models.BooleanField(
        "used", default=True, help_text="Switch a group off rather than delete it: then no update brings it back."
    )
    key = models.CharField(max_length=MOST_CHARACTERS, blank=True, editable=False)
    is_edited = models.BooleanField("changed by a moderator", default=False, editable=False)

    objects = SynonymGroupQuerySet.as_manager()

    class Meta:
        ordering = ["terms", "id"]
        verbose_name = "group of synonyms"
        verbose_name_plural = "synonyms"
        constraints = [
            models.CheckConstraint(condition=Q(terms__len__gte=FEWEST_TERMS), name="synonym_group_has_two_terms"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="synonym_group_stands_once"),
        ]

    def __str__(self) -> str:
        first, *others = self.terms
        return f"{first} → {', '.join(others)}" if self.is_one_way else ", ".join(self.terms)

    def clean(self) -> None:
        """Raise ValidationError when a group that is used contradicts another that is, or itself."""
        if self.is_used and self.terms:
            try:
                check_agrees(self, SynonymGroup.objects.in_use().exclude(pk=self.pk))
            except ValidationError as error:
                raise ValidationError({"terms": error.messages}) from error

    @property
    def is_one_way(self) -> bool:
        """True when only the first term leads to the others."""
        return self.direction != self.Direction.TWO_WAY

    @property
    def is_misspelling(self) -> bool:
        """True when the first term is read as the second."""
        return self.direction == self.Direction.MISSPELT

    @property
    def folded(self) -> list[str]:
        """The terms as searching compares them."""
        return [term.casefold() for term in self.terms]


def check_terms(terms: Sequence[str]) -> None:
    """Raise ValidationError, with a sentence for each fault, unless the terms can make a group."""
    faults = [] if len(terms) >= FEWEST_TERMS else ["Give at least two terms."]
    before: set[str] = set()
    for term in terms:
        fault = _fault_of(term)
        if term.casefold() in before:
            fault = f"“{term}” stands twice. Take one out."
        faults += [fault] if fault else []
        before.add(term.casefold())
    if faults:
        raise ValidationError(faults)


def _fault_of(term: str) -> str | None:
    """Return what is wrong with one term, as a sentence."""
    if not term:
        return "A term is empty. Take it out."
    if not term.isprintable():
        return f"“{term.encode('unicode_escape').decode()}” has characters that nobody can see. Type it again."
    if term != " ".join(term.split()):
        return f"“{term}” has spaces too many. Leave one between words."
    if len(term.split()) > MOST_WORDS:
        return f"“{term}” has more than {MOST_WORDS} words. Give a shorter term."
    if len(term) > MOST_CHARACTERS:
        return f"“{term[:20]}…” has more than {MOST_CHARACTERS} characters. Give a shorter term."
    return None


def check_agrees(group: SynonymGroup, others: Iterable[SynonymGroup]) -> None:
    """Raise ValidationError, with a sentence, when a group says something else than one of the others.

    A term may be in one two-way group only, and first of one one-way group only. Where two terms find each other in
    one group, no other may say that only one of them finds the other.
    """
    if group.is_misspelling and [len(term.split()) for term in group.terms] != [1, 1]:
        raise ValidationError("A misspelling is one word, followed by the one word that is meant.")
    for other in others:
        fault = _contradiction(group, other)
        if fault:
            raise ValidationError(fault)


def _contradiction(group: SynonymGroup, other: SynonymGroup) -> str | None:
    """Return in which way two groups disagree, as a sentence."""
    mine, theirs = group.folded, other.folded
    if group.is_one_way and other.is_one_way:
        if mine[0] == theirs[0]:
            return f"“{group.terms[0]}” is already first of “{other}”. Put all that it finds in that group."
        if mine[0] in theirs and theirs[0] in mine:
            return f"“{other}” says the opposite. Make one group of both, in which each finds the other."
    elif not group.is_one_way and not other.is_one_way:
        shared = [term for term in group.terms if term.casefold() in theirs]
        if shared:
            return f"“{shared[0]}” is already in the group “{other}”. Put all that means the same in that group."
    else:
        one_way, two_way = (mine, theirs) if group.is_one_way else (theirs, mine)
        if one_way[0] in two_way and set(one_way[1:]).intersection(two_way):
            return f"“{other}” has two of the same terms in another direction. Take them out of one of the groups."
    return None
