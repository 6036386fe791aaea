"""Asking to take part in an entry that others lead, and its answer."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.partners import PartRefused
from listings.actions.saving import locked
from listings.actions.taking_in import take_in
from listings.before_asking import BEFORE_ASKING
from listings.keepers import people_of_keepers
from listings.models import Listing, Participation, ParticipationRequest
from listings.tasks import parts as mails

Answer = ParticipationRequest.Answer
TO_ASK_FOR = (
    Participation.Role.PARTNER,
    Participation.Role.FUNDER,
    Participation.Role.SUPPLIER,
)
"""Roles that a council may ask for. Who leads, its keepers say; who reuses it, says that elsewhere."""
MOST_A_DAY = 20
"""Requests that one council may make in 24 hours: each writes to people who did not ask for mail."""


class RequestRefused(PartRefused):
    """What was asked for cannot be done; the text is a sentence for the person who asked."""


@recorded
def ask_to_take_part(
    *, listing: Listing, organisation: Organisation, role: str, words: str, by: User
) -> ParticipationRequest:
    """Ask for one's council to be named in a public entry; the people who answer for it are told.

    Raises RequestRefused when the council takes part or has asked already, when the entry is not public (any more),
    for a role that nobody asks for, and when the council asked very often today; PartRefused for what
    listings.before_asking keeps out.
    """
    if organisation.pk not in by.roles:
        raise RequestRefused(f"Only the people of {organisation} can ask for it.")
    # Before the entry, so that those who ask about many entries at once are counted one after the other.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    listing = locked(listing)
    if listing.state != Listing.State.PUBLISHED:
        raise RequestRefused("This entry is not public any more, so nobody can join it.")
    if role not in TO_ASK_FOR:
        raise RequestRefused("Choose how your council would take part.")
    if listing.participations.filter(organisation=organisation, left="").exists():
        raise RequestRefused(f"{organisation} takes part in this entry already.")
    asked = ParticipationRequest.objects.filter(organisation=organisation)
    if asked.open().filter(listing=listing.pk).exists():
        raise RequestRefused(f"{organisation} has asked already. You get an email when somebody has answered.")
    if asked.filter(asked_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise RequestRefused(f"{organisation} has asked {MOST_A_DAY} times today. Ask again tomorrow.")
    for check in BEFORE_ASKING:
        check(by, listing, words)
    made = ParticipationRequest.objects.create(
        listing_id=listing.pk, organisation=organisation, role=role, words=words.strip(), asked_by=by
    )
    for person in people_of_keepers(listing, but=by):
        mails.participation_request.defer(request_id=made.pk, to_id=person.pk)
    return made


@recorded
def answer_participation_request(
    *, request: ParticipationRequest, accept: bool, reason: str, by: User, is_told: bool = False
) -> None:
    """Let a council take part in the entry, or not, with a reason that it reads; whoever asked is told.

    With `is_told` another mail tells them. The same answer again changes nothing. Raises RequestRefused when it was
    answered otherwise or taken back.
    """
    answer = Answer.YES if accept else Answer.NO
    listing, request = _locked_request(request)
    if request.answer == answer:
        return
    _refuse_when_settled(request)
    if accept:
        take_in(listing=listing, organisation=request.organisation, role=request.role, by=by)
    _settle(request, answer, reason=reason, by=by)
    if not is_told:
        mails.participation_answered.defer(request_id=request.pk)


@recorded
def take_back_participation_request(*, request: ParticipationRequest, by: User) -> None:
    """Take back what one's council asked for. Again, it changes nothing. Raises RequestRefused once it is answered."""
    _, request = _locked_request(request)
    if request.organisation_id not in by.roles:
        raise RequestRefused(f"Only the people of {request.organisation} can take this back.")
    if request.answer != Answer.TAKEN_BACK:
        _refuse_when_settled(request)
        _settle(request, Answer.TAKEN_BACK, reason="", by=by)


# Steps of the above


def _locked_request(request: ParticipationRequest) -> tuple[Any, ParticipationRequest]:
    listing = locked(request.listing)
    return listing, listing.participation_requests.select_related("organisation").get(pk=request.pk)


def _refuse_when_settled(request: ParticipationRequest) -> None:
    if request.answered_at:
        raise RequestRefused(f"This request is settled already: {request.get_answer_display().lower()}.")


def _settle(request: ParticipationRequest, answer: str, *, reason: str, by: User) -> None:
    request.answer, request.reason = answer, reason.strip()
    request.answered_by, request.answered_at = by, timezone.now()
    request.save(update_fields=["answer", "reason", "answered_by", "answered_at"])
