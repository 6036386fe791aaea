"""What moderators should know of a message that nobody answers: since when it waits, who was asked when, and who can.

All of it is read for a page of the queue at once, in a fixed number of statements.
"""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils.timezone import localdate

from collaboration.models import Interest, Message
from councils.models import Organisation, OutgoingMail

Side, State = Interest.Side, Interest.State
ASKED_BY = {
    "interest_received": "Asked",
    "interest_message": "Written to",
    "interest_reminder": "Reminded",
    "interest_managers": "Managers told",
}
"""The mails that ask somebody to move, and what each does."""


@dataclass(frozen=True)
class Asking:
    """Who was asked on a day, in which way, and whether the mail came to nothing."""

    day: datetime.date
    how: str
    whom: Sequence[str]
    failed: bool


@dataclass(frozen=True)
class Unanswered:
    """A message that nobody answers: since when it waits, who was asked, and the councils whose people are to move."""

    interest: Any
    since: datetime.date
    asked: Sequence[Asking]
    councils: Sequence[Organisation]


def unanswered() -> QuerySet[Any]:
    """Return what nobody answers, what waits longest first; each has `waits_since`, the moment of the last move."""
    written = Message.objects.filter(interest=OuterRef("pk")).order_by().values("interest")
    last = Subquery(written.annotate(last=Max("sent_at")).values("last"))
    begun = Case(
        When(state=State.WAITING, then=F("sent_at")),
        When(state=State.LATER, then=Cast("later_month", DateTimeField())),
        default=Greatest("sent_at", Coalesce("answered_at", "sent_at"), Coalesce(last, "sent_at")),
    )
    found = Interest.objects.open().filter(chased=Interest.Chased.MODERATORS).annotate(waits_since=begun)
    return found.order_by("waits_since", "pk")


def with_who_was_asked(interests: Sequence[Any]) -> list[Unanswered]:
    """Return these, in their order, with who was asked and who is to answer."""
    about = reduce(or_, (Q(about__contains={"interest": one.pk}) for one in interests), Q(pk=None))
    mails = OutgoingMail.objects.filter(about, name__in=ASKED_BY).select_related("user")
    by_interest: dict[int, list[OutgoingMail]] = defaultdict(list)
    for mail in mails.order_by("made_at", "pk"):
        by_interest[mail.about["interest"]].append(mail)
    return [
        Unanswered(one, localdate(one.waits_since), _askings(one, by_interest[one.pk]), _councils(one))
        for one in interests
    ]


def _askings(interest: Interest, mails: Sequence[OutgoingMail]) -> list[Asking]:
    """Return who was asked to move, each day and way in one line."""
    found: dict[tuple[datetime.date, str, bool], list[str]] = defaultdict(list)
    for mail in mails:
        is_failed = mail.state == OutgoingMail.State.FAILED
        name = (mail.user.name or "somebody without a name") + (" (moderator)" if mail.user.is_staff else "")
        names = found[localdate(mail.made_at), ASKED_BY[mail.name], is_failed]
        if name not in names:
            names.append(name)
    return [Asking(day, how, whom, failed) for (day, how, failed), whom in found.items()]


def _councils(interest: Any) -> list[Organisation]:
    """Return the councils of the side whose turn it is: an adopter who is asked, else the owners, else named leads."""
    if interest.turn == Side.SENDER:
        return [interest.organisation] if interest.organisation and interest.organisation.is_council else []
    if interest.adopter:
        return [interest.adopter]
    parts = [part for part in interest.listing.participations.all() if part.organisation and not part.left]
    found = [part.organisation for part in parts if part.is_keeper]
    found = found or [part.organisation for part in parts if part.role == "lead"]
    return [one for one in found if one.is_council and not one.is_abolished]
