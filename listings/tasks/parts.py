"""Mails about taking part in entries. What is no longer so when a job is done is not written."""

from typing import Any

from procrastinate.contrib.django import app

from councils.models import Organisation, User
from councils.tasks.memberships import link, skipping_what_is_gone
from councils.tasks.retries import MAIL
from councils.tasks.writing import write_to
from listings.doubted import said as said_in
from listings.keepers import keeper_among
from listings.models import Doubt, Listing, Participation, ParticipationRequest


@app.task(name="listings.partner_named", retry=MAIL)
def partner_named(*, participation_id: int, to_id: int) -> None:
    """Tell somebody of a council that the lead of a public entry names it."""
    with skipping_what_is_gone():
        named = Participation.objects.filter(
            standing=Participation.Standing.NAMED, left="", listing__state=Listing.State.PUBLISHED
        )
        part = named.select_related("listing", "organisation").get(pk=participation_id)
        reader = User.objects.open().get(pk=to_id)
        context = {
            "part": part,
            "role": part.get_role_display().lower(),
            "lead": part.listing.lead_in_words or "Somebody",
            "link": link("entry-part", organisation_of(part).slug, part.listing_id),
        }
        write_to(reader, "partner_named", context=context)


@app.task(name="listings.part_declined", retry=MAIL)
def part_declined(*, doubt_id: int, to_id: int) -> None:
    """Tell who answers for an entry that a council does not take part in it as they said."""
    with skipping_what_is_gone():
        said, reader = doubt_and_reader(doubt_id, to_id)
        council = council_for(said.listing, reader, otherwise=said.organisation)
        context = {"said": said, "link": link("entry-partners", council.slug, said.listing_id)}
        write_to(reader, "part_declined", context=context)


@app.task(name="listings.entry_doubted", retry=MAIL)
def entry_doubted(*, doubt_id: int, to_id: int) -> None:
    """Tell who answers for an entry that a council says something in it is wrong, and that it is out for now."""
    with skipping_what_is_gone():
        said, reader = doubt_and_reader(doubt_id, to_id)
        council = council_for(said.listing, reader, otherwise=said.organisation)
        context = {"said": said, "statement": in_a_sentence(said), "link": link("council-area", council.slug)}
        write_to(reader, "entry_doubted", context=context)


@app.task(name="listings.doubt_answered", retry=MAIL)
def doubt_answered(*, doubt_id: int) -> None:
    """Tell whoever doubted something what a moderator answered."""
    with skipping_what_is_gone():
        said = Doubt.objects.select_related("listing", "organisation", "said_by").get(
            pk=doubt_id, answered_at__isnull=False, said_by__is_active=True
        )
        reader = User.objects.open().get(pk=said.said_by_id)
        context = {
            "said": said,
            "statement": in_a_sentence(said),
            "is_back": said.answer == Doubt.Answer.PUT_BACK,
            "is_whole": said.statement == Doubt.Statement.ALL,
            "stands": stands(said),
            "link": link("council-area", said.organisation.slug),
        }
        write_to(reader, "doubt_answered", context=context)


@app.task(name="listings.participation_request", retry=MAIL)
def participation_request(*, request_id: int, to_id: int) -> None:
    """Tell who answers for an entry that a council asks to take part."""
    with skipping_what_is_gone():
        asked = ParticipationRequest.objects.open().select_related("listing", "organisation").get(pk=request_id)
        reader = User.objects.open().get(pk=to_id)
        council = council_for(asked.listing, reader, otherwise=asked.organisation)
        context = {
            "asked": asked,
            "role": asked.get_role_display().lower(),
            "link": link("answer-participation-request", council.slug, asked.listing_id, asked.pk),
        }
        write_to(reader, "participation_request", context=context)


@app.task(name="listings.participation_answered", retry=MAIL)
def participation_answered(*, request_id: int) -> None:
    """Tell whoever asked for their council to take part what the answer is."""
    with skipping_what_is_gone():
        asked = ParticipationRequest.objects.select_related("listing", "organisation").get(pk=request_id)
        reader = User.objects.open().get(pk=asked.asked_by_id)
        is_in = asked.answer == ParticipationRequest.Answer.YES
        page = link("council-area", asked.organisation.slug)
        if is_in:
            page = link("entry-part", asked.organisation.slug, asked.listing_id)
        write_to(reader, "participation_answered", context={"asked": asked, "is_in": is_in, "link": page})


# Parts of the above


def doubt_and_reader(doubt_id: int, to_id: int) -> tuple[Doubt, User]:
    """Return a doubt and who reads of it. Raises ObjectDoesNotExist when either is gone."""
    said = Doubt.objects.select_related("listing", "organisation").get(pk=doubt_id)
    return said, User.objects.open().get(pk=to_id)


def stands(doubt: Doubt) -> bool:
    """True when the entry says now what was doubted, or something else in its place."""
    if doubt.statement == Doubt.Statement.OUR_PART:
        return doubt.listing.participations.filter(organisation=doubt.organisation_id).exists()
    if doubt.statement == Doubt.Statement.ALL:
        return doubt.listing.state == Listing.State.PUBLISHED
    return bool(said_in(doubt.listing.specific, doubt.statement))


def organisation_of(part: Participation) -> Any:
    """Return the organisation of a part that is named: a written name is not."""
    return part.organisation


def council_for(listing: Listing, reader: User, *, otherwise: Organisation) -> Organisation:
    """Return the council in whose area somebody finds an entry: one of theirs that answers for it, else any that does.

    Where none does, moderators go in by that of the council which the mail is about.
    """
    keeping = Organisation.objects.councils().filter(pk__in=listing.participations.keeping().values("organisation"))
    return keeper_among(listing, reader.roles) or keeping.first() or otherwise


def in_a_sentence(said: Doubt) -> str:
    """Return what a doubt is about as it stands in a sentence: "the description", "that the council takes part"."""
    if said.statement == Doubt.Statement.OUR_PART:
        return f"that {said.organisation} takes part"
    label = said.get_statement_display()
    return label[0].lower() + label[1:]
