"""Handing over what people looked after who do not belong to the council any more."""

from collections.abc import Sequence

from councils.models import Membership, Organisation, User
from directory.history import recorded
from listings.models import Listing, ListingOfficer


class HandoverRefused(Exception):
    """What was asked for cannot be done; the text is a sentence for the person who asked."""


@recorded
def hand_over(*, listing: Listing, organisation: Organisation, to: Sequence[Membership], by: User) -> None:
    """Give a listing that waits to be handed over by a council to some of its members.

    Raises HandoverRefused when somebody has handed it over already, and when one of them does not belong to the
    council (any more).
    """
    waiting = ListingOfficer.objects.to_hand_over().filter(listing=listing, membership__organisation=organisation)
    before = list(waiting.select_for_update(of=["self"]))
    if not before:
        raise HandoverRefused(f"Somebody has handed over “{listing}” already.")
    numbers = [membership.pk for membership in to]
    members = organisation.memberships.current().filter(pk__in=numbers).select_for_update(no_key=True)
    if not numbers or len(list(members)) != len(set(numbers)):
        raise HandoverRefused(f"Choose somebody who belongs to {organisation}.")
    held = set(ListingOfficer.objects.filter(listing=listing).values_list("membership_id", flat=True))
    for number in dict.fromkeys(numbers):
        if number not in held:
            ListingOfficer.objects.create(listing=listing, membership_id=number)
    ListingOfficer.objects.filter(pk__in=[officer.pk for officer in before]).delete()
