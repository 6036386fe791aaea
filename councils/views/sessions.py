"""Where a person is signed in, and how they end it."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from councils.sign_in.browsers import in_words
from councils.sign_in.sessions import end_one, end_sessions, open_sessions
from councils.views.access import SignedInRequest


@require_safe
@login_required
def sessions(request: SignedInRequest) -> HttpResponse:
    """Show where the person is signed in: in which browser, since when, and when it was last used."""
    rows = [
        {"session": one, "browser": in_words(one.user_agent), "is_this": one.session_key == request.session.session_key}
        for one in open_sessions(request.user)
    ]
    return render(request, "account/sessions.html", {"rows": rows})


@require_POST
@login_required
def end_a_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign the person out in one of their browsers."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    is_this = session.session_key == request.session.session_key
    browser = in_words(session.user_agent)
    end_one(session=session)
    if is_this:
        logout(request)
    messages.success(request, f"Signed out of {browser}.")
    return redirect("home" if is_this else "sessions")


@require_POST
@login_required
@transaction.atomic
def end_all_sessions(request: SignedInRequest) -> HttpResponse:
    """Sign the person out everywhere, in this browser too."""
    end_sessions(user=request.user)
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return redirect("sign-out")
