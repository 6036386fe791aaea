"""The page of a conversation, writing in it, saying what came of it, and taking back what began it."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from collabhub.permissions import Action, can
from collaboration.actions.interest.moves import take_back, write
from collaboration.actions.interest.outcomes import end
from collaboration.interest_forms import OutcomeForm, WriteForm
from collaboration.views.interest.access import back_to, conversation_page, interest_of
from councils.kept_text import RequestWithText, keeps_text
from councils.views.access import SignedInRequest, button
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
        else:
            messages.success(request, "Your message is sent. They get it by email, and it is their turn now.")
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
    form = OutcomeForm(given, organisation=interest.organisation)
    if request.method != "POST":
        return conversation_page(request, interest, outcome_form=form) if form.is_bound else redirect("interest", pk)
    if form.is_valid():
        try:
            ended = end(interest=interest, by=request.user, **form.came_of_it())
        except PartRefused as refused:
            form.add_error("outcome", str(refused))
        else:
            said = "It is noted, and the other side gets an email." if not ended.is_open else WAITS
            messages.success(request, said)
            return back_to(request, interest)
    return conversation_page(request, interest, outcome_form=form)


WAITS = "It is noted. Those who answer for the entry get an email: once they say yes, the entry shows it."


@button("interest", "pk")
def take_back_here(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back one's interest."""
    interest = interest_of(request, pk)
    if not can(request.user, Action.TAKE_BACK, interest):
        raise PermissionDenied
    attempt(request, "It is taken back, and they get an email.", partial(take_back, interest=interest, by=request.user))
    return redirect("interest", pk)
