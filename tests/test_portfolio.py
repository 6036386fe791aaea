"""A council's portfolio in its own area: what it shows to its people, what comes first, and its file."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.models import Organisation, User
from listings.models import Decision, Listing, Participation, ParticipationRequest
from listings.portfolio.table import PAGE_SIZE
from tests.support.belonging import area
from tests.support.factories import (
    look_after,
    make_council,
    make_former_member,
    make_member,
    make_officer,
    make_person,
    make_project,
    make_service,
    take_part,
)
from tests.support.pages import Page, read
from tests.support.portfolios import csv_rows, words
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - datetime.timedelta(days=800)


@pytest.fixture
def council() -> Organisation:
    """A council."""
    return make_council("Exford")


@pytest.fixture
def browser(council: Organisation) -> Client:
    """Where an officer of the council is signed in."""
    return signed_in(make_officer(council, "Jo"))


def on(days: int) -> datetime.date:
    """Return the day so many days from now."""
    return timezone.localdate() + datetime.timedelta(days=days)


def waiting(page: Page) -> str:
    """Return what a page says first: what waits for its people."""
    return words(page.classes["needs"][0])


def name(project: Any, council: Organisation) -> None:
    """Let the lead of an entry name a council as its partner."""
    Participation.objects.create(
        listing=project, organisation=council, role="partner", standing="named", written_name=council.name
    )


class TestWhatItShows:
    def test_entries_stand_by_role_and_by_how_far_they_are(self, council: Organisation, browser: Client) -> None:
        other = make_council("Wyeford")
        make_project("Beta", leads=[council], phase="beta")
        make_project("Idea", leads=[council], phase="idea")
        make_project("Nameless", leads=[council], phase="")
        make_project("Over", leads=[council], is_ended=True)
        make_service("Audit", leads=[council])
        make_project("Theirs", leads=[other], partners=[council], phase="live")
        make_project("Hidden", leads=[other], partners=[council], state="draft")
        page = show(browser, area(council))
        assert page.classes["govuk-table__caption"] == ["Leads or answers for (5)", "Takes part in (1)"]
        assert page.classes["portfolio__group"] == [
            "Idea (1)",
            "Beta (1)",
            "Phase not recorded (1)",
            "Shared services (1)",
            "Ended (1)",
            "Live (1)",
        ]
        assert "6 entries: idea 1, beta 1, live 1, phase not recorded 1, shared services 1, ended 1." in words(
            page.text
        )
        assert "Hidden" not in page.text

    def test_a_row_says_the_role_who_else_takes_part_its_age_and_its_next_check(
        self, council: Organisation, browser: Client
    ) -> None:
        other = make_council("Wyeford")
        due, confirmed = datetime.date(2100, 5, 3), datetime.datetime(2026, 3, 14, 12, tzinfo=datetime.UTC)
        bins = make_project("Bins", funders=[council], leads=[other], review_date=due, confirmed_at=confirmed)
        name(bins, make_council("Zedford"))
        cells = [words(cell) for cell in show(browser, area(council)).classes["govuk-table__cell"]]
        assert cells[1:] == [
            "Funder",
            "Wyeford Council (lead) and Zedford Council (not yet confirmed)",
            "Confirmed 14 March 2026",
            "3 May 2100",
        ]

    def test_a_council_that_has_two_roles_stands_once_under_the_first(
        self, council: Organisation, browser: Client
    ) -> None:
        make_project("Bins", leads=[council], funders=[council])
        assert len(csv_rows(browser, council)) == 1
        assert show(browser, area(council)).classes["govuk-table__caption"] == ["Leads or answers for (1)"]

    def test_a_council_that_answers_for_an_entry_it_does_not_lead_has_it_among_its_own(
        self, council: Organisation, browser: Client
    ) -> None:
        bins = make_project("Bins", leads=[make_council()], partners=[council])
        bins.participations.filter(organisation=council).update(claimed_at=timezone.now())
        page = show(browser, area(council))
        assert page.classes["govuk-table__caption"] == ["Leads or answers for (1)"]
        assert "Partner, answers for it" in page.text

    def test_work_that_the_council_left_is_there_and_says_so(self, council: Organisation, browser: Client) -> None:
        take_part(make_project("Bins"), "partner", [council], left="2025-03")
        page = show(browser, area(council))
        assert page.classes["portfolio__group"] == ["No longer takes part (1)"]
        assert "left March 2025" in page.text

    def test_a_council_without_entries_reads_what_registering_gives_it(
        self, council: Organisation, browser: Client, moderator: User
    ) -> None:
        page = show(browser, area(council))
        assert "about ten minutes" in page.text
        assert page.link("Register what you are working on").href == area(council, "start/")
        assert "register what you are working on" in page.link_texts()
        assert "Register" not in " ".join(show(signed_in(moderator), area(council)).link_texts())

    def test_hundreds_of_entries_are_spread_over_pages_and_one_page_to_print_has_them_all(
        self, council: Organisation, browser: Client
    ) -> None:
        for number in range(PAGE_SIZE + 1):
            make_project(f"Project {number:03}", leads=[council])
        first, last = show(browser, area(council)), show(browser, area(council, "?page=2"))
        assert len(first.classes["portfolio__entry"]) == PAGE_SIZE
        assert len(last.classes["portfolio__entry"]) == 1
        assert last.classes["portfolio__group"] == [f"Alpha ({PAGE_SIZE + 1})"]
        paper = show(browser, area(council, "?paper=1"))
        assert len(paper.classes["portfolio__entry"]) == PAGE_SIZE + 1
        assert len(csv_rows(browser, council)) == PAGE_SIZE + 1

    @pytest.mark.parametrize("query", ["?page=9999", "?page=x", "?paper=&page=7", "?needs=x&role=x&phase=x&q=%00"])
    def test_an_address_that_makes_no_sense_still_shows_the_portfolio(
        self, council: Organisation, browser: Client, query: str
    ) -> None:
        make_project("Bins", leads=[council])
        assert "Bins" in show(browser, area(council, query)).link_texts()


class TestWhatWaits:
    def test_what_others_wait_for_comes_first(self, council: Organisation, browser: Client) -> None:
        other = make_council("Wyeford")
        make_project("G nobody", leads=[council])
        make_project("F imported", leads=[council], source="Paper")
        make_project("E draft", leads=[council], state="draft")
        make_project("D due", leads=[council], confirmed_at=LONG_AGO, review_date=on(-1))
        name(make_project("C named", leads=[other]), council)
        asked = make_project("B asked", leads=[council])
        ParticipationRequest.objects.create(listing=asked, organisation=other)
        back = make_project("A back", leads=[council], state="draft")
        Decision.objects.create(kind="sent-back", listing=back, words="Say it in plain words.")
        page = show(browser, area(council))
        titles = ["A back", "B asked", "C named", "D due", "E draft", "F imported", "G nobody"]
        assert [text for text in page.link_texts() if text in titles][: len(titles)] == titles
        said = waiting(page)
        assert "Say it in plain words." in said
        assert "Wyeford Council asks to take part" in said
        assert "Its lead names your council" in said

    @pytest.mark.parametrize(("days", "is_due"), [(-1, True), (0, True), (14, True), (15, False)])
    def test_an_entry_is_due_from_the_day_on_which_its_people_are_asked(
        self, council: Organisation, browser: Client, days: int, is_due: bool
    ) -> None:
        member = council.memberships.get()
        bins = make_project("Bins", leads=[council], confirmed_at=LONG_AGO, review_date=on(days))
        look_after(bins, member)
        page = show(browser, area(council))
        assert ("Still true: Bins" in page.text.replace("\n", "")) == is_due
        assert ("needs" in page.classes) == is_due

    def test_an_entry_that_nobody_confirmed_for_long_says_what_came_of_it(
        self, council: Organisation, browser: Client
    ) -> None:
        make_project("Bins", leads=[council], confirmed_at=LONG_AGO, review_date=on(-180))
        page = show(browser, area(council))
        assert "kept out of the usual lists until you confirm it" in waiting(page)
        make_project("Parks", leads=[council], confirmed_at=LONG_AGO, review_date=on(-179))
        assert words(show(browser, area(council)).text).count("usual lists until") == 2, "Bins, above and in its row"

    def test_what_is_settled_waits_for_nobody(self, council: Organisation, browser: Client) -> None:
        bins = make_project("Bins", leads=[council], state="draft")
        look_after(bins, council.memberships.get())
        Decision.objects.create(kind="sent-back", listing=bins, words="Why", settled_at=timezone.now())
        Listing.objects.update(state="waiting", submitted_at=timezone.now())
        ParticipationRequest.objects.create(
            listing=bins, organisation=make_council(), answer="no", answered_at=timezone.now()
        )
        make_project("Gone", leads=[council], state="withdrawn", review_date=on(-300))
        assert "needs" not in show(browser, area(council)).classes

    def test_whoever_does_not_answer_for_an_entry_does_not_learn_who_asked_to_take_part(
        self, council: Organisation, browser: Client
    ) -> None:
        theirs = make_project("Theirs", leads=[make_council()], partners=[council])
        ParticipationRequest.objects.create(listing=theirs, organisation=make_council("Wyeford"))
        assert "Wyeford" not in show(browser, area(council)).text

    def test_each_thing_that_waits_has_its_button_or_link(self, council: Organisation, browser: Client) -> None:
        due = make_project("Due", leads=[council], confirmed_at=LONG_AGO, review_date=on(-1))
        imported = make_service("Imported", leads=[council], source="Paper")
        named = make_project("Named", leads=[make_council()])
        name(named, council)
        draft = make_service("Draft", leads=[council], state="draft")
        page = show(browser, area(council))
        forms = {form["action"] for form in page.attributes("form", method="post")}
        assert area(council, f"entries/{due.pk}/confirm/") in forms
        assert area(council, f"entries/{imported.pk}/claim/") in forms
        assert page.link("Confirm or decline: Named").href == area(council, f"entries/{named.pk}/part/")
        assert page.link("Finish it: Draft").href == area(council, f"services/{draft.pk}/")
        assert page.link("This is wrong: Imported").href == area(council, f"entries/{imported.pk}/doubt/")

    def test_a_council_with_much_to_do_sees_the_most_pressing_and_a_way_to_all(
        self, council: Organisation, browser: Client
    ) -> None:
        for number in range(12):
            make_project(f"Draft {number}", leads=[council], state="draft")
        make_project("Imported", leads=[council], source="Paper")
        page = show(browser, area(council))
        assert "the 8 most pressing of 13 entries" in waiting(page)
        found = show(browser, area(council) + page.link("from a published source, to claim (1)").href.split("#")[0])
        assert len(found.classes["portfolio__group"]) == 1
        assert "13 entries, of which 1 fits what you chose" in words(found.text)


class TestChoosing:
    def test_filters_narrow_the_table_the_paper_and_the_file_alike(
        self, council: Organisation, browser: Client
    ) -> None:
        make_project("Bins in beta", leads=[council], phase="beta")
        make_project("Parks in beta", leads=[council], phase="beta")
        make_project("Bins in alpha", leads=[council], phase="alpha")
        make_project("Bins elsewhere", leads=[make_council()], partners=[council], phase="beta")
        query = "?q=BINS&phase=beta&role=keeps"
        for page in (show(browser, area(council, query)), show(browser, area(council, f"{query}&paper=1"))):
            assert [text for text in page.link_texts() if text.startswith(("Bins", "Parks"))] == ["Bins in beta"]
        assert [row["Title"] for row in csv_rows(browser, council, query)] == ["Bins in beta"]
        page = show(browser, area(council, query))
        assert page.link("as a file for spreadsheets (CSV)").href.endswith("portfolio.csv?q=BINS&role=keeps&phase=beta")

    def test_each_choice_shows_how_many_it_gives(self, council: Organisation, browser: Client) -> None:
        for number in range(11):
            make_project(f"Project {number}", leads=[council], phase="beta" if number else "idea")
        page = show(browser, area(council))
        assert "Beta (10)" in page.classes["govuk-select"][2]
        assert "Idea (1)" in page.classes["govuk-select"][2]
        assert "Discovery" not in page.classes["govuk-select"][2], "what gives nothing is not offered"
        assert len(csv_rows(browser, council, "?phase=beta")) == 10

    def test_the_second_page_keeps_what_was_chosen(self, council: Organisation, browser: Client) -> None:
        for number in range(PAGE_SIZE + 1):
            make_project(f"Bins {number}", leads=[council])
            make_project(f"Parks {number}", leads=[council])
        page = show(browser, area(council, "?q=bins"))
        [further] = {link.href for link in page.links if link.attributes.get("rel") == "next"}
        assert len(show(browser, area(council) + further).classes["portfolio__entry"]) == 1


class TestWhoSeesWhat:
    def test_a_moderator_who_looks_in_sees_it_all_and_has_no_button_of_a_member(
        self, council: Organisation, moderator: User
    ) -> None:
        make_project("Bins", leads=[council], state="draft")
        make_project("Parks", leads=[council], confirmed_at=LONG_AGO, review_date=on(-1))
        page = show(signed_in(moderator), area(council))
        assert {"Bins", "Parks"} <= set(page.link_texts())
        assert "Due for review since" in page.text
        assert page.attributes("form", method="post") == []
        inside = {link.href for link in page.links if link.href.startswith(area(council))}
        assert inside == {area(council, page) for page in ("people/", "handover/", "portfolio.csv")}

    def test_the_area_the_paper_and_the_file_are_for_its_people_alone(self, council: Organisation) -> None:
        make_project("Bins", leads=[council], state="draft")
        others = [None, make_person(), make_officer(make_council()), make_former_member(council)]
        for page in ("", "?paper=1", "portfolio.csv"):
            found = [signed_in(person).get(area(council, page)).status_code for person in others]
            assert found == [302, 404, 404, 404], page

    def test_an_officer_of_two_councils_sees_in_each_area_its_own_entries(self, council: Organisation) -> None:
        other = make_council("Wyeford")
        jo = make_officer(council)
        make_member(other, user=jo)
        make_project("Shared draft", leads=[other], partners=[council], state="draft")
        assert "Shared draft" not in show(signed_in(jo), area(council)).text
        assert "Shared draft" in show(signed_in(jo), area(other)).text


@pytest.mark.parametrize("page", ["", "?paper=1", "portfolio.csv"])
def test_a_portfolio_costs_the_same_statements_however_many_entries_there_are(
    council: Organisation, browser: Client, page: str
) -> None:
    numbers = []
    for _ in range(2):
        for _ in range(12):
            bins = make_project(
                leads=[council], partners=[make_council(), "Berkshire"], source="Paper", topics=["bins"]
            )
            look_after(bins, make_member(council))
            asked = make_service(leads=[council], confirmed_at=LONG_AGO, review_date=on(-9))
            ParticipationRequest.objects.create(listing=asked, organisation=make_council())
            back = make_project(leads=[council], state="draft")
            Decision.objects.create(kind="sent-back", listing=back, words="Why")
            name(make_project(leads=[make_council()]), council)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(area(council, page)).status_code == 200
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 22


def test_reading_the_portfolio_page_again_shows_what_was_saved_meanwhile(
    council: Organisation, browser: Client
) -> None:
    bins = make_project("Bins", leads=[council], phase="alpha")
    assert "Alpha (1)" in show(browser, area(council)).classes["portfolio__group"]
    bins.phase = "beta"
    bins.save()
    assert read(browser.get(area(council))).classes["portfolio__group"] == ["Beta (1)"]
