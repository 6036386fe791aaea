"""Whether the last word of moderators about an entry was against it: then one looks before it is public again."""

from listings.models import Decision, Listing

Kind = Decision.Kind


def is_for_moderators(listing: Listing) -> bool:
    """True when what is sent in again goes past a moderator, however its council publishes."""
    return was_sent_back(listing) or was_withdrawn_by_a_moderator(listing)


def was_sent_back(listing: Listing) -> bool:
    """True when a moderator sent the entry back, and none has approved it since."""
    return _last_of(listing, Kind.SENT_BACK, Kind.APPROVED) == Kind.SENT_BACK


def was_withdrawn_by_a_moderator(listing: Listing) -> bool:
    """True when the last word of moderators about whether an entry is public was that it is not."""
    return _last_of(listing, Kind.WITHDRAWN, Kind.APPROVED, Kind.BROUGHT_BACK) == Kind.WITHDRAWN


def _last_of(listing: Listing, *kinds: Kind) -> str:
    """Return which of these kinds was decided last about an entry; empty for none."""
    last = Decision.objects.filter(listing=listing.pk, kind__in=kinds).first()
    return last.kind if last else ""
