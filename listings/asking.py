"""Who is to be asked whether which entries are still true, today. Times: listings.reviews."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, cast

from django.db.models import F, QuerySet

from councils.models import Membership
from listings.models import Listing, ListingOfficer, Participation, ReviewMail, ReviewNotice
from listings.reviews import ASKED_BEFORE, MANAGERS_ASKED_AFTER, TIME_TO_ANSWER

Stage = ReviewMail.Stage
STAGES = [Stage.ASKED, Stage.REMINDED, Stage.MANAGERS]
"""The least pressing first."""
Days = dict[int, dict[int, datetime.date]]
"""For an entry's number and a person's, the day on which they were told."""
People = dict[int, set[int]]
"""For an entry's number, those of its people."""


class Due(NamedTuple):
    """One question to one person, by their numbers, about an entry that is due for review."""

    user: int
    listing: int
    review_date: datetime.date
    stage: str


def due(today: datetime.date, *, of: int | None = None) -> list[Due]:
    """Return all questions that are due today; `of` is the number of the one person whose questions are wanted."""
    listings = Listing.objects.published().filter(review_date__lte=today + ASKED_BEFORE)
    if of is not None:
        councils = Membership.objects.in_force().filter(user=of).values("organisation")
        kept = Participation.objects.keeping().filter(organisation__in=councils)
        listings = listings.filter(pk__in=kept.values("listing"))
    people, managed = officers(listings), managers(listings)
    told = {stage: already_told(listings, stage) for stage in STAGES}
    questions = []
    in_order = listings.values_list("pk", "review_date").order_by("review_date", "pk")
    for pk, review_date in cast("Iterable[tuple[int, datetime.date]]", in_order):
        of_stages = {stage: told[stage].get(pk, {}) for stage in STAGES}
        case = Case(today, review_date, people.get(pk, set()), managed.get(pk, set()), of_stages)
        found = ((user, case.stage_for(user)) for user in sorted(case.everybody) if of in (None, user))
        questions += [Due(user, pk, review_date, stage) for user, stage in found if stage]
    return questions


class Case(NamedTuple):
    """One entry that is due: who looks after it, who manages its councils, and who was told when about this date."""

    today: datetime.date
    review_date: datetime.date
    officers: set[int]
    managers: set[int]
    told: dict[Stage, dict[int, datetime.date]]

    @property
    def everybody(self) -> set[int]:
        """Whoever may have to be asked."""
        return self.officers | self.managers

    def stage_for(self, user: int) -> Stage | None:
        """Return what one person is to be asked today, None for nothing."""
        if user in self.told[Stage.MANAGERS]:
            return None
        if user in self.told[Stage.ASKED]:
            is_time = self.is_time(self.told[Stage.ASKED][user], self.review_date)
            return Stage.REMINDED if is_time and user not in self.told[Stage.REMINDED] else None
        if user in self.managers and self.is_for_managers():
            return Stage.MANAGERS
        return Stage.ASKED if user in (self.officers or self.managers) else None

    def is_for_managers(self) -> bool:
        """True when an officer was reminded, and has had time to answer."""
        reminded = self.told[Stage.REMINDED].values()
        return bool(reminded) and self.is_time(min(reminded), self.review_date + MANAGERS_ASKED_AFTER)

    def is_time(self, told: datetime.date, at_the_earliest: datetime.date) -> bool:
        """True from a day on, and not before the last mail about it could be answered."""
        return self.today >= max(at_the_earliest, told + TIME_TO_ANSWER)


def officers(listings: QuerySet[Listing]) -> People:
    """Return who looks after entries for a council that keeps them."""
    looking_after = ListingOfficer.objects.filter(
        listing__in=listings,
        membership__in=Membership.objects.in_force(),
        membership__user__is_active=True,
        membership__organisation=F("listing__participations__organisation"),
        listing__participations__in=Participation.objects.keeping(),
    )
    return by_listing(looking_after.order_by().values_list("listing", "membership__user").distinct())


def managers(listings: QuerySet[Listing]) -> People:
    """Return the managers of the councils that keep entries."""
    managing = Membership.objects.in_force().managers().filter(user__is_active=True)
    kept = Participation.objects.keeping().filter(
        listing__in=listings, organisation__memberships__in=managing.values("pk")
    )
    return by_listing(kept.order_by().values_list("listing", "organisation__memberships__user").distinct())


def by_listing(pairs: Iterable[tuple[int, int]]) -> People:
    """Return people by the number of the entry."""
    found: People = defaultdict(set)
    for listing, user in pairs:
        found[listing].add(user)
    return found


def already_told(listings: QuerySet[Listing], stage: Stage) -> Days:
    """Return who was told of a stage, about the present review dates of entries, and on which day."""
    notices = ReviewNotice.objects.filter(listing__in=listings, stage=stage, review_date=F("listing__review_date"))
    found: Days = defaultdict(dict)
    for listing, user, day in notices.order_by().values_list("listing", "user", "mail__day"):
        found[listing][user] = day
    return found
