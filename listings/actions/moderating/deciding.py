"""Approving what waits, sending it back, and looking at what changed since."""

import datetime

from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.moderating.refused import DecisionRefused, refuse_unless
from listings.actions.publishing import publish
from listings.actions.saving import locked, save_listing
from listings.keepers import leads_by_their_own_word, officers_of_keepers
from listings.models import Decision, Listing
from listings.required import missing_answers
from listings.tasks import decisions as mails

Kind, State = Decision.Kind, Listing.State


@recorded
def approve(*, listing: Listing, seen: datetime.datetime, by: User) -> Decision:
    """Publish an entry that waits, and write to its people.

    `seen` is the moment of the last change that the moderator was shown: nothing is published that nobody has read.
    The councils that lead it by their own word publish directly from then on, unless a moderator has taken that back
    once. Raises DecisionRefused for an entry that does not wait (any more), when it changed after `seen`, and while
    required answers are missing.
    """
    listing = locked(listing)
    refuse_unless(listing, State.WAITING)
    if listing.updated_at != seen:
        raise DecisionRefused(f"“{listing}” has changed since you opened it. Read it again.")
    if missing := missing_answers(listing):
        asked = ", ".join(answer.question for answer in missing)
        raise DecisionRefused(f"“{listing}” cannot be published yet: it has no {asked}. Send it back, or add it.")
    publish(listing=listing, by=by)
    _let_publish_directly(listing)
    decision = Decision.objects.create(kind=Kind.APPROVED, listing_id=listing.pk, decided_by=by)
    mails.tell(decision, mails.approved, to=officers_of_keepers(listing))
    return decision


def _let_publish_directly(listing: Listing) -> None:
    """Note for the councils that lead an entry, and stand by it, that they publish directly from now on."""
    leading = [council.pk for council in leads_by_their_own_word(listing)]
    refused_once = Decision.objects.filter(kind=Kind.NO_DIRECT_PUBLISHING).exclude(organisation=None)
    councils = Organisation.objects.councils().filter(pk__in=leading, publishes_directly=False)
    councils.exclude(pk__in=refused_once.values("organisation")).update(publishes_directly=True)


@recorded
def send_back(*, listing: Listing, reason: str, words: str, field: str, by: User) -> Decision:
    """Make an entry that waits a draft again, and write to its people what is to be mended.

    `reason` is the key of a kept reason, `words` what is added or said instead, `field` what the officer is to look at;
    each may be empty, but not both reason and words. Raises DecisionRefused for an entry that does not wait (any more).
    """
    listing = locked(listing)
    refuse_unless(listing, State.WAITING)
    if not (reason or words):
        raise DecisionRefused("Choose a reason, or write what is to be mended.")
    listing.state = State.DRAFT
    save_listing(listing=listing, by=by)
    decision = Decision.objects.create(
        kind=Kind.SENT_BACK, listing_id=listing.pk, reason=reason, words=words, field=field, decided_by=by
    )
    mails.tell(decision, mails.sent_back, to=officers_of_keepers(listing))
    return decision


@recorded
def look_at(*, listing: Listing, seen: datetime.datetime, by: User) -> Decision:
    """Note that a moderator has looked at what changed in a public entry: it leaves the queue.

    `seen` is the moment of the last change that the moderator was shown. Raises DecisionRefused when something changed
    after it, and when somebody else has looked at it already.
    """
    listing = locked(listing)
    refuse_unless(listing, State.PUBLISHED)
    if listing.changed_since_review_at is None:
        raise DecisionRefused(f"Somebody has looked at the changes to “{listing}” already.")
    if listing.updated_at != seen:
        raise DecisionRefused(f"“{listing}” has changed again since you opened it. Look at what is new, then decide.")
    # Nothing of what the entry says changes, so it does not become newer: the one place that saves without the action.
    Listing.objects.filter(pk=listing.pk).update(changed_since_review_at=None)
    return Decision.objects.create(kind=Kind.LOOKED_AT, listing_id=listing.pk, decided_by=by)
