"""The page of a conversation, writing in it, saying what came of it, and taking back what began it."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collabhub.permissions import Action, can
from collaboration.actions.interest.moves import take_back, write
from collaboration.actions.interest.outcomes import end
from collaboration.actions.interest.steps import nobody_answers_for
from collaboration.interest_forms import OutcomeForm, WriteForm
from collaboration.models import Interest
from collaboration.sides import side_of
from collaboration.views.interest.access import (
    back_to,
    conversation_page,
    interest_of,
    what_may_be_done,
    who_may_join,
)
from collaboration.wording import asked_in_words, other_side_in_words
from councils.kept_text import RequestWithText, keeps_text
from councils.models import User
from councils.views.access import SignedInRequest
from listings.actions.partners import PartRefused
from listings.views.entries import GET_OR_POST, attempt


@require_safe
@login_required
def conversation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a conversation: where it stands, whose turn it is, what was written, and what can be done next."""
    return conversation_page(request, interest_of(request, pk))


@keeps_text
@require_http_methods(GET_OR_POST)
def write_here(request: RequestWithText, pk: int) -> HttpResponse:
    """Write to the other side."""
    interest = interest_of(request, pk)
    if not can(request.user, Action.WRITE, interest):
        raise PermissionDenied
    form = WriteForm(request.POST if request.method == "POST" else request.kept_text)
    if request.method != "POST":
        return conversation_page(request, interest, form=form) if form.is_bound else redirect("interest", pk)
    if form.is_valid():
        key = f"form {request.user.pk} {form.cleaned_data.pop('key')}"
        try:
            write(interest=interest, by=request.user, key=key, **form.cleaned_data)
        except PartRefused as refused:
            form.add_error("words", str(refused))
            interest.refresh_from_db()
        else:
            messages.success(request, sent_in_words(interest, request.user))
            return back_to(request, interest)
    return conversation_page(request, interest, form=form)


@keeps_text
@require_http_methods(GET_OR_POST)
def end_here(request: RequestWithText, pk: int) -> HttpResponse:
    """Say what came of a conversation."""
    interest = interest_of(request, pk)
    if not can(request.user, Action.WRITE, interest):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.kept_text
    form = OutcomeForm(given, organisation=who_may_join(interest))
    if request.method != "POST":
        return conversation_page(request, interest, outcome_form=form) if form.is_bound else redirect("interest", pk)
    if form.is_valid():
        try:
            ended = end(interest=interest, by=request.user, **form.came_of_it())
        except PartRefused as refused:
            form.add_error("outcome", str(refused))
            interest.refresh_from_db()
        else:
            messages.success(request, noted_in_words(ended, request.user, form.cleaned_data.get("role", "")))
            return back_to(request, interest)
    return conversation_page(request, interest, outcome_form=form)


@login_required
@require_http_methods(GET_OR_POST)
def take_back_here(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask whoever wrote whether they want to withdraw it, and do so."""
    interest = interest_of(request, pk)
    if not can(request.user, Action.TAKE_BACK, interest):
        raise PermissionDenied
    if request.method == "POST":
        told = "Our moderators are" if is_with_moderators(interest) else f"{asked_in_words(interest)} is"
        said = f"It is withdrawn, and the conversation has ended. {told} told by email."
        attempt(request, said, partial(take_back, interest=interest, by=request.user))
    if request.method == "POST" or not what_may_be_done(request, interest).take_back:
        return redirect("interest", pk)
    context = {
        "interest": interest,
        "keepers": asked_in_words(interest),
        "is_with_moderators": is_with_moderators(interest),
    }
    return render(request, "joining/interest/take_back.html", context)


def is_with_moderators(interest: Interest) -> bool:
    """True where those who are asked have nobody here, so that moderators get what is written to them."""
    return nobody_answers_for(interest.listing, interest.adopter)


def sent_in_words(interest: Interest, user: User) -> str:
    """Return to whom a message goes and whose turn it is, once it is sent."""
    interest.refresh_from_db(fields=["turn"])
    other = other_side_in_words(interest, user)
    turn = ", and it is their turn now" if interest.turn and interest.turn != side_of(interest, user) else ""
    return f"Your message is sent. {other} gets it by email{turn}."


def noted_in_words(interest: Interest, user: User, role: str) -> str:
    """Return what follows from an outcome that was noted, with the name of whom it is about and their role."""
    other, who = other_side_in_words(interest, user), interest.who
    if interest.is_open:
        return f"It is noted. {other} gets an email: once they say yes, the entry shows it."
    done = {
        Interest.State.JOINED: f"{who} is a {role} in the entry now.",
        Interest.State.REUSED: f"The entry says now that {who} uses it.",
    }.get(Interest.State(interest.state), "It is noted, and the conversation has ended.")
    return f"{done} {'They get' if other in done else f'{other} gets'} an email."
