"""Showing interest in an entry: the first message, which becomes somebody's turn to answer."""

import uuid
from typing import Any

from collaboration.actions.interest.steps import next_due, one_at_a_time, tell, with_whom_it_begins
from collaboration.actions.refused import InterestRefused
from collaboration.adopters import adopters_to_ask
from collaboration.limits import refuse_first_if_too_many, refuse_if_blocked, refuse_if_unsuitable
from collaboration.models import Interest
from collaboration.sides import answers_for
from collaboration.ways import kinds_taken
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
    adopter: Organisation | None = None,
    company: str = "",
    have: str = "",
    need: str = "",
    by_when: str = "",
    key: uuid.UUID | None = None,
) -> Interest:
    """Write to those who answer for a public entry, for one of one's councils or for oneself; return the interest.

    They are told by mail, and asked to answer in ten working days; an `adopter` can be asked in their place. `key` is
    of the form: sent twice, it is one. Raises InterestRefused for an entry that is not public or one's own, for a
    council that is not one's own, while an earlier approach of the same person is open, for suppliers without a name,
    or of who they work for, for an adopter who does not talk about it, and for what collaboration.limits keeps out.
    """
    # A key is a person's own: what somebody else's form was given makes no difference.
    key = uuid.uuid5(key, str(by.pk)) if key else None
    one_at_a_time(by)
    if key and (made := Interest.objects.filter(key=key).first()):
        return made
    refuse_first_if_too_many(by=by, listing=listing, adopter=adopter)
    listing = locked(listing)
    _refuse_if_not_theirs(listing, organisation, adopter, by)
    _refuse_if_it_cannot_be(listing, kind, organisation, adopter, company)
    refuse_if_unsuitable(message)
    refuse_if_blocked(by=by, listing=listing, adopter=adopter)
    interest = Interest(listing_id=listing.pk, kind=kind, sender=by, organisation=organisation, adopter=adopter)
    interest.company = "" if organisation else " ".join(company.split())
    interest.message, interest.due_on, interest.key = message.strip(), next_due(listing, adopter), key
    interest.have, interest.need, interest.by_when = have.strip(), need.strip(), by_when.strip()
    with_whom_it_begins(interest)
    interest.save()
    tell(interest, Interest.Side.OWNERS, "interest_received", but=by)
    return interest


def _refuse_if_not_theirs(
    listing: Any, organisation: Organisation | None, adopter: Organisation | None, by: User
) -> None:
    """Raise InterestRefused for who answers for the entry, who wrote already, and for a council of others."""
    if listing.state != Listing.State.PUBLISHED:
        raise InterestRefused("This entry is not public any more, so nobody gets messages about it.")
    if organisation is not None and organisation.pk not in by.roles:
        raise InterestRefused(f"Only the people of {organisation} can write for it.")
    if adopter and adopter.pk in by.roles:
        raise InterestRefused("Your council is asked itself, so there is nobody else to write to.")
    if adopter is None and answers_for(listing, by):
        raise InterestRefused("Your council answers for this entry itself, so there is nobody else to write to.")
    if Interest.objects.open().filter(listing=listing.pk, sender=by, adopter=adopter).exists():
        raise InterestRefused("You have written to them about this entry already. Go on in that conversation.")


def _refuse_if_not_for_an_adopter(listing: Listing, kind: str, adopter: Organisation) -> None:
    """Raise InterestRefused for an adopter who does not talk about it, and for anything but to talk."""
    if adopter not in adopters_to_ask(listing):
        raise InterestRefused(f"{adopter} takes no questions about its use of this entry any more.")
    if kind != Kind.TALK:
        raise InterestRefused("Who uses what an entry has made can only be asked to talk about that.")


def _refuse_if_it_cannot_be(
    listing: Any, kind: str, organisation: Organisation | None, adopter: Organisation | None, company: str
) -> None:
    """Raise InterestRefused for a kind that is not taken, or that nobody can be thought of behind."""
    if adopter:
        _refuse_if_not_for_an_adopter(listing, kind, adopter)
    if kind not in kinds_taken(listing):
        raise InterestRefused("Choose what you want to do.")
    if kind == Kind.SUPPLY and organisation is None and not company.strip():
        raise InterestRefused("Say for whom you offer to supply: suppliers are shown by name.")
    if kind == Kind.SUPPLY and Interest.objects.open().filter(listing=listing.pk).of_supplier(organisation, company):
        raise InterestRefused(
            f"Somebody has offered this for {organisation or 'the company that you work for'} already. "
            "One conversation is enough: go on in that one, or choose “Talk to them”."
        )
    parts = listing.participations.filter(organisation=organisation, left="") if organisation else []
    if kind == Kind.JOIN and parts:
        raise InterestRefused(f"{organisation} takes part in this entry already. Choose “Talk to them”.")
