"""Moderators decide about entries: approve, send back, look at changes, withdraw and bring back, each told by mail."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councils.models import Organisation, User
from directory.history import Door, door
from listings.actions.moderating import DecisionRefused, approve, bring_back, look_at, send_back, withdraw
from listings.actions.publishing import submit
from listings.actions.saving import locked, save_listing
from listings.models import Decision, Listing, ListingEvent
from listings.moderation.reasons import REASONS, in_words
from tests.support.factories import look_after as make_look_after
from tests.support.factories import make_area, make_council, make_manager, make_member, make_officer, make_project
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def council() -> Organisation:
    """A council whose first entry waits."""
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    """Who sends entries in."""
    return make_officer(council, "Olu")


@pytest.fixture
def waiting(council: Organisation, officer: User) -> Any:
    """An entry that has been sent in, and waits."""
    draft = make_project("Shared bins", state="draft", leads=[council], areas=[make_area()], published_at=None)
    return submit(listing=draft, by=officer)


@pytest.fixture
def browser(moderator: User) -> Client:
    """A moderator's browser."""
    return signed_in(moderator)


def state_of(listing: Any) -> str:
    return Listing.objects.get(pk=listing.pk).state


def press(browser: Client, listing: Any, name: str, **fields: Any) -> Any:
    """Return the page that a moderator is led to by a decision."""
    return browser.post(reverse("decide", args=[listing.pk, name]), fields, follow=True)


# Approve


def test_a_first_entry_is_approved_with_one_press_and_is_public(browser: Client, waiting: Any, client: Client) -> None:
    assert client.get(waiting.get_absolute_url()).status_code == 404
    page = read(press(browser, waiting, "approve", seen=waiting.updated_at.isoformat()))
    assert "Approved: “Shared bins” is public now." in page.text
    assert client.get(waiting.get_absolute_url()).status_code == 200


def test_a_council_publishes_directly_once_its_first_entry_was_approved(
    waiting: Any, council: Organisation, officer: User, moderator: User
) -> None:
    waiting.participations.update(standing="confirmed")
    approve(listing=waiting, seen=waiting.updated_at, by=moderator)
    second = make_project("Second", state="draft", leads=[council], areas=[make_area()], published_at=None)
    second.participations.update(standing="confirmed")
    assert submit(listing=second, by=officer).state == Listing.State.PUBLISHED


def test_a_council_that_others_named_as_lead_does_not_publish_directly_by_that(waiting: Any, moderator: User) -> None:
    other = make_council()
    waiting.participations.create(organisation=other, role="lead", standing="named")
    approve(listing=waiting, seen=waiting.updated_at, by=moderator)
    other.refresh_from_db()
    assert not other.publishes_directly


def test_the_people_of_an_entry_are_told_that_it_is_public(waiting: Any, officer: User, moderator: User) -> None:
    approve(listing=waiting, seen=waiting.updated_at, by=moderator)
    [mail] = deliver()
    assert (mail.to, mail.subject) == ([officer.email], "Published: Shared bins")
    assert waiting.get_absolute_url() in mail.body


def test_whoever_looks_after_an_entry_is_told_and_not_the_whole_council(
    council: Organisation, waiting: Any, moderator: User
) -> None:
    own = make_member(council, "Own")
    make_look_after(waiting, own)
    make_manager(council)
    approve(listing=waiting, seen=waiting.updated_at, by=moderator)
    assert [mail.to for mail in deliver()] == [[own.user.email]]


def test_of_two_who_approve_the_second_is_told_and_nobody_is_written_to_twice(browser: Client, waiting: Any) -> None:
    press(browser, waiting, "approve", seen=waiting.updated_at.isoformat())
    again = read(press(browser, waiting, "approve", seen=waiting.updated_at.isoformat()))
    assert "last decision “approved”" in again.text
    assert Decision.objects.filter(kind="approved").count() == 1
    assert len(deliver()) == 1


