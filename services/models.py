"""WHAT: standing arrangements between organisations."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from directory.history import tracked
from listings.models import Listing, ListingQuerySet
from listings.partial_dates import PartialDateField, is_partial_date


class DeliveryModel(models.TextChoices):
    """The form of an arrangement, in the words of law and practice."""

    LEAD_AUTHORITY = "lead-authority", "Lead authority"
    JOINT_COMMITTEE = "joint-committee", "Joint committee"
    COUNCIL_COMPANY = "council-owned-company", "Council-owned company"
    JOINT_VENTURE = "joint-venture", "Joint venture"
    SHARED_SERVICE = "shared-service", "Shared service (form not stated)"
    SHARED_MANAGEMENT = "shared-management", "Shared management"
    SHARED_WORKFORCE = "shared-workforce", "Shared workforce"
    NETWORK = "network", "Network or consortium"
    JOINTLY_FUNDED_TEAM = "jointly-funded-team", "Jointly funded team"
    STATUTORY_JOINT_AUTHORITY = "statutory-joint-authority", "Statutory joint authority"
    NATIONAL_SERVICE = "national-shared-service", "National shared service"
    CO_OPERATIVE = "co-operative", "Co-operative"

    @property
    def meaning(self) -> str:
        """One plain line for people who have not met the term."""
        return {
            "lead-authority": "One council runs it for the others",
            "joint-committee": "Councils decide together in one committee",
            "council-owned-company": "A company that councils own",
            "joint-venture": "A company or contract shared with a private partner",
            "shared-service": "Shared, but the source does not say in which form",
            "shared-management": "One chief executive or management team for several councils",
            "shared-workforce": "One staff serves several councils",
            "network": "Councils buy or work together without a new body",
            "jointly-funded-team": "A small team that many councils pay for",
            "statutory-joint-authority": "A body that the law set up for several councils",
            "national-shared-service": "One service for a whole nation",
            "co-operative": "Owned by its members",
        }[self.value]


class BenefitsBasis(models.TextChoices):
    """What a statement of benefits rests on."""

    MEASURED = "measured", "Measured"
    ESTIMATED = "estimated", "Estimated"
    EXPECTED = "expected", "Expected"
    NOT_MEASURED = "not-measured", "Not measured"


class SharedServiceQuerySet(ListingQuerySet):
    """Shared services in the words of the trade."""

    def open_to_new_members(self) -> "SharedServiceQuerySet":
        """Arrangements that say others may join."""
        return self.filter(open_to_new_members=True)


class SharedService(Listing):
    """A standing arrangement between organisations, with a delivery model."""

    delivery_model = models.CharField(max_length=30, choices=DeliveryModel, blank=True)
    open_to_new_members = models.BooleanField(
        null=True, blank=True, choices=[(None, "Not recorded"), (True, "Yes"), (False, "No")]
    )
    annual_saving_gbp = models.PositiveBigIntegerField("saving a year, as claimed, in pounds", null=True, blank=True)
    total_saving_gbp = models.PositiveBigIntegerField("saving in all, as claimed, in pounds", null=True, blank=True)

    benefits = models.TextField(blank=True, max_length=2000)
    benefits_basis = models.CharField(max_length=20, choices=BenefitsBasis, blank=True)
    agreement_review = PartialDateField("next review of the agreement")
    notice_by = PartialDateField("last day to give notice")

    objects: ClassVar[Any] = SharedServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(delivery_model__in=["", *DeliveryModel.values]),
                name="service_delivery_model_is_known",
            ),
            models.CheckConstraint(
                condition=Q(benefits_basis__in=["", *BenefitsBasis.values]), name="service_benefits_basis_is_known"
            ),
            models.CheckConstraint(
                condition=is_partial_date("agreement_review", "notice_by"),
                name="service_dates_are_years_months_or_days",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.Kind.SERVICE
        super().save(*args, **kwargs)

    @property
    def delivery_model_meaning(self) -> str:
        """The plain line for its delivery model, empty when none is recorded."""
        return DeliveryModel(self.delivery_model).meaning if self.delivery_model else ""


SharedServiceEvent = tracked(SharedService)
