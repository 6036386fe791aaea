"""Who belongs to which council, who asks to, and who was asked."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from councils.models.organisations import Organisation
from councils.models.people import Role, User

INVITATION_LASTS = datetime.timedelta(days=14)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships in the words of the trade."""

    def current(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def in_force(self) -> Self:
        """Current ones of councils that have not been abolished: those that let somebody do something."""
        return self.current().exclude(organisation__status=Organisation.Status.ABOLISHED)

    def former(self) -> Self:
        """Those that have ended."""
        return self.filter(ended_at__isnull=False)

    def managers(self) -> Self:
        """Of people who look after a council's people, page and listings."""
        return self.filter(role=Role.MANAGER)


class Membership(models.Model):
    """A person's belonging to a council. Ended ones stay, so that it is known who looked after what."""

    class EndReason(models.TextChoices):
        LEFT = "left", "Left the council, or said so"
        ENDED = "ended", "Ended by a manager or a moderator"
        ADDRESS_FAILED = "address-failed", "Mail to the address came back"
        CLOSED = "closed", "Closed their account"

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.OFFICER)
    began_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="When this person last said that they work for the council."
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__short_name", "began_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="membership_once_at_a_time",
                violation_error_message="This person belongs to the council already.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="") | Q(ended_at__isnull=False) & ~Q(end_reason=""),
                name="membership_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="membership_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()} of {self.organisation}"

    @property
    def is_current(self) -> bool:
        return self.ended_at is None


class MembershipRequestQuerySet(models.QuerySet["MembershipRequest"]):
    """Requests in the words of the trade."""

    def open(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(answered_at__isnull=True)


class MembershipRequest(models.Model):
    """A person asks a council to take them in, because their address alone does not say that they belong."""

    class Answer(models.TextChoices):
        YES = "yes", "Taken in"
        NO = "no", "Not taken in"
        TAKEN_BACK = "taken-back", "Taken back by the person"

    user = models.ForeignKey(User, models.CASCADE, related_name="membership_requests")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="membership_requests")
    message = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)

    objects = MembershipRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(answered_at__isnull=True),
                name="membership_request_waits_once",
                violation_error_message="You have asked this council already.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="membership_request_answer_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} asks to belong to {self.organisation}"


def two_weeks_from_now() -> datetime.datetime:
    """Return when an invitation that is sent now runs out."""
    return timezone.now() + INVITATION_LASTS


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations in the words of the trade."""

    def open(self) -> Self:
        """Those that can still be accepted."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A manager asks somebody to belong to a council. Whoever reads mail at the address may accept."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = models.EmailField("e-mail address")
    role = models.CharField(max_length=10, choices=Role, default=Role.OFFICER)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=two_weeks_from_now, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_waits_once",
                violation_error_message="This address has been invited already.",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_is_lower_case"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_later"),
        ]

    def __str__(self) -> str:
        return f"{self.email}, to {self.organisation}"

    def clean_fields(self, exclude: Any = None) -> None:
        """Fold the address as sign-in does."""
        self.email = (self.email or "").strip().lower()
        super().clean_fields(exclude)
