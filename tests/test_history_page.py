"""A listing's council and moderators read who changed what and when; nobody else does."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from councils.models import Organisation, User
from directory.history import Door, door
from listings.actions import save_listing
from listings.actions.updates import change_update, post_update, remove_update
from listings.history.words import What, compare
from listings.models import Link, Listing, Participation, RelatedListing, Topic
from projects.models import Project
from tests.support.factories import (
    look_after,
    make_area,
    make_council,
    make_former_member,
    make_member,
    make_officer,
    make_person,
    make_project,
    make_service,
    take_part,
)
from tests.support.pages import Page
from tests.support.visits import show, signed_in

at_its_time = pytest.mark.django_db(transaction=True)
"""For tests in which one thing happens after another: a transaction has one time."""


def history_of(listing: Any) -> str:
    """Return the address of a listing's history."""
    return reverse(f"{listing.kind}-history", args=[listing.pk, listing.slug])


def read_as(person: User, listing: Any, query: str = "") -> Page:
    return show(signed_in(person), history_of(listing) + query)


def changes(page: Page) -> list[str]:
    """Return each change on the page in one line, without its time."""
    return [" ".join(text.split()).partition(": ")[2] for text in page.classes.get("history", [])]


# Who may


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_project, make_service])
def test_only_its_council_and_moderators_see_the_history_of_a_public_entry(make: Any, moderator: User) -> None:
    lead, other = make_council(), make_council()
    listing = make(leads=[lead], partners=[other])
    address = history_of(listing)
    officer = make_officer(lead)
    allowed = {officer: 200, moderator: 200, make_officer(other): 403, make_former_member(lead): 403}
    for person, status in {**allowed, make_person(): 403}.items():
        client = signed_in(person)
        assert client.get(address).status_code == status
        links = show(client, listing).link_texts()
        assert ("History of this entry" in links) == (status == 200)
    assert Client().get(address).headers["Location"] == f"{reverse('sign-in')}?next={address}"
    assert "History of this entry" not in show(Client(), listing).link_texts()
    seen = signed_in(officer).get(address)
    assert "no-store" in seen.headers["Cache-Control"]
    assert "private" in seen.headers["Cache-Control"]
    assert signed_in(officer).post(address).status_code == 405


@pytest.mark.django_db
def test_who_may_not_see_a_draft_does_not_learn_that_it_has_a_history(moderator: User) -> None:
    lead = make_council()
    draft = make_project(leads=[lead], state="draft", published_at=None)
    for person, status in {make_officer(lead): 200, moderator: 200, make_officer(make_council()): 404}.items():
        assert signed_in(person).get(history_of(draft)).status_code == status
    assert Client().get(history_of(draft)).status_code == 404
    missing = reverse("project-history", args=[draft.pk + 1, "x"])
    assert signed_in(moderator).get(missing).status_code == 404
    as_a_service = reverse("service-history", args=[draft.pk, draft.slug])
    assert signed_in(moderator).get(as_a_service).status_code == 404


@pytest.mark.django_db
def test_an_address_with_other_words_leads_to_the_lasting_one(moderator: User) -> None:
    listing = make_project()
    answer = signed_in(moderator).get(reverse("project-history", args=[listing.pk, "old-words"]))
    assert (answer.status_code, answer.headers["Location"]) == (302, history_of(listing))


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
def test_the_admins_own_history_leads_to_this_one(moderator: User) -> None:
    listing = make_project()
    answer = signed_in(moderator).get(reverse("admin:projects_project_history", args=[listing.pk]))
    assert answer.headers["Location"] == history_of(listing)


# What it tells


@at_its_time
def test_it_tells_what_was_changed_from_what_to_what_in_plain_words() -> None:
    council = make_council("Exford")
    jane = make_officer(council, "Jane Officer")
    project = make_project("Parking", leads=[council], areas=[make_area("Housing")], topics=["bins"])
    with door(Door.FORM, by=jane):
        project.title, project.phase, project.funding_amount_gbp = "Permits", "beta", 50000
        project.started, project.is_ended, project.wants = "2019-03", True, "partners"
        save_listing(listing=project, by=jane)
        take_part(project, "partner", [make_council("Otherton")], joined="2020")
        project.service_areas.set([make_area("Planning")])
        project.topics.clear()
        Link.objects.create(listing=project, url="https://permits.example", kind="website")
    [told, *_] = changes(read_as(jane, project))
    for sentence in (
        "Jane Officer (on the site) ",
        "Title: from “Parking” to “Permits”",
        "Phase: from “Alpha” to “Beta”",
        "Award in whole pounds: 50,000",
        "Started: March 2019",
        "Has ended: from “No” to “Yes”",
        "Wanted: Looking for partners",
        "Partner added: Otherton Council",
        "Service area removed: Housing",
        "Service area added: Planning",
        "Topic removed: bins",
        "Link added: Website, https://permits.example",
    ):
        assert sentence in told
    with door(Door.FORM, by=jane):
        Participation.objects.filter(role="partner").update(left="2021", role="funder")
        Link.objects.all().delete()
        Listing.objects.update(wants="")
    [told, *_] = changes(read_as(jane, project))
    for sentence in (
        "Funder Otherton Council: role: from “Partner” to “Funder”",
        "Funder Otherton Council: left: 2021",
        "Link removed: Website, https://permits.example",
        "Wanted: “Looking for partners” taken away",
    ):
        assert sentence in told


