"""What the entries of a council wait for from its people, most pressing first."""

import datetime
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.timezone import localtime

from listings.models import Decision, Listing
from listings.moderation.reasons import BY_KEY
from listings.portfolio.entries import OwnEntry
from listings.reviews import ASKED_BEFORE


class Kind(TextChoices):
    """What an entry may wait for, in the order in which it presses: first what another person waits for."""

    SENT_BACK = "sent-back", "Sent back to you"
    ASKED = "asked", "Asked to take part"
    NAMED = "named", "Named, not yet confirmed by you"
    REVIEW = "review", "Due for review"
    DRAFT = "draft", "Drafts to finish"
    CLAIM = "claim", "From a published source, to claim"
    NOBODY = "nobody", "Nobody looks after it"


class Need(NamedTuple):
    """One thing that an entry waits for, and a sentence that says it. `request` is the number of one to answer."""

    kind: Kind
    words: str
    request: int = 0


def needs_of(entry: OwnEntry, today: datetime.date) -> list[Need]:
    """Return what an entry waits for from the people of its council, most pressing first; often nothing."""
    return [*needs_of_its_keepers(entry, today), *needs_of_its_part(entry)]


def needs_of_its_keepers(entry: OwnEntry, today: datetime.date) -> list[Need]:
    """Return what waits for those who answer for an entry."""
    listing, needs = entry.listing, []
    if not entry.part.is_keeper:
        return []
    if listing.state == Listing.State.DRAFT and entry.sent_back:
        needs.append(Need(Kind.SENT_BACK, sent_back_in_words(entry.sent_back)))
    needs += [Need(Kind.ASKED, f"{request.organisation} asks to take part", request.pk) for request in entry.requests]
    if is_due(entry, today):
        needs.append(Need(Kind.REVIEW, review_in_words(entry, today)))
    if listing.state == Listing.State.DRAFT and not entry.sent_back:
        needs.append(Need(Kind.DRAFT, f"Draft since {day(listing.created_at)}. Finish it and send it in"))
    # Who claims an entry looks after it from then on, so before that nobody is missing.
    is_there = listing.state != Listing.State.WITHDRAWN and not entry.is_unconfirmed
    if is_there and not entry.facts.has_officer:
        needs.append(Need(Kind.NOBODY, "Nobody at the council looks after it"))
    return needs


def needs_of_its_part(entry: OwnEntry) -> list[Need]:
    """Return what waits for whoever takes part in an entry, its keepers or not."""
    if entry.listing.state != Listing.State.PUBLISHED or entry.part.left:
        return []
    if entry.part.is_named_only:
        return [Need(Kind.NAMED, "Its lead names your council. Say whether you take part")]
    if entry.is_unconfirmed:
        return [Need(Kind.CLAIM, "Read in a published source. Claim it if it is right")]
    return []


def sent_back_in_words(decision: Decision) -> str:
    """Return when a moderator sent an entry back, and why."""
    reason = BY_KEY[decision.reason].sentence if decision.reason in BY_KEY else ""
    return " ".join(filter(None, [f"Sent back on {day(decision.decided_at)}.", reason, decision.words]))


def is_due(entry: OwnEntry, today: datetime.date) -> bool:
    """True once its people are asked whether an entry is still true, some days before. To claim it says so as well."""
    listing = entry.listing
    is_dated = listing.state == Listing.State.PUBLISHED and not entry.is_unconfirmed
    return bool(is_dated and listing.review_date and listing.review_date <= today + ASKED_BEFORE)


def review_in_words(entry: OwnEntry, today: datetime.date) -> str:
    """Return by or since when an entry is to be confirmed, and what came of it."""
    date = date_format(entry.listing.review_date, "j F Y")
    if entry.listing.is_archived:
        return f"Due for review since {date}, and kept out of the usual lists until you confirm it"
    return f"Due for review {'since' if entry.listing.review_date < today else 'on'} {date}"


def day(moment: datetime.datetime) -> str:
    """Return the day of a moment as people read it."""
    return date_format(localtime(moment), "j F Y")
