"""By whose bank holidays the working days of a message are counted: those of the council that owns the entry."""

from django.db.models import Case, OuterRef, Q, Subquery, When

from councils.models import Organisation
from directory.working_days import days_until, is_working_day, working_days_after, working_days_between
from listings.models import Listing, Participation
from listings.models.participation import ParticipationQuerySet

__all__ = [
    "days_until",
    "is_working_day",
    "nation_of",
    "nation_of_interest",
    "working_days_after",
    "working_days_between",
]


def nation_of(listing: Listing, adopter: Organisation | None = None) -> str:
    """Return the nation of the council that owns a listing: of its lead, else of who claimed it; empty for none.

    Where an `adopter` is asked in their place, it is the adopter's.
    """
    if adopter is not None:
        return adopter.nation
    return _owners(listing.pk).values_list("organisation__nation", flat=True).first() or ""


def nation_of_interest() -> Subquery:
    """Return the nation of the owner for each row of a statement about interest."""
    return Subquery(_owners(OuterRef("listing")).values("organisation__nation")[:1])


def _owners(listing: int | OuterRef) -> ParticipationQuerySet:
    """Return who leads or claimed a listing, the lead first."""
    is_lead = Q(role=Participation.Role.LEAD)
    owning = Participation.objects.filter(is_lead | Q(claimed_at__isnull=False), listing=listing, left="")
    return owning.exclude(organisation=None).order_by(Case(When(is_lead, then=0), default=1), "pk")
