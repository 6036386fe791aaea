"""Random people in random councils, with random listings: what the rules of permission are tried on."""

import itertools
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import strategies as st

from collaboration.models import (
    Adoption,
    AlertSettings,
    Ask,
    Block,
    Call,
    CallEntry,
    Follow,
    Interest,
    Introduction,
    IntroductionParty,
    Message,
    Suggestion,
)
from councils.models import Invitation, Membership, MembershipRequest, Organisation, Role, User
from listings.models import Decision, Doubt, Listing, Participation, ParticipationRequest, Update
from projects.models import Project
from services.models import SharedService
from tests.support.factories import make_council, make_person, make_project, make_service

COUNCILS, PEOPLE, LISTINGS = 3, 2, 4

people = st.integers(0, PEOPLE - 1)
councils = st.integers(0, COUNCILS - 1)
flags = st.tuples(st.booleans(), st.booleans(), st.booleans())
belongings = st.tuples(people, councils, st.sampled_from(Role.values), st.sampled_from(["", "left", "ended"]))
parts = st.tuples(
    st.integers(0, LISTINGS - 1),
    councils,
    st.sampled_from(Participation.Role.values),
    st.sampled_from(["", "2025"]),
    st.booleans(),
)
pairs = st.tuples(people, councils)


class Graph(NamedTuple):
    """Who is what: flags of each person; memberships; states of listings, and whether they are confirmed; who takes
    part and has claimed it; requests; which councils have dealings with which listings; invitations."""

    flags: list[tuple[bool, bool, bool]]
    belongings: list[tuple[int, int, str, str]]
    states: list[tuple[str, bool]]
    parts: list[tuple[int, int, str, str, bool]]
    requests: list[tuple[int, int]]
    dealings: list[tuple[int, int]]
    invitations: list[int]


graphs = st.builds(
    Graph,
    flags=st.lists(flags, min_size=PEOPLE, max_size=PEOPLE),
    belongings=st.lists(belongings, max_size=6, unique_by=lambda one: one[:2]),
    states=st.lists(
        st.tuples(st.sampled_from(Listing.State.values), st.booleans()), min_size=LISTINGS, max_size=LISTINGS
    ),
    parts=st.lists(parts, max_size=6, unique_by=lambda one: one[:3]),
    requests=st.lists(pairs, max_size=3, unique=True),
    dealings=st.lists(st.tuples(st.integers(0, LISTINGS - 1), councils), max_size=2, unique=True),
    invitations=st.lists(councils, max_size=2, unique=True),
)


