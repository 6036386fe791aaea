"""An entry in the area of a council, and doing something to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from collabhub.permissions import Action, allowed, can
from councils.models import Organisation
from councils.views.access import SignedInRequest, council_of
from listings.actions.partners import PartRefused
from listings.models import Listing

GET_OR_POST = ["GET", "HEAD", "POST"]


def entry_of(
    request: SignedInRequest, slug: str, pk: int, may: Action | None = None, *, council_may: Action = Action.ENTER
) -> tuple[Organisation, Listing]:
    """Return a council into whose area the visitor may go, and an entry that they may see.

    Raises Http404 when they may not, and PermissionDenied when they may not do `may` to the entry, or `council_may` in
    the area.
    """
    council = council_of(request, slug, council_may)
    entries = Listing.objects.select_related("project", "sharedservice").with_people_and_subjects()
    listing: Listing = get_object_or_404(allowed(request.user, Action.VIEW, entries), pk=pk)
    if may and not can(request.user, may, listing):
        raise PermissionDenied
    return council, listing


def attempt(request: SignedInRequest, said: str, action: Callable[[], Any]) -> bool:
    """Do it and say so; or say why it was refused. Return whether it was done."""
    try:
        action()
    except PartRefused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, said)
    return True
