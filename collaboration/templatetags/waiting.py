"""What waits for a person in joining in, for the overview of their account."""

from typing import Any, NamedTuple

from django import template
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from collabhub.permissions import Action, allowed
from collaboration.models import Adoption, Interest, Introduction
from collaboration.parties import line_for, with_parties
from councils.models import Membership, Organisation, User
from directory.counting import counted
from listings.keepers import keeper_among
from listings.models import Listing, Participation, ParticipationRequest

register = template.Library()
MOST_SHOWN = 20
"""Adoptions in the list, the oldest first: the others follow once these are answered."""


class Waiting(NamedTuple):
    """One thing that waits: a sentence, and where to do it."""

    words: str
    address: str


@register.simple_tag
def waits_in_joining(user: User) -> list[Waiting]:
    """What others wait for from a person: `{% waits_in_joining user as joining %}`; what presses most comes first."""
    return [*_interest(user), *_adoptions(user), *_introductions(user)]


@register.simple_tag
def conversations_to_answer(council: Organisation, user: User) -> int:
    """In how many conversations others wait for the people of a council, this person among them.

    They are about entries that it answers for, or about what it uses of others.
    """
    kept = Participation.objects.keeping().filter(organisation=council).values("listing")
    asked = Q(listing__in=kept, adopter=None) | Q(adopter=council)
    waiting = Interest.objects.open().filter(asked, turn=Interest.Side.OWNERS)
    waits_as_a_request = ParticipationRequest.objects.open().filter(
        listing=OuterRef("listing"), organisation=OuterRef("organisation")
    )
    waiting = waiting.exclude(_is_put_off()).exclude(Exists(waits_as_a_request))
    return allowed(user, Action.ANSWER, waiting).count()


def _is_put_off() -> Q:
    """Return the condition for what waits for its month to come."""
    return Q(state=Interest.State.LATER, later_month__gt=localdate())


def _interest(user: User) -> list[Waiting]:
    """Return in one line in how many conversations it is this person's turn; what is put off waits for its month."""
    to_answer = Interest.objects.filter(turn=Interest.Side.OWNERS).exclude(sender=user)
    own = Interest.objects.filter(turn=Interest.Side.SENDER, sender=user)
    waiting = allowed(user, Action.ANSWER, to_answer) | own
    number = waiting.open().exclude(_is_put_off()).count()
    words = f"{counted(number, 'conversation waits', 'conversations wait')} for your answer"
    return [Waiting(words, reverse("my-interests"))] if number else []


def _adoptions(user: User) -> list[Waiting]:
    """Return a line for each organisation that says to use an entry of the person's councils.

    Moderators see those of entries that nobody here answers for: they are the ones who were written to.
    """
    to_answer = Q(listing__in=_kept_by(user))
    if user.is_staff:
        with_people = Membership.objects.in_force().values("organisation")
        kept = Participation.objects.keeping().filter(organisation__in=with_people)
        to_answer |= ~Q(listing__in=kept.values("listing"))
    is_public = {"listing__state": Listing.State.PUBLISHED}
    waiting = Adoption.objects.waiting().filter(to_answer, **is_public).order_by("said_at", "pk")
    found = []
    for one in (
        allowed(user, Action.ANSWER, waiting)
        .select_related("organisation", "listing")
        .prefetch_related("listing__participations__organisation")[:MOST_SHOWN]
    ):
        council = keeper_among(one.listing, user.roles) or one.organisation
        page = reverse("adoption", args=[council.slug, one.listing_id, one.pk])
        found.append(Waiting(f"{one.organisation} says that it uses “{one.listing}”: confirm it or not", page))
    return found


def _introductions(user: User) -> list[Waiting]:
    """Return a line for each introduction of the person's councils, or of their entries, without an outcome."""
    is_party = Q(parties__organisation__in=user.roles) | Q(parties__listing__in=_kept_by(user))
    introduced = Introduction.objects.open().filter(is_party).distinct()
    return [
        Waiting(line_for(one, user, localdate()), reverse("introduction", args=[one.pk]))
        for one in with_parties(allowed(user, Action.CHANGE, introduced))
    ]


def _kept_by(user: User) -> QuerySet[Any]:
    """Return the entries for which the person's councils answer."""
    return Participation.objects.keeping().filter(organisation__in=user.roles).values("listing")
