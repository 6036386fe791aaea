"""Suggestions as they are read: what the night found, without what has changed since."""

import datetime

from django.db.models import Exists, OuterRef, Prefetch

from collaboration.models import Interest, Suggestion
from collaboration.models.introductions import SuggestionQuerySet
from listings.models import Listing, Participation


def still_fitting(today: datetime.date) -> SuggestionQuerySet:
    """Return the suggestions that stand and still make sense, the best first, with the last night's reasons.

    Left out are those whose listing is not public, running or funded any more, and those of a council that takes part
    by now or has shown interest. `made_on` is the day on which each was first found.
    """
    running = Listing.objects.published().without_archived(today).filter(is_ended=False)
    running = running.exclude(project__funding_outcome="not-funded")
    same = {"listing": OuterRef("listing"), "organisation": OuterRef("organisation")}
    found = Suggestion.objects.standing().filter(listing__in=running)
    return found.exclude(Exists(Participation.objects.filter(**same))).exclude(Exists(Interest.objects.filter(**same)))


def with_listings(suggestions: SuggestionQuerySet) -> SuggestionQuerySet:
    """Fetch what a suggestion shows of its listing, in a fixed number of statements."""
    people = Participation.objects.select_related("organisation")
    return suggestions.select_related("listing__project", "listing__sharedservice").prefetch_related(
        Prefetch("listing__participations", people), "listing__sources"
    )
