"""One of everything that an address may name, and one person of every kind towards it."""

from copy import deepcopy
from typing import Any

from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.models import Adoption, AlertSettings, Block, DigestRun
from councils.models import OutgoingMail, User
from listings.models import ImportUpload, NameToResolve, ParticipationRequest, SynonymGroup, Topic, Update
from tests.support.answers import VISITORS
from tests.support.factories import (
    make_area,
    make_council,
    make_former_council,
    make_former_member,
    make_invitation,
    make_manager,
    make_officer,
    make_person,
    make_project,
    make_request,
    make_service,
    succeed,
)
from tests.support.joining import make_ask, make_call, make_follow, make_interest
from tests.support.visits import signed_in


def make_things() -> dict[str, Any]:
    """One of everything that an address may name, by the name of its admin or by a word of its own."""
    council = make_council("Exford")
    colleague = make_officer(council, "Colleague")
    bins = make_project("Bins", leads=[council], partners=["Berkshire"])
    return {
        "projects_project": bins,
        "follow": make_follow(listing=bins),
        "alert_settings": AlertSettings.objects.create(user=make_person()),
        "adoption": Adoption.objects.create(listing=make_project(leads=[make_council()]), organisation=council),
        "interest": make_interest(listing=bins),
        "reported_interest": make_interest(
            listing=bins, reported_at=timezone.now(), report_words="It sells something."
        ),
        "block": Block.objects.create(user=make_person("Barred")),
        "ask": make_ask(listing=bins, organisation=council),
        "collaboration_call": make_call(),
        "collaboration_digestrun": DigestRun.objects.create(day=localdate()),
        "councils_outgoingmail": OutgoingMail.objects.create(user=make_person(), name="digest"),
        "participation_request": ParticipationRequest.objects.create(listing=bins, organisation=make_council()),
        "services_sharedservice": make_service("Audit", leads=[council]),
        "listings_topic": Topic.objects.create(name="bins"),
        "listings_servicearea": make_area("Waste"),
        "listings_nametoresolve": NameToResolve.objects.get(),
        "listings_importupload": ImportUpload.objects.create(kind="project", file_name="bins.csv", content="title"),
        "listings_synonymgroup": SynonymGroup.objects.create(terms=["bins", "waste"]),
        "councils_organisation": council,
        "councils_succession": succeed(make_former_council(), council),
        "councils_user": make_person("Somebody"),
        "councils_membership": colleague.memberships.get(),
        "councils_membershiprequest": make_request(council),
        "invitation": make_invitation(council),
        "update": Update.objects.create(listing=bins, organisation=council, happened="It began."),
    }


def make_cast(things: dict[str, Any]) -> dict[str, User | None]:
    """Each kind of visitor as a person, towards the council among the things."""
    council = things["councils_organisation"]
    people = (
        None,
        make_person("Reader"),
        make_former_member(council),
        make_officer(make_council("Elsewhere")),
        make_officer(council),
        make_manager(council),
        make_person("Moderator", is_staff=True),
        make_person("Administrator", is_staff=True, is_superuser=True),
    )
    return dict(zip(VISITORS, people, strict=True))


class World:
    """One of everything, one person of every kind, and a browser for each in which they are signed in."""

    def __init__(self) -> None:
        self.things = make_things()
        self.cast = make_cast(self.things)
        self._cookies = {visitor: signed_in(person).cookies for visitor, person in self.cast.items()}

    def browser(self, visitor: str, **options: Any) -> Client:
        """Return a browser of its own in which this visitor is signed in. `options` are those of `Client`."""
        client = Client(**options)
        client.cookies = deepcopy(self._cookies[visitor])
        return client
