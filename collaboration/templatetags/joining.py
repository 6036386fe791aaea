"""The ways into an entry, for its page, and how a conversation stands."""

from typing import Any

from django import template
from django.urls import reverse

from collabhub.permissions import Action, Visitor, can
from collaboration.actions.interest.steps import nobody_answers_for
from collaboration.models import Interest
from collaboration.sides import answers_for
from collaboration.ways import asks_of, ways_into
from collaboration.wording import asked_in_words, state_in_words
from councils.models import User
from councils.tasks.memberships import link
from listings.models import Listing, ParticipationRequest

register = template.Library()
register.filter("state_in_words", state_in_words)


@register.simple_tag
def ways_to_get_involved(listing: Listing, visitor: Visitor) -> dict[str, Any]:
    """Return what the visitor can do to get involved in an entry.

    `ways` are the kinds of interest that it takes, its clear next action first; none for who answers for it, for whom
    `waiting` is the number of people who wait for their word; nor for who has an `open` conversation about it.
    """
    if listing.state != Listing.State.PUBLISHED:
        return {"ways": [], "open": None, "waiting": None}
    if isinstance(visitor, User):
        if answers_for(listing, visitor):
            theirs = Interest.objects.open().to_owners().filter(listing=listing.pk, turn=Interest.Side.OWNERS)
            return {"ways": [], "open": None, "waiting": theirs.count()}
        if found := Interest.objects.open().to_owners().filter(listing=listing.pk, sender=visitor).first():
            return {"ways": [], "open": found, "waiting": None}
        if not can(visitor, Action.SHOW_INTEREST, listing):
            return {"ways": [], "open": None, "waiting": None}
    return {"ways": ways_into(listing, asks_of(listing)), "open": None, "waiting": None}


@register.filter
def why_with_moderators(interest: Interest) -> str:
    """Return why a conversation came to moderators: whom we asked in vain, or that there is nobody to ask."""
    is_owners_turn = interest.turn == Interest.Side.OWNERS
    if is_owners_turn and nobody_answers_for(interest.listing, interest.adopter):
        return "nobody there to remind"
    whom = asked_in_words(interest) if is_owners_turn else interest.who
    return f"{whom} was reminded, and the managers told where there are any"


@register.simple_tag
def conversation_behind(asked: ParticipationRequest, visitor: Visitor | None = None) -> dict[str, str] | None:
    """Return the conversation that led to a request to take part: its path, and its `link` for mails.

    None where there is none that is open, or where a visitor who is given may not read it.
    """
    theirs = Interest.objects.open().to_owners().filter(listing=asked.listing_id, organisation=asked.organisation_id)
    found = theirs.filter(answered_at__isnull=False, sent_at__lte=asked.asked_at).first()
    if found is None or (visitor is not None and not can(visitor, Action.VIEW, found)):
        return None
    return {"path": reverse("interest", args=[found.pk]), "link": link("interest", found.pk)}
