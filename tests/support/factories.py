"""Makes the few things that a test is about; everything else gets a plain, valid value."""

import itertools
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from councils.models import Invitation, Membership, MembershipRequest, Organisation, Role, Succession, User
from listings.models import Link, Listing, ListingOfficer, NameToResolve, Participation, ServiceArea, Source, Topic
from listings.models.listing import REVIEW_AFTER, slug_for
from projects.models import Project
from services.models import SharedService

_numbers = itertools.count(1)


def make_council(short_name: str = "", **fields: Any) -> Organisation:
    """Return a unitary authority in force in South West England, unless `fields` say otherwise."""
    number = next(_numbers)
    short_name = short_name or f"Exford {number}"
    given = {
        "slug": f"{slugify(short_name)}-{number}",
        "name": f"{short_name} Council",
        "short_name": short_name,
        "kind": "unitary",
        "tier": "single",
        "nation": "England",
        "region": "South West",
    }
    return Organisation.objects.create(**given | fields)


def make_partner(name: str = "", **fields: Any) -> Organisation:
    """Return an organisation that is not a council: a charity, unless `fields` say otherwise."""
    number = next(_numbers)
    name = name or f"Helpful {number}"
    slug = f"{slugify(name)[:80]}-{number}".strip("-")
    given = {"slug": slug, "name": name, "short_name": name[:120], "kind": "charity"}
    return Organisation.objects.create(**given | fields)


def make_former_council(short_name: str = "", *, successor: Organisation | None = None, **fields: Any) -> Organisation:
    """Return a district abolished on 31 March 2023, and note who took over."""
    given: dict[str, Any] = {
        "kind": "non-metropolitan-district",
        "tier": "lower",
        "status": "abolished",
        "end_date": date(2023, 3, 31),
    }
    council = make_council(short_name, **given | fields)
    if successor:
        succeed(council, successor)
    return council


def make_planned_council(short_name: str = "", **fields: Any) -> Organisation:
    """Return an announced council that is to begin on 1 April 2028."""
    given: dict[str, Any] = {"status": "planned", "start_date": date(2028, 4, 1), "announcement": "announced"}
    return make_council(short_name, **given | fields)


def succeed(predecessor: Organisation, successor: Organisation, **fields: Any) -> Succession:
    """Note that one authority took over from another on 1 April 2023."""
    given = {"date": date(2023, 4, 1), "status": "done", "source": "The order"}
    return Succession.objects.create(predecessor=predecessor, successor=successor, **given | fields)


def make_area(label: str = "", *, parent: ServiceArea | None = None) -> ServiceArea:
    """Return a service area, one level below its parent."""
    number = next(_numbers)
    level = parent.level + 1 if parent else 1
    return ServiceArea.objects.create(
        esd_id=900_000 + number, label=label or f"Area {number}", parent=parent, level=level
    )


def make_project(title: str = "", **fields: Any) -> Project:
    """Return a published project in alpha; see `_make` for what belongs to it."""
    return _make(Project, title or f"Shared parking {next(_numbers)}", {"phase": "alpha"} | fields)


def make_service(title: str = "", **fields: Any) -> SharedService:
    """Return a published shared service under a lead authority; see `_make` for what belongs to it."""
    return _make(SharedService, title or f"Joint audit {next(_numbers)}", {"delivery_model": "lead-authority"} | fields)