@at_its_time
def test_longer_texts_are_compared_word_for_word(moderator: User) -> None:
    project = make_project(summary="Two councils build one service for permits.")
    with door(Door.FORM, by=moderator):
        Listing.objects.update(summary="Two councils build <b>good</b> services for permits.")
    page = read_as(moderator, project)
    [told, *_] = changes(page)
    assert "Two councils build [removed: one service] [added: <b>good</b> services] for permits." in told
    assert len(page.attributes("del")) == len(page.attributes("ins")) == 1


@at_its_time
def test_all_that_was_done_at_once_is_one_entry_and_the_newest_is_first() -> None:
    council = make_council()
    jane = make_officer(council, "Jane")
    project = make_project(leads=[council])
    with door(Door.FORM, by=jane):
        Listing.objects.update(title="One")
        Listing.objects.update(wants="partners")
    with door(Door.IMPORT):
        Listing.objects.update(title="Two")
    with door(Door.COMMAND):
        Listing.objects.update(title="Three")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listings_listing SET title = 'Four'")
    told = changes(read_as(jane, project))
    assert told[0] == "Somebody with access to the database itself Title: from “Three” to “Four”"
    assert told[1] == "A command Title: from “Two” to “Three”"
    assert told[2] == "An import Title: from “One” to “Two”"
    assert told[3].startswith("Jane (on the site) Title: from")
    assert told[3].endswith("Wanted: Looking for partners")
    assert told[-1].startswith("Somebody with access to the database itself Lead added") or "Entry added" in told[-1]


@at_its_time
def test_people_are_named_to_those_who_may_know_them(moderator: User) -> None:
    lead, second = make_council(), make_council()
    jane, sam = make_officer(lead, "Jane"), make_officer(second, "Sam")
    closed = make_officer(lead, "Chris")
    project = make_project(leads=[lead, second])
    for number, person in enumerate((jane, sam, moderator, closed)):
        with door(Door.FORM, by=person):
            Listing.objects.update(title=f"Title {number}")
    User.objects.filter(pk=closed.pk).update(
        email=f"closed-{closed.pk}@closed.invalid", name="", is_active=False, closed_at=closed.joined_at
    )

    def who(reader: User) -> list[str]:
        return [line.partition(" (on the site)")[0] for line in changes(read_as(reader, project))[:4]]

    assert who(jane) == ["a former officer", "a moderator", "somebody of another council", "Jane"]
    assert who(sam) == ["a former officer", "a moderator", "Sam", "somebody of another council"]
    assert who(moderator) == ["a former officer", "Moderator", "Sam", "Jane"]


@at_its_time
def test_officers_who_look_after_an_entry_come_and_go(moderator: User) -> None:
    council = make_council()
    member = make_member(council, "Jane")
    project = make_project(leads=[council])
    row = look_after(project, member)
    row.delete()
    told = changes(read_as(moderator, project))
    assert told[0].endswith("No longer looked after by Jane")
    assert told[1].endswith("Looked after by Jane")


@at_its_time
def test_what_is_gone_keeps_its_name_and_what_may_not_be_seen_has_none() -> None:
    lead, partner = make_council("Exford"), make_council("Otherton")
    jane = make_officer(lead)
    project = make_project(leads=[lead], partners=[partner], topics=["bins"])
    draft = make_project("Secret plans", state="draft", published_at=None)
    RelatedListing.objects.create(earlier_id=draft.pk, later_id=project.pk)
    Participation.objects.filter(organisation=partner).delete()
    Organisation.objects.filter(pk=partner.pk).delete()
    Topic.objects.all().delete()
    page = read_as(jane, project)
    told = " ".join(changes(page))
    assert "Partner removed: Otherton Council" in told
    assert "Topic added: bins" in told
    assert "Earlier stage added: an entry that you cannot see" in told
    assert "Secret plans" not in page.text


