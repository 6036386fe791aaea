"""Who gets into the area of a council, and what buttons there do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from collabhub.permissions import Action, allowed, can
from councils.models import Organisation, User


class SignedInRequest(HttpRequest):
    """A request behind `login_required`."""

    user: User


def council_of(request: SignedInRequest, slug: str, action: Action = Action.ENTER) -> Organisation:
    """Return the council of this name, into whose area the visitor may go, to do `action` there.

    Raises Http404 for the area of a council that is not theirs, whether or not there is such a council, and
    PermissionDenied for what they may not do in their own.
    """
    theirs = allowed(request.user, Action.ENTER, Organisation.objects.councils())
    council = get_object_or_404(theirs, slug=slug)
    if not can(request.user, action, council):
        raise PermissionDenied
    return council


def button(page: str, *words: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view do something on POST alone, for people who are signed in.

    Whoever gets there otherwise, such as by signing in again after pressing it, is led to the page with the button:
    `page` is its name, `words` are those of the view's arguments that are in its address.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def press(request: HttpRequest, **arguments: Any) -> HttpResponse:
            if request.method != "POST":
                return redirect(page, *[arguments[word] for word in words])
            return view(request, **arguments)

        return login_required(press)

    return decorate
