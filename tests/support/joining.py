"""One of everything that joining in is made of, as the database takes it, unless `fields` say otherwise."""

from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from collaboration.models import (
    Adoption,
    Ask,
    Call,
    CallEntry,
    Follow,
    Interest,
    Introduction,
    IntroductionParty,
    Message,
    Suggestion,
)
from councils.models import OutgoingMail
from listings.models import Participation
from tests.support.factories import make_council, make_officer, make_person, make_project


def _entry() -> int:
    return int(make_project(leads=[make_council()]).pk)


def make_interest(**fields: Any) -> Interest:
    """Return the interest of an officer of a new council in a new entry; it waits for an answer."""
    if "listing" not in fields:
        fields.setdefault("listing_id", _entry())
    if "sender" not in fields:
        council = fields.setdefault("organisation", make_council())
        fields["sender"] = make_officer(council) if council else make_person()
    due = localdate() + timedelta(days=14)
    return Interest.objects.create(**{"kind": "talk", "message": "We do this, too.", "due_on": due} | fields)


def make_message(**fields: Any) -> Message:
    """Return what the owners wrote about a new interest."""
    interest = fields.pop("interest", None) or make_interest()
    return Message.objects.create(interest=interest, **{"side": "owners", "words": "Let us talk."} | fields)


def make_adoption(**fields: Any) -> Adoption:
    """Return a new council's word that it reuses a new entry; nobody has answered it."""
    if "listing" not in fields:
        fields.setdefault("listing_id", _entry())
    return Adoption.objects.create(**{"organisation": fields.pop("organisation", None) or make_council()} | fields)


def make_call(**fields: Any) -> Call:
    """Return a funding call that is open for four weeks."""
    given = {"title": "Digital fund", "funder": "The department", "link": "https://fund.example/"}
    return Call.objects.create(**given | {"deadline": localdate() + timedelta(days=28)} | fields)


def make_call_entry(**fields: Any) -> CallEntry:
    """Return a new entry's going for a new call."""
    if "listing" not in fields:
        fields.setdefault("listing_id", _entry())
    return CallEntry.objects.create(**{"call": fields.pop("call", None) or make_call()} | fields)


def make_ask(**fields: Any) -> Ask:
    """Return what a new council wants for its new entry within four weeks; of an entry that is given, one it leads."""
    organisation = fields.pop("organisation", None) or make_council()
    if "listing" in fields:
        Participation.objects.get_or_create(
            listing_id=fields["listing"].pk,
            organisation=organisation,
            role="lead",
            defaults={"written_name": organisation.name},
        )
    else:
        fields.setdefault("listing_id", make_project(leads=[organisation]).pk)
    given = {"kind": "test-users", "words": "Two councils to try it.", "deadline": localdate() + timedelta(days=28)}
    return Ask.objects.create(organisation=organisation, **given | fields)


def make_follow(**fields: Any) -> Follow:
    """Return somebody's following of a new entry, or of what `fields` name."""
    if not {"listing", "listing_id", "organisation", "service_area", "list_name"} & set(fields):
        fields["listing_id"] = _entry()
    return Follow.objects.create(**{"user": fields.pop("user", None) or make_person()} | fields)


def make_suggestion(**fields: Any) -> Suggestion:
    """Return a new entry that is suggested to a new council."""
    if "listing" not in fields:
        fields.setdefault("listing_id", _entry())
    organisation = fields.pop("organisation", None) or make_council()
    given = {"reasons": ["It is about the same service area."], "weight": 1.0, "made_on": localdate()}
    return Suggestion.objects.create(organisation=organisation, **given | fields)


def make_introduction(**fields: Any) -> Introduction:
    """Return an introduction of two new councils, or of `councils` and `listings`."""
    councils, listings = fields.pop("councils", None), fields.pop("listings", [])
    given = {"words": "You both work on bins.", "due_on": localdate() + timedelta(days=28)}
    introduction = Introduction.objects.create(**given | fields)
    for council in [make_council(), make_council()] if councils is None else councils:
        IntroductionParty.objects.create(introduction=introduction, organisation=council)
    for listing in listings:
        IntroductionParty.objects.create(introduction=introduction, listing_id=listing.pk)
    return introduction


def make_outgoing_mail(**fields: Any) -> OutgoingMail:
    """Return a mail of the outbox that is to be sent at once."""
    given = {"name": "digest", "user": fields.pop("user", None) or make_person()}
    return OutgoingMail.objects.create(**given | fields)
