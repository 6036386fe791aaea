"""Mails about reuse: to those who are to confirm it, and their answer."""

from collaboration.models import Adoption
from collaboration.quoting import quoted
from councils.models import OutgoingMail
from councils.outbox import Letter, writes
from councils.tasks.memberships import link
from listings.models import Listing
from listings.tasks.parts import council_for


@writes(mail="adoption_said")
def adoption_said(mail: OutgoingMail) -> Letter | None:
    """Ask somebody who answers for an entry whether an organisation reuses it, unless that is answered by now."""
    waiting = Adoption.objects.waiting().filter(listing__state=Listing.State.PUBLISHED)
    said = waiting.select_related("listing", "organisation").get(pk=mail.about["adoption"])
    council = council_for(said.listing, mail.user, otherwise=said.organisation)
    return Letter({"said": said, "link": link("adoption", council.slug, said.listing_id, said.pk)})


@writes(mail="adoption_answered")
def adoption_answered(mail: OutgoingMail) -> Letter | None:
    """Tell whoever said that their council reuses an entry whether that was confirmed."""
    answered = Adoption.objects.filter(answered_at__isnull=False, withdrawn_at=None)
    said = answered.select_related("listing", "organisation").get(pk=mail.about["adoption"])
    is_confirmed = said.answer == Adoption.Answer.YES
    page = link("adoption", said.organisation.slug, said.listing_id, said.pk)
    return Letter({"said": said, "reason": quoted(said.reason), "is_confirmed": is_confirmed, "link": page})
