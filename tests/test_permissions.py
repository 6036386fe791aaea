"""Who may do what: the one table of rules, asked of one thing and of many, always with the same answer."""

from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from collabhub.permissions import RULES, Action, allowed, can, is_moderator, rule_for
from councils.models import (
    EmailDomain,
    FormerCode,
    Invitation,
    KnownBrowser,
    Membership,
    MembershipRequest,
    Organisation,
    Role,
    SignInCode,
    Succession,
    Tally,
    User,
)
from listings.models import Listing, NameToResolve, SearchEntry, ServiceArea, SynonymGroup, Topic
from projects.models import Project
from services.models import SharedService
from tests.support.effort import as_many_as
from tests.support.factories import (
    make_area,
    make_council,
    make_former_council,
    make_partner,
    make_person,
    make_project,
    make_service,
    succeed,
)
from tests.support.random_people import World, graphs

MODELS = {model for model, _action in RULES} | {Project, SharedService}


def actions_on(model: type[Any]) -> list[Action]:
    """Return the actions that some rule is about; of what extends a listing two, since its rules are the listing's."""
    if model in (Project, SharedService):
        return [Action.VIEW, Action.CHANGE]
    return [action for action in Action if any((above, action) in RULES for above in model.__mro__)]


@pytest.mark.slow
def test_asking_of_one_and_of_many_never_differs_in_a_random_council(db: None) -> None:
    world = World()

    @settings(max_examples=as_many_as(500, each_time=120))
    @given(graph=graphs)
    def never_differs(graph: Any) -> None:
        with transaction.atomic():
            visitors = world.become(graph)
            for everything in world.everything():
                things = list(everything)
                for visitor, action in product(visitors, actions_on(everything.model)):
                    one_by_one = {thing.pk for thing in things if can(visitor, action, thing)}
                    found = allowed(visitor, action, everything).values_list("pk", flat=True)
                    assert set(found) == one_by_one
            transaction.set_rollback(True)

    never_differs()


def test_asking_of_one_and_of_many_never_differs_for_what_belongs_to_the_directory(db: None) -> None:
    council = make_council()
    succeed(make_former_council(), council)
    make_partner()
    make_area()
    make_project(topics=["bins"], partners=["Berkshire"], state="draft")
    make_service(state="withdrawn")
    make_project()
    SynonymGroup.objects.create(terms=["bins", "waste"])
    EmailDomain.objects.create(organisation=council, domain="exford.gov.uk", basis="mailbox")
    visitors = [AnonymousUser(), make_person(), make_person(is_staff=True), make_person(is_staff=True, is_active=False)]
    for model, visitor in product(MODELS, visitors):
        for action in actions_on(model):
            one_by_one = {thing.pk for thing in model.objects.all() if can(visitor, action, thing)}
            assert {thing.pk for thing in allowed(visitor, action, model.objects.all())} == one_by_one


# The policy, person by person

WHO = (
    "nobody we know",
    "a reader",
    "an officer of its lead",
    "a manager of its lead",
    "an officer of a partner",
    "a manager elsewhere",
    "a former manager of its lead",
    "a moderator",
    "an administrator",
)


@pytest.fixture
def world(db: None) -> dict[str, Any]:
    """A council that leads, with its people, a partner, and people elsewhere."""
    lead, partner, elsewhere = make_council("Exford"), make_council("Winsford"), make_council("Dulverton")

    def member(council: Organisation, role: str, **ended: Any) -> User:
        person = make_person()
        Membership.objects.create(user=person, organisation=council, role=role, **ended)
        return person

    former = member(lead, Role.MANAGER)
    former.memberships.update(ended_at="2100-01-01T00:00Z", end_reason="left")
    people = (
        AnonymousUser(),
        make_person(),
        member(lead, Role.OFFICER),
        member(lead, Role.MANAGER),
        member(partner, Role.OFFICER),
        member(elsewhere, Role.MANAGER),
        former,
        make_person(is_staff=True),
        make_person(is_staff=True, is_superuser=True),
    )
    asking = make_person()
    colleague = member(lead, Role.OFFICER)
    return {
        "people": dict(zip(WHO, people, strict=True)),
        "published": make_project(leads=[lead], partners=[partner]),
        "draft": make_project(leads=[lead], partners=[partner], state="draft"),
        "withdrawn": make_service(leads=[lead], partners=[partner], state="withdrawn"),
        "council": lead,
        "membership": colleague.memberships.get(),
        "request": MembershipRequest.objects.create(user=asking, organisation=lead),
        "invitation": Invitation.objects.create(organisation=lead, email="new@people.example"),
        "person": colleague,
    }


