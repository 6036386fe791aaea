"""The entry in the directory, and where it was read."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list, slugify
from django.utils.timezone import localdate, localtime

from councils.models import Organisation, User
from listings.models.subjects import ServiceArea, Topic
from listings.partial_dates import PartialDateField, in_order, is_partial_date

REVIEW_AFTER = datetime.timedelta(days=365)
"""How long a confirmed entry counts as fresh. Source: the once-a-year reminder of the inclusion rules."""

ARCHIVED_AFTER = datetime.timedelta(days=180)
"""How long after its review date an entry that nobody confirms leaves the usual lists. It comes back once confirmed."""

NAMES_IN_A_PHRASE = 4


class ListingQuerySet(models.QuerySet[Any]):
    """Listings in the words of the trade; also the base of projects' and shared services' own."""

    def published(self) -> Self:
        """What anyone may read."""
        return self.filter(state=Listing.State.PUBLISHED)

    def stale(self, today: datetime.date) -> Self:
        """Due for review on or before `today`."""
        return self.published().filter(review_date__lte=today)

    def kept_by(self, council: Organisation) -> Self:
        """Those that a council answers for: it leads them or has claimed them, and has not left."""
        participations = self.model._meta.get_field("participations").related_model.objects
        return self.filter(pk__in=participations.keeping().filter(organisation=council).values("listing"))

    def with_part_of(self, council: Organisation) -> Self:
        """Those in which a council has a part, in whatever role, now or before."""
        participations = self.model._meta.get_field("participations").related_model.objects
        return self.filter(pk__in=participations.filter(organisation=council).values("listing"))

    def archived(self, today: datetime.date) -> Self:
        """Published, but left out of the usual lists because nobody confirmed them for so long."""
        return self.published().filter(review_date__lte=today - ARCHIVED_AFTER)

    def without_archived(self, today: datetime.date) -> Self:
        """All but the archived: what the usual lists, and the numbers beside links to them, are made of."""
        return self.exclude(state=Listing.State.PUBLISHED, review_date__lte=today - ARCHIVED_AFTER)

    def with_people_and_subjects(self) -> Self:
        """Fetch what a result in a list shows, in a fixed number of queries however many rows."""
        taking_part = self.model._meta.get_field("participations").related_model.objects
        return self.prefetch_related(
            Prefetch("participations", taking_part.select_related("organisation")), "service_areas", "sources"
        )

    def for_its_page(self) -> Self:
        """Fetch what the page of one listing shows."""
        kept_back = ["search_entry__head", "search_entry__document"]
        found = self.with_people_and_subjects().select_related("search_entry").defer(*kept_back)
        return found.prefetch_related("topics", "links")


class Listing(models.Model):
    """An entry in the directory: a project or a shared service."""

    class Kind(models.TextChoices):
        PROJECT = "project", "Project"
        SERVICE = "service", "Shared service"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        WAITING = "waiting", "Waiting for a moderator"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Wants(models.TextChoices):
        """What the people behind an entry want of others. The first three are LocalGov Digital Pipeline's levels."""

        SHARE_IDEAS = "share-ideas", "Wants to share ideas"
        OPEN_TO_CONVERSATION = "open-to-conversation", "Open to conversation"
        SHARE_FUNDING = "share-funding", "Wants to share funding"
        PARTNERS = "partners", "Looking for partners"
        READY_TO_REUSE = "ready-to-reuse", "Ready to reuse"
        NOT_NOW = "not-now", "Not open to others now"

    class EndReason(models.TextChoices):
        COMPLETED = "completed", "Completed"
        MERGED = "merged", "Merged with other work"
        SUPERSEDED = "superseded", "Replaced by other work"
        NOT_FUNDED = "not-funded", "Not funded"
        PARTNER_WITHDREW = "partner-withdrew", "Stopped by its partners, or a partner withdrew"
        EVIDENCE_SAID_NO = "evidence-said-no", "Stopped because the evidence said no"
        REORGANISATION = "reorganisation", "Local government reorganisation"

    class ContactRoute(models.TextChoices):
        """Who gets what others write about an entry. Addresses stay hidden whatever is chosen, but for a web page."""

        OFFICERS = "officers", "The people who look after this entry"
        MANAGERS = "managers", "The council’s managers"
        PAGE = "page", "A page on the web"

    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, editable=False)
    summary = models.CharField(max_length=500, help_text="One or two plain sentences: what it is and for whom.")
    description = models.TextField(blank=True, max_length=20_000, help_text="Markdown.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    service_areas = models.ManyToManyField(ServiceArea, related_name="listings", blank=True)
    topics = models.ManyToManyField(Topic, related_name="listings", blank=True)
    organisations = models.ManyToManyField(
        Organisation, through="listings.Participation", related_name="listings", editable=False
    )
    partners_note = models.CharField(
        max_length=300,
        blank=True,
        help_text="Partners known only as a group, such as “all 32 Scottish councils”.",
    )
    wants = models.CharField("wanted", max_length=30, choices=Wants, blank=True)
    wants_note = models.CharField("wanted, in words", max_length=300, blank=True)
    offers_note = models.CharField("offered, in words", max_length=300, blank=True)
    learnt = models.TextField("what has been learnt so far", blank=True, max_length=10_000, help_text="Markdown.")
    technology = models.CharField("technology in use", max_length=300, blank=True)
    contact_route = models.CharField(max_length=10, choices=ContactRoute, default=ContactRoute.OFFICERS)
    contact_url = models.URLField("contact page", max_length=500, blank=True)
    started = PartialDateField()
    ended = PartialDateField("ended or due to end")
    is_ended = models.BooleanField("has ended", default=False)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    end_note = models.CharField("what happened", max_length=500, blank=True)
    would_do_differently = models.CharField("what we would do differently", max_length=1000, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="When its owners last said it is true.")
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    review_date = models.DateField(null=True, blank=True, help_text="When its owners are next asked.")
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When it was last sent in.")
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_since_review_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="The first change that no moderator has looked at: when its transaction began.",
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", editable=False
    )
    start_key = models.UUIDField(
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="Of the form that began it: sent twice, it is one entry.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(
                fields=["-updated_at", "-id"], condition=Q(state="published"), name="listing_published_newest"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(slug=""), name="listing_has_a_title"),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(summary="") & Q(published_at__isnull=False),
                name="listing_published_has_summary_and_date",
            ),
            models.CheckConstraint(
                condition=is_partial_date("started", "ended"), name="listing_dates_are_years_months_or_days"
            ),
            models.CheckConstraint(
                condition=in_order("started", "ended"),
                name="listing_ends_after_it_starts",
                violation_error_message="The end is before the start.",
            ),
            models.CheckConstraint(
                condition=Q(is_ended=True) | Q(end_reason=""),
                name="listing_end_reason_only_when_ended",
                violation_error_message="Only work that has ended has a reason for ending.",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(submitted_at__isnull=False), name="listing_waits_since_it_was_sent_in"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(review_date__isnull=False),
                name="listing_published_has_a_review_date",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state="withdrawn") & ~Q(merged_into=F("id")),
                name="listing_merged_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(contact_url="") | Q(contact_url__regex=r"^https?://"),
                name="listing_contact_is_a_web_address",
            ),
            models.CheckConstraint(
                condition=Q(changed_since_review_at__isnull=True) | Q(state="published"),
                name="listing_changed_since_review_is_published",
            ),
            models.CheckConstraint(
                condition=Q(updated_at__gte=F("created_at")), name="listing_updated_after_it_was_created"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Keep the words of the address in step with the title, and let nothing be public without a review date."""
        self.slug = slug_for(self.title)
        if self.state == self.State.PUBLISHED and self.review_date is None:
            self.review_date = localdate() + REVIEW_AFTER

    def get_absolute_url(self) -> str:
        return reverse(self.kind, args=[self.pk, self.slug])

    @property
    def specific(self) -> Any:
        """This entry as the project or shared service that it is."""
        if type(self) is not Listing:
            return self
        return self.project if self.kind == self.Kind.PROJECT else self.sharedservice

    @property
    def is_unconfirmed(self) -> bool:
        """True for an imported entry that no officer has claimed or confirmed."""
        return self.confirmed_at is None and bool(self.sources.all())

    @property
    def leads(self) -> "list[Any]":
        """Participations of the leading organisations."""
        return self.participants("lead")

    @property
    def lead_in_words(self) -> str:
        """The leading organisations in one phrase; empty when no source names one."""
        return in_one_phrase([part.name_in_a_phrase for part in self.leads])

    @property
    def partners_in_words(self) -> str:
        """The partners in one phrase, the rest counted; the note on a group of partners when none is named."""
        return in_one_phrase([part.name_in_a_phrase for part in self.participants("partner")]) or self.partners_note

    @property
    def partners(self) -> "list[Any]":
        """Participations of the partners."""
        return self.participants("partner")

    @property
    def others(self) -> "list[Any]":
        """Participations in any further role."""
        return self.participants("funder", "supplier", "adopter")

    @property
    def funders_and_suppliers(self) -> "list[Any]":
        """Participations of those who pay or are paid for it."""
        return self.participants("funder", "supplier")

    @property
    def adopters(self) -> "list[Any]":
        """Participations of those who reuse it now, without those of whom only the lead says so."""
        return [part for part in self.participants("adopter") if not part.left and not part.is_named_only]

    @property
    def contactable(self) -> "list[Any]":
        """Participations of organisations in force whose website is known, leads first; not who is only named."""
        taking_part = [*self.leads, *self.partners]
        return [
            part
            for part in taking_part
            if part.organisation and part.organisation.website and not part.organisation.is_abolished
            if not part.is_named_only
        ][:NAMES_IN_A_PHRASE]

    @property
    def review_is_overdue(self) -> bool:
        """True when the date has passed on which its owners were to be asked."""
        return self.review_date is not None and self.review_date < localdate()

    @property
    def is_archived(self) -> bool:
        """True for a published entry that nobody confirmed for so long that the usual lists leave it out."""
        return (
            self.state == self.State.PUBLISHED
            and self.review_date is not None
            and self.review_date <= localdate() - ARCHIVED_AFTER
        )

    @property
    def dates_in_words(self) -> str:
        """From when to when, as far as known: "March 2019 to 2020", "Since 2016", "Ended in 2018"."""
        started, ended = (date.in_words() if date else "" for date in (self.started, self.ended))
        if started and ended:
            return f"{started} to {ended}"
        if started:
            return f"Started {started}" if self.is_ended else f"Since {started}"
        return f"{'Ended' if self.is_ended else 'Until'} {ended}" if ended else ""

    @property
    def age_in_words(self) -> str:
        """How fresh the entry is: when it was last confirmed, or how old its unconfirmed source is."""
        if self.confirmed_at:
            return f"Confirmed {date_format(localtime(self.confirmed_at), 'j F Y')}"
        source = next(iter(self.sources.all()), None)
        if source is None:
            return f"Published {date_format(localtime(self.published_at), 'j F Y')}" if self.published_at else "Draft"
        dated = source.published or self.ended or self.started
        return f"Not yet confirmed, {f'dated {dated.in_words()}' if dated else 'source undated'}"

    def participants(self, *roles: str) -> "list[Any]":
        """Participations in one of `roles`, those still taking part before those who left."""
        taking_part = [part for part in self.participations.all() if part.role in roles]
        return sorted(taking_part, key=lambda part: bool(part.left))


def in_one_phrase(names: list[str]) -> str:
    """Return names as people list them: "A, B and C", and past four "A, B, C and 5 others"."""
    if len(names) > NAMES_IN_A_PHRASE:
        names = [*names[: NAMES_IN_A_PHRASE - 1], f"{len(names) - NAMES_IN_A_PHRASE + 1} others"]
    return get_text_list(names, "and")


def slug_for(title: str) -> str:
    """Return the words of an address for a title, never empty: at most 100 letters, digits and hyphens."""
    return slugify(title)[:100].strip("-") or "entry"


class Source(models.Model):
    """Where an imported entry was read. Until an officer claims the entry it is shown as not yet confirmed."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="sources")
    key = models.CharField(max_length=600, unique=True, help_text="What an import knows the entry by.")
    name = models.CharField(max_length=200)
    url = models.URLField("address", max_length=500)
    published = PartialDateField()
    read_on = models.DateField(help_text="The day the facts were read.")
    imported = models.JSONField(
        default=dict,
        editable=False,
        help_text="The facts as last imported: what differs now was changed by a person.",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=is_partial_date("published"), name="source_date_is_year_month_or_day"),
            models.CheckConstraint(condition=Q(url__regex=r"^https?://"), name="source_address_is_a_web_address"),
        ]

    def __str__(self) -> str:
        return self.name
