"""Showing interest in an entry: the first message, which becomes somebody's turn to answer."""

import uuid
from typing import Any

from collaboration.actions.interest.steps import next_due, one_at_a_time, tell, with_whom_it_begins
from collaboration.actions.refused import InterestRefused
from collaboration.limits import refuse_if_blocked, refuse_if_too_many, refuse_if_unsuitable
from collaboration.models import Interest
from collaboration.sides import answers_for
from collaboration.ways import ways_into
from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.saving import locked
from listings.models import Listing

Kind = Interest.Kind


@recorded
def show_interest(
    *,
    listing: Listing,
    kind: str,
    message: str,
    by: User,
    organisation: Organisation | None = None,
    company: str = "",
    have: str = "",
    need: str = "",
    by_when: str = "",
    key: uuid.UUID | None = None,
) -> Interest:
    """Write to those who answer for a public entry, for one of one's councils or for oneself; return the interest.

    They are told by mail, and asked to answer within ten working days. `key` is of the form: sent twice, it is one.
    Raises InterestRefused for an entry that is not public or one's own, for a council that is not one's own, while an
    earlier approach of the same person is open, for a supplier who does not say for whom they work, and for what
    collaboration.limits keeps out.
    """
    # A key is a person's own: what somebody else's form was given makes no difference.
    key = uuid.uuid5(key, str(by.pk)) if key else None
    one_at_a_time(by)
    if key and (made := Interest.objects.filter(key=key).first()):
        return made
    refuse_if_too_many(by=by, listing=listing)
    listing = locked(listing)
    _refuse_if_not_theirs(listing, organisation, by)
    _refuse_if_it_cannot_be(listing, kind, organisation, company)
    refuse_if_unsuitable(message)
    refuse_if_blocked(by=by, listing=listing)
    interest = Interest(listing_id=listing.pk, kind=kind, sender=by, organisation=organisation, key=key)
    interest.company = "" if organisation else " ".join(company.split())
    interest.message, interest.due_on = message.strip(), next_due()
    interest.have, interest.need, interest.by_when = have.strip(), need.strip(), by_when.strip()
    with_whom_it_begins(interest)
    interest.save()
    tell(interest, Interest.Side.OWNERS, "interest_received", but=by)
    return interest


def _refuse_if_not_theirs(listing: Any, organisation: Organisation | None, by: User) -> None:
    """Raise InterestRefused for who answers for the entry, who wrote already, and for a council of others."""
    if listing.state != Listing.State.PUBLISHED:
        raise InterestRefused("This entry is not public any more, so nobody gets messages about it.")
    if organisation is not None and organisation.pk not in by.roles:
        raise InterestRefused(f"Only the people of {organisation} can write for it.")
    if answers_for(listing, by):
        raise InterestRefused("Your council answers for this entry itself, so there is nobody else to write to.")
    if Interest.objects.open().filter(listing=listing.pk, sender=by).exists():
        raise InterestRefused("You have written about this entry already. Go on in that conversation.")


def _refuse_if_it_cannot_be(listing: Any, kind: str, organisation: Organisation | None, company: str) -> None:
    """Raise InterestRefused for a kind that this entry does not take, or that nobody can be thought of behind."""
    if kind not in ways_into(listing):
        raise InterestRefused("Choose what you want to do.")
    if kind == Kind.SUPPLY and organisation is None and not company.strip():
        raise InterestRefused("Say for whom you offer to supply: suppliers are shown by name.")
    parts = listing.participations.filter(organisation=organisation, left="") if organisation else []
    if kind == Kind.JOIN and parts:
        raise InterestRefused(f"{organisation} takes part in this entry already. Choose “Talk to them”.")
