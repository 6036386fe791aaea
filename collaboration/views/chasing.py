"""What somebody does about messages that should not be: report a conversation, take no more messages from a person."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from collabhub.permissions import Action, can
from collaboration.actions import reporting
from collaboration.chasing_forms import ReportForm
from collaboration.conversation import knows_of_report
from collaboration.models import Interest
from collaboration.views.interest.access import interest_of
from councils.kept_text import RequestWithText, keeps_text
from councils.models import Organisation
from councils.views.access import SignedInRequest
from listings.keepers import keeper_among
from listings.views.entries import GET_OR_POST, attempt


@keeps_text
@require_http_methods(GET_OR_POST)
def report(request: RequestWithText, pk: int) -> HttpResponse:
    """Ask moderators to read a conversation, for either side of it."""
    interest = interest_of(request, pk)
    if not can(request.user, Action.WRITE, interest):
        raise PermissionDenied
    form = ReportForm(request.POST if request.method == "POST" else request.kept_text)
    if request.method == "POST" and form.is_valid():
        said = "Reported. A moderator reads the conversation."
        attempt(request, said, partial(reporting.report, interest=interest, by=request.user, **form.cleaned_data))
        return redirect("interest", pk)
    waits = interest.has_open_report and knows_of_report(interest, request.user)
    context = {"interest": interest, "form": form, "waits": waits}
    return render(request, "joining/chasing/report.html", context)


@login_required
@require_http_methods(GET_OR_POST)
def block_sender(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take no more messages from whoever showed interest, or take them again, for a council that answers for it."""
    interest = interest_of(request, pk)
    if not can(request.user, Action.BLOCK, interest):
        raise PermissionDenied
    council = _council(interest, request)
    block = council.blocks.filter(user=interest.sender_id).first()
    if request.method == "POST" and "unblock" in request.POST:
        blocks = [block] if block else []
        said = f"{council} takes messages from them again."
        attempt(request, said, partial(reporting.take_messages_again, blocks=blocks, by=request.user))
        return redirect("interest", pk)
    if request.method == "POST":
        said = f"{council} takes no more messages from them. They get an email that says so."
        block_them = partial(reporting.block_sender, interest=interest, organisation=council, by=request.user)
        attempt(request, said, block_them)
        return redirect("interest", pk)
    return render(request, "joining/chasing/block.html", {"interest": interest, "council": council, "blocked": block})


def _council(interest: Interest, request: SignedInRequest) -> Organisation:
    """Return the visitor's council that is asked: it answers for the entry, or uses its work.

    Raises PermissionDenied where there is none.
    """
    roles = request.user.roles
    council = keeper_among(interest.listing, roles) if interest.adopter is None else interest.adopter
    if council is None or council.pk not in roles:
        raise PermissionDenied
    return council
