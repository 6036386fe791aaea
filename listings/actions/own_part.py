"""A council's answer to being named in an entry."""

from django.utils import timezone

from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.partners import PartRefused, locked_part, take_out
from listings.actions.saving import save_listing
from listings.doubted import as_held
from listings.keepers import people_of_keepers
from listings.models import Doubt, Participation
from listings.tasks import parts as mails

NO_WORDS = "It does not take part."
Standing = Participation.Standing


@recorded
def confirm_part(*, part: Participation, by: User) -> None:
    """Say for one's own council that it takes part as named. What is confirmed already stays so.

    Raises PartRefused when the part is gone, or is another council's.
    """
    listing, part = locked_part(part)
    _own_council(part, by)
    if part.standing != Standing.CONFIRMED:
        part.standing = Standing.CONFIRMED
        part.save()
        save_listing(listing=listing, by=by)


@recorded
def decline_part(*, part: Participation, reason: str, by: User) -> Doubt:
    """Say for one's own council that it does not take part as the lead says: it goes, and the lead's people are told.

    It is kept as a doubt that needs no moderator, because only the lead's word stood against the council's own: the
    lead cannot name the council again. Raises PartRefused when the part is gone, is another council's, or rests on
    more than the lead's word.
    """
    listing, part = locked_part(part)
    council = _own_council(part, by)
    if not part.is_named_only:
        raise PartRefused(
            "This part is confirmed or comes from a source. Say that you have left, or that the statement is wrong."
        )
    now = timezone.now()
    said = Doubt.objects.create(
        listing_id=listing.pk,
        organisation=council,
        statement=Doubt.Statement.OUR_PART,
        words=reason.strip() or NO_WORDS,
        held=as_held([part]),
        said_by=by,
        said_at=now,
        answer=Doubt.Answer.STAYS_OUT,
        answered_by=by,
        answered_at=now,
    )
    take_out(listing, [part])
    save_listing(listing=listing, by=by)
    for person in people_of_keepers(listing, but=by):
        mails.part_declined.defer(doubt_id=said.pk, to_id=person.pk)
    return said


def _own_council(part: Participation, by: User) -> Organisation:
    """Return the council whose part it is. Raises PartRefused when the person does not belong to it."""
    if part.organisation is None or part.organisation.pk not in by.roles:
        raise PartRefused(f"Only the people of {part.name} can say that.")
    return part.organisation
