"""What keeps the relay from being misused: how much one person may write, what a message must be, who is blocked.

Everything here is asked inside the action that writes. How much somebody wrote is counted from what is there, under a
lock on the person, so that of any number of parallel requests no more get through than may. How much is too much is
asked before anything else is locked: else two actions of one person could wait for each other.
"""

import datetime
import re
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localtime

from collaboration.actions.refused import Blocked, TooMany, Unsuitable
from collaboration.models import Block, Interest, Message
from collaboration.sides import with_predecessors
from councils.models import Organisation, User
from listings.models import Listing, Participation


class Limit(NamedTuple):
    """So many messages, at most, in any such period; `words` say to whom and in what time."""

    most: int
    period: datetime.timedelta
    words: str


AN_HOUR = Limit(20, datetime.timedelta(hours=1), "in the last hour")
A_DAY = Limit(50, datetime.timedelta(days=1), "in the last 24 hours")
TO_THE_SAME_PEOPLE = Limit(5, datetime.timedelta(days=1), "to the same people in the last 24 hours")
AGREED = (Interest.State.TALKING, Interest.State.MET, Interest.State.JOINED, Interest.State.REUSED)
"""Where both sides want to talk, or have: what they write to each other then is no approach."""
LONGEST = 5_000
"""Characters of a message, however it comes."""
LEAST_LETTERS = 10
"""Letters that a message has besides its links: shorter ones tell nobody anything."""
LINK = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.-])\.*[\w-]+(?:\.[\w-]+)+/\S*|(?<![^\s@])[^\s@]+@[^\s@.]+\.\S+", re.IGNORECASE
)
"""Web and mail addresses. Each can begin in few places and be read in one way, so that no text takes long to search."""


def refuse_if_too_many(*, by: User) -> None:
    """Raise TooMany when somebody wrote as much as they may; it says when they may write again.

    Their interest and their messages count together: 20 in an hour, 50 in a day.
    """
    User.objects.select_for_update(no_key=True).filter(pk=by.pk).first()
    first, then = Interest.objects.filter(sender=by), Message.objects.filter(author=by)
    _refuse_above(AN_HOUR, first, then)
    _refuse_above(A_DAY, first, then)


def refuse_first_if_too_many(*, by: User, listing: Listing, adopter: Organisation | None = None) -> None:
    """Raise TooMany as above, and when somebody wrote five times in a day to the people to whom this goes, too.

    These are the people of the councils that answer for `listing`, whichever of their entries it was about, or of an
    `adopter` who is asked in their place. What is written once both sides want to talk does not count among the five.
    """
    refuse_if_too_many(by=by)
    asked = _asked(listing, adopter)
    kept = Participation.objects.keeping().filter(organisation__in=asked).values("listing")
    same = Q(listing__in=kept, adopter=None) | Q(adopter__in=asked)
    if adopter is None:
        same |= Q(listing=listing.pk, adopter=None)
    began = Interest.objects.filter(same, sender=by)
    then = Message.objects.filter(author=by, interest__in=began.exclude(state__in=AGREED).values("pk"))
    _refuse_above(TO_THE_SAME_PEOPLE, began, then)


def refuse_reply_if_too_many(*, by: User, interest: Interest) -> None:
    """Raise TooMany as above, for a message in a conversation: as long as not both sides want to talk, five in a day.

    For who answers for the entry, these go to whoever showed interest, in whichever conversation.
    """
    if Interest.objects.filter(pk=interest.pk, state__in=AGREED).exists():
        refuse_if_too_many(by=by)
    elif interest.sender_id == by.pk:
        refuse_first_if_too_many(by=by, listing=interest.listing, adopter=interest.adopter)
    else:
        refuse_if_too_many(by=by)
        to_them = Message.objects.filter(author=by, interest__sender=interest.sender_id, interest__sender__isnull=False)
        _refuse_above(TO_THE_SAME_PEOPLE, Interest.objects.none(), to_them.exclude(interest__state__in=AGREED))


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


def refuse_if_blocked(*, by: User, listing: Listing, adopter: Organisation | None = None) -> None:
    """Raise Blocked when nobody takes messages from somebody, or a council that is asked does not.

    Asked are those who answer for `listing`, or an `adopter` in their place.

    A block is no secret: whoever is blocked is told by whom, and where to go if that is a mistake. What a council
    decided that is no more holds for those that took over from it.
    """
    refuse_if_barred(by)
    block = blocks_by_who_is_asked(by, listing, adopter).select_related("organisation").first()
    if block is not None:
        raise Blocked(
            f"{block.organisation} takes no messages from you through this site. If that is a mistake, write to the "
            "moderators."
        )


def blocks_by_who_is_asked(user: User, listing: Listing, adopter: Organisation | None = None) -> QuerySet[Block]:
    """Return by which blocks those who answer for `listing`, or an `adopter`, take no messages from somebody."""
    asked = with_predecessors(_asked(listing, adopter).values_list("pk", flat=True))
    return Block.objects.filter(user=user, organisation__in=asked)


def refuse_if_barred(by: User) -> None:
    """Raise Blocked when moderators have stopped somebody from writing to anybody, for whichever side they speak."""
    if Block.objects.filter(user=by, organisation=None).exists():
        raise Blocked(
            "Moderators have stopped you from writing to others through this site. If that is a mistake, write to them."
        )


# Steps of the above


def _asked(listing: Listing, adopter: Organisation | None) -> QuerySet[Organisation]:
    """Return the councils whose people get what is written: those that answer for a listing, or an adopter of it."""
    if adopter:
        return Organisation.objects.filter(pk=adopter.pk)
    keepers = Participation.objects.keeping().filter(listing=listing.pk)
    return Organisation.objects.filter(pk__in=keepers.values("organisation"))


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
