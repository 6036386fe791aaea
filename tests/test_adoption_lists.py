"""Lists by how many reuse an entry: the sort, the filter, and the number beside each result."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaboration.models import Adoption
from listings.models import Listing, SearchEntry
from listings.models.search import number_of_adopters
from tests.support.factories import make_council, make_officer, make_partner, make_project, make_service, take_part
from tests.support.mail import deliver
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db


def reused(title: str, times: int, make: Any = make_project, **fields: Any) -> Any:
    """Return an entry that so many councils reuse."""
    return make(title, leads=[make_council()], adopters=[make_council() for _ in range(times)], **fields)


@pytest.mark.parametrize(("make", "address"), [(make_project, "/projects/"), (make_service, "/services/")])
def test_a_list_sorts_by_how_many_reuse_an_entry_and_says_the_number(client: Client, make: Any, address: str) -> None:
    for title, times in [("Alone", 0), ("Often", 3), ("Once", 1), ("Also once", 1)]:
        reused(title, times, make)
    page = show(client, f"{address}?sort=reused")
    assert page.results == ["Often", "Also once", "Once", "Alone"]
    assert "Sorted by: Most reused first" in page.text
    [often, once, _, alone] = [" ".join(text.split()) for text in page.classes["result"]]
    assert "Used by 3 organisations" in often
    assert "Used by 1 organisation" in once
    assert "Used by" not in alone


def test_a_search_sorts_by_reuse_too(client: Client) -> None:
    for title, times in [("Bins once", 1), ("Bins often", 2), ("Parks", 3)]:
        reused(title, times)
    assert show(client, "/projects/?q=bins&sort=reused").results == ["Bins often", "Bins once"]


def test_who_stopped_and_whom_the_lead_alone_names_do_not_count(client: Client) -> None:
    stopped, named = reused("Stopped", 2), reused("Named", 2)
    stopped.participations.filter(role="adopter").update(left="2025")
    named.participations.filter(role="adopter").update(standing="named")
    reused("Used", 1)
    page = show(client, "/projects/?sort=reused")
    assert page.results == ["Used", "Named", "Stopped"]
    assert sum("Used by" in text for text in page.classes["result"]) == 1


def test_the_list_counts_adopters_as_the_entry_does() -> None:
    listing = reused("Bins", 2)
    take_part(listing, "adopter", ["Durham", make_partner()])
    take_part(listing, "adopter", [make_council()], left="2025")
    found = SearchEntry.objects.annotate(number=number_of_adopters()).get(pk=listing.pk)
    assert found.number == len(Listing.objects.get(pk=listing.pk).adopters) == 4


def test_lists_filter_by_whether_anybody_reuses_an_entry_and_by_who_does(client: Client) -> None:
    council = make_council("Exford")
    reused("Others use it", 1)
    make_project("Exford uses it", adopters=[council])
    make_project("Exford leads it", leads=[council])
    assert set(show(client, "/projects/?role=adopter").results) == {"Others use it", "Exford uses it"}
    assert show(client, f"/projects/?council={council.slug}&role=adopter").results == ["Exford uses it"]


def test_the_page_of_a_council_separates_what_it_reuses_from_what_it_works_on(client: Client) -> None:
    council = make_council("Exford")
    make_project("Works on", partners=[council])
    make_project("Reuses", leads=[make_council()], adopters=[council])
    make_service("Reuses too", leads=[make_council()], adopters=[council])
    make_project("A draft", leads=[make_council()], adopters=[council], state="draft")
    page = show(client, council)
    assert page.results == ["Works on", "Reuses", "Reuses too"]
    assert [words for level, words in page.headings if level == 3] == ["Projects it takes part in (1)"]
    assert (2, "What it reuses") in page.headings
    assert "What it reuses" not in show(client, make_council()).text


def test_a_council_that_reuses_very_much_shows_the_first_and_leads_to_the_lists(client: Client) -> None:
    council = make_council("Exford")
    for number in range(21):
        make_project(f"Reuse {number:02}", adopters=[council])
    page = show(client, council)
    assert page.results == [f"Reuse {number:02}" for number in range(20)]
    assert show(client, page.link("projects").href).text.count("Reuse 20") >= 1


def test_an_entry_names_adopters_that_no_council_has_confirmed_with_what_is_known(client: Client) -> None:
    listing = make_project("Bins", source="A paper")
    take_part(listing, "adopter", ["Durham"], joined="2019")
    page = " ".join(show(client, listing).text.split())
    assert "Who uses this Durham Since 2019" in page


def test_what_a_council_said_and_nobody_confirmed_does_not_stand_beside_that_nobody_said_so(client: Client) -> None:
    council = make_council("Exford")
    listing = make_project("Bins", leads=[make_council()])
    Adoption.objects.create(listing_id=listing.pk, organisation=council)
    page = show(signed_in(make_officer(council)), listing).text
    assert f"{council} said that it uses this: not confirmed yet" in page
    assert "No council is confirmed here as using it yet" in page
    assert "Nobody has said" not in page


def test_the_mail_about_a_confirmed_reuse_says_why_one_gets_it() -> None:
    lead, council = make_council("Exford"), make_council("Wyeford")
    listing = make_project("Bins", leads=[lead])
    given = {"listing_id": listing.pk, "organisation": council, "said_by": make_officer(council)}
    said = Adoption.objects.create(**given)
    answer = {"answer": "yes", "reason": ""}
    signed_in(make_officer(lead)).post(reverse("adoption", args=[lead.slug, listing.pk, said.pk]), answer)
    [mail] = deliver()
    assert mail.subject == f"Confirmed: {council} uses “Bins”"
    assert mail.body.endswith(f"You get this email because you said that {council} uses it.\n")


def test_the_page_of_an_entry_asks_as_often_for_one_adopter_as_for_twenty(client: Client) -> None:
    few, many = reused("Few", 1), reused("Many", 20)
    for listing in (few, many):
        for part in listing.participations.filter(role="adopter"):
            given = {"organisation": part.organisation, "answer": "yes", "answered_at": listing.created_at}
            Adoption.objects.create(listing_id=listing.pk, supported_by="Its team", **given)
    numbers = []
    for listing in (few, few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            show(client, listing)
        numbers.append(len(asked))
    assert numbers[1] == numbers[2]


def test_what_adopters_said_of_an_entry_goes_on_where_it_was_merged_into_another(client: Client) -> None:
    council, kept = make_council("Exford"), make_project("Kept")
    merged = make_project("Merged", state="withdrawn", merged_into=kept)
    take_part(kept, "adopter", [council])
    given = {"organisation": council, "answer": "yes", "answered_at": kept.created_at}
    Adoption.objects.create(listing_id=merged.pk, supported_by="The old team", **given)
    assert "Supported by: The old team" in show(client, kept).text
    Adoption.objects.create(listing_id=kept.pk, supported_by="The new team", **given)
    page = show(client, kept).text
    assert "Supported by: The new team" in page
    assert "old team" not in page
