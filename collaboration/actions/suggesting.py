"""Keeping what is suggested to councils: found anew every night, and what is not for one never comes back."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from collaboration.models import Suggestion
from collaboration.suggesting.candidates import Candidate, Chooser
from collaboration.suggesting.facts import Facts
from councils.models import Organisation, User
from directory.history import recorded
from directory.one_by_one import OneByOne
from listings.actions.partners import PartRefused

MOST_STANDING = 5
"""Suggestions of one council at a time."""


class SuggestionRefused(PartRefused):
    """It cannot be done; the text is a sentence for the person who tried."""


def suggest(*, today: datetime.date) -> dict[str, int]:
    """Find anew what fits each council in force; return how many councils, and how many suggestions, that made.

    Each council is a transaction of its own, so it may be killed anywhere, run twice at once, and be run again: what
    is found again stays as it is, and nothing is written for it. What is wrong with one keeps back no other: raises
    SomeFailed when everything else is done.
    """
    facts = Facts.read(today)
    chooser = Chooser(facts)
    one_by_one = OneByOne("councils to suggest something to")
    found = Organisation.objects.councils().current().order_by("pk").iterator()
    kept = one_by_one.each(found, lambda council: _keep(council, chooser.candidates(council), facts, today))
    one_by_one.end()
    return {
        "councils": len(kept),
        "suggestions": sum(standing for standing, _ in kept),
        "new": sum(new for _, new in kept),
    }


@recorded
def dismiss(*, suggestion: Suggestion, by: User) -> None:
    """Say that a listing is not for a council: it is not suggested again. Again, it changes nothing.

    Raises SuggestionRefused for who does not belong to the council.
    """
    suggestion = _locked(suggestion, by)
    if suggestion.dismissed_at is None:
        suggestion.dismissed_at, suggestion.dismissed_by = timezone.now(), by
        suggestion.save(update_fields=["dismissed_at", "dismissed_by"])


@recorded
def take_back_dismissal(*, suggestion: Suggestion, by: User) -> None:
    """Say that a listing may be suggested after all. Again, it changes nothing.

    Raises SuggestionRefused for who does not belong to the council.
    """
    suggestion = _locked(suggestion, by)
    if suggestion.dismissed_at is not None:
        suggestion.dismissed_at, suggestion.dismissed_by = None, None
        suggestion.save(update_fields=["dismissed_at", "dismissed_by"])


# Steps of the above


@transaction.atomic
def _keep(
    council: Organisation, candidates: Sequence[Candidate], facts: Facts, today: datetime.date
) -> tuple[int, int]:
    """Let the best candidates stand, and nothing else; return how many stand, and how many of them are new.

    The council's row is locked, so two runs do not mix. What was dismissed while this one was thinking stays away.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)
    rows = {row.listing_id: row for row in Suggestion.objects.select_for_update().filter(organisation=council)}
    never = facts.with_same_work(pk for pk, row in rows.items() if row.dismissed_at)
    chosen: list[Candidate] = []
    said: set[int] = set()
    for one in candidates:
        if one.listing not in never | said and len(chosen) < MOST_STANDING:
            chosen.append(one)
            said |= facts.with_same_work([one.listing])
    new = 0
    for one in chosen:
        row = rows.pop(one.listing, None) or Suggestion(
            organisation=council, listing_id=one.listing, is_current=False, made_on=today
        )
        was = (row.is_current, row.reasons, row.weight)
        new += not row.is_current
        row.is_current, row.reasons, row.weight = True, one.reasons, round(one.weight, 3)
        if was != (row.is_current, row.reasons, row.weight):
            row.save()
    outdone = [row.pk for row in rows.values() if row.is_current]
    Suggestion.objects.filter(pk__in=outdone).update(is_current=False)
    return len(chosen), new


def _locked(suggestion: Suggestion, by: User) -> Suggestion:
    if suggestion.organisation_id not in by.roles:
        raise SuggestionRefused(f"Only the people of {suggestion.organisation} can say that.")
    return Suggestion.objects.select_for_update().get(pk=suggestion.pk)
