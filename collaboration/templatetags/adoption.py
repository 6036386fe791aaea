"""Who reuses what, for the pages of listings and councils, and what waits for an answer, for a council's area."""

from typing import Any

from django import template
from django.utils.timezone import localdate

from collabhub.permissions import Action, Visitor, allowed, belongs_to
from collaboration import adopters
from collaboration.models import Adoption
from councils.models import Organisation
from listings.models import Listing

register = template.Library()
MOST_SHOWN = 20
"""Listings that the page of an organisation names as reused; the lists show the rest."""


@register.inclusion_tag("joining/adoption/who_uses.html", takes_context=True)
def who_uses(context: Any, listing: Listing) -> dict[str, Any]:
    """Who reuses a listing, and for whom of their councils the visitor can say so: `{% who_uses listing %}`."""
    visitor = context["request"].user
    is_public = listing.state == Listing.State.PUBLISHED
    own = adopters.said_by(belongs_to(visitor), listing) if is_public else {}
    leads = {part.organisation_id for part in listing.leads if not part.left}
    others = belongs_to(visitor) - own.keys() - leads if is_public else set()
    uses = adopters.who_uses(listing)
    return {
        "listing": listing,
        "uses": uses,
        "own_councils": belongs_to(visitor),
        "is_public": is_public,
        "is_signed_in": visitor.is_authenticated,
        "own": list(own.values()),
        "may_say": list(Organisation.objects.councils().filter(pk__in=others)) if others else [],
    }


@register.inclusion_tag("joining/adoption/what_it_reuses.html", takes_context=True)
def what_it_reuses(context: Any, organisation: Organisation) -> dict[str, Any]:
    """What an organisation reuses, of all that is not archived: `{% what_it_reuses organisation %}`."""
    visible = allowed(context["request"].user, Action.VIEW, Listing.objects.without_archived(localdate()))
    uses = adopters.what_it_reuses(organisation, visible)
    return {
        "organisation": organisation,
        "uses": uses[:MOST_SHOWN],
        "more": len(uses) > MOST_SHOWN,
        "own_councils": belongs_to(context["request"].user),
    }


@register.simple_tag
def adoptions_to_answer(council: Organisation, visitor: Visitor) -> list[Adoption]:
    """What others say to reuse of a council's entries: `{% adoptions_to_answer council user as adoptions %}`."""
    of_council = Adoption.objects.waiting().filter(listing__in=Listing.objects.published().kept_by(council))
    return list(allowed(visitor, Action.ANSWER, of_council).select_related("organisation", "listing"))
