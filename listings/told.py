"""Which councils were told lately that an entry names them: mail that nobody asked for is rare."""

import datetime
from datetime import timedelta

from django.utils import timezone

from listings.models import Listing, Participation, ParticipationEvent

NOT_AGAIN_FOR = timedelta(days=30)
"""How long after the mail about an entry a council gets no other one about the same, whatever becomes of its part."""
MOST_A_DAY = 200
"""Councils that the leads of an entry may reach in 24 hours over all their entries: as many as one entry may name."""


def told_lately(listing: Listing) -> set[int | None]:
    """Return the organisations, by number, that were told of a public entry, or named in it and taken out since."""
    since = timezone.now() - NOT_AGAIN_FOR
    public_since = max(since, listing.published_at or since)
    return {organisation for _, organisation in _told([listing.pk], since, taken_out_since=public_since)}


def may_tell_today(listing: Listing) -> int:
    """Return how many more organisations the leads of an entry may reach today."""
    leading = Participation.objects.keeping().filter(role=Participation.Role.LEAD)
    leads = list(leading.filter(listing=listing.pk).values_list("organisation", flat=True))
    entries = set(leading.filter(organisation__in=leads).values_list("listing", flat=True))
    since = timezone.now() - timedelta(days=1)
    return max(0, MOST_A_DAY - len(_told([*entries, listing.pk], since, taken_out_since=since)))


def _told(
    entries: list[int], since: datetime.datetime, *, taken_out_since: datetime.datetime
) -> set[tuple[int, int | None]]:
    """Return entries and organisations that were told; what is taken out leaves its trace in the history alone."""
    parts = Participation.objects.filter(listing__in=entries)
    gone = ParticipationEvent.objects.filter(
        listing__in=entries, standing=Participation.Standing.NAMED, pgh_created_at__gt=taken_out_since
    ).exclude(pgh_obj__in=parts.values("pk"))
    told = set(parts.filter(told_at__gt=since).values_list("listing", "organisation"))
    return told | set(gone.values_list("listing", "organisation"))
