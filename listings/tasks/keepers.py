"""Mails between the councils that answer for one entry: what one of them did, for the people of the others."""

from procrastinate.contrib.django import app

from councils.models import Organisation, User
from councils.tasks.memberships import link, skipping_what_is_gone
from councils.tasks.retries import MAIL
from councils.tasks.writing import write_to
from listings.models import Listing, Participation
from listings.tasks.parts import council_for


@app.task(name="listings.entry_claimed", retry=MAIL)
def entry_claimed(*, listing_id: int, organisation_id: int, to_id: int) -> None:
    """Tell who answers for an entry that another council has claimed it."""
    tell(listing_id, organisation_id, to_id, mail="entry_claimed", page="entry-partners")


@app.task(name="listings.entry_withdrawn", retry=MAIL)
def entry_withdrawn(*, listing_id: int, organisation_id: int, to_id: int) -> None:
    """Tell who answers for an entry that another council has withdrawn it."""
    tell(listing_id, organisation_id, to_id, mail="entry_withdrawn", page="bring-back-entry")


@app.task(name="listings.lead_added", retry=MAIL)
def lead_added(*, participation_id: int, to_id: int) -> None:
    """Tell who answers for an entry that it names another lead."""
    with skipping_what_is_gone():
        leads = Participation.objects.filter(role=Participation.Role.LEAD, left="")
        part = leads.select_related("listing", "organisation").get(pk=participation_id)
        reader = User.objects.open().get(pk=to_id)
        keeping = part.listing.participations.keeping().values("organisation")
        council = council_for(part.listing, reader, otherwise=Organisation.objects.filter(pk__in=keeping)[:1].get())
        context = {"part": part, "link": link("entry-partners", council.slug, part.listing_id)}
        write_to(reader, "lead_added", context=context)


def tell(listing_id: int, organisation_id: int, to_id: int, *, mail: str, page: str) -> None:
    """Write to a person what a council did with an entry, with the page on which they see to it."""
    with skipping_what_is_gone():
        listing = Listing.objects.get(pk=listing_id)
        actor, reader = Organisation.objects.get(pk=organisation_id), User.objects.open().get(pk=to_id)
        council = council_for(listing, reader, otherwise=actor)
        context = {"listing": listing, "council": actor, "link": link(page, council.slug, listing.pk)}
        write_to(reader, mail, context=context)
