"""Who may do what: the one table of rules, asked of one thing and of many, always with the same answer."""

from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from collabhub.permissions import RULES, Action, allowed, can, is_moderator, rule_for
from councils.models import EmailDomain, Organisation, Succession, User
from listings.models import Listing, NameToResolve, ServiceArea, SynonymGroup, Topic
from projects.models import Project
from services.models import SharedService
from tests.support.factories import make_council, make_former_council, make_partner, make_project, make_service

FLAGS = ("is_active", "is_staff", "is_superuser")
MODELS = (Listing, Project, SharedService, Organisation, Succession, Topic, NameToResolve, SynonymGroup)

visitors = st.one_of(
    st.just(AnonymousUser()),
    st.builds(lambda values: User(**dict(zip(FLAGS, values, strict=True))), st.tuples(*[st.booleans()] * len(FLAGS))),
)
entries = st.tuples(st.sampled_from([make_project, make_service]), st.sampled_from(Listing.State.values), st.booleans())
organisations = st.sampled_from([make_council, make_former_council, make_partner])


def test_asking_of_one_and_of_many_never_differs(db: None) -> None:
    @settings(max_examples=60)
    @given(visitor=visitors, action=st.sampled_from(Action), some=st.lists(entries, max_size=4), more=organisations)
    def never_differs(visitor: Any, action: Action, some: list[Any], more: Any) -> None:
        with transaction.atomic():
            for make, state, is_ended in some:
                make(state=state, is_ended=is_ended, topics=["bins"], partners=["Berkshire"])
            SynonymGroup.objects.create(terms=["bins", "waste"])
            more()
            for model in MODELS:
                everything = model.objects.all()
                one_by_one = {thing.pk for thing in everything if can(visitor, action, thing)}
                assert {thing.pk for thing in allowed(visitor, action, everything)} == one_by_one
            transaction.set_rollback(True)

    never_differs()


ANSWERS = {
    # who:                                                      view, change a published entry, view, change a draft
    "nobody we know": ({}, (True, False), (False, False)),
    "a person without rights": ({"is_active": True}, (True, False), (False, False)),
    "a moderator": ({"is_active": True, "is_staff": True}, (True, True), (True, True)),
    "a moderator whose account is closed": ({"is_active": False, "is_staff": True}, (True, False), (False, False)),
    "an administrator": ({"is_active": True, "is_staff": True, "is_superuser": True}, (True, True), (True, True)),
}


@pytest.mark.parametrize("who", ANSWERS)
def test_anyone_reads_what_is_published_and_moderators_change_everything(db: None, who: str) -> None:
    flags, *expected = ANSWERS[who]
    visitor = User(**flags) if flags else AnonymousUser()
    for state, answers in zip(("published", "draft"), expected, strict=True):
        for make in (make_project, make_service):
            listing = make(state=state)
            assert tuple(can(visitor, action, listing) for action in (Action.VIEW, Action.CHANGE)) == answers, state


def test_only_moderators_see_names_that_wait_to_be_resolved() -> None:
    name = NameToResolve(name="Berkshire")
    assert not can(AnonymousUser(), Action.VIEW, name)
    assert can(User(is_staff=True), Action.VIEW, name)


def test_anyone_reads_every_organisation_and_moderators_change_them(db: None) -> None:
    council, moderator = make_council(), User(is_staff=True)
    assert can(AnonymousUser(), Action.VIEW, council)
    assert not can(AnonymousUser(), Action.CHANGE, council)
    assert can(moderator, Action.CHANGE, council)


def test_the_answer_keeps_the_narrowing_that_it_was_given(db: None) -> None:
    wanted, _other = make_project("Bins"), make_project("Parks")
    assert list(allowed(AnonymousUser(), Action.VIEW, Project.objects.filter(title="Bins"))) == [wanted]


def test_a_project_follows_the_rule_of_listings() -> None:
    for action in Action:
        assert rule_for(Project, action) is rule_for(SharedService, action) is RULES[Listing, action]


@pytest.mark.parametrize(("model", "action"), [*product([User, EmailDomain], Action), (ServiceArea, Action.CHANGE)])
def test_what_no_rule_covers_is_a_fault_and_never_a_yes(model: type[Any], action: Action) -> None:
    with pytest.raises(LookupError, match=f"No rule says who may {action} a {model.__name__}"):
        can(User(is_staff=True, is_superuser=True), action, model())
    with pytest.raises(LookupError, match="No rule says"):
        allowed(AnonymousUser(), action, model.objects.all())


def test_somebody_who_is_not_signed_in_is_no_moderator() -> None:
    assert not is_moderator(AnonymousUser())


@pytest.mark.ignore_template_errors  # Django's own admin templates
def test_the_admin_lets_a_moderator_change_what_the_rules_let_them_change(moderator: User) -> None:
    client = Client()
    client.force_login(moderator)
    places = {
        f"/admin/projects/project/{make_project().pk}/change/": make_project(),
        f"/admin/services/sharedservice/{make_service().pk}/change/": make_service(),
        f"/admin/councils/organisation/{make_council().pk}/change/": make_council(),
    }
    for place, thing in places.items():
        assert can(moderator, Action.CHANGE, thing)
        assert client.get(place).status_code == 200, place