def test_an_entry_that_lost_a_required_answer_is_not_approved(waiting: Any, moderator: User) -> None:
    waiting.service_areas.clear()
    with pytest.raises(DecisionRefused, match="it has no service area"):
        approve(listing=waiting, seen=waiting.updated_at, by=moderator)
    assert state_of(waiting) == "waiting"


# Send back


def test_an_entry_is_sent_back_with_a_reason_that_its_officer_gets_by_mail(
    browser: Client, waiting: Any, officer: User
) -> None:
    press(browser, waiting, "send-back", reason="plain-words", words="What is a MRF?", field="summary")
    assert state_of(waiting) == "draft"
    decision = Decision.objects.to_mend().get(listing=waiting.pk)
    assert (decision.field, in_words(decision)) == (
        "summary",
        ["Say in plain words what it is and for whom.", "What is a MRF?"],
    )
    [mail] = deliver()
    assert mail.to == [officer.email]
    for part in (
        "Shared bins",
        "Say in plain words",
        "What is a MRF?",
        "It says in plain words what it is",
        f"/projects/{waiting.pk}/",
    ):
        assert part in mail.subject + mail.body


def test_nothing_is_sent_back_without_a_reason(browser: Client, waiting: Any) -> None:
    page = read(press(browser, waiting, "send-back", reason="", words="", field=""))
    assert "Choose a reason, or write one below" in page.text
    assert state_of(waiting) == "waiting"
    assert deliver() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": "none-such"}, "Choose one of the reasons"),
        ({"words": "x" * 701}, "Shorten this to 700 characters"),
        ({"words": "a", "field": "password"}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_a_reason_is_refused_in_a_sentence(
    browser: Client, waiting: Any, fields: dict[str, str], sentence: str
) -> None:
    assert sentence in read(press(browser, waiting, "send-back", **fields)).text
    assert state_of(waiting) == "waiting"


def test_what_was_sent_back_is_settled_once_it_is_sent_in_again(waiting: Any, officer: User, moderator: User) -> None:
    send_back(listing=waiting, reason="plain-words", words="", field="", by=moderator)
    submit(listing=waiting, by=officer)
    assert not Decision.objects.to_mend().filter(listing=waiting.pk).exists()


def test_the_officer_sees_the_reason_and_is_led_to_its_rule_beside_the_answer_and_in_the_admin(
    waiting: Any, council: Organisation, officer: User, moderator: User
) -> None:
    send_back(listing=waiting, reason="personal-data", words="", field="description", by=moderator)
    area = f"/councils/{council.slug}/manage/projects/{waiting.pk}/"
    for address in (area, f"{area}why/", f"/admin/projects/project/{waiting.pk}/change/"):
        page = read(signed_in(officer).get(address))
        assert "Leave out names, addresses and telephone numbers of people." in page.text, address
        assert "/rules/#personal-data" in [link.href for link in page.links], address
    elsewhere = read(signed_in(officer).get(f"{area}learnt/"))
    assert "/rules/#personal-data" not in [link.href for link in elsewhere.links]


# Look at


@pytest.fixture
def changed(council: Organisation, officer: User) -> Any:
    """A public entry that its officer has changed."""
    project = make_project("Parking", leads=[council], summary="One sentence about parking.")
    project.summary = "Two sentences about parking."
    save_listing(listing=project, by=officer)
    return locked(project)


def test_what_was_looked_at_leaves_the_queue_without_becoming_newer(changed: Any, moderator: User) -> None:
    look_at(listing=changed, seen=changed.updated_at, by=moderator)
    now = Listing.objects.get(pk=changed.pk)
    assert (now.changed_since_review_at, now.updated_at) == (None, changed.updated_at)
    assert Decision.objects.get().kind == "looked-at"


def test_what_changed_while_a_moderator_read_stays_in_the_queue(browser: Client, changed: Any, officer: User) -> None:
    seen = changed.updated_at.isoformat()
    changed.summary = "Three sentences."
    save_listing(listing=changed, by=officer)
    page = read(press(browser, changed, "look-at", seen=seen))
    assert "has changed again since you opened it" in page.text
    assert Listing.objects.get(pk=changed.pk).changed_since_review_at is not None
    assert not Decision.objects.exists()


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-02-31T00:00:00+00:00", "2026-01-01T00:00:00"])
def test_a_forged_moment_looks_at_nothing(browser: Client, changed: Any, seen: str) -> None:
    assert "Open the entry" in read(press(browser, changed, "look-at", seen=seen)).text
    assert Listing.objects.get(pk=changed.pk).changed_since_review_at is not None


# Withdraw, and bring back


@pytest.mark.parametrize("before", ["draft", "waiting", "published"])
def test_a_withdrawn_entry_comes_back_as_it_was(before: str, council: Organisation, moderator: User) -> None:
    project = make_project(
        state=before, leads=[council], published_at=timezone.now() if before == "published" else None
    )
    withdraw(listing=project, reason="no-work", words="", by=moderator)
    assert state_of(project) == "withdrawn"
    bring_back(listing=project, by=moderator)
    assert state_of(project) == before
    assert list(Decision.objects.values_list("kind", flat=True)) == ["brought-back", "withdrawn"]


def test_changes_that_nobody_looked_at_are_in_the_queue_again_with_the_entry(changed: Any, moderator: User) -> None:
    withdraw(listing=changed, reason="", words="Not sure yet.", by=moderator)
    assert Listing.objects.get(pk=changed.pk).changed_since_review_at is None
    bring_back(listing=changed, by=moderator)
    assert Listing.objects.get(pk=changed.pk).changed_since_review_at == changed.changed_since_review_at


def test_the_people_of_a_withdrawn_entry_learn_why_and_by_which_rule(
    browser: Client, changed: Any, officer: User, client: Client
) -> None:
    press(browser, changed, "withdraw", reason="advertising", words="")
    assert client.get(changed.get_absolute_url()).status_code == 404
    [mail] = deliver()
    assert mail.to == [officer.email]
    assert "The inclusion rule behind it: No advertising." in mail.body


def test_a_mail_about_what_is_not_so_any_more_is_not_written(changed: Any, moderator: User) -> None:
    withdraw(listing=changed, reason="no-work", words="", by=moderator)
    bring_back(listing=changed, by=moderator)
    assert [mail.subject for mail in deliver()] == ["Brought back: Parking"]


def test_the_history_names_who_decided(waiting: Any, moderator: User) -> None:
    with door(Door.ADMIN, by=moderator):
        approve(listing=waiting, seen=waiting.updated_at, by=moderator)
    event = ListingEvent.objects.filter(pgh_obj=waiting.pk).latest("pgh_id")
    assert event.pgh_context.metadata == {"door": "admin", "user": moderator.pk}


# Rules


def test_each_kept_reason_leads_to_its_rule(client: Client) -> None:
    page = client.get(reverse("rules")).content.decode()
    assert len(REASONS) > 5
    assert [reason.key for reason in REASONS if f'id="{reason.rule}"' not in page] == []


def test_the_oldest_is_first_and_the_next_follows_a_decision(browser: Client, council: Organisation) -> None:
    now = timezone.now()
    for days, title in ((1, "Young"), (9, "Old"), (5, "Middle")):
        make_project(
            title,
            state="waiting",
            leads=[council],
            areas=[make_area()],
            submitted_at=now - timedelta(days=days),
            published_at=None,
        )
    queue = read(browser.get(reverse("queue", args=["waiting"])))
    assert [link.text for link in queue.links if "/admin/entries/" in link.href] == ["Old", "Middle", "Young"]
    old = Listing.objects.get(title="Old")
    following = press(browser, old, "approve", seen=old.updated_at.isoformat(), queue="waiting")
    assert read(following).title.startswith("Middle")
