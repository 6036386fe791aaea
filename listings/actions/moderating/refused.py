"""Saying to the second of two moderators that the first was there before."""

from django.utils.timesince import timesince

from listings.models import Decision, Listing


class DecisionRefused(Exception):
    """What was asked for cannot be done; the text is a sentence for the moderator who asked."""


def refuse_unless(listing: Listing, *states: str) -> None:
    """Raise DecisionRefused, saying what happened meanwhile, unless the locked entry is in one of these states."""
    if listing.state in states and listing.merged_into_id is None:
        return
    if listing.merged_into_id is not None:
        raise DecisionRefused(f"“{listing}” has been merged into “{listing.merged_into}”. Nothing was changed.")
    last = Decision.objects.filter(listing=listing.pk).first()
    state = listing.get_state_display().lower()
    if last is None:
        raise DecisionRefused(f"“{listing}” is {state}, so nothing was changed.")
    what, ago = last.get_kind_display().lower(), timesince(last.decided_at, depth=1)
    raise DecisionRefused(f"“{listing}” is {state}: last decision “{what}”, {ago} ago. Nothing was changed.")
