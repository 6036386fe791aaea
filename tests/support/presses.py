"""Buttons that write much at once: sending in, approving, merging. Each with what it must leave, once."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from councils.models import Organisation
from listings.models import Listing, Update
from tests.support.factories import (
    look_after,
    make_area,
    make_council,
    make_manager,
    make_member,
    make_officer,
    make_person,
    make_project,
    take_part,
)
from tests.support.visits import signed_in

CHANGED = {
    "listings_listing": 0,
    "listings_listingevent": 1,
    "listings_searchentry": 0,
    "pghistory_context": 1,
}
"""The rows of an entry that has become another: its own, one event, and what it is found by."""
PUBLISHED = {
    "listings_phasechange": 1,
    "listings_phasechangeevent": 1,
    "listings_participation": 0,
    "procrastinate_jobs": 1,
    "procrastinate_events": 1,
}
"""The rows of an entry that has become public: the date of its phase, and one mail to the partner that is named."""
APPROVED = {
    "councils_organisation": 0,
    "councils_organisationevent": 1,
    "listings_decision": 1,
    "procrastinate_jobs": 2,
    "procrastinate_events": 2,
}
"""The rows of an approval: its lead publishes directly, and one more mail, to the lead."""
MERGED = {
    # One council led both; of the two links and areas of the one, the other had one.
    "listings_participation": -1,
    "listings_participationevent": 3 + 2,
    "listings_link": -1,
    "listings_linkevent": 2 + 1,
    "listings_listing_service_areas": 1,
    "listings_listingserviceareaevent": 1,
    "listings_listing_topics": 1,
    "listings_listingtopicevent": 1,
    # Taken away from the one, and made anew for the other.
    "listings_listingofficer": 0,
    "listings_listingofficerevent": 2 + 2,
    "listings_phasechange": 0,
    "listings_phasechangeevent": 1 + 1,
    "listings_relatedlisting": 0,
    "listings_relatedlistingevent": 1 + 1,
    "listings_source": 0,
    "listings_sourceevent": 1 + 1,
    "listings_update": 0,
    "listings_updateevent": 1 + 1,
    "listings_participationrequest": 0,
    "listings_participationrequestevent": 1,
    # One decision about each, and one mail to each council.
    "listings_decision": 2,
    "procrastinate_jobs": 2,
    "procrastinate_events": 2,
}
"""The rows of a merger."""


PUBLIC = {"state": "published", "leads that publish directly": 1, "partners told": 1, "phases": ["alpha"]}
"""Facts about an entry that has become public."""


@dataclass(frozen=True)
class Press:
    """A press of a button by somebody who is signed in: what it sends, and what it leaves when it is done once.

    `rows` are the tables that it changes, each with how many rows come, less those that go. `facts` is what
    `facts_about` says of the entry then.
    """

    browser: Client
    path: str
    listing: Listing
    facts: dict[str, Any]
    rows: dict[str, int]
    sent: dict[str, Any] = field(default_factory=dict)


def facts_about(listing: Listing) -> dict[str, Any]:
    """Return how an entry stands, and what waits to be written about it."""
    listing.refresh_from_db()
    parts = listing.participations.all()
    return {
        "state": listing.state,
        "leads that publish directly": sum(bool(part.organisation.publishes_directly) for part in listing.leads),
        "parts": Counter(part.role for part in parts),
        "partners told": sum(part.told_at is not None for part in parts),
        "phases": [change.phase for change in listing.phase_changes.all()],
        "decisions": [decision.kind for decision in listing.decisions.all()],
        "mails": Counter(ProcrastinateJob.objects.values_list("task_name", flat=True)),
    }


def draft_of_one_lead(state: str, **fields: Any) -> tuple[Any, Organisation]:
    """Return an entry that has all that is asked for and is not public yet, with a named partner, and its lead."""
    lead, partner = make_council(**fields), make_council()
    for council in (lead, partner):
        make_manager(council)
    project = make_project(state=state, areas=[make_area()])
    take_part(project, "lead", [lead], standing="confirmed")
    take_part(project, "partner", [partner], standing="named")
    return project, lead


def sending_in() -> Press:
    """An officer sends in the first entry of their council."""
    project, lead = draft_of_one_lead("draft")
    return Press(
        signed_in(make_officer(lead)),
        reverse("project-submit", args=[lead.slug, project.pk]),
        project,
        facts_about(project) | {"state": "waiting"},
        CHANGED,
    )


def sending_in_directly() -> Press:
    """An officer sends in an entry of a council that publishes directly."""
    project, lead = draft_of_one_lead("draft", publishes_directly=True)
    return Press(
        signed_in(make_officer(lead)),
        reverse("project-submit", args=[lead.slug, project.pk]),
        project,
        facts_about(project) | PUBLIC | {"mails": {"listings.partner_named": 1}},
        CHANGED | PUBLISHED,
    )


def approving() -> Press:
    """A moderator approves the first entry of a council."""
    project, _ = draft_of_one_lead("waiting")
    return Press(
        signed_in(make_person("Moderator", is_staff=True)),
        reverse("decide", args=[project.pk, "approve"]),
        project,
        facts_about(project)
        | PUBLIC
        | {"decisions": ["approved"], "mails": {"listings.partner_named": 1, "listings.approved": 1}},
        CHANGED | PUBLISHED | APPROVED,
        sent={"seen": project.updated_at.isoformat()},
    )


def merging() -> Press:
    """A moderator merges two entries about the same work, with much that goes along."""
    lead, far, area = make_council(), make_council(), make_area()
    links, topics = ["https://a.example", "https://b.example"], ["bins"]
    goes = make_project(
        leads=[lead, far], partners=["Berkshire"], areas=[area, make_area()], links=links, topics=topics, source="Paper"
    )
    stays = make_project(leads=[lead], partners=[make_council()], areas=[area], links=links[:1])
    goes.earlier_stages.create(earlier=make_project())
    for council in (lead, far):
        look_after(goes, make_member(council))
    Update.objects.create(listing=goes, organisation=far, happened="It runs.")
    goes.phase_changes.create(phase="alpha", since="2026-01")
    goes.participation_requests.create(organisation=make_council())
    return Press(
        signed_in(make_person("Moderator", is_staff=True)),
        reverse("decide", args=[goes.pk, "merge"]),
        stays,
        facts_about(stays)
        | {
            "parts": {"lead": 2, "partner": 2},
            "phases": ["alpha"],
            "decisions": ["merged"],
            "mails": {"listings.merged": 2},
        },
        CHANGED | MERGED,
        {"into": stays.pk, "words": "The same lorries."},
    )


PRESSES = {press.__name__.replace("_", " "): press for press in (sending_in, sending_in_directly, approving, merging)}