def _make(model: type[Any], title: str, fields: dict[str, Any]) -> Any:
    """Return a listing. Of `fields`, the roles take organisations or written names, the rest what their column takes.

    `leads`, `partners`, `funders`, `suppliers`, `adopters`: who takes part. `areas`, `topics`: what it is about.
    `source`: the name of the published source. `links`: addresses.
    """
    now = timezone.now()
    roles = {role: fields.pop(f"{role}s", ()) for role in Participation.Role.values}
    areas, topics = fields.pop("areas", ()), fields.pop("topics", ())
    source, links = fields.pop("source", ""), fields.pop("links", ())
    given = {
        "title": title,
        "slug": slug_for(title),
        "summary": f"What {title} is, in a sentence.",
        "state": Listing.State.PUBLISHED,
        "created_at": fields.get("updated_at", now),
        "updated_at": now,
    }
    state = fields.get("state", Listing.State.PUBLISHED)
    if state == Listing.State.PUBLISHED:
        given["review_date"] = timezone.localdate() + REVIEW_AFTER
    if state == Listing.State.WAITING:
        given["submitted_at"] = now
    if state in (Listing.State.PUBLISHED, Listing.State.WITHDRAWN):
        given["published_at"] = fields.get("updated_at", now)
    listing = model.objects.create(**given | fields)
    for role, participants in roles.items():
        take_part(listing, role, participants)
    listing.service_areas.set(areas)
    listing.topics.set([Topic.objects.get_or_create(name=name)[0] for name in topics])
    if source:
        add_source(listing, source)
    for url in links:
        Link.objects.create(listing=listing, url=url)
    return listing


def take_part(listing: Any, role: str, participants: Iterable[Organisation | str], **dates: str) -> None:
    """Add organisations, and names that wait to be resolved, to a listing in one role."""
    for participant in participants:
        if isinstance(participant, str):
            name, _ = NameToResolve.objects.get_or_create(name=participant, defaults={"reason": "unknown"})
            who: dict[str, Any] = {"name_to_resolve": name, "written_name": participant}
        else:
            who = {"organisation": participant, "written_name": participant.name}
        Participation.objects.create(listing=listing, role=role, **who, **dates)


def add_source(listing: Any, name: str, **fields: Any) -> Source:
    """Note where a listing was read."""
    number = next(_numbers)
    given = {"key": f"source-{number}", "url": f"https://papers.example/{number}", "read_on": date(2026, 9, 15)}
    return Source.objects.create(listing=listing, name=name, **given | fields)


def make_person(name: str = "Reader", **fields: Any) -> User:
    """Return a person with an account and no rights, unless `fields` say otherwise."""
    return User.objects.create_user(f"{slugify(name)}-{next(_numbers)}@people.example", name=name, **fields)


def make_member(
    council: Organisation, name: str = "", *, role: str = Role.OFFICER, user: User | None = None, **fields: Any
) -> Membership:
    """Return the membership of an officer of a council; of a new person, unless `user` is given."""
    user = user or make_person(name or f"{role} {next(_numbers)}".capitalize())
    user.__dict__.pop("roles", None)
    return Membership.objects.create(organisation=council, user=user, role=role, **fields)


def make_officer(council: Organisation, name: str = "", **fields: Any) -> User:
    """Return a person who is an officer of a council."""
    return make_member(council, name, **fields).user


def make_manager(council: Organisation, name: str = "", **fields: Any) -> User:
    """Return a person who is a manager of a council."""
    return make_member(council, name, role=Role.MANAGER, **fields).user


def make_former_member(council: Organisation, name: str = "", **fields: Any) -> User:
    """Return a person who belonged to a council for a year, until now."""
    now = timezone.now()
    given: dict[str, Any] = {
        "began_at": now - timedelta(days=365),
        "ended_at": now,
        "end_reason": Membership.EndReason.LEFT,
    }
    return make_member(council, name, **given | fields).user


def make_request(council: Organisation, user: User | None = None, **fields: Any) -> MembershipRequest:
    """Return a person's open request to be taken in by a council."""
    return MembershipRequest.objects.create(organisation=council, user=user or make_person(), **fields)


def make_invitation(council: Organisation, email: str = "", **fields: Any) -> Invitation:
    """Return an open invitation to be an officer of a council."""
    email = email or f"invited-{next(_numbers)}@people.example"
    return Invitation.objects.create(organisation=council, email=email, **fields)


def look_after(listing: Listing, membership: Membership) -> ListingOfficer:
    """Note that a member looks after a listing."""
    return ListingOfficer.objects.create(listing_id=listing.pk, membership=membership)
