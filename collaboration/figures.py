"""How messages about a listing, or to a council, are answered: public figures in neutral words.

A message counts once it is answered, or once the day by which it was to be answered has gone by: nobody looks slow
because somebody wrote yesterday. What was taken back before an answer, and what moderators stopped, or answered in the
place of others, does not count, and neither does what was asked of an adopter: it answers as a favour to others.
Figures stand from three answers up, and look two years back.
"""

import datetime
import statistics
from collections.abc import Iterable
from typing import NamedTuple, Self

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.models import Interest
from collaboration.models.interest import InterestQuerySet
from collaboration.working_days import nation_of_interest
from councils.models import Membership, Organisation
from directory.counting import counted
from directory.working_days import days_until
from listings.models import Listing, Participation

FROM = 3
"""So many answers it takes for a figure: fewer say nothing about the next one."""
LOOKS_BACK = datetime.timedelta(days=730)


class Figures(NamedTuple):
    """How many messages came, how many of these were answered, and in how many working days (median, rounded down).

    `days` is None below three answers.
    """

    came: int
    answered: int
    days: int | None

    @classmethod
    def of(cls, waited: Iterable[int | None]) -> Self:
        """Return the figures of messages, each as the working days until its answer; None for one without."""
        every = list(waited)
        answered = [days for days in every if days is not None]
        return cls(len(every), len(answered), statistics.median_low(answered) if len(answered) >= FROM else None)

    @property
    def in_words(self) -> str:
        """The figures as a sentence; with too few answers, only what waits, if anything does; else nothing."""
        unanswered = self.came - self.answered
        if self.days is not None:
            usually = f"within {counted(self.days, 'working day')}" if self.days else "on the same day"
            return f"Answered {self.answered:,} of {counted(self.came, 'message')}, usually {usually}."
        waits = "waits for an answer" if unanswered == 1 else "wait for an answer"
        return f"{counted(unanswered, 'message')} {waits} past the day it was due." if unanswered else ""


def figures_of_listing(listing: Listing) -> Figures:
    """Return how messages about a listing are answered; one statement."""
    return _figures(Interest.objects.to_owners().filter(listing=listing.pk))


def figures_of_council(council: Organisation) -> Figures:
    """Return how messages about the public listings that a council answers for are answered; one statement.

    None came to a council that nobody speaks for here: its messages go to moderators.
    """
    somebody = Membership.objects.in_force().filter(organisation=council.pk)
    kept = Participation.objects.keeping().filter(Exists(somebody), organisation=council.pk).values("listing")
    return _figures(Interest.objects.to_owners().filter(listing__in=kept, listing__state=Listing.State.PUBLISHED))


def _figures(interests: InterestQuerySet) -> Figures:
    """Return the figures of some interests, as they stand today."""
    today = localdate()
    recent = interests.counted().filter(sent_at__gt=timezone.now() - LOOKS_BACK).exclude(_answered_by_moderators())
    return Figures.of(
        days_until(sent, answered, nation)
        for sent, answered, due, nation in recent.values_list("sent_at", "answered_at", "due_on", nation_of_interest())
        if answered or (due is not None and due < today)
    )


def _answered_by_moderators() -> Q:
    """Return the condition for interest that a moderator answered who answers for the entry in no other way."""
    councils = Membership.objects.in_force().filter(user=OuterRef(OuterRef("answered_by")))
    keeps = Participation.objects.keeping().filter(
        listing=OuterRef("listing"), organisation__in=councils.values("organisation")
    )
    return Q(answered_by__isnull=False, answered_by__is_staff=True) & ~Q(Exists(keeps))