class World:
    """Councils, people and listings that are made once, and put into the state of one graph after another."""

    def __init__(self) -> None:
        self.councils = [make_council() for _ in range(COUNCILS)]
        self.people = [make_person(f"Person {number}") for number in range(PEOPLE)]
        makers = itertools.islice(itertools.cycle([make_project, make_service]), LISTINGS)
        self.call = Call.objects.create(title="A call", deadline=timezone.now(), link="https://call.example/")
        self.listings = [make(source="A paper") if number % 2 else make() for number, make in enumerate(makers)]

    def become(self, graph: Graph) -> list[Any]:
        """Write the graph; return everybody who may ask, freshly read, and somebody without an account."""
        for person, (is_active, is_staff, is_superuser) in zip(self.people, graph.flags, strict=True):
            rights = {"is_active": is_active, "is_staff": is_staff or is_superuser, "is_superuser": is_superuser}
            User.objects.filter(pk=person.pk).update(**rights)
        now = timezone.now()
        for listing, (state, is_confirmed) in zip(self.listings, graph.states, strict=True):
            confirmed = now if is_confirmed else None
            Listing.objects.filter(pk=listing.pk).update(state=state, submitted_at=now, confirmed_at=confirmed)
        Membership.objects.bulk_create(self.memberships(graph.belongings))
        Participation.objects.bulk_create(
            Participation(
                listing_id=self.listings[place].pk,
                organisation=self.councils[council],
                role=role,
                left=left,
                claimed_at=now if is_claimed else None,
            )
            for place, council, role, left, is_claimed in graph.parts
        )
        for place, council in graph.dealings:
            between = {"listing_id": self.listings[place].pk, "organisation": self.councils[council]}
            ParticipationRequest.objects.create(**between)
            Update.objects.create(**between, happened="It began.")
            Doubt.objects.create(**between, statement="all", words="Not ours.")
            Decision.objects.create(listing_id=self.listings[place].pk, kind="approved")
        self.join_in(graph)
        MembershipRequest.objects.bulk_create(
            MembershipRequest(user=self.people[person], organisation=self.councils[council])
            for person, council in graph.requests
        )
        Invitation.objects.bulk_create(
            Invitation(organisation=self.councils[council], email=f"{number}@people.example")
            for number, council in enumerate(graph.invitations)
        )
        return [AnonymousUser(), *User.objects.filter(pk__in=[person.pk for person in self.people])]

    def join_in(self, graph: Graph) -> None:
        """Let people be interested in what councils have dealings with, reuse it, follow it, want something for it."""
        now = timezone.now()
        for number, (place, council) in enumerate(graph.dealings):
            listing, organisation = self.listings[place], self.councils[council]
            sender, is_odd = self.people[number % PEOPLE], number % 2 == 1
            reported = {"reported_at": now} if is_odd else {}
            interest = Interest.objects.create(
                listing_id=listing.pk,
                sender=sender,
                organisation=organisation,
                message="We do this.",
                due_on=now,
                answered_by=self.people[(number + 1) % PEOPLE] if place else None,
                **reported,
            )
            Message.objects.create(
                interest=interest, side="owners", words="Let us talk.", author=self.people[place % 2]
            )
            answer = {"answer": "yes", "answered_at": now} if is_odd else {}
            Adoption.objects.create(listing_id=listing.pk, organisation=organisation, **answer)
            Ask.objects.create(listing_id=listing.pk, organisation=organisation, words="Test users.", deadline=now)
            CallEntry.objects.get_or_create(listing_id=listing.pk, call=self.call)
            Block.objects.create(user=sender, organisation=organisation)
            Follow.objects.create(user=sender, listing_id=listing.pk)
            AlertSettings.objects.get_or_create(user=sender)
            Suggestion.objects.create(listing_id=listing.pk, organisation=organisation, weight=1, made_on=now)
            introduction = Introduction.objects.create(words="You do the same.", due_on=now)
            party = {"listing_id": listing.pk} if is_odd else {"organisation": organisation}
            IntroductionParty.objects.create(introduction=introduction, **party)

    def memberships(self, belongings: Iterable[tuple[int, int, str, str]]) -> list[Membership]:
        """Return the memberships of a graph, some of them ended."""
        now = timezone.now()
        return [
            Membership(
                user=self.people[person],
                organisation=self.councils[council],
                role=role,
                began_at=now,
                ended_at=now if reason else None,
                end_reason=reason,
            )
            for person, council, role, reason in belongings
        ]

    def everything(self) -> list[Any]:
        """Return a query for each kind of thing that a graph decides about; everything in it is fetched at once."""
        kinds = [model.objects.all() for model in (Organisation, User, Membership, MembershipRequest, Invitation)]
        kinds += [
            model.objects.select_related("listing").prefetch_related("listing__participations")
            for model in (Participation, ParticipationRequest, Update, Doubt, Decision)
        ]
        kinds += [
            model.objects.select_related("listing").prefetch_related("listing__participations")
            for model in (Interest, Adoption, Ask, CallEntry, Suggestion)
        ]
        kinds += [model.objects.all() for model in (Block, Follow, AlertSettings)]
        kinds += [Introduction.objects.prefetch_related("parties__listing__participations")]
        models = (Listing, Project, SharedService)
        return kinds + [model.objects.prefetch_related("participations", "sources") for model in models]
