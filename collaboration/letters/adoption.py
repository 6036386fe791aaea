"""Mails about reuse: to those who are to confirm it, and their answer."""

from collaboration.letters.reasons import why_of_entry
from collaboration.models import Adoption
from collaboration.quoting import quoted
from collaboration.sides import answers_for
from collaboration.wording import title_in_words
from councils.models import OutgoingMail
from councils.outbox import Letter, writes
from councils.tasks.memberships import link
from listings.models import Listing
from listings.tasks.parts import council_for


@writes(mail="adoption_said")
def adoption_said(mail: OutgoingMail) -> Letter | None:
    """Ask somebody who answers for an entry whether an organisation reuses it, unless that is answered by now.

    Who does not answer for it any more is not asked.
    """
    waiting = Adoption.objects.waiting().filter(listing__state=Listing.State.PUBLISHED)
    said = waiting.select_related("listing", "organisation").get(pk=mail.about["adoption"])
    if not (mail.user.is_staff or answers_for(said.listing, mail.user)):
        return None
    council = council_for(said.listing, mail.user, otherwise=said.organisation)
    page = link("adoption", council.slug, said.listing_id, said.pk)
    return Letter({"said": said, "why": why_of_entry(said.listing, mail.user), "link": page})


@writes(mail="adoption_answered")
def adoption_answered(mail: OutgoingMail) -> Letter | None:
    """Tell whoever said that their council reuses an entry whether that was confirmed, while they belong to it."""
    answered = Adoption.objects.filter(answered_at__isnull=False, withdrawn_at=None)
    said = answered.select_related("listing", "organisation").get(pk=mail.about["adoption"])
    if said.organisation_id not in mail.user.roles:
        return None
    is_confirmed = said.answer == Adoption.Answer.YES
    page = link("adoption", said.organisation.slug, said.listing_id, said.pk)
    entry = title_in_words(said.listing, mail.user)
    context = {"said": said, "entry": entry, "reason": quoted(said.reason), "is_confirmed": is_confirmed}
    return Letter(context | {"link": page})
