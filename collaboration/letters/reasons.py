"""Why somebody gets a mail, in the words that follow "You get this email because"."""

from collaboration.models import Interest
from collaboration.sides import is_asked, side_of
from councils.models import Membership, User
from listings.keepers import keeper_among
from listings.models import Listing


def why_about(interest: Interest, reader: User) -> str:
    """Return why somebody gets a mail of a conversation."""
    if interest.sender_id == reader.pk:
        return "you wrote about this entry"
    if side_of(interest, reader) == Interest.Side.SENDER:
        if interest.organisation and interest.organisation.is_abolished:
            return f"you are a manager of the council that took over from {interest.organisation}"
        return f"you are a manager of {interest.organisation}, for which this was written"
    if interest.adopter is None:
        return why_of_entry(interest.listing, reader)
    if is_asked(interest, reader):
        return f"you belong to {interest.adopter}, which is happy to talk about its use of this entry"
    return f"you are a moderator, and nobody of {interest.adopter} answers"


def why_of_entry(listing: Listing, reader: User) -> str:
    """Return why somebody gets what is written to those who answer for an entry."""
    theirs = Membership.objects.in_force().filter(user=reader, listings_looked_after__listing=listing.pk)
    council = keeper_among(listing, reader.roles)
    if council is None:
        return "you are a moderator, and nobody else answers for this entry"
    if theirs.exists():
        return "you look after this entry"
    if council.pk in reader.manages:
        return f"you are a manager of {council}, which answers for this entry"
    return f"you belong to {council}, which answers for this entry"
