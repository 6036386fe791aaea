"""The conversation that a page is about, as far as the visitor may see it."""

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from collabhub.permissions import Action, allowed, can
from collaboration.conversation import said_in
from collaboration.interest_forms import AnswerForm, OutcomeForm, WriteForm
from collaboration.interest_links import ANSWERED_BY_LINK
from collaboration.models import Interest
from collaboration.sides import has_left, reads_as, side_of
from collaboration.wording import keepers_in_words, next_step, title_for
from councils.views.access import SignedInRequest
from listings.models import Listing


class May(NamedTuple):
    """What the visitor may do in a conversation now."""

    answer: bool
    write: bool
    end: bool
    take_back: bool
    report: bool
    block: bool


def interest_of(request: SignedInRequest, pk: int) -> Interest:
    """Return the interest of this number, which the visitor may see. Raises Http404 for any other."""
    seen = allowed(request.user, Action.VIEW, Interest.objects.all())
    whole = seen.select_related("listing", "sender", "organisation")
    found: Interest = get_object_or_404(whole.prefetch_related("listing__participations__organisation"), pk=pk)
    return found


def what_may_be_done(request: SignedInRequest, interest: Interest) -> May:
    """Return what the visitor may do in a conversation now."""
    user, is_answered = request.user, interest.answered_at is not None
    is_part_of_it = can(user, Action.WRITE, interest)
    may_write = interest.is_open and is_part_of_it and not has_left(interest, user)
    nobody_is_left = not (interest.sender and interest.sender.is_active)
    return May(
        answer=interest.state in ANSWERED_BY_LINK
        and can(user, Action.ANSWER, interest)
        and side_of(interest, user) == Interest.Side.OWNERS,
        write=may_write and not nobody_is_left,
        end=may_write and (is_answered or nobody_is_left),
        take_back=interest.is_open and can(user, Action.TAKE_BACK, interest),
        report=is_part_of_it and not interest.has_open_report,
        block=not nobody_is_left and can(user, Action.BLOCK, interest),
    )


def conversation_page(request: SignedInRequest, interest: Interest, **forms: Any) -> HttpResponse:
    """Return the page of a conversation. `forms` take the place of empty ones, by their names in its template."""
    side = reads_as(interest, request.user) if can(request.user, Action.WRITE, interest) else None
    listing, to_confirm = interest.listing, _to_confirm(interest)
    came = {"outcome": "joined", "role": to_confirm.role} if to_confirm else None
    given: dict[str, Any] = {
        "answer_form": AnswerForm(),
        "form": WriteForm(),
        "outcome_form": OutcomeForm(organisation=interest.organisation, initial=came),
    }
    context = {
        "interest": interest,
        "listing": listing,
        "may_see_entry": can(request.user, Action.VIEW, listing),
        "side": side,
        "title": title_for(interest, side),
        "next_step": next_step(interest, side),
        "is_your_turn": interest.is_open and interest.turn == side,
        "keepers": keepers_in_words(listing),
        "said": said_in(interest, request.user),
        "has_left": has_left(interest, request.user),
        "may": what_may_be_done(request, interest),
        "to_confirm": to_confirm,
    }
    return render(request, "joining/interest/conversation.html", context | given | forms)


def back_to(request: SignedInRequest, interest: Interest) -> HttpResponse:
    """Lead back to a conversation, or to its entry where the visitor has no more to do with it."""
    interest.refresh_from_db()
    is_theirs = can(request.user, Action.VIEW, interest)
    return redirect("interest", interest.pk) if is_theirs else redirect(interest.listing)


def _to_confirm(interest: Interest) -> Any:
    """Return the open request to take part of whoever is interested, which the owners have to answer; or nothing."""
    if not interest.is_open or interest.organisation_id is None:
        return None
    listing: Listing = interest.listing
    return listing.participation_requests.open().filter(organisation=interest.organisation_id).first()
