"""Who takes part in a listing, and how."""

from typing import Self

from django.db import models
from django.db.models import Q

from councils.models import Organisation
from listings.models.listing import Listing
from listings.models.names import NameToResolve
from listings.partial_dates import PartialDateField, in_order, is_partial_date


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Participations in the words of the trade."""

    def keeping(self) -> Self:
        """Those of the organisations that answer for a listing: they lead it or have claimed it, and have not left.

        Who is only named as a lead, and has not said yes, answers for nothing yet; neither does a written name.
        """
        leading = Q(role=Participation.Role.LEAD) & ~Q(standing=Participation.Standing.NAMED)
        return self.filter(leading | Q(claimed_at__isnull=False), left="", organisation__isnull=False)


class Participation(models.Model):
    """An organisation's role in a listing. While a written name is not resolved, the name stands in its place."""

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        PARTNER = "partner", "Partner"
        FUNDER = "funder", "Funder"
        SUPPLIER = "supplier", "Supplier"
        ADOPTER = "adopter", "Adopter"

    class Standing(models.TextChoices):
        """Whose word it is that an organisation takes part."""

        STATED = "stated", "As stated by the source or the lead"
        NAMED = "named", "Named by the lead, not yet confirmed"
        CONFIRMED = "confirmed", "Confirmed by the organisation"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations", null=True, blank=True)
    role = models.CharField(max_length=10, choices=Role)
    joined = PartialDateField()
    left = PartialDateField()
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.STATED, editable=False)
    claimed_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its officers said that the organisation answers for the entry.",
    )
    told_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its people were told by email that it is named here.",
    )
    written_name = models.CharField(
        max_length=200, blank=True, editable=False, help_text="The name exactly as the source writes it."
    )
    name_to_resolve = models.ForeignKey(
        NameToResolve, models.PROTECT, related_name="participations", null=True, blank=True, editable=False
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "organisation", "role"], name="participation_once_in_a_role"),
            models.UniqueConstraint(
                fields=["listing", "name_to_resolve", "role"], name="participation_once_for_a_written_name"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name_to_resolve__isnull=True)
                | Q(organisation__isnull=True, name_to_resolve__isnull=False) & ~Q(written_name=""),
                name="participation_has_an_organisation_or_a_name_to_resolve",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=["stated", "named", "confirmed"]), name="participation_standing_is_known"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(standing="stated", claimed_at__isnull=True),
                name="participation_only_an_organisation_speaks_for_itself",
            ),
            models.CheckConstraint(
                condition=is_partial_date("joined", "left"),
                name="participation_dates_are_years_months_or_days",
            ),
            models.CheckConstraint(
                condition=in_order("joined", "left"),
                name="participation_leaves_after_it_joins",
                violation_error_message="An organisation cannot leave before it joins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display().lower()})"

    @property
    def is_named_only(self) -> bool:
        """True while the lead names the organisation and it has not said yes."""
        return self.standing == self.Standing.NAMED

    @property
    def is_from_people(self) -> bool:
        """True when people here have said something of it: that it is so, since when, or until when."""
        return self.standing != self.Standing.STATED or bool(self.joined or self.left)

    @property
    def is_keeper(self) -> bool:
        """True when the organisation answers for the listing: see `ParticipationQuerySet.keeping`."""
        leads = self.role == self.Role.LEAD and not self.is_named_only
        return not self.left and self.organisation_id is not None and (leads or self.claimed_at is not None)

    @property
    def name(self) -> str:
        """The organisation's official name, or the name as written while it is not resolved."""
        return self.organisation.name if self.organisation else self.written_name

    @property
    def name_in_a_phrase(self) -> str:
        """The name among others, with the words that it is not yet confirmed where that is so."""
        return f"{self.name} (not yet confirmed)" if self.is_named_only and not self.left else self.name
