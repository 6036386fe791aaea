"""What is suggested to councils: only what fits by facts, with reasons in words, and never what is not for them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from collaboration.actions.suggesting import SuggestionRefused, dismiss, suggest, take_back_dismissal
from collaboration.models import Suggestion
from collaboration.suggested import still_fitting
from councils.models import Organisation
from listings.models import RelatedListing
from listings.models.listing import ARCHIVED_AFTER
from tests.support.factories import (
    make_area,
    make_council,
    make_former_council,
    make_officer,
    make_project,
    make_service,
    take_part,
)
from tests.support.joining import make_ask, make_interest, make_introduction
from tests.support.standing import changed, what_stands

pytestmark = pytest.mark.django_db


def suggested(council: Organisation) -> dict[str, list[str]]:
    """Let the night pass; return the titles suggested to a council, the best first, each with its reasons."""
    suggest(today=localdate())
    return {str(one.listing): one.reasons for one in Suggestion.objects.standing().filter(organisation=council)}


def council_with_bins(**fields: Any) -> tuple[Organisation, Any]:
    """Return a council that works on waste, and the service area."""
    council, waste = make_council("Exford"), make_area("Waste")
    make_project("Bin lorries", leads=[council], areas=[waste], **fields)
    return council, waste


def make_other(title: str, **fields: Any) -> Any:
    """Return a project of a county, which nobody here is like."""
    lead = make_council(f"Lead of {title}", tier="upper", kind="county")
    return make_project(title, **{"leads": [lead]} | fields)


# What fits, and why


def test_what_is_asked_for_by_a_day_stands_first_and_says_who_asks() -> None:
    council, waste = council_with_bins()
    make_other("Sorting", areas=[waste])
    asking = make_other("Composting", areas=[waste])
    make_ask(listing=asking, organisation=make_council("Borset"), deadline=localdate().replace(year=2099))
    found = suggested(council)
    assert list(found) == ["Composting", "Sorting"]
    assert found["Composting"][0].startswith("Borset Council wants test users by ")
    assert found["Composting"][0].endswith(" 2099")
    assert found["Sorting"] == ["Same service area as your “Bin lorries” (Waste)"]


def test_councils_like_this_one_are_counted_in_words_and_named() -> None:
    council, waste = council_with_bins()
    for name in ("Aford", "Beford", "Ceford"):
        make_project(f"Routes of {name}", phase="discovery", leads=[make_council(name)], areas=[waste])
    found = suggested(council)
    alike = "Three councils like yours are in discovery on the same service area (Waste): Aford, Beford and Ceford"
    assert found["Routes of Aford"][0] == alike
    make_project("Bin bags", phase="discovery", leads=[make_council("Deford", tier="upper")], areas=[waste])
    assert alike not in suggested(council)["Bin bags"]


@pytest.mark.parametrize(
    ("make", "fields", "reason"),
    [
        (make_project, {"wants": "ready-to-reuse"}, "Ready to reuse"),
        (make_project, {"wants": "partners"}, "Looking for partners"),
        (make_service, {"open_to_new_members": True}, "Open to new members"),
    ],
)
def test_what_a_listing_offers_is_a_reason(make: Any, fields: dict[str, str], reason: str) -> None:
    council, waste = council_with_bins()
    make("Sorting", leads=[make_council(tier="upper")], areas=[waste], **fields)
    assert suggested(council)["Sorting"][0] == reason


def test_two_that_look_for_partners_are_told_so() -> None:
    council, waste = council_with_bins(wants="partners")
    make_other("Sorting", areas=[waste], wants="share-funding")
    assert suggested(council)["Sorting"][0] == "Wants to share funding, as your “Bin lorries” does"


def test_who_looks_for_somebody_who_has_done_it_hears_of_what_is_live() -> None:
    council, waste = council_with_bins()
    make_ask(listing=council.listings.get(), organisation=council, kind="experience")
    make_other("Sorting", areas=[waste], phase="live")
    assert "Live, where you look for somebody who has done it" in suggested(council)["Sorting"]


def test_a_shared_topic_is_a_reason() -> None:
    council = make_council("Exford")
    make_project("Bin lorries", leads=[council], topics=["sensors", "routes"])
    make_other("Gullies", topics=["routes", "sensors"])
    assert suggested(council)["Gullies"] == ["Shares the topics routes and sensors with your “Bin lorries”"]


def test_wording_alone_suggests_nothing() -> None:
    council, _ = council_with_bins()
    twin = make_other("Bin lorries", areas=[make_area("Housing")])
    assert suggested(council) == {}
    twin.service_areas.set(council.listings.get().service_areas.all())
    assert list(suggested(council)) == ["Bin lorries"]


def test_a_council_without_entries_hears_of_what_several_councils_like_it_do() -> None:
    council, waste = make_council("Exford"), make_area("Waste")
    make_project("Sorting", phase="beta", leads=[make_council("Aford")], areas=[waste])
    assert suggested(council) == {}
    make_project("Bins", phase="beta", leads=[make_council("Beford")], areas=[waste])
    assert suggested(council)["Sorting"] == ["Two councils like yours are in beta on Waste: Aford and Beford"]


def test_at_most_five_stand_and_the_best_of_all() -> None:
    council, waste = council_with_bins()
    for number in range(8):
        make_other(f"Sorting {number}", areas=[waste])
    make_other("Composting", areas=[waste], wants="ready-to-reuse")
    found = suggested(council)
    assert len(found) == 5
    assert "Composting" in found


# What is never suggested


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "draft"},
        {"state": "withdrawn"},
        {"is_ended": True},
        {"wants": "not-now"},
        {"review_date": localdate() - ARCHIVED_AFTER},
    ],
    ids=str,
)
def test_what_nobody_can_join_is_not_suggested(fields: dict[str, Any]) -> None:
    council, waste = council_with_bins()
    make_other("Sorting", areas=[waste], **fields)
    assert suggested(council) == {}


def test_work_that_was_refused_its_funding_is_not_suggested_also_not_on_the_day_on_which_that_is_known() -> None:
    council, waste = council_with_bins()
    make_other("Never funded", areas=[waste], funding_outcome="not-funded")
    later = make_other("Refused today", areas=[waste], funding_outcome="funded")
    assert list(suggested(council)) == ["Refused today"]
    later.funding_outcome = "not-funded"
    later.save()
    assert not still_fitting(localdate()).filter(organisation=council).exists()


def test_what_a_council_knows_is_not_suggested() -> None:
    council, waste = council_with_bins()
    left, named, known, introduced, inherited = (
        make_other(title, areas=[waste]) for title in ("Left", "Named", "Known", "Introduced", "Inherited")
    )
    take_part(left, "partner", [council], left="2020")
    take_part(named, "funder", [council])
    make_interest(listing=known, organisation=council)
    make_introduction(councils=[council], listings=[introduced])
    take_part(inherited, "partner", [make_former_council(successor=council)])
    assert suggested(council) == {}


def test_what_is_not_for_a_council_never_comes_back() -> None:
    council, waste = council_with_bins()
    sorting = make_other("Sorting", areas=[waste])
    assert list(suggested(council)) == ["Sorting"]
    dismiss(suggestion=council.suggestions.get(), by=make_officer(council))
    make_ask(listing=sorting)
    assert suggested(council) == {}
    later = make_other("Sorting, beta", areas=[waste])
    RelatedListing.objects.create(earlier=sorting, later=later)
    assert suggested(council) == {}, "the next stage of the same work"
    into = make_other("Sorting by hand", areas=[waste])
    assert list(suggested(council)) == ["Sorting by hand"]
    type(sorting).objects.filter(pk=sorting.pk).update(state="withdrawn", merged_into=into)
    assert suggested(council) == {}, "what it was merged into"


def test_another_council_still_hears_of_it_and_undoing_brings_it_back() -> None:
    council, waste = council_with_bins()
    other = make_council("Borset")
    make_project("Bin bags", leads=[other], areas=[waste])
    make_other("Sorting", areas=[waste])
    officer = make_officer(council)
    suggest(today=localdate())
    sorting = council.suggestions.get(listing__title="Sorting")
    dismiss(suggestion=sorting, by=officer)
    assert "Sorting" not in suggested(council)
    assert "Sorting" in suggested(other)
    with pytest.raises(SuggestionRefused, match="Only the people of"):
        take_back_dismissal(suggestion=sorting, by=make_officer(other))
    take_back_dismissal(suggestion=sorting, by=officer)
    assert "Sorting" in suggested(council)


# Night after night


def test_the_same_night_again_writes_nothing() -> None:
    council, waste = council_with_bins()
    make_other("Sorting", areas=[waste])
    suggest(today=localdate())
    before = what_stands()
    done = suggest(today=localdate() + timedelta(days=1))
    assert (done["councils"], done["suggestions"], done["new"]) == (2, 2, 0)
    assert changed(before) == []
    assert council.suggestions.get().made_on == localdate()


def test_what_better_ones_outdo_goes_and_comes_back_as_what_was_found_then() -> None:
    council, waste = council_with_bins()
    sorting = make_other("Sorting", areas=[waste])
    suggest(today=localdate())
    sorting.service_areas.clear()
    assert suggested(council) == {}
    sorting.service_areas.add(waste)
    suggest(today=localdate() + timedelta(days=3))
    assert council.suggestions.standing().get().made_on == localdate()


def test_an_ask_that_closed_is_no_reason_the_next_night() -> None:
    council, waste = council_with_bins()
    ask = make_ask(listing=make_other("Sorting", areas=[waste]))
    assert "wants test users" in suggested(council)["Sorting"][0]
    type(ask).objects.filter(pk=ask.pk).update(deadline=localdate() - timedelta(days=1))
    assert not [reason for reason in suggested(council)["Sorting"] if "wants test users" in reason]


def test_what_an_archived_entry_asks_for_and_what_its_keepers_do_not_is_no_reason() -> None:
    council, waste = council_with_bins()
    long_ago = localdate() - ARCHIVED_AFTER
    make_ask(listing=make_other("Sorting", areas=[waste], review_date=long_ago))
    left = make_ask(listing=make_other("Glass", areas=[waste]))
    left.listing.participations.filter(organisation=left.organisation).update(left="2026")
    assert not [reason for reasons in suggested(council).values() for reason in reasons if "wants" in reason]


@pytest.mark.parametrize("happened", ["withdrawn", "ended", "joined", "interested"])
def test_what_changed_since_the_night_is_not_shown(happened: str) -> None:
    council, waste = council_with_bins()
    sorting = make_other("Sorting", areas=[waste])
    suggest(today=localdate())
    fitting = still_fitting(localdate()).filter(organisation=council)
    assert fitting.get().listing_id == sorting.pk
    changes: dict[str, Any] = {"withdrawn": {"state": "withdrawn"}, "ended": {"is_ended": True}}
    if happened in changes:
        type(sorting).objects.filter(pk=sorting.pk).update(**changes[happened])
    elif happened == "joined":
        take_part(sorting, "partner", [council])
    else:
        make_interest(listing=sorting, organisation=council)
    assert not fitting.all().exists()
