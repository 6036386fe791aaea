"""When the owners of an entry are next asked whether it is still true, and which entries nobody answers for.

What happens when nobody answers, by the review date: 14 days before it the entry's people are asked; on it they are
reminded, once; 14 days after it the managers of its councils are asked; 28 days after it, it joins the moderators'
queue; 180 days after it, the usual lists leave it out (ARCHIVED_AFTER, computed). Its page says all along when it was
last confirmed, and confirming brings it back at once.
"""

import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from councils.models import Membership
from listings.models import ListingOfficer, Participation, ReviewMail, ReviewNotice
from listings.models.listing import REVIEW_AFTER, Listing
from listings.phases import Phase

if TYPE_CHECKING:
    from listings.models import ListingQuerySet

BY_PHASE: dict[str, datetime.timedelta] = {
    Phase.IDEA: datetime.timedelta(days=182),
    Phase.DISCOVERY: datetime.timedelta(days=91),
    Phase.ALPHA: datetime.timedelta(days=91),
    Phase.BETA: datetime.timedelta(days=182),
    Phase.LIVE: REVIEW_AFTER,
}
"""How long a confirmation lasts: 3 months where much changes, 12 where little does, also for all that has ended."""

ASKED_BEFORE = datetime.timedelta(days=14)
"""How long before the review date the people of an entry are asked: a holiday may lie between."""

TIME_TO_ANSWER = datetime.timedelta(days=14)
"""How long after a mail the next step comes at the earliest, also where mails were late."""

MANAGERS_ASKED_AFTER = datetime.timedelta(days=14)
"""How long after the review date the managers of the councils that keep an entry are asked."""

AT_MOST_EVERY = datetime.timedelta(days=7)
"""How often one person gets such a mail: what comes due in between waits, so that it is one mail for all of it."""

UNANSWERED_AFTER = datetime.timedelta(days=28)
"""How long after the review date an entry that nobody confirmed joins the moderators' queue."""


def next_review_date(listing: Listing, today: datetime.date) -> datetime.date:
    """Return the review date of an entry, as its own model, that is confirmed today."""
    phase = "" if listing.is_ended else getattr(listing, "phase", "")
    return today + BY_PHASE.get(phase, REVIEW_AFTER)


def unanswered_reviews(today: datetime.date) -> "ListingQuerySet":
    """Return the entries for moderators to look at, the longest overdue first: nobody answered, or nobody can be asked.

    Their review date lies more than UNANSWERED_AFTER back, and whoever was asked last has had TIME_TO_ANSWER.
    """
    asked = ReviewNotice.objects.filter(listing=OuterRef("pk"), review_date=OuterRef("review_date"))
    told = asked.exclude(stage=ReviewMail.Stage.ASKED)
    still_has_time = asked.filter(mail__day__gt=today - TIME_TO_ANSWER)
    overdue = Listing.objects.published().filter(review_date__lt=today - UNANSWERED_AFTER)
    return overdue.filter(Exists(told) & ~Exists(still_has_time) | ~somebody_to_ask()).order_by("review_date", "pk")


def somebody_to_ask() -> Q:
    """Return the condition for entries with an officer who looks after them, or a manager of a council that keeps them.

    Only people who may sign in and who still belong to a council that keeps the entry are meant.
    """
    keepers = Participation.objects.keeping().filter(listing=OuterRef("listing")).values("organisation")
    officers = ListingOfficer.objects.filter(
        listing=OuterRef("pk"), membership__in=Membership.objects.in_force(), membership__user__is_active=True
    ).filter(membership__organisation__in=keepers)
    managed = Membership.objects.in_force().managers().filter(user__is_active=True).values("organisation")
    kept = Participation.objects.keeping().filter(listing=OuterRef("pk"), organisation__in=managed)
    return Q(Exists(officers)) | Q(Exists(kept))