@at_its_time
def test_a_new_entry_tells_what_it_was_made_with(moderator: User) -> None:
    with door(Door.ADMIN, by=moderator):
        project = Project.objects.create(title="Parking", slug="parking", summary="Shared.", phase="idea")
    [told] = changes(read_as(moderator, project))
    assert told == "Moderator (in the admin) Entry added, with 3 facts Title: Parking Summary: Shared. Phase: Idea"


# Long histories


@at_its_time
def test_a_long_history_has_pages_and_asks_no_more_questions(moderator: User) -> None:
    short = make_project(leads=[make_council()], partners=["Nowhere"], links=["https://a.example"], topics=["a"])
    long = make_project(leads=[make_council()], partners=["Nowhere"], links=["https://b.example"], topics=["b"])
    for listing, often in ((short, 2), (long, 30)):
        for number in range(often):
            with door(Door.FORM, by=moderator), transaction.atomic():
                Listing.objects.filter(pk=listing.pk).update(title=f"Title {number}")
                Link.objects.filter(listing=listing).update(url=f"https://{number}.example")
                take_part(listing, "partner", [make_council()])
    client = signed_in(moderator)

    def statements(listing: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(history_of(listing)).status_code == 200
        return len(queries)

    statements(short)
    assert statements(long) == statements(short)
    for number in range(30, 60):
        with door(Door.FORM, by=moderator):
            Listing.objects.filter(pk=long.pk).update(title=f"Title {number}")
    first, second = read_as(moderator, long), read_as(moderator, long, "?page=2")
    assert len(changes(first)) == 50
    assert "from “Title 58” to “Title 59”" in changes(first)[0]
    assert "from “Title 8” to “Title 9”" in changes(second)[0]
    assert first.link("Older changes").href == "?page=2"
    assert second.link("Newer changes").href == "?page=1"
    for odd in ("?page=x", "?page=0", "?page=99999999999999999999"):
        assert changes(read_as(moderator, long, odd))


# Words

TEXTS = some.text(alphabet="ab \n", max_size=30)


@given(before=TEXTS, after=TEXTS)
def test_what_stayed_and_was_removed_is_the_old_text_and_what_stayed_and_was_added_the_new(
    before: str, after: str
) -> None:
    runs = compare(before, after)
    for text, what in ((before, What.REMOVED), (after, What.ADDED)):
        assert "".join(run.text for run in runs if run.what in (What.STAYED, what)).split() == text.split()


def test_a_long_stretch_that_stayed_is_cut_and_very_long_texts_are_not_compared() -> None:
    words = [f"w{number}" for number in range(3000)]
    [before, old, new, after] = compare(" ".join(words), " ".join([*words[:1500], "new", *words[1501:]]))
    assert (old.text, new.text) == (" w1500", " new")
    assert before.text.split() == ["…", *words[1492:1500]]
    assert after.text.split() == [*words[1501:1509], "…"]
    assert [run.what for run in compare(" ".join(words), " ".join(reversed(words)))] == [What.REMOVED, What.ADDED]


# How it goes on


@at_its_time
def test_updates_are_told_by_their_council_when_they_come_change_and_go() -> None:
    council = make_council("Exford")
    officer, project = make_officer(council), make_project(leads=[council])
    key = uuid4()
    update = post_update(
        listing=project, organisation=council, happened="We tried.", next_step="Go on.", key=key, by=officer
    )
    before = ("We tried.", "Go on.")
    change_update(update=update, happened="We tried twice.", next_step="Go on.", before=before, by=officer)
    remove_update(update=update, by=officer)
    removed, changed, added = (text.partition(") ")[2] for text in changes(read_as(officer, project))[:3])
    assert added == "Update by Exford Council added: We tried. Go on."
    assert changed.startswith("Update by Exford Council: what happened: We [removed: tried.] [added: tried twice.]")
    assert removed == "Update by Exford Council removed: We tried twice. Go on."


@at_its_time
def test_phases_ends_and_what_organisations_say_of_their_part_are_told_in_words() -> None:
    council, other = make_council("Exford"), make_project("All waste")
    officer, project = make_officer(council), make_project(leads=[council])
    part = project.participations.get()
    with door(Door.FORM, by=officer):
        part.standing = Participation.Standing.CONFIRMED
        part.save()
        project.phase = "beta"
        save_listing(listing=project, by=officer, phase_since="2026-03")
        project.state, project.changed_since_review_at, project.merged_into_id = "withdrawn", None, other.pk
        save_listing(listing=project, by=officer)
    text = " ".join(read_as(officer, project).text.split())
    for words in (
        "Lead Exford Council: standing: from “As stated by the source or the lead” to “Confirmed by the organisation”",
        "Phase: from “Alpha” to “Beta”",
        "Date of a phase added: Beta, since March 2026",
        "State: from “Published” to “Withdrawn”",
        "Merged into: All waste",
    ):
        assert words in text
    assert "review at" not in text
