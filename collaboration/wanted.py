"""What is wanted now: which asks are shown, how their days are said, and which answer to each leads on."""

from datetime import date, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format

from collaboration.models import Ask, Call, Interest
from collaboration.models.asks import AskQuerySet
from listings.models.listing import ARCHIVED_AFTER, Listing

SHOWN_FOR = timedelta(days=42)
"""How long an ask is shown when nobody says otherwise."""
LONGEST = timedelta(days=366)
"""How far ahead the last day of an ask may be. Who still looks by then asks again."""


class Answer(NamedTuple):
    """What somebody does who can give what is wanted: the kind of interest, and the words of the link."""

    kind: Interest.Kind
    words: str


ANSWERS = {
    Ask.Kind.TEST_USERS: Answer(Interest.Kind.JOIN, "Offer to test"),
    Ask.Kind.CO_FUNDERS: Answer(Interest.Kind.FUND, "Offer money"),
    Ask.Kind.PARTNERS: Answer(Interest.Kind.JOIN, "Join them"),
    Ask.Kind.ADOPTERS: Answer(Interest.Kind.REUSE, "Reuse this"),
    Ask.Kind.EXPERIENCE: Answer(Interest.Kind.TALK, "Offer to talk"),
}
TO_PARTNERS = Answer(Interest.Kind.JOIN, "Join them")
"""The answer to an entry that looks for partners for a call."""


def shown_asks(today: date) -> AskQuerySet:
    """Return the asks that somebody can still answer, without those of archived entries, the soonest day first."""
    return Ask.objects.open(today).exclude(listing__review_date__lte=today - ARCHIVED_AFTER)


def page_of_answer(listing: Listing, answer: Answer) -> str:
    """Return the address of the form on which somebody gives an answer to an entry's people."""
    return f"{reverse('show-interest', args=[listing.pk])}?kind={answer.kind}"


def last_day(day: date, today: date) -> str:
    """Return a last day as people count: "14 March 2027, in 12 days"; once it is over, only "14 March 2027"."""
    left = (day - today).days
    written = date_format(day, "j F Y")
    if left < 0:
        return written
    return f"{written}, {'today' if left == 0 else 'tomorrow' if left == 1 else f'in {left:,} days'}"


def by_day(day: date, today: date) -> str:
    """Return by when something is wanted: "by 14 March 2027, in 12 days"; once it is over, "until 14 March 2027"."""
    return f"{'until' if day < today else 'by'} {last_day(day, today)}"


def usual_last_day(today: date, call: Call | None = None) -> date:
    """Return the last day of an ask for which nobody chose one: that of the call it is for, else six weeks on."""
    return call.deadline if call else today + SHOWN_FOR
