"""The queues of moderators: what waits, since when, and what changed in it, old beside new."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from councils.models import Organisation, User
from listings.actions.publishing import submit
from listings.actions.saving import save_listing
from listings.models import Decision, Doubt, Listing, NameToResolve, StartCheck, Update
from listings.moderation.queues import BY_KEY, QUEUES
from tests.support.factories import (
    make_area,
    make_council,
    make_manager,
    make_member,
    make_officer,
    make_project,
    make_request,
    make_service,
)
from tests.support.pages import read
from tests.support.visits import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def council() -> Organisation:
    """A council that leads."""
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    """Who changes its entries."""
    return make_officer(council, "Olu Officer")


@pytest.fixture
def browser(moderator: User) -> Client:
    """A moderator's browser."""
    return signed_in(moderator)


def make_waiting(council: Organisation, title: str = "", **fields: Any) -> Any:
    """Return an entry that waits for its first look."""
    return make_project(title, state="waiting", leads=[council], areas=[make_area()], published_at=None, **fields)


# The page of all queues


def test_the_admins_first_page_has_the_number_of_each_queue(browser: Client, council: Organisation) -> None:
    make_waiting(council)
    changed = make_project(leads=[council, "Berkshire"])
    Listing.objects.filter(pk=changed.pk).update(changed_since_review_at=timezone.now())
    Doubt.objects.create(listing=changed, organisation=council, statement="money", words="No.")
    make_request(council)
    make_service(leads=[council], review_date=localdate() - timedelta(days=29))
    for address in (reverse("admin:index"), reverse("queues")):
        text = read(browser.get(address)).text
        for queue in QUEUES:
            assert f"{queue.title}: 1" in text, (address, queue.key)


def test_a_council_with_a_manager_answers_its_requests_itself(browser: Client, council: Organisation) -> None:
    make_request(council)
    assert BY_KEY["first-manager"].find().count() == 1
    make_manager(council)
    assert BY_KEY["first-manager"].find().count() == 0


def test_each_queue_has_its_oldest_first(council: Organisation) -> None:
    now = timezone.now()
    for days in (2, 30, 10):
        project = make_waiting(council, f"Waiting {days}", submitted_at=now - timedelta(days=days))
        Doubt.objects.create(
            listing=project, organisation=council, statement="money", words="No.", said_at=now - timedelta(days=days)
        )
        changed = make_project(f"Changed {days}", partners=[f"Name {days}"])
        Listing.objects.filter(pk=changed.pk).update(changed_since_review_at=now - timedelta(days=days))
        NameToResolve.objects.filter(name=f"Name {days}").update(first_seen_at=now - timedelta(days=days))
        make_project(f"Stale {days}", review_date=localdate(now) - timedelta(days=28 + days))
        make_request(council, asked_at=now - timedelta(days=days))
    for queue in QUEUES:
        since = [str(row.since) for row in queue.first(10)]
        assert len(since) == 3, queue.key
        assert since == sorted(since), queue.key


def test_a_row_says_what_a_moderator_should_know_before_reading(browser: Client, council: Organisation) -> None:
    waiting = make_waiting(council, "Bins", links=["https://a.example"], description="Ring 020 7946 0958.")
    check = StartCheck.objects.create(listing=waiting, choice="go-on")
    check.offered.add(make_project("Bin lorries"))
    Decision.objects.create(listing=waiting, kind="sent-back", words="Mend it.")
    text = read(browser.get(reverse("queue", args=["waiting"]))).text
    for flag in (
        "First entry of Exford Council",
        "Sent back before",
        "1 link",
        "Saw similar work, and went on: “Bin lorries”",
        "An email address or telephone number in its text",
        "New project",
    ):
        assert flag in text, flag


def test_a_council_that_lost_direct_publishing_is_told_from_a_new_one(browser: Client, council: Organisation) -> None:
    make_waiting(council)
    Decision.objects.create(organisation=council, kind="no-direct-publishing", words="Advertising.")
    text = read(browser.get(reverse("queue", args=["waiting"]))).text
    assert "Exford Council does not publish directly any more" in text
    assert "First entry" not in text


