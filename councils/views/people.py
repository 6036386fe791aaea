"""The people of a council, for its members to see and its managers to look after."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collabhub.permissions import Action, allowed, can
from councils.actions import invitations, membership_requests, memberships
from councils.actions.memberships import MembershipRefused
from councils.forms.people import AnswerForm, GoingForm, InviteForm
from councils.models import Membership, Organisation, Role
from councils.views.access import SignedInRequest, button, council_of
from councils.views.my_councils import attempt

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """List who belongs to a council; for those who look after them also who asks to, and who was invited."""
    council = council_of(request, slug)
    members = allowed(request.user, Action.VIEW, council.memberships.current()).select_related("user")
    context = {
        "council": council,
        "members": members.order_by("role", "began_at"),
        "may_manage": can(request.user, Action.MANAGE_PEOPLE, council),
        "may_appoint": can(request.user, Action.APPOINT_MANAGER, council),
        "own": council.memberships.current().filter(user=request.user).first(),
        **waiting(request, council),
    }
    return render(request, "people/people.html", context)


def waiting(request: SignedInRequest, council: Organisation) -> dict[str, Any]:
    """Return the requests and invitations of a council that wait, as far as the visitor may see them."""
    open_requests = allowed(request.user, Action.ANSWER, council.membership_requests.open())
    open_invitations = allowed(request.user, Action.VIEW, council.invitations.open())
    return {
        "requests": open_requests.select_related("user"),
        "invitations": open_invitations.select_related("invited_by"),
    }


@require_http_methods(GET_OR_POST)
@login_required
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Invite somebody to a council; with `role=manager` in the address, moderators appoint a manager by that."""
    council = council_of(request, slug, Action.MANAGE_PEOPLE)
    is_appointing = request.GET.get("role") == Role.MANAGER and can(request.user, Action.APPOINT_MANAGER, council)
    initial = {"role": Role.MANAGER} if is_appointing else None
    form = InviteForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        email, role = form.cleaned_data["email"], form.cleaned_data["role"]
        said = f"{email} is invited. The invitation lasts 14 days."
        try:
            invitations.invite(organisation=council, email=email, role=role, by=request.user)
        except MembershipRefused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, said)
            return redirect("council-people", council.slug)
    context = {"council": council, "form": form, "is_appointing": is_appointing}
    return render(request, "people/invite.html", context)


def member_of(request: SignedInRequest, slug: str, pk: int) -> Membership:
    """Return a member of a council whom the visitor looks after.

    Raises Http404 and PermissionDenied as `council_of` does, and Http404 for a member of any other council.
    """
    council = council_of(request, slug, Action.MANAGE_PEOPLE)
    members = allowed(request.user, Action.CHANGE, council.memberships.current())
    return get_object_or_404(members.select_related("user", "organisation"), pk=pk)


@require_http_methods(GET_OR_POST)
@login_required
def change_role(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Make an officer manager, or a manager officer, after a page that says what this means.

    The form says which of the two its button was for: a second press of it finds that done, and does not undo it.
    """
    membership = member_of(request, slug, pk)
    role = Role.OFFICER if membership.role == Role.MANAGER else Role.MANAGER
    wanted = request.POST.get("role", role)
    if wanted in Role.values and wanted != role:
        return redirect("council-people", slug)
    form = GoingForm(request.POST if request.method == "POST" else None, membership=membership)
    if request.method == "POST" and form.is_valid():
        said = f"{membership.user} is {'a manager' if role == Role.MANAGER else 'an officer'} now."
        going = form.who_is_next()
        is_done = attempt(
            request, said, lambda: memberships.change_role(membership=membership, role=role, by=request.user, **going)
        )
        return after(request, membership.organisation) if is_done else redirect(request.path)
    context = {"membership": membership, "form": form, "role": role, "becomes_manager": role == Role.MANAGER}
    return render(request, "people/change_role.html", context)


@require_http_methods(GET_OR_POST)
@login_required
def end_membership(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """End a membership, after a page that says what becomes of what the person looked after."""
    membership = member_of(request, slug, pk)
    form = GoingForm(request.POST if request.method == "POST" else None, membership=membership)
    if request.method == "POST" and form.is_valid():
        said, ended = f"{membership.user} no longer belongs to {membership.organisation}.", Membership.EndReason.ENDED
        going = form.who_is_next()
        is_done = attempt(
            request,
            said,
            lambda: memberships.end_membership(membership=membership, reason=ended, by=request.user, **going),
        )
        return after(request, membership.organisation) if is_done else redirect(request.path)
    return render(request, "people/end_membership.html", {"membership": membership, "form": form})


def after(request: SignedInRequest, council: Organisation) -> HttpResponse:
    """Return to the people of a council, or to the visitor's own councils when they may not go there any more."""
    memberships.forget_roles(request.user)
    is_in = can(request.user, Action.ENTER, council)
    return redirect("council-people", council.slug) if is_in else redirect("my-councils")


@require_http_methods(GET_OR_POST)
@login_required
def answer_request(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Answer somebody who asks to join a council."""
    council = council_of(request, slug, Action.MANAGE_PEOPLE)
    answerable = allowed(request.user, Action.ANSWER, council.membership_requests.all())
    asked = get_object_or_404(answerable.select_related("user", "organisation"), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        accept, reason = form.cleaned_data["answer"] == "yes", form.cleaned_data["reason"]
        said = (
            f"{asked.user} {'belongs' if accept else 'does not belong'} to {council}, and gets an email that says so."
        )
        attempt(
            request,
            said,
            lambda: membership_requests.answer_request(request=asked, accept=accept, reason=reason, by=request.user),
        )
        return redirect("council-people", council.slug)
    return render(request, "people/answer.html", {"council": council, "asked": asked, "form": form})


@button("council-people", "slug")
def withdraw_invitation(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    council = council_of(request, slug, Action.MANAGE_PEOPLE)
    invitation = get_object_or_404(allowed(request.user, Action.CHANGE, council.invitations.all()), pk=pk)
    said = f"{invitation.email} is not invited any more."
    attempt(request, said, lambda: invitations.withdraw_invitation(invitation=invitation, by=request.user))
    return redirect("council-people", council.slug)
