"""Organisations and what the register says of them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate

from councils.geography import LATITUDES, LONGITUDES, Nation, Region

COUNCIL_KINDS = (
    "london-borough",
    "metropolitan-district",
    "unitary",
    "county",
    "non-metropolitan-district",
    "scottish",
    "welsh",
    "northern-irish",
    "combined-authority",
    "sui-generis",
)
"""The kinds that come from the register; every other kind is a partner organisation."""


class Kind(models.TextChoices):
    """What sort of body an organisation is."""

    LONDON_BOROUGH = "london-borough", "London borough"
    METROPOLITAN_DISTRICT = "metropolitan-district", "Metropolitan district"
    UNITARY = "unitary", "Unitary authority"
    COUNTY = "county", "County council"
    DISTRICT = "non-metropolitan-district", "District council"
    SCOTTISH = "scottish", "Scottish council"
    WELSH = "welsh", "Welsh council"
    NORTHERN_IRISH = "northern-irish", "Northern Ireland council"
    COMBINED_AUTHORITY = "combined-authority", "Combined authority"
    SUI_GENERIS = "sui-generis", "Council of its own kind"
    DEPARTMENT = "department", "Government department or agency"
    HEALTH_BODY = "health-body", "Health body"
    PUBLIC_BODY = "public-body", "Other public body"
    NETWORK = "network", "Partnership or network"
    COMPANY = "company", "Company"
    CHARITY = "charity", "Charity or social enterprise"
    UNIVERSITY = "university", "University"


class Tier(models.TextChoices):
    """Which layer of local government a council is; England's principal councils are lower, upper and single."""

    LOWER = "lower", "District (lower tier)"
    UPPER = "upper", "County (upper tier)"
    SINGLE = "single", "Single tier"
    STRATEGIC = "strategic", "Strategic authority"


