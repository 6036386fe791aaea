"""The conversation that a page is about, as far as the visitor may see it."""

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from collabhub.permissions import Action, allowed, can
from collaboration.actions.refused import Blocked
from collaboration.conversation import knows_of_report, said_in
from collaboration.interest_forms import AnswerForm, OutcomeForm, WriteForm
from collaboration.interest_links import ANSWERED_BY_LINK
from collaboration.limits import refuse_if_blocked
from collaboration.models import Adoption, Block, Interest
from collaboration.sides import has_left, reads_as, side_of
from collaboration.wording import asked_in_words, next_step, title_for
from councils.models import Organisation, User
from councils.views.access import SignedInRequest
from listings.keepers import keeper_among
from listings.models import Listing


class May(NamedTuple):
    """What the visitor may do in a conversation now."""

    answer: bool
    write: bool
    end: bool
    take_back: bool
    report: bool
    block: bool


class ToConfirm(NamedTuple):
    """What whoever is interested says of their organisation, for the owners to say yes or no to.

    `outcome`, `role` and `since` are what a yes sends; `page` is where a no is said.
    """

    organisation: str
    what: str
    outcome: str
    role: str
    since: str
    page: str


def interest_of(request: SignedInRequest, pk: int) -> Interest:
    """Return the interest of this number, which the visitor may see. Raises Http404 for any other."""
    seen = allowed(request.user, Action.VIEW, Interest.objects.all())
    whole = seen.select_related("listing", "sender", "organisation", "adopter", "reported_by")
    found: Interest = get_object_or_404(whole.prefetch_related("listing__participations__organisation"), pk=pk)
    return found


def what_may_be_done(request: SignedInRequest, interest: Interest) -> May:
    """Return what the visitor may do in a conversation now.

    Who may not know that the other side reported it, may report it.
    """
    user, is_answered = request.user, interest.answered_at is not None
    is_part_of_it = can(user, Action.WRITE, interest)
    may_write = interest.is_open and is_part_of_it and not has_left(interest, user)
    nobody_is_left = not (interest.sender and interest.sender.is_active)
    is_reported = interest.has_open_report and knows_of_report(interest, user)
    may_take_back = interest.is_open and can(user, Action.TAKE_BACK, interest)
    return May(
        answer=interest.state in ANSWERED_BY_LINK
        and can(user, Action.ANSWER, interest)
        and side_of(interest, user) == Interest.Side.OWNERS,
        write=may_write and not nobody_is_left,
        end=may_write and (is_answered or nobody_is_left),
        take_back=may_take_back and (not is_answered or has_left(interest, user)),
        report=is_part_of_it and not is_reported,
        block=not nobody_is_left and can(user, Action.BLOCK, interest),
    )


def conversation_page(request: SignedInRequest, interest: Interest, **forms: Any) -> HttpResponse:
    """Return the page of a conversation. `forms` take the place of empty ones, by their names in its template."""
    may = what_may_be_done(request, interest)
    typed = not_sent(may, **forms)
    side = reads_as(interest, request.user) if can(request.user, Action.WRITE, interest) else None
    to_confirm, said = to_be_confirmed(interest, request.user), said_in(interest, request.user)
    given: dict[str, Any] = {
        "answer_form": AnswerForm(),
        "form": WriteForm(initial={"words": typed}),
        "outcome_form": OutcomeForm(organisation=who_may_join(interest), initial=_as_said(to_confirm)),
    }
    context = {
        "interest": interest,
        "listing": interest.listing,
        "may_see_entry": can(request.user, Action.VIEW, interest.listing),
        "side": side,
        "title": title_for(interest, side),
        "next_step": next_step(interest, side),
        "is_your_turn": interest.is_open and interest.turn == side,
        "keepers": asked_in_words(interest),
        "may_join": who_may_join(interest) is not None,
        "said": said,
        "shows_address": any(one.is_yours and one.address for one in said),
        "has_left": has_left(interest, request.user),
        "may": may,
        "not_sent": "" if may.write and not may.answer and "form" not in forms else typed,
        "to_confirm": to_confirm,
        "is_reported": interest.has_open_report and knows_of_report(interest, request.user),
        "blocked": _block_by(request.user, interest) if may.block else None,
        "refusal": _why_not_again(request.user, interest) if side == Interest.Side.SENDER else "",
    }
    return render(request, "joining/interest/conversation.html", context | given | forms)


def why_not(user: User, listing: Listing, adopter: Organisation | None = None) -> str:
    """Return why somebody may not write to the people of an entry, or to an adopter of it; "" where they may."""
    try:
        refuse_if_blocked(by=user, listing=listing, adopter=adopter)
    except Blocked as refused:
        return str(refused)
    return ""


def not_sent(may: May, **forms: Any) -> str:
    """Return what somebody typed into one of the `forms` that the page does not show any more, because things moved."""
    shown = {"answer_form": may.answer, "form": may.write and not may.answer, "outcome_form": may.end}
    fields = {"answer_form": "line", "form": "words", "outcome_form": "came"}
    gone = [form.data.get(fields[name], "") for name, form in forms.items() if not shown[name]]
    return "".join(gone)


def back_to(request: SignedInRequest, interest: Interest) -> HttpResponse:
    """Lead back to a conversation, or to its entry where the visitor has no more to do with it."""
    interest.refresh_from_db()
    is_theirs = can(request.user, Action.VIEW, interest)
    return redirect("interest", interest.pk) if is_theirs else redirect(interest.listing)


def who_may_join(interest: Interest) -> Organisation | None:
    """Return the organisation that can join or reuse the entry by this conversation: not by one with an adopter."""
    return None if interest.adopter else interest.organisation


def to_be_confirmed(interest: Interest, user: User) -> ToConfirm | None:
    """Return what whoever is interested says of their organisation and waits for the owners' yes; or nothing."""
    organisation = who_may_join(interest)
    if not interest.is_open or interest.answered_at is None or organisation is None:
        return None
    listing: Listing = interest.listing
    council = keeper_among(listing, user.roles)
    asked = listing.participation_requests.open().filter(organisation=organisation).first()
    if asked is not None:
        page = reverse("answer-participation-request", args=[council.slug, listing.pk, asked.pk]) if council else ""
        what = f"is a {asked.get_role_display().lower()} now"
        return ToConfirm(str(organisation), what, "joined", asked.role, interest.since, page)
    said = Adoption.objects.waiting().filter(listing=listing.pk, organisation=organisation).first()
    if said is not None:
        page = reverse("adoption", args=[council.slug, listing.pk, said.pk]) if council else ""
        return ToConfirm(str(organisation), "reuses what was made", "reused", "", said.since, page)
    return None


# Steps of the above


def _as_said(said: ToConfirm | None) -> dict[str, str] | None:
    """Return what the form about the outcome begins with, where it waits for a yes."""
    return {"outcome": said.outcome, "role": said.role, "since": said.since} if said else None


def _why_not_again(user: User, interest: Interest) -> str:
    """Return why whoever wrote may not do so again, once a conversation has ended; "" where they may."""
    return "" if interest.is_open else why_not(user, interest.listing, interest.adopter)


def _block_by(user: User, interest: Interest) -> Block | None:
    """Return the block by which the reader's council takes no messages from whoever wrote; None where it does."""
    council = interest.adopter or keeper_among(interest.listing, user.roles)
    return council.blocks.filter(user=interest.sender_id).first() if council else None
