"""What keeps the relay from being misused: how much one person may write, what a message must be, who is blocked.

Everything here is asked inside the action that writes. How much somebody wrote is counted from what is there, under a
lock on the person, so that of any number of parallel requests no more get through than may. `refuse_if_too_many` comes
before anything else is locked: else two actions of one person could wait for each other.
"""

import datetime
import re
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localtime

from collaboration.actions.refused import Blocked, TooMany, Unsuitable
from collaboration.models import Block, Interest, Message
from councils.models import User
from listings.models import Listing, Participation


class Limit(NamedTuple):
    """So many messages, at most, in any such period; `words` say to whom and in what time."""

    most: int
    period: datetime.timedelta
    words: str


AN_HOUR = Limit(20, datetime.timedelta(hours=1), "in the last hour")
A_DAY = Limit(50, datetime.timedelta(days=1), "in the last 24 hours")
TO_THE_SAME_PEOPLE = Limit(5, datetime.timedelta(days=1), "to the same people in the last 24 hours")
LONGEST = 5_000
"""Characters of a message, however it comes."""
LEAST_LETTERS = 10
"""Letters that a message has besides its links: shorter ones tell nobody anything."""
LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*|\S+@\S+\.\S+", re.IGNORECASE)


def refuse_if_too_many(*, by: User, listing: Listing, to: User | None = None) -> None:
    """Raise TooMany when somebody wrote as much as they may; it says when they may write again.

    Their interest and their messages count together: 20 in an hour, 50 in a day, and 5 in a day to the same people.
    These are the people of the councils that answer for `listing`, whichever of their entries it was about; for who
    answers for the entry themselves, it is `to`, who showed interest in it.
    """
    User.objects.select_for_update(no_key=True).filter(pk=by.pk).first()
    first, then = Interest.objects.filter(sender=by), Message.objects.filter(author=by)
    _refuse_above(AN_HOUR, first, then)
    _refuse_above(A_DAY, first, then)
    if to is not None:
        _refuse_above(TO_THE_SAME_PEOPLE, first.none(), then.filter(interest__sender=to))
        return
    keepers = Participation.objects.keeping().filter(listing=listing.pk).values("organisation")
    theirs = Participation.objects.keeping().filter(organisation__in=keepers).values("listing")
    same = Listing.objects.filter(pk__in=theirs) | Listing.objects.filter(pk=listing.pk)
    to_owners = then.filter(interest__listing__in=same.values("pk"), interest__sender=by)
    _refuse_above(TO_THE_SAME_PEOPLE, first.filter(listing__in=same.values("pk")), to_owners)


def refuse_if_unsuitable(words: str, *, most: int = LONGEST, least: int = LEAST_LETTERS) -> None:
    """Raise Unsuitable for a message that says nothing, that is nothing but links, or that is very long.

    `least` is how many letters it has besides its links: fewer will do for a reply, such as “Yes, Tuesday”.
    """
    if not words.strip():
        raise Unsuitable("The message is empty. Write a sentence or two.")
    if len(words) > most:
        raise Unsuitable(f"The message is too long. Shorten it to {most:,} characters.")
    if sum(letter.isalpha() for letter in LINK.sub(" ", words)) < least:
        raise Unsuitable("The message has hardly any words of its own. Say in a sentence or two what you want.")


def refuse_if_blocked(*, by: User, listing: Listing) -> None:
    """Raise Blocked when nobody takes messages from somebody, or a council that answers for `listing` does not.

    A block is no secret: whoever is blocked is told by whom, and where to go if that is a mistake.
    """
    refuse_if_barred(by)
    keepers = Participation.objects.keeping().filter(listing=listing.pk).values("organisation")
    block = Block.objects.filter(user=by, organisation__in=keepers).select_related("organisation").first()
    if block is not None:
        raise Blocked(
            f"{block.organisation} takes no messages from you through this site. If that is a mistake, write to the "
            "moderators."
        )


def refuse_if_barred(by: User) -> None:
    """Raise Blocked when moderators have stopped somebody from writing to anybody, for whichever side they speak."""
    if Block.objects.filter(user=by, organisation=None).exists():
        raise Blocked(
            "Moderators have stopped you from writing to others through this site. If that is a mistake, write to them."
        )


# Steps of the above


def _refuse_above(limit: Limit, first: QuerySet[Interest], then: QuerySet[Message]) -> None:
    """Raise TooMany when so much was written in the period of a limit."""
    since = timezone.now() - limit.period
    moments = [*first.filter(sent_at__gt=since).values_list("sent_at", flat=True)[: limit.most]]
    moments += then.filter(sent_at__gt=since).values_list("sent_at", flat=True)[: limit.most]
    if len(moments) < limit.most:
        return
    # The one with which the limit was reached has to grow old, not the oldest of them all.
    again = sorted(moments, reverse=True)[limit.most - 1] + limit.period
    raise TooMany(
        f"You sent {limit.most} messages {limit.words}, which is as many as one person may. "
        f"Nothing was sent. You can write again after {_in_words(again)}."
    )


def _in_words(moment: datetime.datetime) -> str:
    """Return a moment of today or tomorrow as it stands in a sentence: "14:05", "14:05 tomorrow"."""
    there = localtime(moment + datetime.timedelta(minutes=1))
    return f"{there:%H:%M}{'' if there.date() == localtime().date() else ' tomorrow'}"
