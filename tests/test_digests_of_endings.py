"""Digests about what came to an end, and to people who left: said once, or not at all."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone

from collabhub.bench.mail_sink import running_sink
from collaboration.actions.digests import go_on_with_digests, send_digests
from collaboration.models import AlertSettings, Suggestion
from collaboration.unsubscribing import link_of, token_of_suggestions
from councils.actions.accounts import close_account
from councils.actions.memberships import leave
from councils.models import User
from listings.actions.endings import bring_back, withdraw
from listings.actions.moderating.merging import merge
from listings.models import Listing, Update
from tests.support.factories import make_area, make_council, make_manager, make_member, make_person, make_project
from tests.support.joining import make_follow
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=40)


def make_follower(*listings: Listing, user: User | None = None, **settings: Any) -> User:
    """Return a person who has followed these for long, is told every day, and was told yesterday."""
    user = user or make_person("Olu")
    told = timezone.now() - timedelta(days=1)
    AlertSettings.objects.create(user=user, **{"frequency": "daily", "told_until": told} | settings)
    for listing in listings:
        make_follow(user=user, listing=listing, made_at=LONG_AGO)
    return user


def digests(days: int = 0) -> list[Any]:
    """Send the digests of today, or of so many days later, a quarter of an hour from now; return the mails."""
    before = len(django_mail.outbox)
    with time_machine.travel(timezone.now() + timedelta(days=days, minutes=15), tick=False):
        send_digests(day=timezone.localdate())
    return django_mail.outbox[before:]


def old_project(title: str, **fields: Any) -> Any:
    """Return a project that has been public for long."""
    return make_project(title, updated_at=LONG_AGO, **fields)


def write_update(listing: Listing) -> None:
    """Write an update about a listing now."""
    Update.objects.create(listing_id=listing.pk, organisation=make_council(), happened="Done.")


def suggest(council: Any, title: str) -> Suggestion:
    """Note what the night found for a council."""
    return Suggestion.objects.create(
        organisation=council,
        listing_id=old_project(title).pk,
        reasons=["You share this."],
        weight=1,
        made_on=timezone.localdate(),
    )


def test_what_was_withdrawn_is_said_once_and_its_title_stays_with_its_owners() -> None:
    council = make_council("Exford")
    bins, manager = old_project("Shared bins", leads=[council]), make_manager(council)
    make_follower(bins)
    make_follower(bins, user=manager)
    withdraw(listing=bins, by=manager)
    [mail] = digests()
    assert mail.subject == "An entry that you follow is not public any more"
    assert "which you have followed since" in mail.body
    assert "Shared bins" not in mail.body
    assert "Stop following “An entry that is not public any more”: http" in mail.body
    assert digests(days=1) == []


def test_what_was_brought_back_before_the_digest_was_never_gone() -> None:
    council = make_council("Exford")
    bins, manager = old_project("Shared bins", leads=[council]), make_manager(council)
    make_follower(bins)
    withdraw(listing=bins, by=manager)
    bring_back(listing=bins, by=manager)
    assert not [mail for mail in digests() if "not public any more" in mail.body]


def test_what_went_into_another_entry_is_said_once_under_that_one(moderator: User) -> None:
    goes, stays = old_project("Bins, written twice"), old_project("Shared bins")
    make_follower(goes)
    merge(listing=goes, into=stays, words="The same.", by=moderator)
    [mail] = digests()
    assert "Another entry about the same work became part of this one" in mail.body
    assert "Shared bins\n----------" in mail.body
    assert "you follow this entry." in mail.body
    assert "Bins, written twice" not in mail.body
    assert digests(days=1) == []


def test_who_belongs_to_no_council_any_more_is_told_nothing_that_would_suit_it() -> None:
    council = make_council("Exford")
    membership = make_member(council)
    make_follower(user=membership.user, suggestions=True)
    suggest(council, "Fits")
    leave(membership=membership, by=membership.user)
    assert digests() == []


def test_whose_account_closed_after_the_digest_was_made_gets_none() -> None:
    council = make_council("Exford")
    bins, manager = old_project("Shared bins", leads=[council]), make_manager(council)
    reader, blocked = make_follower(bins), make_follower(bins, user=make_person("Mo"))
    withdraw(listing=bins, by=manager)
    with running_sink() as away, pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MAILERS", away.mailer)
        away.refuses = lambda address: "451 later"
        digests()
    close_account(user=reader, by=reader)
    User.objects.filter(pk=blocked.pk).update(is_active=False)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        go_on_with_digests(today=timezone.localdate())
    assert django_mail.outbox == []


# What would suit a council, asked for by whoever follows nothing


def test_suggestions_come_by_mail_to_who_asked_and_to_nobody_else() -> None:
    council = make_council("Exford")
    asked, chose, refused = (make_member(council).user for _ in range(3))
    make_follower(user=chose)
    make_follower(user=refused, suggestions=False)
    make_follow(user=refused, service_area=make_area("Waste"), made_at=LONG_AGO)
    client = signed_in(asked)
    sent = {"frequency": "daily", "weekday": "0", "suggestions": "on"}
    assert client.post("/account/alerts/", sent).status_code == 302
    suggest(council, "Fits Exford")
    [mail] = digests()
    assert mail.to == [asked.email]
    assert mail.subject == f"An entry that may suit {council}"
    assert f"You asked to be told on CollabHub what may suit {council}." in mail.body
    assert "You follow" not in mail.body
    assert "Fits Exford" in mail.body
    assert digests(days=1) == []
    suggest(council, "Fits too")
    client.post("/account/alerts/", {"frequency": "daily", "weekday": "0"})
    assert digests(days=2) == []


def test_suggestions_are_ended_by_one_press_in_the_mail_and_all_else_goes_on() -> None:
    council, bins = make_council("Exford"), old_project("Shared bins")
    officer = make_follower(bins, user=make_member(council).user)
    write_update(bins)
    suggest(council, "Fits")
    [mail] = digests()
    assert mail.body.count(f"What may suit {council}\n----------") == 1
    link = link_of(token_of_suggestions(officer))
    assert f"No suggestions, please: {link}\n" in mail.body
    assert f'<a href="{link}" style="color: #0d4f5c;">No suggestions, please</a>' in mail.alternatives[0][0]
    Client(enforce_csrf_checks=True).post(link.removeprefix("http://localhost:8000"))
    suggest(council, "Also fits")
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        write_update(bins)
    [mail] = digests(days=1)
    assert "Shared bins" in mail.body
    assert "Also fits" not in mail.body


def test_suggestions_for_two_councils_stand_under_the_name_of_each() -> None:
    first, second = make_council("Exford"), make_council("Wyeford")
    reader = make_member(first).user
    make_member(second, user=reader)
    make_follower(user=reader, suggestions=True)
    for title, council in [("Fits one", first), ("Fits two", second), ("Fits one, too", first)]:
        suggest(council, title)
    [mail] = digests()
    places = [f"What may suit {first}\n", "Fits one\n", "Fits one, too\n", f"What may suit {second}\n", "Fits two\n"]
    found = [mail.body.index(words) for words in places]
    assert found == sorted(found)
    assert mail.subject == f"3 entries that may suit {first} and {second}"


def test_the_tick_is_offered_to_members_of_a_council_alone_and_tells_the_truth(reader: User) -> None:
    council = make_council("Exford")
    officer = make_member(council).user
    assert "would suit" not in signed_in(reader).get("/account/alerts/").content.decode()
    client = signed_in(officer)
    page = client.get("/account/alerts/").content.decode()
    assert f"Tell me what would suit {council}" in page
    assert "checked" not in page.partition('name="suggestions"')[2].partition(">")[0]
    client.post("/account/alerts/", {"frequency": "weekly", "weekday": "0", "suggestions": "on"})
    page = client.get("/account/alerts/").content.decode()
    assert "checked" in page.partition('name="suggestions"')[2].partition(">")[0]


def test_the_area_offers_suggestions_by_mail_to_whoever_does_not_get_them() -> None:
    council = make_council("Exford")
    officer = make_member(council).user
    suggest(council, "Fits")
    client, area = signed_in(officer), f"/councils/{council.slug}/manage/"
    assert f"Be told by email what would suit {council}" in client.get(area).content.decode()
    client.post("/account/alerts/", {"frequency": "weekly", "weekday": "0", "suggestions": "on"})
    assert f"Be told by email what would suit {council}" not in client.get(area).content.decode()