EVERYBODY = set(WHO)
CARETAKERS = {"a moderator", "an administrator"}
OFFICERS = {"an officer of its lead", "a manager of its lead"} | CARETAKERS
MANAGERS = {"a manager of its lead"} | CARETAKERS
POLICY = {
    ("published", Action.VIEW): EVERYBODY,
    ("published", Action.CHANGE): OFFICERS,
    ("published", Action.SEE_HISTORY): OFFICERS,
    ("published", Action.HAND_OVER): MANAGERS,
    ("published", Action.LOOK_AFTER): {"an officer of its lead", "a manager of its lead"},
    ("draft", Action.VIEW): OFFICERS,
    ("draft", Action.CHANGE): OFFICERS,
    ("withdrawn", Action.VIEW): OFFICERS,
    ("council", Action.VIEW): EVERYBODY,
    ("council", Action.CHANGE): CARETAKERS,
    ("council", Action.ENTER): OFFICERS,
    ("council", Action.MANAGE_PEOPLE): MANAGERS,
    ("council", Action.APPOINT_MANAGER): CARETAKERS,
    ("council", Action.ASK_TO_JOIN): EVERYBODY - {"nobody we know"},
    ("membership", Action.VIEW): OFFICERS,
    ("membership", Action.CHANGE): MANAGERS,
    ("membership", Action.LEAVE): set(),
    ("request", Action.VIEW): MANAGERS,
    ("request", Action.ANSWER): MANAGERS,
    ("request", Action.TAKE_BACK): set(),
    ("invitation", Action.VIEW): MANAGERS,
    ("invitation", Action.CHANGE): MANAGERS,
    ("invitation", Action.ACCEPT): set(),
    ("person", Action.VIEW): CARETAKERS,
    ("person", Action.CHANGE): set(),
    ("person", Action.APPOINT): {"an administrator"},
}


@pytest.mark.parametrize(("what", "action"), POLICY)
def test_the_rules_say_what_the_policy_says(world: dict[str, Any], what: str, action: Action) -> None:
    may = {who for who, person in world["people"].items() if can(person, action, world[what])}
    assert may == POLICY[what, action]


def test_what_is_about_oneself_is_for_oneself(world: dict[str, Any]) -> None:
    colleague, asking = world["person"], world["request"].user
    assert can(colleague, Action.LEAVE, world["membership"])
    assert can(colleague, Action.CHANGE, colleague)
    assert can(asking, Action.TAKE_BACK, world["request"])
    assert can(asking, Action.VIEW, world["request"])
    assert not can(asking, Action.ANSWER, world["request"])


def test_a_council_that_left_the_lead_sees_and_changes_no_more_than_others(world: dict[str, Any]) -> None:
    officer = world["people"]["an officer of its lead"]
    world["draft"].participations.filter(role="lead").update(left="2025")
    listing = Listing.objects.get(pk=world["draft"].pk)
    assert not can(officer, Action.VIEW, listing)
    assert not can(officer, Action.CHANGE, listing)


def test_whose_account_may_not_be_used_belongs_nowhere(world: dict[str, Any]) -> None:
    for who, person in world["people"].items():
        if isinstance(person, User):
            User.objects.filter(pk=person.pk).update(is_active=False)
            kept_out = User.objects.get(pk=person.pk)
            assert not can(kept_out, Action.VIEW, world["draft"]), who
            assert not can(kept_out, Action.ENTER, world["council"]), who
            assert not can(kept_out, Action.CHANGE, kept_out), who


def test_only_moderators_see_names_that_wait_to_be_resolved() -> None:
    name = NameToResolve(name="Berkshire")
    assert not can(AnonymousUser(), Action.VIEW, name)
    assert can(User(is_staff=True), Action.VIEW, name)


def test_the_answer_keeps_the_narrowing_that_it_was_given(db: None) -> None:
    wanted, _other = make_project("Bins"), make_project("Parks")
    assert list(allowed(AnonymousUser(), Action.VIEW, Project.objects.filter(title="Bins"))) == [wanted]


def test_a_project_follows_the_rule_of_listings() -> None:
    for action in (Action.VIEW, Action.CHANGE):
        assert rule_for(Project, action) is rule_for(SharedService, action) is RULES[Listing, action]


UNRULED = [
    *product([KnownBrowser, SignInCode, Tally, FormerCode], (Action.VIEW, Action.CHANGE)),
    (ServiceArea, Action.CHANGE),
    (SearchEntry, Action.CHANGE),
    (Succession, Action.HAND_OVER),
    (Topic, Action.APPOINT),
]


@pytest.mark.parametrize(("model", "action"), UNRULED)
def test_what_no_rule_covers_is_a_fault_and_never_a_yes(model: type[Any], action: Action) -> None:
    with pytest.raises(LookupError, match=f"No rule says who may {action} a {model.__name__}"):
        can(User(is_staff=True, is_superuser=True), action, model())
    with pytest.raises(LookupError, match="No rule says"):
        allowed(AnonymousUser(), action, model.objects.all())


def test_somebody_who_is_not_signed_in_is_no_moderator() -> None:
    assert not is_moderator(AnonymousUser())


def test_asking_about_many_things_costs_no_statement_for_each(
    world: dict[str, Any], django_assert_num_queries: Any
) -> None:
    officer = User.objects.get(pk=world["people"]["an officer of its lead"].pk)
    listings = list(Listing.objects.with_people_and_subjects())
    with django_assert_num_queries(1):
        assert [can(officer, Action.CHANGE, listing) for listing in listings] == [True] * 3


def test_nobody_is_asked_about_a_person_that_is_not_kept_yet() -> None:
    assert not can(User(), Action.CHANGE, User())


any_flags = st.tuples(st.booleans(), st.booleans())


@given(flags=any_flags)
def test_only_an_active_member_of_staff_is_a_moderator(flags: tuple[bool, bool]) -> None:
    is_active, is_staff = flags
    assert is_moderator(User(is_active=is_active, is_staff=is_staff)) == (is_active and is_staff)
