"""Changing who leads an entry."""

from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.moderating.refused import DecisionRefused, refuse_unless
from listings.actions.partners import let_go, tell_named_partners
from listings.actions.saving import locked, save_listing
from listings.keepers import officers_of_keepers
from listings.models import Decision, Listing, Participation
from listings.tasks import decisions as mails

State, Role = Listing.State, Participation.Role


@recorded
def change_lead(*, listing: Listing, to: Organisation, stays_partner: bool, words: str, by: User) -> Decision:
    """Let an organisation lead an entry, in the place of those that lead it now, and write to both sides.

    Those take part as partners from now on if they stay, else not at all. Officers of councils that do not answer for
    the entry any more do not look after it any more. Raises DecisionRefused for an entry that is withdrawn, and when
    the organisation leads it alone already, and stands by it.
    """
    listing = locked(listing)
    refuse_unless(listing, State.PUBLISHED, State.WAITING, State.DRAFT)
    parts = list(Participation.objects.select_for_update().filter(listing=listing.pk))
    leads = [part for part in parts if part.role == Role.LEAD and not part.left]
    if [part.organisation_id for part in leads] == [to.pk] and leads[0].is_keeper:
        raise DecisionRefused(f"{to} leads “{listing}” already. Nothing was changed.")
    told = {person.pk: person for person in officers_of_keepers(listing)}
    for part in leads:
        if part.organisation_id != to.pk:
            _step_down(part, parts, stays_partner=stays_partner)
    _let_lead(listing, to, parts)
    let_go(listing)
    save_listing(listing=listing, by=by)
    tell_named_partners(listing)
    words = " ".join(filter(None, [f"Led by {to} from now on.", words]))
    decision = Decision.objects.create(
        kind=Decision.Kind.LEAD_CHANGED, listing_id=listing.pk, words=words, decided_by=by
    )
    told |= {person.pk: person for person in officers_of_keepers(listing)}
    mails.tell(decision, mails.lead_changed, to=told.values())
    return decision


def _step_down(part: Participation, parts: list[Participation], *, stays_partner: bool) -> None:
    """Make a partner of who led, or take it out; whoever is a partner besides is not named twice."""
    who = (part.organisation_id, part.name_to_resolve_id)
    others = [(one.organisation_id, one.name_to_resolve_id) for one in parts if one.role == Role.PARTNER]
    if not stays_partner or who in others:
        part.delete()
        return
    part.role, part.claimed_at = Role.PARTNER, None
    part.save()


def _let_lead(listing: Listing, to: Organisation, parts: list[Participation]) -> None:
    """Note that an organisation leads: its part as a partner becomes the lead, and a lead that had left is back.

    A moderator’s word is enough for that: it answers for the entry from then on, also where it was only named.
    """
    theirs = {Role(part.role): part for part in parts if part.organisation_id == to.pk and part.pk}
    part = theirs.get(Role.LEAD) or theirs.get(Role.PARTNER)
    if part is None:
        Participation.objects.create(listing_id=listing.pk, organisation=to, role=Role.LEAD, written_name=to.name)
        return
    part.role, part.left = Role.LEAD, ""
    if part.is_named_only:
        part.standing = Participation.Standing.STATED
    part.save()
