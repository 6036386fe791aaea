"""Ending an entry kindly, going on after all, withdrawing it and bringing it back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from councils.models import User
from directory.history import recorded
from listings.actions.partners import tell_named_partners
from listings.actions.registering import SectionConflict
from listings.actions.saving import before_withdrawing, locked, save_listing
from listings.actions.stages import is_pointed, point
from listings.keepers import keeper_among, lead_of_others, people_of_other_keepers
from listings.models import Listing, PhaseChange
from listings.moderation.last_word import was_withdrawn_by_a_moderator
from listings.partial_dates import PartialDate
from listings.registering.conflicts import conflict, merged
from listings.tasks import keepers as mails

State = Listing.State
ENDING = ("end_reason", "ended", "end_note", "would_do_differently")
"""What is said about an end."""


class EndingRefused(Exception):
    """It cannot be done; the text is a sentence for the person who tried."""


def ending_of(listing: Listing) -> dict[str, str]:
    """Return what an entry says about its end."""
    return {name: str(getattr(listing, name)) for name in ENDING}


@recorded
def end_listing(*, listing: Listing, sent: dict[str, str], opened: str, by: User, other: Listing | None = None) -> Any:
    """Say that work has ended, when, why, and what its people would do differently; or say so in other words.

    `sent` has the answers by the names of ENDING, `opened` says how they stood when the form was opened, `other` is the
    entry that this one became part of or was replaced by: it takes the place of one that was named before. The phase
    that was reached stays. As it stands already, it stays. Raises SectionConflict when somebody else has said otherwise
    meanwhile, and EndingRefused for an entry that is withdrawn, for one that another council leads, and when the end
    lies before the start.
    """
    listing = locked(listing)
    _refuse_for_its_lead(listing, by)
    if listing.state == State.WITHDRAWN:
        raise EndingRefused("This entry is withdrawn. Bring it back first, then say how it ended.")
    now = ending_of(listing)
    if differences := conflict(opened, now, sent):
        raise SectionConflict(now, differences)
    answers = merged(opened, now, sent)
    is_linked = other is None or is_pointed(listing, other)
    if listing.is_ended and answers == now and is_linked:
        return listing
    for name, value in answers.items():
        setattr(listing, name, PartialDate(value) if name == "ended" and value else value)
    listing.is_ended = True
    try:
        listing.validate_constraints()
    except ValidationError as error:
        raise EndingRefused(" ".join(error.messages)) from None
    if not is_linked and other is not None:
        point(listing, other)
    save_listing(listing=listing, by=by, phase_since=answers["ended"])
    if answers["ended"]:
        _date_the_end(listing, answers["ended"])
    return listing


def _date_the_end(listing: Listing, ended: str) -> None:
    """Give the end the day that is said now, where it had another one before."""
    last = PhaseChange.objects.filter(listing=listing.pk).last()
    if last is not None and last.phase == "ended" and last.since != ended:
        last.since = PartialDate(ended)
        last.save(update_fields=["since"])


@recorded
def go_on(*, listing: Listing, by: User) -> Any:
    """Say that work which was said to have ended goes on: what was said about the end goes, and the history keeps it.

    What goes on already stays so. Raises EndingRefused for an entry that is withdrawn, and for one that another council
    leads.
    """
    listing = locked(listing)
    _refuse_for_its_lead(listing, by)
    if not listing.is_ended:
        return listing
    if listing.state == State.WITHDRAWN:
        raise EndingRefused("This entry is withdrawn. Bring it back first, then say that it goes on.")
    listing.is_ended = False
    for name in ENDING:
        setattr(listing, name, "")
    save_listing(listing=listing, by=by)
    return listing


@recorded
def withdraw(*, listing: Listing, by: User) -> None:
    """Take an entry of one's own council off the public pages. It can be brought back as it was.

    What is withdrawn already stays so. Other councils that answer for it are told by mail. Raises EndingRefused for an
    entry that another council leads.
    """
    listing = locked(listing)
    if listing.state == State.WITHDRAWN:
        return
    _refuse_for_its_lead(listing, by)
    listing.state, listing.changed_since_review_at = State.WITHDRAWN, None
    save_listing(listing=listing, by=by)
    if council := keeper_among(listing, by.roles):
        for person in people_of_other_keepers(listing, by=by):
            mails.entry_withdrawn.defer(listing_id=listing.pk, organisation_id=council.pk, to_id=person.pk)


@recorded
def bring_back(*, listing: Listing, by: User) -> Any:
    """Bring a withdrawn entry of one's own council back, and return it; what is not withdrawn stays as it is.

    One that was public is public again, with the changes that no moderator has looked at, and what was never sent in is
    a draft again. What a moderator withdrew goes through review again. Raises EndingRefused for an entry that was
    merged into another, and for one that another council leads.
    """
    listing = locked(listing)
    if listing.merged_into_id:
        raise EndingRefused("This entry was merged into another one, so it cannot be brought back. Ask the moderators.")
    if listing.state != State.WITHDRAWN:
        return listing
    _refuse_for_its_lead(listing, by)
    listing.state = state_after(listing)
    if listing.state == State.WAITING:
        listing.submitted_at = timezone.now()
    if listing.state == State.PUBLISHED and (before := before_withdrawing(listing)):
        listing.changed_since_review_at = before.changed_since_review_at
    save_listing(listing=listing, by=by)
    tell_named_partners(listing)
    return listing


def _refuse_for_its_lead(listing: Listing, by: User) -> None:
    """Raise EndingRefused where another council leads: who only takes part does not decide about the whole entry."""
    if not by.is_staff and (lead := lead_of_others(listing, by.roles)):
        raise EndingRefused(f"{lead} leads this entry, so its people decide about this. Ask them, or the moderators.")


def state_after(listing: Listing) -> Listing.State:
    """Return the state in which a withdrawn entry comes back when its council brings it back."""
    if was_withdrawn_by_a_moderator(listing) and (listing.published_at or listing.submitted_at):
        return State.WAITING
    return State.PUBLISHED if listing.published_at else State.DRAFT
