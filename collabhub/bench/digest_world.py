"""People who follow saved searches, and changes to entries: what a run of digests is measured and killed with."""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.models import AlertSettings, DigestRun, Follow
from councils.models import Organisation, User
from listings.models import Listing, SearchEntry, Update
from projects.models import Project

EACH = 2
"""Searches that each person follows."""
SAID = "The first two councils have gone live, and a third joins in spring. Call times fell by a fifth."


def add_searches(number: int) -> list[str]:
    """Return so many different saved searches of projects, as query strings, all of which find something.

    Raises ValueError when the entries do not give so many.
    """
    found: dict[str, None] = {}
    rows = SearchEntry.objects.filter(pk__in=_running_projects())
    phases = dict(Project.objects.values_list("pk", "phase"))
    for pk, areas in rows.order_by("pk").values_list("pk", "areas").iterator():
        for area, ways in itertools.product(areas, _ways_to_ask(phases[pk])):
            found[urlencode({"area": area} | ways)] = None
            if len(found) == number:
                return list(found)
    raise ValueError(f"The entries give only {len(found)} searches.")


def add_followers(number: int, searches: Sequence[str]) -> None:
    """Add so many people who follow two of the searches each, and have been told all that happened until now."""
    people = User.objects.bulk_create(
        User(email=f"follower-{place}@people.example", name=f"Follower {place}") for place in range(number)
    )
    told = timezone.now()
    AlertSettings.objects.bulk_create(AlertSettings(user=one, frequency="daily", told_until=told) for one in people)
    Follow.objects.bulk_create(
        Follow(user=person, list_name="projects", query=query, title=f"Projects: {query}", made_at=told)
        for place, person in enumerate(people)
        for query in {searches[(place + step * 7) % len(searches)] for step in range(EACH)}
    )


def add_changes(number: int) -> DigestRun:
    """Write an update about each of so many projects, and begin a run of digests that is to tell of just these.

    It begins a while from now: a run leaves the last minutes before it to the next.
    """
    council = Organisation.objects.councils()[0]
    pks = list(_running_projects().order_by("pk").values_list("pk", flat=True))
    step = max(1, len(pks) // number)
    at = timezone.now()
    Update.objects.bulk_create(
        Update(listing_id=pk, organisation=council, happened=SAID, written_at=at) for pk in pks[::step][:number]
    )
    return DigestRun.objects.create(day=localdate(), began_at=at + timedelta(hours=1))


def expected_readers() -> set[str]:
    """Return the addresses of those whose digest must hold something: found from the rows, not by the digest's code."""
    changed = set(Update.objects.values_list("listing", flat=True))
    projects = dict(Project.objects.filter(pk__in=changed).values_list("pk", "phase"))
    finds: defaultdict[str, bool] = defaultdict(bool)
    for pk, areas in SearchEntry.objects.filter(pk__in=changed).values_list("pk", "areas"):
        for area, ways in itertools.product(areas, _ways_to_ask(projects[pk])):
            finds[urlencode({"area": area} | ways)] = True
    follows = Follow.objects.values_list("user__email", "query")
    return {address for address, query in follows if finds[query]}


def _ways_to_ask(phase: str) -> list[dict[str, str]]:
    """Return filters, besides the service area, that find a running project in this phase."""
    running = {"status": "active"}
    return [{}, running, *([{"phase": phase}, {"phase": phase} | running] if phase else [])]


def _running_projects() -> QuerySet[Listing]:
    """Return the projects that the usual lists show."""
    shown = Listing.objects.published().without_archived(localdate())
    return shown.filter(kind=Listing.Kind.PROJECT, is_ended=False)
