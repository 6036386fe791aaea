"""What a listing is called, to whoever may not read it any more as well."""

from django import template
from django.contrib.auth.models import AnonymousUser

from collabhub.permissions import Action, can
from collaboration.models import Follow
from councils.models import User
from listings.models import Listing

register = template.Library()
NOT_PUBLIC = "An entry that is not public any more"


def is_hidden(listing: Listing | None, visitor: User | AnonymousUser) -> bool:
    """True for a listing that is not public, to a visitor who may not read it: its title is a draft of others."""
    if listing is None or listing.state == Listing.State.PUBLISHED:
        return False
    return not can(visitor, Action.VIEW, listing)


@register.filter
def title_for(thing: Listing | Follow, visitor: User | AnonymousUser) -> str:
    """What a listing, or what is followed, is called to a visitor: `{{ listing|title_for:request.user }}`.

    A follow keeps the name that its own person gave it. Fetch follows as for `collaboration.followed.page_of`.
    """
    listing = thing if isinstance(thing, Listing) else None if thing.title else thing.listing
    return NOT_PUBLIC if is_hidden(listing, visitor) else str(thing)
