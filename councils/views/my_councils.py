"""The councils of a person: which they belong to, asked, were invited to, and may choose."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collabhub.permissions import Action, allowed, can
from councils.actions import invitations, membership_requests, memberships
from councils.actions.memberships import MembershipRefused
from councils.forms.people import AskForm, CouncilSearchForm, GoingForm
from councils.models import Invitation, Membership, Organisation, Role, User
from councils.sign_in.addresses import councils_of, is_role_mailbox, successors_of
from councils.views.access import SignedInRequest, button

MOST_FOUND = 20


def attempt(request: SignedInRequest, said: str, action: Callable[[], Any]) -> bool:
    """Do it and say so; or say why it was refused. Return whether it was done."""
    try:
        action()
    except MembershipRefused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, said)
    return True


@require_safe
@login_required
def my_councils(request: SignedInRequest) -> HttpResponse:
    """Show a person's councils, and what waits for them."""
    user = request.user
    own = allowed(user, Action.LEAVE, Membership.objects.current()).select_related("organisation")
    context = {
        "memberships": [each for each in own if not each.organisation.is_abolished],
        "abolished": [each for each in own if each.organisation.is_abolished],
        "to_confirm": memberships.to_confirm(user).select_related("organisation"),
        "invitations": invitations_of(user).select_related("organisation", "invited_by"),
        "requests": user.membership_requests.open().select_related("organisation"),
        "to_choose_from": memberships.to_choose_from(user),
        "to_ask": suggestions_for(user),
        "form": CouncilSearchForm(),
    }
    return render(request, "people/my_councils.html", context)


def invitations_of(user: User) -> QuerySet[Invitation]:
    """Return the invitations that this person may accept: those to exactly their address."""
    return allowed(user, Action.ACCEPT, Invitation.objects.open())


def suggestions_for(user: User) -> list[Organisation]:
    """Return the councils that a person's address points to without showing that they work there.

    Those of a mailbox that several people read, those that took over from the address's council or from one that the
    person belongs or belonged to, and those that the person belonged to before.
    """
    found = successors_of(user.email) + (councils_of(user.email) if is_role_mailbox(user.email) else [])
    abolished = Organisation.objects.filter(memberships__user=user, status=Organisation.Status.ABOLISHED)
    found += abolished.taken_over_by()
    former = [each.organisation for each in user.memberships.former().select_related("organisation")]
    asked = set(user.membership_requests.open().values_list("organisation_id", flat=True))
    return [
        council
        for council in dict.fromkeys(found + former)
        if council.pk not in asked and council.pk not in user.roles and not council.is_abolished
    ]


@require_safe
@login_required
def find_council(request: SignedInRequest) -> HttpResponse:
    """Find a council by its name, to ask to join it."""
    form = CouncilSearchForm(request.GET if "q" in request.GET else None)
    found: list[Organisation] = []
    if form.is_valid():
        matching = called(form.cleaned_data["q"])
        found = list(allowed(request.user, Action.ASK_TO_JOIN, matching)[: MOST_FOUND + 1])
    context = {
        "form": form,
        "found": found[:MOST_FOUND],
        "has_more": len(found) > MOST_FOUND,
        "own": set(request.user.roles),
    }
    return render(request, "people/find_council.html", context)


def called(words: str) -> QuerySet[Organisation]:
    """Return the councils that have every word in their name, or the words in one of their other names."""
    every_word = Q(*(Q(name__icontains=word) | Q(short_name__icontains=word) for word in words.split()))
    return memberships.councils_that_take_people().filter(every_word | Q(aliases__name__icontains=words)).distinct()


def council_to_join(request: SignedInRequest, slug: str) -> Organisation:
    """Return a council that the visitor may ask. Raises Http404 when it takes nobody, else PermissionDenied."""
    council = get_object_or_404(memberships.councils_that_take_people(), slug=slug)
    if not can(request.user, Action.ASK_TO_JOIN, council):
        raise PermissionDenied
    return council


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask_council(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask to join a council."""
    council, user = council_to_join(request, slug), request.user
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        message = form.cleaned_data["message"]
        said = f"You asked {council}. You will get an email when somebody has answered."
        attempt(
            request,
            said,
            lambda: membership_requests.ask_to_join(user=user, organisation=council, message=message, by=user),
        )
        return redirect("my-councils")
    has_managers = memberships.managers_of(council).exists()
    context = {"form": form, "council": council, "has_managers": has_managers, "is_in": council.pk in user.roles}
    return render(request, "people/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join_council(request: SignedInRequest, slug: str) -> HttpResponse:
    """Join a council that the visitor chose among those that share the domain of their address."""
    council, user = council_to_join(request, slug), request.user
    if request.method == "POST":
        said = f"You belong to {council} now."
        attempt(request, said, lambda: memberships.join_chosen(user=user, organisation=council, by=user))
        return redirect("my-councils")
    may_choose = council in memberships.to_choose_from(user)
    return render(request, "people/join.html", {"council": council, "may_choose": may_choose})


@button("my-councils")
def take_back_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back what the visitor asked a council."""
    asked = get_object_or_404(allowed(request.user, Action.TAKE_BACK, request.user.membership_requests.all()), pk=pk)
    said = f"Your request to {asked.organisation} is withdrawn."
    attempt(request, said, lambda: membership_requests.take_back(request=asked, by=request.user))
    return redirect("my-councils")


@button("my-councils")
def accept_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Accept an invitation to the visitor's own address."""
    user = request.user
    invitation = get_object_or_404(Invitation.objects.filter(email=user.email), pk=pk)
    council = invitation.organisation
    is_manager = Role.MANAGER in {invitation.role, user.roles.get(council.pk)}
    said = f"You are now {'a manager' if is_manager else 'an officer'} of {council}."
    accept = partial(invitations.accept_invitation, invitation=invitation, user=user, by=user)
    return redirect("council-area", council.slug) if attempt(request, said, accept) else redirect("my-councils")


@button("my-councils")
def decline_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decline an invitation to the visitor's own address."""
    user = request.user
    invitation = get_object_or_404(Invitation.objects.filter(email=user.email), pk=pk)
    said = f"You declined the invitation to {invitation.organisation}."
    attempt(request, said, partial(invitations.withdraw_invitation, invitation=invitation, by=user))
    return redirect("my-councils")


def own_membership(request: SignedInRequest, slug: str) -> Membership:
    """Return the visitor's own membership of a council. Raises Http404 when there is none."""
    own = allowed(request.user, Action.LEAVE, Membership.objects.current())
    return get_object_or_404(own.select_related("organisation", "user"), organisation__slug=slug)


@button("my-councils")
def still_here(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say that the visitor still works for a council."""
    membership = own_membership(request, slug)
    said = f"Thank you. You still work for {membership.organisation}."
    attempt(request, said, lambda: memberships.confirm_still_here(membership=membership, by=request.user))
    return redirect("my-councils")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave_council(request: SignedInRequest, slug: str) -> HttpResponse:
    """Leave a council, after saying who looks after it next where that is nobody else."""
    membership = own_membership(request, slug)
    form = GoingForm(request.POST if request.method == "POST" else None, membership=membership)
    if request.method == "POST" and form.is_valid():
        said = f"You no longer belong to {membership.organisation}."
        leaving = form.who_is_next()
        is_done = attempt(request, said, lambda: memberships.leave(membership=membership, by=request.user, **leaving))
        return redirect("my-councils") if is_done else redirect(request.path)
    return render(request, "people/leave.html", {"form": form, "membership": membership})
