"""The page that tells a listing's council and moderators who changed what."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from collabhub.permissions import Action, Visitor, allowed, can
from councils.models import Membership, Organisation, OrganisationEvent, User
from directory.history import Door
from listings.history.events import Change, Describe, named_in, page_of_changes
from listings.history.telling import ENTRY_ADDED, differences
from listings.models import Listing, ServiceArea, Topic, TopicEvent

HOW = {Door.FORM: "on the site", Door.ADMIN: "in the admin", Door.IMPORT: "in an import", Door.COMMAND: "by a command"}
"""Through which door a person did something."""
NOBODY = {
    Door.FORM: "Somebody who was not signed in",
    Door.IMPORT: "An import",
    Door.COMMAND: "A command",
    "": "Somebody with access to the database itself",
}
"""Who did it, where no person did."""


def history_view(model: type[Listing], section: str) -> Callable[..., HttpResponse]:
    """Return the view of the history of projects or of shared services."""

    @require_safe
    @cache_control(private=True, no_store=True)
    def view(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        visible: Any = allowed(request.user, Action.VIEW, model._default_manager.all())
        listing = get_object_or_404(visible.prefetch_related("participations"), pk=pk)
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if not can(request.user, Action.SEE_HISTORY, listing):
            raise PermissionDenied
        address = reverse(f"{listing.kind}-history", args=[listing.pk, listing.slug])
        if request.path != address:
            return redirect(address)
        page, changes = page_of_changes(listing, request.GET.get("page"))
        describe = words_for(changes, request.user)
        told = [tell(change, listing, describe) for change in changes]
        context = {"listing": listing, "section": section, "page": page, "changes": told}
        return render(request, "listings/history.html", context)

    return view


def tell(change: Change, listing: Listing, describe: Describe) -> dict[str, Any]:
    """Return a change as the page shows it: when, who and how, whether it made the entry, and what else it did."""
    told = differences(change, listing, describe)
    others = [one for one in told if one.label != ENTRY_ADDED]
    is_new = len(others) < len(told)
    return {"when": change.when, "who": doer(change, describe), "is_new": is_new, "differences": others}


def doer(change: Change, describe: Describe) -> str:
    """Return who made a change, and how where that was a person."""
    if not change.user:
        return NOBODY.get(change.door, NOBODY[""])
    how = HOW.get(Door(change.door)) if change.door in set(Door) else ""
    return f"{describe(User, change.user)} ({how})" if how else describe(User, change.user)


def words_for(changes: list[Change], visitor: Visitor) -> Describe:
    """Return what says in words what changes refer to, as far as the visitor may know; asked of the database once."""
    keys = named_in(changes)
    users = keys[User] | {change.user for change in changes if change.user}
    holders = dict(Membership.objects.filter(pk__in=keys[Membership]).values_list("pk", "user_id"))
    people = names_of_people(users | set(holders.values()), visitor)
    words: dict[type[Model], dict[int, str]] = {
        User: people,
        Membership: {pk: people.get(user, GONE[User]) for pk, user in holders.items()},
        Organisation: names_of(OrganisationEvent, keys[Organisation]),
        ServiceArea: dict(ServiceArea.objects.filter(pk__in=keys[ServiceArea]).values_list("pk", "label")),
        Topic: names_of(TopicEvent, keys[Topic]),
        Listing: dict(
            allowed(visitor, Action.VIEW, Listing.objects.filter(pk__in=keys[Listing])).values_list("pk", "title")
        ),
    }
    return lambda model, key: words[model].get(key, GONE[model])


GONE: dict[type[Model], str] = {
    User: "a former officer",
    Membership: "a former officer",
    Organisation: "an organisation that was deleted",
    ServiceArea: "a service area that was deleted",
    Topic: "a topic that was deleted",
    Listing: "an entry that you cannot see",
}
"""What is said of things that are not there any more, or that the visitor may not see."""


def names_of(events: Any, keys: set[int]) -> dict[int, str]:
    """Return what rows are called, and those that are gone as they were called last."""
    latest = events.objects.filter(pgh_obj__in=keys).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return dict(latest.values_list("pgh_obj_id", "name"))


def names_of_people(users: set[int], visitor: Visitor) -> dict[int, str]:
    """Return what the visitor may know of people: colleagues of any time by name, others by what they are here."""
    theirs = allowed(visitor, Action.VIEW, Membership.objects.filter(user__in=users))
    known = {*theirs.values_list("user_id", flat=True)}
    known |= {*allowed(visitor, Action.VIEW, User.objects.filter(pk__in=users)).values_list("pk", flat=True)}
    people = User.objects.filter(pk__in=users)
    return {person.pk: name_of(person, is_known=person.pk in known) for person in people}


def name_of(person: User, *, is_known: bool) -> str:
    """Return how a person is called to somebody who does or does not know them."""
    if is_known or person.closed_at:
        return str(person)
    return "a moderator" if person.is_staff else "somebody of another council"