@pytest.mark.parametrize("key", ["waiting", "changed", "stale"])
def test_a_queue_of_many_asks_the_database_no_more_than_one_of_few(browser: Client, key: str) -> None:
    def add() -> None:
        fields: dict[str, Any] = {"review_date": localdate() - timedelta(days=40)} if key == "stale" else {}
        project = make_project(leads=[make_council()], links=["https://a.example"], **fields)
        if key == "waiting":
            Listing.objects.filter(pk=project.pk).update(state="waiting", submitted_at=timezone.now())
        if key == "changed":
            Listing.objects.filter(pk=project.pk).update(changed_since_review_at=timezone.now())
        StartCheck.objects.create(listing=project, choice="go-on").offered.add(make_project())

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("queue", args=[key])).status_code == 200
        return len(queries)

    add()
    statements()
    few = statements()
    for _ in range(6):
        add()
    assert statements() == few


def test_a_queue_that_does_not_exist_is_not_found(browser: Client) -> None:
    assert browser.get("/admin/queues/none/").status_code == 404
    assert browser.get("/admin/queues/waiting/?page=999").status_code == 200


def test_nobody_but_moderators_learns_what_waits(council: Organisation, officer: User, client: Client) -> None:
    waiting = make_waiting(council)
    addresses = [reverse("queues"), reverse("queue", args=["waiting"]), reverse("moderate-entry", args=[waiting.pk])]
    addresses += [reverse("decide", args=[waiting.pk, name]) for name in ("approve", "withdraw")]
    for address in addresses:
        assert client.get(address).status_code == 302
        assert signed_in(officer).get(address).status_code == 404
        assert signed_in(officer).post(address).status_code in {404, 405}
    assert Listing.objects.get(pk=waiting.pk).state == "waiting"


# From the queue to the next without a mouse


def test_the_next_of_the_queue_follows_every_decision_and_the_queue_the_last(
    browser: Client, council: Organisation
) -> None:
    first, second = (make_waiting(council, title) for title in ("First", "Second"))
    page = read(browser.get(reverse("moderate-entry", args=[first.pk]), {"queue": "waiting"}))
    assert page.link("Leave it, and go to the next: Second")
    sent = {"queue": "waiting", "words": "Mend it.", "reason": "", "field": ""}
    led = browser.post(reverse("decide", args=[first.pk, "send-back"]), sent)
    assert led["Location"] == f"/admin/entries/{second.pk}/?queue=waiting"
    seen = second.updated_at.isoformat()
    led = browser.post(reverse("decide", args=[second.pk, "approve"]), {"queue": "waiting", "seen": seen})
    assert led["Location"] == reverse("queue", args=["waiting"])


def test_a_decision_by_its_address_alone_does_nothing(browser: Client, council: Organisation) -> None:
    waiting = make_waiting(council)
    led = browser.get(reverse("decide", args=[waiting.pk, "approve"]))
    assert led["Location"] == reverse("moderate-entry", args=[waiting.pk])
    assert Listing.objects.get(pk=waiting.pk).state == "waiting"
    assert browser.get(reverse("decide", args=[waiting.pk, "delete"])).status_code == 404
    assert browser.get(reverse("moderate-entry", args=[999_999])).status_code == 404


# Old beside new