PRINCIPAL_TIERS = (Tier.LOWER, Tier.UPPER, Tier.SINGLE)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations in the words of the trade."""

    def councils(self) -> Self:
        """Councils and strategic authorities of the register, of any time."""
        return self.filter(kind__in=COUNCIL_KINDS)

    def partner_organisations(self) -> Self:
        """Everything that is not a council or strategic authority."""
        return self.exclude(kind__in=COUNCIL_KINDS)

    def current(self) -> Self:
        """In force today: neither abolished nor only planned."""
        return self.filter(status=Organisation.Status.CURRENT)

    def principal_councils(self) -> Self:
        """Current district, county and single-tier councils: 382 in the register of September 2026."""
        return self.councils().current().filter(tier__in=PRINCIPAL_TIERS)

    def strategic_authorities(self) -> Self:
        """Current combined authorities and the Greater London Authority."""
        return self.councils().current().filter(tier=Tier.STRATEGIC)

    def taken_over_by(self) -> list["Organisation"]:
        """Return the councils in force today that took over from these, through however many reorganisations."""
        found: dict[int, Organisation] = {}
        seen: set[int] = set()
        earlier = set(self.values_list("pk", flat=True))
        while earlier:
            seen |= earlier
            done = Succession.objects.filter(
                predecessor__in=earlier, status=Succession.Status.DONE, date__lte=localdate()
            )
            successors = [succession.successor for succession in done.select_related("successor")]
            found |= {council.pk: council for council in successors if council.status == Organisation.Status.CURRENT}
            earlier = {council.pk for council in successors if council.is_abolished} - seen
        return sorted(found.values(), key=lambda council: council.short_name)

    def called(self, name: str) -> list["Organisation"]:
        """Those of exactly this name, short name or other name, small or capital letters."""
        also_called = OrganisationAlias.objects.filter(name__iexact=name).values("organisation")
        return list(self.filter(Q(name__iexact=name) | Q(short_name__iexact=name) | Q(pk__in=also_called)))


class Organisation(models.Model):
    """Anything that can lead, partner, fund or supply: a council, or any other body."""

    class Status(models.TextChoices):
        CURRENT = "current", "Current"
        ABOLISHED = "abolished", "Abolished"
        PLANNED = "planned", "Planned"

    slug = models.SlugField(max_length=100, unique=True, help_text="The name in the address of its page.")
    name = models.CharField(max_length=200, help_text="The official name.")
    short_name = models.CharField(max_length=120, help_text="The name people say, such as Hackney.")
    kind = models.CharField(max_length=30, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.CURRENT)
    tier = models.CharField(max_length=10, choices=Tier, blank=True)
    nation = models.CharField(max_length=20, choices=Nation, blank=True)
    region = models.CharField(max_length=30, choices=Region, blank=True)
    website = models.URLField(max_length=300, blank=True)
    gss_code = models.CharField("GSS code", max_length=9, unique=True, null=True, blank=True)
    code3 = models.CharField("short code", max_length=6, blank=True)
    gov_uk_slug = models.SlugField("GOV.UK slug", max_length=100, blank=True)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField("last day in force", null=True, blank=True)
    county = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="districts",
        help_text="For a district: its county.",
    )
    strategic_authority = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="councils_in_area"
    )
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    latitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    map_x = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    map_y = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    hex_q = models.SmallIntegerField(null=True, blank=True)
    hex_r = models.SmallIntegerField(null=True, blank=True)
    announcement = models.CharField(
        max_length=10,
        choices=[("enacted", "Order made"), ("announced", "Announced, name may change")],
        blank=True,
        help_text="For a planned council: how certain it is.",
    )
    publishes_directly = models.BooleanField(
        default=False,
        help_text="Its entries are public once they are sent in. So it is after its first one was approved.",
    )
    notes = models.TextField(blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["short_name", "id"]
        indexes = [models.Index(fields=["status", "kind"])]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organisation_kind_is_known"),
            models.CheckConstraint(
                condition=Q(status="abolished", end_date__isnull=False)
                | Q(status__in=["current", "planned"], end_date__isnull=True),
                name="organisation_is_abolished_when_it_has_an_end_date",
                violation_error_message="An abolished organisation needs its last day in force; others have none.",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(start_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="organisation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(status="planned", start_date__isnull=False) & ~Q(announcement="")
                | ~Q(status="planned") & Q(announcement=""),
                name="organisation_planned_has_date_and_certainty",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=COUNCIL_KINDS, nation__in=Nation.values, region__in=Region.values)
                | ~Q(kind__in=COUNCIL_KINDS) & Q(tier=""),
                name="organisation_council_has_nation_and_region",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=LATITUDES, longitude__range=LONGITUDES),
                name="organisation_lies_in_the_uk",
            ),
            models.CheckConstraint(
                condition=~Q(county=F("id")) & ~Q(strategic_authority=F("id")),
                name="organisation_is_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("council", args=[self.slug])

    @property
    def is_council(self) -> bool:
        """True for councils and strategic authorities, which come from the register."""
        return self.kind in COUNCIL_KINDS

    @property
    def is_abolished(self) -> bool:
        return self.status == self.Status.ABOLISHED

    @property
    def is_planned(self) -> bool:
        return self.status == self.Status.PLANNED

    @property
    def standing(self) -> str:
        """In words, when it is not simply in force: "abolished 31 March 2023", "planned for 1 April 2027"."""
        if self.is_abolished and self.end_date:
            return f"abolished {date_format(self.end_date, 'j F Y')}"
        if self.is_planned and self.start_date:
            return f"planned for {date_format(self.start_date, 'j F Y')}"
        return ""


class OrganisationAlias(models.Model):
    """Another name that an organisation is known by. Two organisations may share one: then it decides nothing."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "organisation aliases"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="alias_once_for_an_organisation"),
            models.CheckConstraint(condition=~Q(name=""), name="alias_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class FormerCode(models.Model):
    """An earlier GSS code of the same authority, which older datasets still use."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_codes")
    gss_code = models.CharField("GSS code", max_length=9, unique=True)

    class Meta:
        ordering = ["gss_code"]

    def __str__(self) -> str:
        return self.gss_code


class EmailDomain(models.Model):
    """A domain that an organisation's staff use for e-mail. One domain may belong to several organisations."""

    class Basis(models.TextChoices):
        MAILBOX = "mailbox", "A mailbox that the council publishes"
        LISTED = "listed", "A public list of domains and owners"
        DIRECTORY = "directory", "A directory of public-sector domains"
        WEBSITE = "website", "Assumed from the website"
        OTHER = "other", "A further domain of the same council"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="email_domains")
    domain = models.CharField(max_length=253, db_index=True)
    basis = models.CharField(max_length=10, choices=Basis)
    valid_until = models.DateField(
        null=True, blank=True, help_text="The last day on which it shows that somebody works for the organisation."
    )
    note = models.CharField(max_length=200, blank=True, help_text="For a sub-domain: whose staff use it.")

    class Meta:
        ordering = ["domain", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "domain"], name="domain_once_for_an_organisation"),
            models.CheckConstraint(condition=Q(domain=Lower("domain")), name="domain_is_lower_case"),
            models.CheckConstraint(
                condition=Q(domain__regex=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"), name="domain_is_a_domain"
            ),
        ]

    def __str__(self) -> str:
        return self.domain


class Succession(models.Model):
    """One authority taking over from another, wholly or in part, on a date."""

    class Status(models.TextChoices):
        DONE = "done", "Done"
        ENACTED = "enacted", "Order made"
        ANNOUNCED = "announced", "Announced"

    predecessor = models.ForeignKey(Organisation, models.CASCADE, related_name="successions_from")
    successor = models.ForeignKey(Organisation, models.CASCADE, related_name="successions_to")
    date = models.DateField(help_text="The day the successor took over.")
    status = models.CharField(max_length=10, choices=Status)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=500)

    class Meta:
        ordering = ["date", "predecessor__short_name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once_for_a_pair"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_is_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}, {date_format(self.date, 'j F Y')}"
