"""Asking what came of asks whose last day is over: one question each, to the people of the entry.

The mails of one ask are a transaction of their own, under a lock on it, and the outbox remembers that they were made.
So this may run twice, in two processes at once, or be killed anywhere.
"""

from datetime import date, timedelta

from django.db import transaction

from collaboration.models import Ask
from collaboration.recipients import people_to_reach
from councils.actions.outbox import post
from councils.models import OutgoingMail, User
from directory.one_by_one import OneByOne
from listings.models import Listing

ASKED_WITHIN = timedelta(days=14)
"""How long after its last day an ask is still asked about, should the daily job have stood still."""
MAIL = "ask_expired"


def ask_what_came_of_it(*, today: date, by: User | None) -> int:
    """Write to the people of each running entry whose ask expired; return how many asks it was.

    What is wrong with one keeps back no other: raises SomeFailed when everything else is done.
    """
    running = Ask.objects.filter(listing__state=Listing.State.PUBLISHED, listing__is_ended=False)
    expired = running.expired(today).filter(deadline__gte=today - ASKED_WITHIN)
    one_by_one = OneByOne("asks")
    asked = one_by_one.each(
        list(expired.values_list("pk", flat=True)), lambda ask_id: _ask_about(ask_id=ask_id, today=today)
    )
    one_by_one.end()
    return sum(asked)


@transaction.atomic
def _ask_about(*, ask_id: int, today: date) -> bool:
    """Make the mails about one ask, unless they were made or it was settled; return whether they were made now."""
    expired = Ask.objects.expired(today).select_related("listing")
    ask = expired.select_for_update(no_key=True, of=("self",)).filter(pk=ask_id).first()
    if ask is None:
        return False
    # Whoever goes on asking chooses another day, and is asked again after that.
    about = {"ask": ask.pk, "until": ask.deadline.toordinal()}
    if OutgoingMail.objects.about(about).filter(name=MAIL).exists():
        return False
    for person in people_to_reach(ask.listing):
        post(to=person, mail="ask_expired", about=about)
    return True
