"""What is wanted now, for templates."""

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from collabhub.permissions import Action, allowed, belongs_to, can
from collaboration import wanted
from collaboration.models import Ask, Call, CallEntry
from collaboration.wanted import ANSWERS, TO_PARTNERS, Answer, page_of_answer, shown_asks
from collaboration.ways import asks_of
from listings.keepers import keeper_among
from listings.models import Listing

register = template.Library()

ON_THE_FRONT_PAGE = 4
"""Asks, and calls, that the front page shows: the soonest."""


@register.filter
def by_day(day: date) -> str:
    """By when something is wanted: "by 14 March 2027, in 12 days"."""
    return wanted.by_day(day, localdate())


@register.filter
def last_day(day: date) -> str:
    """A last day as people count: "14 March 2027, in 12 days"."""
    return wanted.last_day(day, localdate())


@register.simple_tag
def answer_to(ask: Ask) -> SafeString:
    """The link to what somebody does who can give what is wanted."""
    return _link(ask.listing, ANSWERS[Ask.Kind(ask.kind)])


@register.simple_tag
def answer_to_entry(entry: CallEntry) -> SafeString:
    """The link to what somebody does who wants to go for a call together with an entry."""
    return _link(entry.listing, TO_PARTNERS)


@register.simple_tag
def open_asks_of(listing: Listing) -> list[Ask]:
    """What an entry asks for now, the soonest day first: `{% open_asks_of listing as asks %}`."""
    return asks_of(listing) if _is_running(listing) else []


@register.inclusion_tag("joining/wanted/of_listing.html", takes_context=True)
def wanted_by(context: Any, listing: Listing) -> dict[str, Any]:
    """What an entry wants of others now, and which open calls it goes for; nothing when there is neither."""
    today = localdate()
    visitor = context["request"].user
    going = CallEntry.objects.filter(listing=listing.pk, call__in=Call.objects.open(today))
    going = going.select_related("call", "listing").order_by("call__deadline", "id")
    return {
        "listing": listing,
        "may_close": can(visitor, Action.CHANGE, listing),
        "council": keeper_among(listing, belongs_to(visitor)),
        "asks": open_asks_of(listing),
        "going": allowed(visitor, Action.VIEW, going) if _is_running(listing) else [],
    }


@register.inclusion_tag("joining/wanted/front_page.html", takes_context=True)
def wanted_now(context: Any) -> dict[str, Any]:
    """The asks and the open calls whose day comes first; where there are none, what entries say that they want."""
    today = localdate()
    visitor = context["request"].user
    asks = allowed(visitor, Action.VIEW, shown_asks(today)).select_related("listing", "organisation")
    return {
        "asks": asks[:ON_THE_FRONT_PAGE],
        "calls": allowed(visitor, Action.VIEW, Call.objects.open(today))[:ON_THE_FRONT_PAGE],
        "wanted": context["wanted"],
    }


def _is_running(listing: Listing) -> bool:
    return listing.state == Listing.State.PUBLISHED and not listing.is_ended and not listing.is_archived


def _link(listing: Listing, answer: Answer) -> SafeString:
    return format_html(
        '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">: {}</span></a>',
        page_of_answer(listing, answer),
        answer.words,
        listing.title,
    )
