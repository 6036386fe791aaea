"""Reuse: a council says that it reuses what an entry has made, and those who answer for the entry confirm it.

Once confirmed it is a participation as adopter, which is what lists, counts and pages go by; the adoption adds who
supports it and whether they are happy to talk. An entry that names the council as adopter already needs no second yes.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from collaboration.actions.interest.steps import one_at_a_time
from collaboration.limits import refuse_if_blocked
from collaboration.models import Adoption, Interest
from collaboration.recipients import people_to_reach
from collaboration.sides import side_of
from councils.actions.outbox import post
from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.partners import PartRefused, change_part
from listings.actions.saving import locked
from listings.actions.taking_in import take_in
from listings.models import Listing, Participation
from listings.partial_dates import PartialDate

Answer = Adoption.Answer
Role = Participation.Role
MOST_A_DAY = 20
"""Adoptions that one council may say in 24 hours: each writes to people who did not ask for mail."""
WRITTEN = {"since", "until", "supported_by"}
"""What people write of an adoption; the rest is noted here."""


class AdoptionRefused(PartRefused):
    """What was asked for cannot be done; the text is a sentence for the person who asked."""


@recorded
def adopt(
    *,
    listing: Listing,
    organisation: Organisation,
    since: PartialDate | str,
    supported_by: str,
    happy_to_talk: bool,
    by: User,
) -> Adoption:
    """Say for one's own council that it reuses what a public entry has made; those who answer for the entry are told.

    Where the entry names it as adopter already, it is confirmed by that. Said twice, it is one.
    Raises AdoptionRefused for another's council, for who leads the entry or has said something else of it before,
    when the entry is not public (any more), for dates that cannot be, and when the council said this very often today;
    InterestRefused for somebody whose messages those who answer for the entry do not take, and for a closed account.
    """
    one_at_a_time(by)
    if organisation.pk not in by.roles:
        raise AdoptionRefused(f"Only the people of {organisation} can say what it reuses.")
    # Before the entry, so that those who say it of many entries at once are counted one after the other.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    listing = locked(listing)
    _refuse_unless_public(listing)
    facts = {"since": since, "supported_by": supported_by.strip(), "happy_to_talk": happy_to_talk}
    if standing := _standing(listing, organisation):
        if any(getattr(standing, name) != value for name, value in facts.items()):
            raise AdoptionRefused(f"{organisation} has said already that it reuses this. You can change what it said.")
        return standing
    refuse_if_blocked(by=by, listing=listing)
    _refuse_who_leads(listing, organisation)
    lately = Adoption.objects.filter(organisation=organisation, said_at__gt=timezone.now() - timedelta(days=1))
    if lately.count() >= MOST_A_DAY:
        raise AdoptionRefused(f"{organisation} has said this {MOST_A_DAY} times today. Go on tomorrow.")
    adoption = Adoption(listing_id=listing.pk, organisation=organisation, said_by=by, **facts)
    part = _part_of(listing, organisation)
    return _confirm(listing, adoption) if part and not part.left else _wait(listing, adoption)


@recorded
def adopt_from_interest(*, interest: Interest, since: PartialDate | str, by: User) -> Adoption:
    """Note that what somebody was interested in is reused now, and return the adoption.

    Said by those who answer for the entry, or by a moderator, it stands at once; said by whoever is interested, it
    waits for their yes. Where the organisation has said so already, that stays as it is. Raises AdoptionRefused when
    the interest is for no organisation, for who leads the entry, and when the entry is not public (any more).
    """
    organisation = interest.organisation
    if organisation is None:
        raise AdoptionRefused("This conversation is for no council, so nobody can be named as reusing the entry.")
    listing = locked(interest.listing)
    _refuse_unless_public(listing)
    is_owner = side_of(interest, by) == Interest.Side.OWNERS
    adoption = _standing(listing, organisation)
    if adoption is None:
        _refuse_who_leads(listing, organisation)
        adoption = Adoption(listing_id=listing.pk, organisation=organisation, since=since, said_by=by)
    elif adoption.answer or not is_owner:
        return adoption
    # What came of it before was declined, or is in the entry no more.
    Adoption.objects.filter(interest=interest).exclude(pk=adoption.pk).update(interest=None)
    adoption.interest = interest
    return _confirm(listing, adoption, by=by) if is_owner else _wait(listing, adoption)


@recorded
def answer_adoption(*, adoption: Adoption, confirm: bool, reason: str, by: User) -> None:
    """Confirm that an organisation reuses the entry, or do not, with a reason that it reads; who said so is told.

    The same answer again changes nothing. Raises AdoptionRefused when it was answered otherwise or taken back, and for
    a yes when the entry is not public (any more).
    """
    answer = Answer.YES if confirm else Answer.NO
    listing, adoption = _locked(adoption)
    if adoption.answer == answer:
        return
    _refuse_when_settled(adoption)
    adoption.reason = reason.strip()
    if confirm:
        _refuse_unless_public(listing)
        _confirm(listing, adoption, by=by)
    else:
        _settle(adoption, answer, by)
    if adoption.said_by not in (None, by):
        post(to=adoption.said_by, mail="adoption_answered", about={"adoption": adoption.pk})


@recorded
def change_adoption(
    *,
    adoption: Adoption,
    since: PartialDate | str,
    until: PartialDate | str,
    supported_by: str,
    happy_to_talk: bool,
    by: User,
) -> None:
    """Correct what one's own council said of its reuse; with `until` it has stopped, and the entry says since when.

    Sent twice, nothing changes. Raises AdoptionRefused for another's, for what was not confirmed or is not in the entry
    any more, for an end of what nobody confirmed, and for dates that cannot be.
    """
    listing, adoption = _locked(adoption)
    _refuse_strangers(adoption, by)
    part = _part_of(listing, adoption.organisation)
    if adoption.withdrawn_at or adoption.answer == Answer.NO or (adoption.answer and part is None):
        raise AdoptionRefused(f"The entry does not say that {adoption.organisation} reuses it. You can say so again.")
    if until and not adoption.answer:
        raise AdoptionRefused("Nobody has confirmed yet that you reuse it. Take it back instead.")
    adoption.since, adoption.until = PartialDate(since), PartialDate(until) if until else ""
    adoption.supported_by, adoption.happy_to_talk = supported_by.strip(), happy_to_talk
    _check(adoption)
    adoption.save()
    if part and adoption.answer:
        change_part(part=part, role=Role.ADOPTER, joined=str(since), left=str(until), by=by)


@recorded
def take_back_adoption(*, adoption: Adoption, by: User) -> None:
    """Take back what one's own council said, before it is answered. Again, it changes nothing.

    Raises AdoptionRefused for another's, and once it is answered.
    """
    _, adoption = _locked(adoption)
    _refuse_strangers(adoption, by)
    if adoption.withdrawn_at is None:
        _refuse_when_settled(adoption)
        adoption.withdrawn_at = timezone.now()
        adoption.save(update_fields=["withdrawn_at"])


# Steps of the above


def _locked(adoption: Adoption) -> tuple[Any, Adoption]:
    """Return the entry of an adoption, locked, and the adoption as it stands.

    Raises AdoptionRefused when the entry was merged into another meanwhile, and the adoption went along.
    """
    listing = locked(adoption.listing)
    found = listing.adoptions.select_related("organisation", "said_by", "listing").filter(pk=adoption.pk).first()
    if found is None:
        raise AdoptionRefused("This entry has just become one with another. Look for it there.")
    return listing, found


def _part_of(listing: Any, organisation: Organisation) -> Participation | None:
    """Return the part that an organisation has in a locked entry as its adopter, now or before."""
    parts = listing.participations.select_related("organisation", "listing")
    found: Participation | None = parts.filter(organisation=organisation, role=Role.ADOPTER).first()
    return found


def _standing(listing: Any, organisation: Organisation) -> Adoption | None:
    """Return what an organisation has said of its reuse of a locked entry, waiting or confirmed.

    What was confirmed once, but is not in the entry any more, is put away: it can be said anew.
    """
    said = listing.adoptions.filter(organisation=organisation, withdrawn_at__isnull=True).exclude(answer=Answer.NO)
    adoption: Adoption | None = said.select_related("organisation", "listing").first()
    if adoption and adoption.answer and _part_of(listing, organisation) is None:
        adoption.withdrawn_at = timezone.now()
        adoption.save(update_fields=["withdrawn_at"])
        return None
    return adoption


def _confirm(listing: Any, adoption: Adoption, *, by: User | None = None) -> Adoption:
    """Let an adoption stand from now on, as a part in the locked entry; `by` said so, nobody where the entry did."""
    _check(adoption)
    _settle(adoption, Answer.YES, by)
    actor = by or adoption.said_by
    assert actor is not None  # an adoption that the entry confirms was said a moment ago
    take_in(listing=listing, organisation=adoption.organisation, role=Role.ADOPTER, joined=adoption.since, by=actor)
    return adoption


def _settle(adoption: Adoption, answer: str, by: User | None) -> None:
    adoption.answer, adoption.answered_by, adoption.answered_at = answer, by, timezone.now()
    adoption.save()


def _wait(listing: Any, adoption: Adoption) -> Adoption:
    """Keep an adoption until it is answered, and tell those who answer for the locked entry."""
    _check(adoption)
    adoption.save()
    for person in people_to_reach(listing, but=adoption.said_by):
        post(to=person, mail="adoption_said", about={"adoption": adoption.pk})
    return adoption


def _check(adoption: Adoption) -> None:
    """Raise AdoptionRefused when the database would not take an adoption, such as one that ends before it begins."""
    not_theirs = {field.name for field in Adoption._meta.fields} - WRITTEN
    try:
        adoption.full_clean(exclude=not_theirs, validate_unique=False)
    except ValidationError as error:
        raise AdoptionRefused(" ".join(error.messages)) from None


def _refuse_unless_public(listing: Listing) -> None:
    if listing.state != Listing.State.PUBLISHED:
        raise AdoptionRefused("This entry is not public any more, so nobody can be named in it.")


def _refuse_who_leads(listing: Listing, organisation: Organisation) -> None:
    if listing.participations.filter(organisation=organisation, role=Role.LEAD, left="").exists():
        raise AdoptionRefused(f"{organisation} leads this entry: that it uses its own work goes without saying.")


def _refuse_strangers(adoption: Adoption, by: User) -> None:
    if adoption.organisation_id not in by.roles:
        raise AdoptionRefused(f"Only the people of {adoption.organisation} can change what it said.")


def _refuse_when_settled(adoption: Adoption) -> None:
    if adoption.withdrawn_at:
        raise AdoptionRefused(f"{adoption.organisation} has taken this back, so it needs no answer any more.")
    if adoption.answered_at:
        raise AdoptionRefused(f"This is settled already: {adoption.get_answer_display().lower()}.")
