"""What a listing leads to: pages on the web, and other listings."""

from django.db import models
from django.db.models import F, Q

from listings.models.listing import Listing


class Link(models.Model):
    """An address on the web that belongs to a listing."""

    class Kind(models.TextChoices):
        SOURCE = "source", "Where this was read"
        WEBSITE = "website", "Website"
        CODE = "code", "Code"
        DOCUMENT = "document", "Document"
        PAGE = "page", "Further page"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="links")
    url = models.URLField("address", max_length=500)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PAGE)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "url"], name="link_once_in_a_listing"),
            models.CheckConstraint(condition=Q(url__regex=r"^https?://"), name="link_is_a_web_address"),
        ]

    def __str__(self) -> str:
        return self.url


class RelatedListing(models.Model):
    """One listing coming from another: stages of one piece of work, published as separate entries."""

    earlier = models.ForeignKey(Listing, models.CASCADE, related_name="later_stages")
    later = models.ForeignKey(Listing, models.CASCADE, related_name="earlier_stages")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="stage_once_for_a_pair"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="stage_is_not_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier} then {self.later}"
