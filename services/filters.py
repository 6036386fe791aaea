"""What shared services are filtered by."""

from typing import ClassVar

from directory.filters import NOT_RECORDED, FacetFilter
from listings.filters import ListingFilter
from listings.models import SearchEntry
from services.models import DeliveryModel, SharedService


class SharedServiceFilter(ListingFilter):
    """Shared services by delivery model, by whether others may join, and by everything that listings share."""

    noun = "shared service", "shared services"
    listing_model: ClassVar[type[SharedService]] = SharedService

    model = FacetFilter(
        label="Delivery model", column="model", choices=[*DeliveryModel.choices, (NOT_RECORDED, "Not recorded")]
    )
    open = FacetFilter(
        label="Open to new members",
        column="is_open",
        choices=[("yes", "Yes"), ("no", "No"), (NOT_RECORDED, "Not recorded")],
    )

    class Meta:
        model = SearchEntry
        fields: list[str] = []
