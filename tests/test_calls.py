"""Funding calls and events: a moderator opens them, entries go for them, and they close themselves."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.calls import CallRefused, attach, leave
from collaboration.models import Call, CallEntry
from councils.models import Organisation, User
from listings.models import Topic
from listings.models.listing import ARCHIVED_AFTER
from tests.support.factories import make_area, make_council, make_officer, make_project, take_part
from tests.support.joining import make_ask, make_call, make_call_entry
from tests.support.moments import just_before
from tests.support.pages import read
from tests.support.visits import facts, show, signed_in

pytestmark = pytest.mark.django_db
ADD = "/admin/collaboration/call/add/"


def in_days(number: int) -> Any:
    return localdate() + timedelta(days=number)


@pytest.fixture
def council() -> Organisation:
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    return make_officer(council)


@pytest.fixture
def project(council: Organisation) -> Any:
    return make_project("Bins", leads=[council], areas=[make_area("Waste")])


def page_of(council: Organisation, listing: Any) -> str:
    return reverse("entry-calls", args=[council.slug, listing.pk])


def off(council: Organisation, listing: Any, call: Call) -> str:
    return reverse("leave-call", args=[council.slug, listing.pk, call.pk])


def in_admin(person: User, address: str = ADD, **fields: Any) -> Any:
    given = {
        "kind": "funding",
        "title": "Digital fund",
        "funder": "The department",
        "deadline": in_days(20).isoformat(),
        "link": "https://fund.example/round-2",
        "entries-TOTAL_FORMS": "0",
        "entries-INITIAL_FORMS": "0",
    }
    return signed_in(person).post(address, given | fields, follow=True)


# Opening and closing


def test_a_moderator_opens_a_call_in_the_admin_and_its_page_is_there(client: Client, moderator: User) -> None:
    topic = Topic.objects.create(name="planning")
    in_admin(moderator, topic=topic.pk, words="For **two** councils.")
    [call] = Call.objects.all()
    assert call.opened_by == moderator
    page = show(client, call)
    assert page.heading(1) == "Digital fund"
    said = facts(page)
    assert said["Funder"] == "The department"
    assert said["Closes on"].endswith("in 20 days")
    assert page.link("Digital fund at fund.example").href == "https://fund.example/round-2"
    assert page.link("planning").href == "/projects/?tag=planning"
    assert "For two councils." in page.text
    assert page.link("Sign in to add your entry").href == f"/account/sign-in/?next={call.get_absolute_url()}"
    assert "Digital fund" in show(client, "/calls/").link_texts()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"deadline": "2020-01-01"}, "That day is over, so the call would be closed at once"),
        ({"title": ""}, "This field is required"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"title": "Digital\x00fund"}, "Null characters are not allowed"),
    ],
)
def test_a_moderator_is_told_what_is_wrong_with_a_call(moderator: User, fields: dict[str, str], sentence: str) -> None:
    assert sentence in in_admin(moderator, **fields).content.decode()
    assert not Call.objects.exists()


def test_officers_open_no_calls(officer: User) -> None:
    assert in_admin(officer).status_code == 403
    assert not Call.objects.exists()


@pytest.mark.parametrize("early", [True, False])
def test_a_call_closes_itself_or_early_and_what_was_attached_stays_to_read(
    client: Client, moderator: User, council: Organisation, officer: User, project: Any, early: bool
) -> None:
    call = make_call(title="Digital fund", deadline=in_days(5 if early else -1))
    attached = make_call_entry(call=call, listing=project, words="A county")
    if early:
        change = reverse("admin:collaboration_call_change", args=[call.pk])
        rows = {"entries-TOTAL_FORMS": "1", "entries-INITIAL_FORMS": "1", "entries-0-id": attached.pk}
        in_admin(moderator, change, is_closed="on", **rows, **{"entries-0-call": call.pk})
        call.refresh_from_db()
        assert call.closed_at is not None
    page = show(client, call)
    assert "This closed on" in page.text
    assert (2, "Who looked for partners") in page.headings
    assert page.link("Bins").href == project.get_absolute_url()
    assert "A county" in page.text
    assert "Join them: Bins" not in page.link_texts()
    assert "Do you go for it?" not in page.text
    assert "Digital fund" not in show(client, "/").text
    assert "Digital fund" not in show(client, project).text
    assert (2, "Closed") in show(client, "/calls/").headings
    answer = read(signed_in(officer).post(page_of(council, project), {"call": call.pk}, follow=True))
    assert "No call or event is open just now" in answer.text
    signed_in(officer).post(off(council, project, call))
    assert CallEntry.objects.get() == attached


def test_a_moderator_opens_one_again_that_was_closed_by_mistake(moderator: User) -> None:
    call = make_call(closed_at=timezone.now())
    in_admin(moderator, reverse("admin:collaboration_call_change", args=[call.pk]))
    call.refresh_from_db()
    assert call.is_open


def test_a_moderator_takes_off_what_does_not_belong_there(moderator: User, project: Any) -> None:
    attached = make_call_entry(listing=project)
    address = reverse("admin:collaboration_call_change", args=[attached.call_id])
    rows = {"entries-TOTAL_FORMS": "1", "entries-INITIAL_FORMS": "1", "entries-0-id": attached.pk}
    in_admin(moderator, address, **rows, **{"entries-0-call": attached.call_id, "entries-0-DELETE": "on"})
    assert not CallEntry.objects.exists()


# Going for a call


def test_an_officer_puts_an_entry_on_the_page_of_a_call_changes_it_and_takes_it_off(
    client: Client, council: Organisation, officer: User, project: Any
) -> None:
    call = make_call(title="Digital fund")
    browser = signed_in(officer)
    way = show(browser, call).link("Bins").href
    assert way == f"{page_of(council, project)}?call={call.pk}"
    assert [box["value"] for box in show(browser, way).attributes("input", name="call") if "checked" in box] == [
        str(call.pk)
    ]
    for _ in range(2):
        browser.post(page_of(council, project), {"call": call.pk, "looks_for_partners": "on", "words": "A county"})
    page = show(client, call)
    assert (2, "Who looks for partners") in page.headings
    said = " ".join(page.classes["result"][0].split())
    for expected in ("Bins", "Led by Exford Council", "A county", "Waste"):
        assert expected in said
    assert page.link("Join them: Bins").href == f"/entries/{project.pk}/interest/?kind=join"
    browser.post(page_of(council, project), {"call": call.pk, "words": ""})
    page = show(client, call)
    assert (2, "Also going for it") in page.headings
    assert "A county" not in page.text
    for _ in range(2):
        page = read(browser.post(off(council, project, call), follow=True))
    assert "off the page of “Digital fund”" in page.text
    assert "Bins" not in show(client, call).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose a call or an event"),
        ({"call": "999"}, "Choose one from the list"),
        ({"call": "\x00"}, "Choose one from the list"),
        ({"words": "x" * 301}, "Enter at most 300 characters"),
        ({"words": "a@exford.gov.uk"}, "Take out “a@exford.gov.uk”"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    council: Organisation, officer: User, project: Any, fields: dict[str, str], sentence: str
) -> None:
    make_call()
    page = read(signed_in(officer).post(page_of(council, project), fields))
    assert any(sentence in " ".join(text.split()) for text in page.classes["govuk-error-message"])
    assert not CallEntry.objects.exists()


def test_only_those_who_answer_for_an_entry_attach_it(council: Organisation, project: Any, moderator: User) -> None:
    call, partner = make_call(), make_council("Ayton")
    take_part(project, "partner", [partner])
    other = make_officer(partner)
    for person, place, status in ((other, partner, 403), (other, council, 404), (moderator, council, 403)):
        assert signed_in(person).post(page_of(place, project), {"call": call.pk}).status_code == status
    assert not CallEntry.objects.exists()
    attached = make_call_entry(call=call, listing=project)
    assert signed_in(other).post(off(partner, project, call)).status_code == 403
    assert CallEntry.objects.get() == attached
    signed_in(moderator).post(off(council, project, call))
    assert not CallEntry.objects.exists()


def test_what_is_not_public_or_has_ended_goes_for_no_call(officer: User, council: Organisation) -> None:
    call = make_call()
    draft, ended = make_project(leads=[council], state="draft"), make_project(leads=[council], is_ended=True)
    for listing, sentence in ((draft, "Once this entry is public"), (ended, "This entry has ended")):
        assert sentence in show(signed_in(officer), page_of(council, listing)).text
        with pytest.raises(CallRefused):
            attach(listing=listing, call=call, looks_for_partners=True, words="", by=officer)


def test_what_was_decided_meanwhile_counts(officer: User, project: Any) -> None:
    call = make_call()
    Call.objects.update(closed_at=timezone.now())
    with pytest.raises(CallRefused, match="has closed"):
        attach(listing=project, call=call, looks_for_partners=True, words="", by=officer)
    with pytest.raises(CallRefused, match="its page stays as it was"):
        leave(listing=project, call=call, by=officer)


# The pages


def test_what_is_not_public_shows_on_no_page_of_a_call(client: Client, council: Organisation, officer: User) -> None:
    call = make_call()
    for state in ("draft", "waiting", "withdrawn"):
        hidden = make_project("Kept back", state=state, leads=[council])
        make_call_entry(call=call, listing=hidden)
        make_ask(listing=hidden, organisation=council, call=call, words="Kept back")
    for browser in (client, signed_in(officer)):
        page = show(browser, call)
        assert "Kept back" not in page.text
    assert "entries" not in show(client, "/calls/").text


def test_what_has_ended_or_nobody_confirmed_for_long_looks_for_nobody_any_more(client: Client) -> None:
    call = make_call()
    old = localdate() - ARCHIVED_AFTER
    gone: dict[str, dict[str, Any]] = {"Over": {"is_ended": True}, "Archived": {"review_date": old}}
    for title, fields in gone.items():
        make_call_entry(call=call, listing=make_project(title, leads=[make_council()], **fields))
    page = show(client, call)
    assert "Nobody says so yet." in page.text
    assert page.results == ["Over", "Archived"]
    assert "look for partners" not in show(client, "/calls/").text.replace("look for partners for it", "")
    assert not [text for text in page.link_texts() if text.startswith("Join them")]


def test_the_page_shows_what_is_wanted_for_the_call(client: Client) -> None:
    call = make_call()
    make_ask(call=call, words="Two councils to bid with", kind="partners")
    make_ask(call=call, words="Over", deadline=in_days(-1))
    make_ask(words="For no call")
    page = show(client, call)
    assert (2, "Wanted for it") in page.headings
    assert "Two councils to bid with" in page.text
    assert "Over" not in page.text
    assert "For no call" not in page.text


def test_the_list_has_the_soonest_first_and_the_closed_page_by_page(client: Client) -> None:
    make_call(title="Later", deadline=in_days(50))
    first = make_call(title="Sooner", kind="event", deadline=in_days(2))
    for _ in range(2):
        make_call_entry(call=first)
    make_call_entry(call=first, looks_for_partners=False)
    for number in range(21):
        make_call(title=f"Old {number}", deadline=in_days(-number - 1))
    page = show(client, "/calls/")
    assert page.results[:3] == ["Sooner", "Later", "Old 0"]
    assert "2 councils look for partners" in page.text
    assert "Old 20" not in page.text
    assert show(client, f"/calls/{page.link('Earlier ones').href}").results[-1] == "Old 20"
    for odd in ("0", "x", "999", "%00", "1" * 5000):
        assert client.get(f"/calls/?page={odd}").status_code == 200


def test_without_any_call_the_list_says_so(client: Client) -> None:
    page = show(client, "/calls/")
    assert "No call or event is open here just now." in page.text
    assert page.link("what councils want of one another now").href == "/wanted/"


def test_old_words_in_the_address_lead_to_the_lasting_one(client: Client) -> None:
    call = make_call(title="Digital fund")
    for words in ("", "old-title/"):
        response = client.get(f"/calls/{call.pk}/{words}")
        assert (response.status_code, response["Location"]) == (301, f"/calls/{call.pk}/digital-fund/")
    assert client.get("/calls/999999/digital-fund/").status_code == 404


def test_the_pages_cost_the_same_with_few_and_with_many(client: Client) -> None:
    call = make_call()

    def cost() -> list[int]:
        costs = []
        for address in (call.get_absolute_url(), "/calls/"):
            with CaptureQueriesContext(connection) as captured:
                show(client, address)
            costs.append(len(captured))
        return costs

    def add() -> None:
        lead = make_council()
        listing = make_project(leads=[lead], areas=[make_area()])
        make_call_entry(call=call, listing=listing)
        make_ask(call=call, listing=listing, organisation=lead)

    add()
    few = cost()
    for _ in range(8):
        add()
        make_call()
    assert cost() == few


LOCKING_THE_CALL = r'FROM "collaboration_call".*FOR NO KEY UPDATE'
LOCKING_THE_ENTRY = r'FROM "listings_listing".*FOR NO KEY UPDATE'


def test_a_call_that_is_deleted_meanwhile_is_a_sentence(council: Organisation, officer: User, project: Any) -> None:
    call = make_call()
    with just_before(LOCKING_THE_CALL, Call.objects.filter(pk=call.pk).delete):
        page = signed_in(officer).post(page_of(council, project), {"call": call.pk, "words": "A county"}, follow=True)
    assert page.status_code == 200
    assert "This call is gone" in read(page).text


def test_nothing_is_asked_for_a_call_that_is_closed_or_deleted_meanwhile(
    council: Organisation, officer: User, project: Any
) -> None:
    for words, happens in (
        ("has closed", lambda pk: Call.objects.filter(pk=pk).update(closed_at=timezone.now())),
        ("is gone", lambda pk: Call.objects.filter(pk=pk).delete()),
    ):
        call = make_call()
        asked = {"kind": "partners", "call": call.pk, "words": "A county with us"}
        with just_before(LOCKING_THE_ENTRY, partial(happens, call.pk)):
            page = signed_in(officer).post(reverse("entry-asks", args=[council.slug, project.pk]), asked, follow=True)
        assert words in read(page).text
    assert not project.asks.exists()


def test_what_was_asked_for_a_call_does_not_name_it_once_it_was_closed_early(
    council: Organisation, project: Any, client: Client
) -> None:
    call = make_call(title="Digital fund")
    make_ask(listing=project, organisation=council, words="A county", call=call)
    assert all("Digital fund" in show(client, page).text for page in ("/wanted/", project))
    call.closed_at = timezone.now()
    call.save()
    for page in ("/wanted/", project):
        text = show(client, page).text
        assert "A county" in text
        assert "Digital fund" not in text
