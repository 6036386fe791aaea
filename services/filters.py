"""What shared services are filtered by."""

from directory.filters import RecordedChoiceFilter
from listings.filters import ListingFilter
from services.models import DeliveryModel, SharedService


class SharedServiceFilter(ListingFilter):
    """Shared services by delivery model and by everything that listings share."""

    noun = "shared service", "shared services"

    model = RecordedChoiceFilter(label="Delivery model", field_name="delivery_model", choices=DeliveryModel.choices)

    class Meta:
        model = SharedService
        fields: list[str] = []
