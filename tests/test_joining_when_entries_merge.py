"""When moderators make one entry of two, everything about joining in goes along, each thing once."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from collaboration.actions.interest.moves import answer
from collaboration.actions.introducing import ask_what_came
from collaboration.models import Adoption, Follow, Interest, IntroductionParty, Suggestion
from councils.models import User
from tests.support.factories import make_council, make_officer, make_person, make_project
from tests.support.joining import (
    make_adoption,
    make_ask,
    make_call,
    make_call_entry,
    make_follow,
    make_interest,
    make_introduction,
    make_suggestion,
)
from tests.support.mail import deliver
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def goes() -> Any:
    """An entry that nobody answers for, which is to go into another."""
    return make_project("Bins", leads=[make_council()])


@pytest.fixture
def owner() -> User:
    """Who answers for the entry that stays."""
    return make_officer(make_council("Exford"), "Ann")


@pytest.fixture
def stays(owner: User) -> Any:
    """The entry that stays."""
    return make_project("Bin lorries", leads=[owner.memberships.get().organisation])


def merge(moderator: User, goes: Any, stays: Any) -> None:
    """Let a moderator press the button."""
    signed_in(moderator).post(reverse("decide", args=[goes.pk, "merge"]), {"into": stays.pk})
    goes.refresh_from_db()
    assert goes.merged_into_id == stays.pk


def test_those_who_answer_for_the_entry_that_stays_get_the_conversations_and_can_answer(
    goes: Any, stays: Any, owner: User, moderator: User
) -> None:
    waiting = make_interest(listing=goes, chased="moderators", chased_on=NOW)
    ended = make_interest(listing=goes, state="met", turn="", due_on=None, answered_at=NOW, ended_at=NOW)
    merge(moderator, goes, stays)
    assert set(stays.interests.all()) == {waiting, ended}
    waiting.refresh_from_db()
    assert waiting.chased == ""  # it is theirs now, and no longer the moderators'
    assert "Bin lorries" in show(signed_in(owner), f"/account/interests/{waiting.pk}/").text
    answer(interest=waiting, answer="talk", by=owner)
    waiting.refresh_from_db()
    assert waiting.state == "talking"


@pytest.mark.parametrize("answered", [False, True])
def test_who_wrote_about_both_goes_on_in_one_conversation_and_is_told_once(
    goes: Any, stays: Any, owner: User, moderator: User, answered: bool
) -> None:
    sender = make_person("Wanda")
    first = make_interest(listing=stays, sender=sender, organisation=None, sent_at=NOW - timedelta(days=3))
    later = make_interest(listing=goes, sender=sender, organisation=None)
    if answered:
        Interest.objects.filter(pk=later.pk).update(state="talking", turn="sender", answered_at=NOW)
    merge(moderator, goes, stays)
    on, over = (later, first) if answered else (first, later)
    assert stays.interests.open().get() == on
    assert stays.interests.get(ended_at__isnull=False) == over
    over.refresh_from_db()
    assert over.state == "nothing"
    [told] = [mail for mail in deliver() if mail.to == [sender.email]]
    assert "It goes on there." in told.body


def test_what_is_wanted_followed_suggested_and_introduced_goes_along_each_once(
    goes: Any, stays: Any, moderator: User
) -> None:
    ask, call, council, follower = make_ask(listing=goes), make_call(), make_council(), make_person()
    for entry in (goes, stays):
        make_call_entry(listing=entry, call=call)
        make_follow(listing=entry, user=follower)
    make_call_entry(listing=goes)
    alone = make_follow(listing=goes)
    make_suggestion(listing=goes, organisation=council, dismissed_at=NOW)
    make_suggestion(listing=stays, organisation=council)
    make_suggestion(listing=goes)
    introduced = make_introduction(listings=[goes])
    merge(moderator, goes, stays)
    assert stays.asks.get() == ask
    assert stays.call_entries.count() == 2
    assert set(Follow.objects.values_list("user", "listing")) == {(follower.pk, stays.pk), (alone.user_id, stays.pk)}
    assert Follow.objects.filter(pk=alone.pk).exists()  # the link in its mails still stops it
    assert stays.suggestions.count() == 2
    assert not Suggestion.objects.standing().filter(organisation=council).exists()
    assert IntroductionParty.objects.get(listing__isnull=False).listing_id == stays.pk
    assert introduced.parties.filter(listing=stays.pk).exists()


def test_an_introduction_of_the_two_to_each_other_ends_and_nobody_is_asked_about_it(
    goes: Any, stays: Any, moderator: User
) -> None:
    of_the_two = make_introduction(councils=[], listings=[goes, stays], due_on=NOW.date() - timedelta(days=1))
    of_others = make_introduction(councils=[make_council()], listings=[goes, stays])
    merge(moderator, goes, stays)
    of_the_two.refresh_from_db()
    of_others.refresh_from_db()
    assert (of_the_two.outcome, of_the_two.outcome_words, of_the_two.due_on) == (
        "nothing",
        "The entries that were introduced to each other have become one.",
        None,
    )
    assert of_others.ended_at is None
    assert ask_what_came(today=NOW.date()) == 0


@pytest.mark.parametrize("confirmed", ["goes", "stays", "neither"])
def test_an_organisation_that_reuses_both_stands_once_and_what_is_confirmed_stays_so(
    goes: Any, stays: Any, moderator: User, confirmed: str
) -> None:
    council, yes = make_council(), {"answer": "yes", "answered_at": NOW}
    interest = make_interest(listing=goes)
    coming = make_adoption(listing=goes, organisation=council, interest=interest, **yes if confirmed == "goes" else {})
    known = make_adoption(listing=stays, organisation=council, **yes if confirmed == "stays" else {})
    others = make_adoption(listing=goes)
    refused = make_adoption(listing=goes, organisation=council, answer="no", answered_at=NOW)
    merge(moderator, goes, stays)
    assert set(stays.adoptions.all()) == {coming, known, others, refused}
    one = Adoption.objects.exclude(answer="no").get(organisation=council, withdrawn_at=None)
    assert one == (coming if confirmed == "goes" else known)
    assert one.interest == interest