def cells(page: str) -> dict[str, list[str]]:
    """Return the cells of each row of a page's tables, with their marks, by the row's heading."""
    found: dict[str, list[str]] = {}
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL):
        if heading := re.search(r'<th scope="row">(.*?)</th>', row):
            found[heading[1]] = [cell.strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
    return found


@pytest.mark.django_db(transaction=True)
def test_old_stands_beside_new_field_by_field_with_the_words_marked(
    council: Organisation, officer: User, moderator: User
) -> None:
    project = make_project(
        "Parking",
        leads=[council],
        summary="One app for parking.",
        areas=[make_area("Roads")],
        links=["https://a.example"],
    )
    partner = make_council("Winsford")
    project.summary, project.phase = "One good app for parking.", "beta"
    save_listing(listing=project, by=officer)
    project.participations.create(organisation=partner, role="partner")
    project.links.all().delete()
    Update.objects.create(
        listing_id=project.pk, organisation=council, happened="Half of it runs.", next_step="The rest."
    )
    page = signed_in(moderator).get(reverse("moderate-entry", args=[project.pk])).content.decode()
    assert cells(page) == {
        "Summary": ["One app for parking.", "One<ins> good</ins> app for parking."],
        "Phase": ["<del>Alpha</del>", "<ins>Beta</ins>"],
        "Partner": ["Nothing", f"<ins>{partner.name}</ins>"],
        "Link": ["<del>Further page, https://a.example</del>", "Nothing"],
        "Update": ["Nothing", "<ins>Half of it runs. The rest.</ins>"],
    }


@pytest.mark.django_db(transaction=True)
def test_what_was_changed_back_is_not_shown_as_a_change(council: Organisation, officer: User, moderator: User) -> None:
    project = make_project("Parking", leads=[council], summary="Before.")
    for summary in ("After.", "Before."):
        project.summary = summary
        save_listing(listing=project, by=officer)
    text = read(signed_in(moderator).get(reverse("moderate-entry", args=[project.pk]))).text
    assert "what was changed was changed back" in text


@pytest.mark.django_db(transaction=True)
def test_of_an_entry_that_was_published_directly_all_is_new(
    council: Organisation, officer: User, moderator: User
) -> None:
    Organisation.objects.filter(pk=council.pk).update(publishes_directly=True)
    draft = make_project("Parking", state="draft", leads=[council], areas=[make_area("Roads")], published_at=None)
    draft.participations.update(standing="confirmed")
    draft.summary = "Changed before it was sent in."
    save_listing(listing=draft, by=officer)
    submit(listing=draft, by=officer)
    page = signed_in(moderator).get(reverse("moderate-entry", args=[draft.pk])).content.decode()
    assert "All of it is new" in page
    rows = cells(page)
    assert rows["Title"] == ["Parking"]
    assert rows["Summary"] == ["Changed before it was sent in."]
    assert rows["Lead"] == [council.name]


@pytest.mark.django_db(transaction=True)
def test_no_name_of_a_person_stands_in_what_changed(council: Organisation, officer: User, moderator: User) -> None:
    project = make_project("Parking", leads=[council])
    project.confirmed_by, project.confirmed_at, project.summary = officer, timezone.now(), "New."
    save_listing(listing=project, by=officer)
    project.listing_officers.create(membership=make_member(council, "Mina Manager"))
    text = read(signed_in(moderator).get(reverse("moderate-entry", args=[project.pk]))).text
    assert "New." in text
    assert "Olu Officer" not in text
    assert "Mina Manager" not in text


# Answering doubts


def test_a_doubt_is_answered_with_one_press_and_the_next_follows(browser: Client, council: Organisation) -> None:
    project = make_project("Parking", leads=[council])
    first, second = (
        Doubt.objects.create(
            listing=project, organisation=council, statement=statement, words="No.", held={"description": "A text."}
        )
        for statement in ("description", "money")
    )
    address = reverse("moderate-doubt", args=[first.pk])
    assert "A text." in read(browser.get(address)).text
    led = browser.post(address, {"queue": "doubted", "answer": "stays-out", "words": ""})
    assert led["Location"] == f"/admin/doubts/{second.pk}/?queue=doubted"
    first.refresh_from_db()
    assert first.answer == "stays-out"


def test_what_a_council_doubts_is_put_back_only_with_a_reason(browser: Client, council: Organisation) -> None:
    project = make_project("Parking", leads=[council])
    doubt = Doubt.objects.create(
        listing=project, organisation=council, statement="description", words="No.", held={"description": "A text."}
    )
    address = reverse("moderate-doubt", args=[doubt.pk])
    assert "Write why it is put back" in read(browser.post(address, {"answer": "put-back", "words": ""})).text
    browser.post(address, {"answer": "put-back", "words": "The report says so."})
    assert Listing.objects.get().description == "A text."
    again = read(browser.post(address, {"answer": "stays-out", "words": ""}, follow=True))
    assert "answered already" in again.text


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_a_doubt_needs_one_of_the_two_answers(browser: Client, council: Organisation, answer: str) -> None:
    doubt = Doubt.objects.create(listing=make_project(), organisation=council, statement="money", words="No.")
    page = read(browser.post(reverse("moderate-doubt", args=[doubt.pk]), {"answer": answer}))
    assert "Choose" in page.text


# In the admin


def test_an_entrys_page_in_the_admin_leads_to_what_can_be_decided(browser: Client, council: Organisation) -> None:
    waiting = make_waiting(council)
    page = read(browser.get(reverse("admin:projects_project_change", args=[waiting.pk])))
    for text in ("Moderate", "Send back", "Merge", "Split", "Withdraw"):
        assert page.link(text).href.startswith(f"/admin/entries/{waiting.pk}/")


@pytest.mark.parametrize("name", ["send-back", "withdraw", "hide", "merge", "split", "lead"])
def test_no_page_of_moderating_has_script_or_style_inside(browser: Client, council: Organisation, name: str) -> None:
    waiting = make_waiting(council)
    for address in (reverse("decide", args=[waiting.pk, name]), reverse("queues")):
        text = browser.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
