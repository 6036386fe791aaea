"""Funding calls and events: opening and closing them, and entries that go for them."""

from django.utils import timezone

from collaboration.models import Call, CallEntry
from councils.models import User
from directory.history import recorded
from listings.actions.partners import PartRefused
from listings.actions.saving import locked
from listings.models import Listing


class CallRefused(PartRefused):
    """It cannot be done for this call; the text is a sentence for the person who tried."""


@recorded
def save_call(*, call: Call, is_closed: bool, by: User) -> Call:
    """Save what a moderator wrote about a call, and whether it is closed before its deadline. A new one is opened."""
    if call.pk is None:
        call.opened_by = by
    call.closed_at = (call.closed_at or timezone.now()) if is_closed else None
    call.save()
    return call


@recorded
def attach(*, listing: Listing, call: Call, looks_for_partners: bool, words: str, by: User) -> CallEntry:
    """Say that a running public entry goes for an open call, or change what was said of that, and return it.

    Raises CallRefused for a call that has closed or is gone, and for an entry that is not public or has ended.
    """
    listing = locked(listing)
    call = _locked(call)
    if not call.is_open:
        raise CallRefused(f"“{call}” has closed, so no entry can be added to it or changed.")
    if listing.state != Listing.State.PUBLISHED:
        raise CallRefused("This entry is not public, so nobody would see it on the page of the call. Publish it first.")
    if listing.is_ended:
        raise CallRefused("This entry has ended, so it cannot go for a call.")
    said = {"looks_for_partners": looks_for_partners, "words": words}
    entry, is_new = CallEntry.objects.get_or_create(
        call=call, listing_id=listing.pk, defaults={**said, "attached_by": by}
    )
    if not is_new and said != {name: getattr(entry, name) for name in said}:
        entry.looks_for_partners, entry.words = looks_for_partners, words
        entry.save(update_fields=list(said))
    return entry


@recorded
def leave(*, listing: Listing, call: Call, by: User) -> None:
    """Take an entry off an open call.

    Raises CallRefused for one that has closed, as its page stays as it was, or is gone.
    """
    call = _locked(call)
    if not call.is_open:
        raise CallRefused(f"“{call}” has closed, and its page stays as it was. Ask the moderators if it is wrong.")
    CallEntry.objects.filter(call=call, listing=listing.pk).delete()


def _locked(call: Call) -> Call:
    """Return a call as it stands, so that nobody closes it meanwhile. Raises CallRefused where it is gone."""
    found = Call.objects.select_for_update(no_key=True).filter(pk=call.pk).first()
    if found is None:
        raise CallRefused("This call is gone: a moderator has deleted it.")
    return found
