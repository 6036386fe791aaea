"""Which officers look after a listing."""

from typing import Self

from django.db import models
from django.utils import timezone

from councils.models import Membership
from listings.models.listing import Listing


class ListingOfficerQuerySet(models.QuerySet["ListingOfficer"]):
    """Who looks after what, in the words of the trade."""

    def current(self) -> Self:
        """By people who still belong to the council."""
        return self.filter(membership__ended_at__isnull=True)

    def to_hand_over(self) -> Self:
        """By people who left: somebody else of the council must take over."""
        return self.filter(membership__ended_at__isnull=False)


class ListingOfficer(models.Model):
    """An officer who looks after a listing for their council. It ends with the membership, and is then handed over."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="listing_officers")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="listings_looked_after")
    since = models.DateTimeField(default=timezone.now, editable=False)

    objects = ListingOfficerQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "membership"], name="listing_officer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership.user} for {self.listing}"
