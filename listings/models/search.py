"""What search and filters know of a listing. The database writes these rows itself; see migration 0004."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from listings.models.listing import Listing
from listings.models.participation import Participation
from listings.partial_dates import PartialDateField


class SearchEntryQuerySet(models.QuerySet[Any]):
    """Search entries in the words of the trade."""

    def published(self) -> Self:
        """Those of listings that anyone may read."""
        return self.filter(is_published=True)

    def of_kind(self, kind: Listing.Kind) -> Self:
        """Those of projects, or those of shared services."""
        return self.filter(kind=kind)


def freshest_first() -> list[OrderBy]:
    """The usual order: running before ended, then the most recently confirmed or updated."""
    return [F("is_ended").asc(), F("fresh_at").desc(), F("started").desc(), F("listing_id").desc()]


def number_of_adopters() -> Case:
    """Return the expression for how many reuse the listing of a search entry now: see Listing.adopters.

    They are counted only where there are any, which the entry itself says.
    """
    adopters = Participation.objects.filter(listing=OuterRef("pk"), role=Participation.Role.ADOPTER, left="")
    certain = adopters.exclude(standing=Participation.Standing.NAMED).order_by().values("listing")
    number = Subquery(certain.annotate(number=Count("pk")).values("number"))
    has_any = When(roles__contains=[Participation.Role.ADOPTER], then=Coalesce(number, 0))
    return Case(has_any, default=Value(0), output_field=IntegerField())


class SearchEntry(models.Model):
    """One narrow row for each listing: all that lists search, filter, count and sort by.

    Nobody writes it from Python: triggers keep it true in the same transaction, whatever writes the listing, its
    participations, its subjects, or the organisations that take part, and take the row away with its listing. Empty
    text stands for "not recorded".
    """

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        ENDED = "ended", "Ended"
        NOT_FUNDED = "not-funded", "Bid not funded"
        ARCHIVED = "archived", "Archived, not confirmed for long"

    class Spread(models.TextChoices):
        """How far apart leads and partners are."""

        NEIGHBOURS = "neighbours", "Neighbours, at most 50 km apart"
        REGION = "region", "Further apart, in one region"
        COUNTRY = "country", "Across the country"

    listing = models.OneToOneField(Listing, models.DO_NOTHING, primary_key=True, related_name="search_entry")
    kind = models.CharField(max_length=10)
    is_published = models.BooleanField()
    title = models.CharField(max_length=200)
    is_ended = models.BooleanField()
    wants = models.CharField(max_length=30)
    started = PartialDateField()
    fresh_at = models.DateTimeField(help_text="When it was last confirmed or updated.")
    confirmed_at = models.DateTimeField(null=True)
    review_date = models.DateField(null=True)
    phase = models.CharField(max_length=10, db_default="", help_text="Of a project: the phase it has reached.")
    funding = models.CharField(max_length=20, db_default="", help_text="Of a project: the outcome of its bid.")
    model = models.CharField(max_length=30, db_default="", help_text="Of a shared service.")
    is_open = models.CharField(max_length=3, db_default="", help_text="Of a shared service: open to new members.")
    spread = models.CharField(max_length=10, help_text="How far apart its leads and partners are.")
    spread_km = models.PositiveIntegerField(null=True, help_text="The largest distance between two of them.")
    areas = ArrayField(models.IntegerField(), help_text="Service areas with all that they belong to.")
    tags = ArrayField(models.BigIntegerField(), help_text="Topics.")
    organisations = ArrayField(models.BigIntegerField(), help_text="Whoever takes part, in any role.")
    roles = ArrayField(models.CharField(max_length=10))
    nations = ArrayField(models.CharField(max_length=20))
    regions = ArrayField(models.CharField(max_length=30))
    council_kinds = ArrayField(models.CharField(max_length=30))
    role_bits = models.BigIntegerField(help_text="The roles as a sum of powers of two, and so on: fast to count by.")
    nation_bits = models.BigIntegerField()
    region_bits = models.BigIntegerField()
    council_kind_bits = models.BigIntegerField()
    head = SearchVectorField(help_text="Title A, topics and organisations B, summary C: what the order looks at.")
    document = SearchVectorField(help_text="The head, with description and service areas as D: what is searched.")

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "search entries"
        indexes = [
            GinIndex(fields=["document"], fastupdate=False, name="search_document"),
            GinIndex(
                fields=["areas", "tags", "organisations", "regions", "nations", "council_kinds"],
                fastupdate=False,
                name="search_choices",
            ),
            models.Index(
                "kind",
                *freshest_first(),
                condition=Q(is_published=True),
                name="search_freshest",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A word that stands in published listings or in a name of the register: what spelling help knows.

    The same word may stand here twice, noted by two transactions at once: a word that had to be the only one would let
    them wait for each other.
    """

    word = models.CharField(max_length=40, db_index=True)
    stem = models.CharField(max_length=40, db_index=True)

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
