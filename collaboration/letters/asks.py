"""Mails about what was wanted."""

from collaboration.models import Ask
from councils.models import OutgoingMail
from councils.outbox import Letter, writes
from councils.tasks.memberships import link
from listings.keepers import keeper_among
from listings.models import Listing


@writes(mail="ask_expired")
def ask_expired(mail: OutgoingMail) -> Letter | None:
    """Ask what came of something that was wanted until a day; None once somebody said so, or goes on asking."""
    asks = Ask.objects.select_related("listing", "organisation")
    ask = asks.prefetch_related("listing__participations__organisation").get(pk=mail.about["ask"])
    is_settled = ask.closed_at is not None or ask.deadline.toordinal() != mail.about["until"]
    if is_settled or ask.listing.state != Listing.State.PUBLISHED or ask.listing.is_ended:
        return None
    council = keeper_among(ask.listing, mail.user.roles) or (ask.organisation if mail.user.is_staff else None)
    if council is None:
        return None
    page = link("close-ask", council.slug, ask.listing.pk, ask.pk)
    return Letter({"ask": ask, "words": " ".join(ask.words.split()), "link": page})
