"""Interest: somebody says that they want to talk, join, reuse, fund or supply, until it has an outcome."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from councils.models import Organisation, User
from listings.models import Listing
from listings.partial_dates import PartialDateField


class InterestQuerySet(models.QuerySet["Interest"]):
    """Interest in the words of the trade."""

    def open(self) -> Self:
        """What has no outcome yet."""
        return self.filter(ended_at__isnull=True)

    def overdue(self, today: datetime.date) -> Self:
        """What has no outcome, and whose next move was due before today."""
        return self.open().filter(due_on__lt=today)

    def to_chase(self, today: datetime.date) -> Self:
        """What is overdue, and what was put off to a month that has begun, of which nobody has been reminded."""
        has_begun = Q(state=Interest.State.LATER, later_month__lte=today, chased=Interest.Chased.NOBODY)
        return self.open().filter(Q(due_on__lt=today) | has_begun)

    def with_moderators(self) -> Self:
        """What moderators are asked to look at: nobody answers, or somebody reported it and they have not decided."""
        is_unanswered = Q(chased=Interest.Chased.MODERATORS, ended_at__isnull=True)
        return self.filter(is_unanswered | Q(reported_at__isnull=False, report_answer=""))

    def to_owners(self) -> Self:
        """What goes to those who answer for the entry, and not to an adopter who is asked about their use of it."""
        return self.filter(adopter__isnull=True)

    def of_supplier(self, organisation: Organisation | None, company: str) -> Self:
        """Offers to supply of an organisation, or of a company of this name in small or capital letters."""
        offers = self.filter(kind=Interest.Kind.SUPPLY, organisation=organisation)
        if organisation is not None:
            return offers
        return offers.alias(name=Lower("company")).filter(name=Lower(models.Value(" ".join(company.split()))))

    def counted(self) -> Self:
        """What counts in public figures: neither taken back before an answer nor stopped by moderators."""
        unanswered = Q(state=Interest.State.TAKEN_BACK, answered_at__isnull=True)
        return self.exclude(unanswered | Q(state=Interest.State.STOPPED))


class Interest(models.Model):
    """One person's interest in a listing, for a council or for themselves: who moves next, by when, and the outcome.

    An open one always has a side whose turn it is, and a day by which it is to move: nothing waits for ever.
    """

    class Kind(models.TextChoices):
        TALK = "talk", "Talk to them"
        JOIN = "join", "Join"
        REUSE = "reuse", "Reuse this"
        FUND = "fund", "Offer money"
        SUPPLY = "supply", "Offer to supply"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for an answer"
        TALKING = "talking", "In conversation"
        LATER = "later", "Put off"
        DECLINED = "declined", "Not now"
        MET = "met", "Met"
        JOINED = "joined", "Joined"
        REUSED = "reused", "Reused"
        NOTHING = "nothing", "Nothing came of it"
        TAKEN_BACK = "taken-back", "Taken back"
        STOPPED = "stopped", "Stopped by a moderator"

    class Side(models.TextChoices):
        OWNERS = "owners", "Those who answer for the entry"
        SENDER = "sender", "Whoever wrote first"

    class Chased(models.TextChoices):
        """How far those whose turn it is have been reminded of this move."""

        NOBODY = "", "Nobody yet"
        REMINDED = "reminded", "Reminded"
        MANAGERS = "managers", "Managers told"
        MODERATORS = "moderators", "With the moderators"

    class ReportAnswer(models.TextChoices):
        STOPPED = "stopped", "Stopped"
        FINE = "fine", "Nothing wrong with it"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="interests")
    kind = models.CharField(max_length=10, choices=Kind)
    sender = models.ForeignKey(User, models.SET_NULL, null=True, related_name="interests", editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="interests", help_text="Whom it is for."
    )
    adopter = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        help_text="Who uses the entry’s work and is asked about that, in place of those who answer for the entry.",
    )
    company = models.CharField("who you work for", max_length=200, blank=True, help_text="Where that is no council.")
    message = models.TextField(max_length=2000)
    have = models.CharField("what we have", max_length=500, blank=True)
    need = models.CharField("what we need", max_length=500, blank=True)
    by_when = models.CharField("by when", max_length=100, blank=True)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    key = models.UUIDField(null=True, unique=True, editable=False, help_text="Of the form: sent twice, it is one.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    turn = models.CharField(max_length=10, choices=Side, blank=True, default=Side.OWNERS)
    due_on = models.DateField(null=True, help_text="By when the side whose turn it is should move.")
    chased = models.CharField(max_length=10, choices=Chased, blank=True, default=Chased.NOBODY)
    chased_on = models.DateField(null=True)
    later_month = models.DateField(null=True, blank=True, help_text="The first day of the month it was put off to.")
    reason = models.CharField(max_length=30, blank=True, help_text="The key of a kind reason for no.")
    reason_words = models.CharField("in words", max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False, help_text="When the owners first answered.")
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    since = PartialDateField(help_text="Since when they take part, as whoever is interested says.")
    outcome_words = models.CharField("what came of it", max_length=500, blank=True)
    reported_at = models.DateTimeField(null=True, editable=False)
    reported_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    report_words = models.CharField("what is wrong with it", max_length=1_500, blank=True)
    report_answer = models.CharField(max_length=10, choices=ReportAnswer, blank=True)
    report_answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    report_answered_at = models.DateTimeField(null=True, editable=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        verbose_name_plural = "conversations"
        indexes = [models.Index(fields=["due_on"], condition=Q(ended_at__isnull=True), name="interest_open_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "sender"],
                condition=Q(ended_at__isnull=True, adopter__isnull=True),
                name="interest_open_once_for_a_person",
            ),
            models.UniqueConstraint(
                fields=["listing", "sender", "adopter"],
                condition=Q(ended_at__isnull=True, adopter__isnull=False),
                name="interest_open_once_for_a_person_and_adopter",
            ),
            models.UniqueConstraint(
                models.F("listing"),
                Lower("company"),
                condition=Q(kind="supply", ended_at__isnull=True, organisation__isnull=True),
                name="interest_open_once_for_a_company_that_supplies",
            ),
            models.UniqueConstraint(
                fields=["listing", "organisation"],
                condition=Q(kind="supply", ended_at__isnull=True, organisation__isnull=False),
                name="interest_open_once_for_an_organisation_that_supplies",
            ),
            models.CheckConstraint(
                condition=Q(adopter__isnull=True)
                | Q(kind="talk")
                & ~Q(state__in=["joined", "reused"])
                & (Q(organisation__isnull=True) | ~Q(organisation=models.F("adopter"))),
                name="interest_in_what_others_use_is_to_talk",
            ),
            models.CheckConstraint(condition=~Q(message=""), name="interest_says_something"),
            models.CheckConstraint(
                condition=~Q(kind="supply") | Q(organisation__isnull=False) | ~Q(company=""),
                name="interest_supplier_says_who_they_are",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, state__in=["waiting", "talking", "later"], due_on__isnull=False)
                & ~Q(turn="")
                | Q(ended_at__isnull=False, due_on__isnull=True, turn="")
                & ~Q(state__in=["waiting", "talking", "later"]),
                name="interest_is_somebodys_turn_or_has_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="later") | Q(later_month__isnull=False), name="interest_later_has_a_month"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "taken-back", "stopped", "nothing"]) | Q(answered_at__isnull=False),
                name="interest_moves_on_by_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} about {self.listing}: {self.get_state_display().lower()}"

    @property
    def who(self) -> str:
        """Who is interested, as others read it: the council or company, and no name of a person."""
        return str(self.organisation or self.company or "A reader")

    @property
    def is_open(self) -> bool:
        """True until there is an outcome."""
        return self.ended_at is None

    @property
    def is_from_supplier(self) -> bool:
        """True for an offer to supply, which is marked as one."""
        return self.kind == self.Kind.SUPPLY

    @property
    def open_once_for(self) -> set[tuple[str, int | str | None, int | None]]:
        """For whom there is one open approach in a listing: a person, and an organisation or company that supplies."""
        found: set[tuple[str, int | str | None, int | None]] = {("person", self.sender_id, self.adopter_id)}
        if self.is_from_supplier and self.organisation_id:
            found.add(("organisation", self.organisation_id, None))
        elif self.is_from_supplier:
            found.add(("company", self.company.lower(), None))
        return found

    @property
    def is_with_moderators(self) -> bool:
        """True when moderators are asked to look at it: see `InterestQuerySet.with_moderators`."""
        return self.has_open_report or (self.is_open and self.chased == self.Chased.MODERATORS)

    @property
    def has_open_report(self) -> bool:
        """True while somebody's report waits for the decision of a moderator."""
        return self.reported_at is not None and not self.report_answer


class Message(models.Model):
    """What one side wrote to the other after the first message; plain text, passed on by mail."""

    class Via(models.TextChoices):
        PAGE = "page", "On the site"
        MAIL = "mail", "By mail"

    interest = models.ForeignKey(Interest, models.CASCADE, related_name="messages")
    side = models.CharField(max_length=10, choices=Interest.Side)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    words = models.TextField(max_length=5000)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    via = models.CharField(max_length=10, choices=Via, default=Via.PAGE)
    shares_address = models.BooleanField("show them my email address", default=False)
    key = models.CharField(
        max_length=255, blank=True, editable=False, help_text="Of the form or mail: sent twice, it is one."
    )

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="message_says_something"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="message_once_of_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}, {self.sent_at:%Y-%m-%d}"


class Block(models.Model):
    """Somebody whose messages a council does not take any more; without a council, nobody takes them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="blocks")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="blocks")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], nulls_distinct=False, name="block_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} takes no messages from them" if self.organisation else "Barred"
