"""Why somebody is asked to sign in, in words: what they were about to do on the page that they come back to."""

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

from collabhub.permissions import Action, allowed
from collaboration.adopters import adopters_to_ask
from collaboration.wording import keepers_in_words
from councils.models import Organisation
from listings.models import Listing, ServiceArea

register = template.Library()
WHO_USES_IT = "who-uses-this"
"""The part of an entry's page where others say that they use it."""
LONGEST_NUMBER = 9
"""Digits of a number in an address; the database has none that are longer."""


@register.filter
def why_sign_in(path: str) -> str:
    """Return what somebody wants to do who signs in to come back to a path of this site; "" where that says nothing.

    Only what anybody may see is named, and nothing of the path itself stands in the words.
    """
    parts = urlsplit(path)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ""
    asked = QueryDict(parts.query)
    if match.url_name == "show-interest":
        return _to_write(match.kwargs["pk"], asked)
    if match.url_name == "follow":
        return _to_follow(asked)
    if match.url_name == "interest":
        return "to go on with a conversation"
    return _to_say_so(match) if parts.fragment == WHO_USES_IT else ""


# Steps of the above


def _to_write(pk: int, asked: QueryDict) -> str:
    """Return why somebody signs in who writes to those who answer for an entry, or to an adopter of it."""
    listing = _listing(pk)
    if listing is None:
        return ""
    adopter = asked.get("adopter")
    whom = next((one.name for one in adopters_to_ask(listing) if one.slug == adopter), "") if adopter else ""
    return f"to write to {whom or keepers_in_words(listing)} about “{listing}”"


def _to_follow(asked: QueryDict) -> str:
    """Return why somebody signs in who follows something."""
    if asked.get("list"):
        return "to follow this search"
    kinds: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("listing", Listing.objects.all()),
        ("organisation", Organisation.objects.all()),
        ("area", ServiceArea.objects.all()),
    )
    for word, things in kinds:
        number = asked.get(word, "")
        if number.isdecimal() and len(number) <= LONGEST_NUMBER:
            found = allowed(AnonymousUser(), Action.VIEW, things).filter(pk=number).first()
            return f"to follow “{found}”" if found else ""
    return ""


def _to_say_so(match: ResolverMatch) -> str:
    """Return why somebody signs in who says that their council uses the work of an entry."""
    listing = _listing(match.kwargs["pk"]) if "pk" in match.kwargs else None
    return f"to say that your council uses “{listing}”" if listing else ""


def _listing(pk: int) -> Listing | None:
    """Return an entry that anybody may read; None for any other."""
    return allowed(AnonymousUser(), Action.VIEW, Listing.objects.with_people_and_subjects()).filter(pk=pk).first()
