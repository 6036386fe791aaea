"""Who takes part in an entry: adding, changing and removing organisations, and telling those that are named."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from councils.models import Membership, Organisation, User
from directory.history import recorded
from listings.actions.saving import locked, save_listing
from listings.keepers import people_of, people_of_other_keepers
from listings.models import Doubt, Listing, ListingOfficer, NameToResolve, Participation
from listings.tasks import keepers as keeper_mails
from listings.tasks import parts as mails
from listings.told import may_tell_today, told_lately

MOST = 200
"""Organisations in one entry: each that is named gets mail, and nobody reads longer lists."""
Role, Standing = Participation.Role, Participation.Standing


class PartRefused(Exception):
    """What was asked for cannot be done; the text is a sentence for the person who asked."""


@recorded
def add_partner(
    *, listing: Listing, organisation: Organisation, role: str, by: User, joined: str = ""
) -> Participation:
    """Name an organisation of the register in an entry, and return its part.

    A council can say for itself that it takes part: until it does, the lead alone says so, and once the entry is public
    its people are told by mail. Nobody of any other organisation can sign in, so there the lead's word stands.
    Raises PartRefused when it has this role already, when it has said that it does not take part, and for very many.
    """
    listing = locked(listing)
    if listing.participations.filter(organisation=organisation, role=role).exists():
        raise PartRefused(f"{organisation} is in the list as {in_words(role)} already.")
    _refuse_after_a_no(listing, organisation, by)
    part = Participation(
        listing_id=listing.pk, organisation=organisation, role=role, joined=joined, standing=_standing(organisation, by)
    )
    _add(listing, part, by)
    return part


@recorded
def propose_partner(*, listing: Listing, name: str, role: str, by: User, joined: str = "") -> Participation:
    """Name an organisation that the register does not have, and return its part: a moderator looks who it is.

    Raises PartRefused when the register knows the name, when it is in the list already, and for very many.
    """
    name = " ".join(name.split())[:200]
    listing = locked(listing)
    if known := Organisation.objects.all().called(name):
        raise PartRefused(f"{known[0]} is in the register. Search for it and choose it from the results.")
    waiting, _ = NameToResolve.objects.get_or_create(name=name, defaults={"reason": NameToResolve.Reason.PROPOSED})
    if listing.participations.filter(name_to_resolve=waiting, role=role).exists():
        raise PartRefused(f"“{name}” is in the list as {in_words(role)} already.")
    part = Participation(listing_id=listing.pk, name_to_resolve=waiting, written_name=name, role=role, joined=joined)
    _add(listing, part, by)
    return part


@recorded
def change_part(*, part: Participation, role: str, joined: str, left: str, by: User) -> Participation:
    """Say in which role an organisation takes part, since when, and until when if it has left; return its part.

    Its own people confirm it by that. A role that others say it has is for it to confirm again. Sent twice, nothing
    changes. Raises PartRefused for dates that cannot be, for a second part in the same role, for the only lead, for
    what another council answers for itself, and for who makes a lead, or leads again, without the say in that.
    """
    listing, part = locked_part(part)
    is_own = part.organisation_id in by.roles
    was = (part.role, part.joined, part.left, part.standing)
    _refuse_for_other_keepers(part, by)
    if part.role == Role.LEAD and not part.left and (role != Role.LEAD or left):
        _keep_a_lead(listing, part)
    is_new_lead = role == Role.LEAD and not left and (part.role != Role.LEAD or bool(part.left))
    if is_new_lead or role == Role.LEAD != part.role:
        _refuse_as_lead(listing, by)
    if role != part.role and listing.participations.filter(organisation=part.organisation, role=role).exists():
        raise PartRefused(f"{part.name} is in the list as {in_words(role)} already.")
    if is_own:
        part.standing = Standing.CONFIRMED
    elif role != part.role and part.organisation:
        part.standing = _standing(part.organisation, by)
    if left or part.left:
        # Who leaves stops answering for the entry, also when it comes back.
        part.claimed_at = None
    part.role, part.joined, part.left = Role(role), joined, left
    if (part.role, part.joined, part.left, part.standing) == was:
        return part
    _check(part)
    part.save()
    _finish(listing, by)
    if is_new_lead:
        _tell_of_the_lead(listing, part, by)
    return part


@recorded
def remove_part(*, part: Participation, by: User) -> None:
    """Take an organisation out of an entry to which it was added by mistake.

    What it has confirmed itself, or answers for, only its own people and moderators take out: for others it may have
    left. Raises PartRefused for that, for the only lead, and when it is not in the list any more.
    """
    listing, part = locked_part(part)
    if part.standing == Standing.CONFIRMED and part.organisation_id not in by.roles and not by.is_staff:
        raise PartRefused(f"{part.name} has confirmed that it takes part. If it has left since, say when it left.")
    _refuse_for_other_keepers(part, by)
    if part.role == Role.LEAD and not part.left:
        _keep_a_lead(listing, part)
    take_out(listing, [part])
    _finish(listing, by)


@recorded
def note_partners(*, listing: Listing, note: str, by: User) -> None:
    """Say in words which group takes part, such as “all 32 Scottish councils”. The same words change nothing."""
    listing = locked(listing)
    if listing.partners_note != note:
        listing.partners_note = note
        save_listing(listing=listing, by=by)


def tell_named_partners(listing: Listing) -> None:
    """Tell the people of each council that the lead names in a public entry, once for each part. For use in actions.

    A council without people is told once it has some, when the entry is next published or somebody else is named. So is
    one that was told of the entry in the last weeks already, and one above the number that a lead may reach in a day.
    """
    if listing.state != Listing.State.PUBLISHED:
        return
    named = listing.participations.filter(standing=Standing.NAMED, left="", told_at=None).select_related("organisation")
    told: list[int] = []
    known, may_tell = (told_lately(listing), may_tell_today(listing)) if named else (set(), 0)
    members = Membership.objects.in_force().filter(organisation__in=[part.organisation_id for part in named])
    with_people = set(members.values_list("organisation", flat=True)) if named else set()
    for part in named:
        if part.organisation_id in known or part.organisation_id not in with_people or len(told) >= may_tell:
            continue
        people = people_of(part.organisation) if part.organisation else []
        known |= {part.organisation_id} if people else set()
        told += [part.pk] if people else []
        for person in people:
            mails.partner_named.defer(participation_id=part.pk, to_id=person.pk)
    if told:
        Participation.objects.filter(pk__in=told).update(told_at=timezone.now())


# Steps of the above, and of other actions


def take_out(listing: Listing, parts: list[Participation]) -> None:
    """Delete parts of a locked entry, the names that then wait nowhere, and whose officers look after it no longer."""
    Participation.objects.filter(pk__in=[part.pk for part in parts]).delete()
    names = [part.name_to_resolve_id for part in parts if part.name_to_resolve_id]
    NameToResolve.objects.filter(pk__in=names, participations=None).delete()
    let_go(listing)


def let_go(listing: Listing) -> None:
    """End the looking after by officers of councils that do not answer for an entry any more."""
    keeping = listing.participations.keeping().values("organisation")
    ListingOfficer.objects.filter(listing=listing.pk).exclude(membership__organisation__in=keeping).delete()


def in_words(role: str) -> str:
    """Return a role as it stands in a sentence."""
    return Role(role).label.lower()


def locked_part(part: Participation) -> tuple[Any, Participation]:
    """Return the entry of a part, locked, and the part as it stands. Raises PartRefused when it is gone."""
    listing = locked(part.listing)
    found = listing.participations.select_related("organisation").filter(pk=part.pk).first()
    if found is None:
        raise PartRefused(f"{part.name} is not in the list any more.")
    return listing, found


def _add(listing: Any, part: Participation, by: User) -> None:
    if listing.participations.count() >= MOST:
        raise PartRefused(f"{MOST} organisations are in the list. Describe the others as a group instead.")
    if part.role == Role.LEAD:
        _refuse_as_lead(listing, by)
    _check(part)
    part.save()
    _finish(listing, by)
    if part.role == Role.LEAD:
        _tell_of_the_lead(listing, part, by)


def _check(part: Participation) -> None:
    """Raise PartRefused when the database would not take a part, such as one that ends before it begins."""
    try:
        part.full_clean(validate_unique=False)
    except ValidationError as error:
        raise PartRefused(" ".join(error.messages)) from None


def _finish(listing: Any, by: User) -> None:
    let_go(listing)
    save_listing(listing=listing, by=by)
    tell_named_partners(listing)


def _standing(organisation: Organisation, by: User) -> Participation.Standing:
    """Return whose word it is when `by` says that an organisation takes part."""
    if organisation.pk in by.roles:
        return Standing.CONFIRMED
    return Standing.NAMED if organisation.is_council and not organisation.is_abolished else Standing.STATED


def _refuse_as_lead(listing: Listing, by: User) -> None:
    """Raise PartRefused for who does not say who leads: whoever leads says it, else whoever answers for the entry."""
    if by.is_staff:
        return
    own = listing.participations.keeping().filter(organisation__in=by.roles)
    if not own.exists():
        raise PartRefused("Only those who answer for the entry say who leads it. Ask them.")
    leads = listing.participations.filter(role=Role.LEAD, left="").exclude(standing=Standing.NAMED)
    other = leads.exclude(organisation__in=by.roles).select_related("organisation").first()
    if other is not None and not own.filter(role=Role.LEAD).exists():
        raise PartRefused(f"{other.name} leads this entry, so its people say who else does. Ask them or moderators.")


def _tell_of_the_lead(listing: Listing, part: Participation, by: User) -> None:
    """Tell the others that answer for an entry that somebody leads it from now on."""
    besides = [part.organisation_id] if part.organisation_id else []
    for person in people_of_other_keepers(listing, by=by, besides=besides):
        keeper_mails.lead_added.defer(participation_id=part.pk, to_id=person.pk)


def _keep_a_lead(listing: Listing, part: Participation) -> None:
    """Raise PartRefused when a part is that of the only lead that answers for the entry."""
    leads = listing.participations.keeping().filter(role=Role.LEAD)
    if leads.filter(pk=part.pk).exists() and not leads.exclude(pk=part.pk).exists():
        raise PartRefused(f"{part.name} is the only lead. Add another lead that confirms it, or ask the moderators.")


def _refuse_for_other_keepers(part: Participation, by: User) -> None:
    """Raise PartRefused for the part of another council in force that answers for the entry, whoever says it does."""
    if by.is_staff or part.organisation is None or part.organisation.pk in by.roles or not part.is_keeper:
        return
    if part.organisation.is_council and not part.organisation.is_abolished:
        raise PartRefused(f"{part.name} answers for this entry too, and changes its part itself.")


def _refuse_after_a_no(listing: Listing, organisation: Organisation, by: User) -> None:
    """Raise PartRefused when an organisation has said that it does not take part; its own people may come back."""
    said_no = Doubt.objects.filter(listing=listing.pk, organisation=organisation, statement=Doubt.Statement.OUR_PART)
    if organisation.pk not in by.roles and not by.is_staff and said_no.exclude(answer=Doubt.Answer.PUT_BACK).exists():
        raise PartRefused(
            f"{organisation} has said that it does not take part, so only its own people add it: on the entry’s page "
            "they can ask to take part."
        )
