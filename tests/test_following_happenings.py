"""What is new about published listings between two moments."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.happenings import SETTLED_AFTER, Happening, Kind, happenings, settled
from collaboration.models import Ask
from councils.models import Organisation, User
from directory.history import Door, door
from listings.actions import save_listing
from listings.actions.saving import locked
from listings.actions.taking_in import take_in
from listings.models import Listing, Participation, Update
from listings.models.listing import ARCHIVED_AFTER
from tests.support.factories import make_council, make_officer, make_project, make_service, take_part
from tests.support.joining import make_adoption, make_ask, make_call, make_call_entry

LONG_AGO = timezone.now() - timedelta(days=400)
EARLIER = {"updated_at": LONG_AGO}


def news(*listings: Any) -> list[Happening]:
    """Return what happened in the last minute, about some listings or all."""
    now = timezone.now()
    return happenings(now - timedelta(minutes=1), now, [one.pk for one in listings] or None)


def kinds(*listings: Any) -> list[Kind]:
    """Return of which kinds that is."""
    return [one.kind for one in news(*listings)]


def words(*listings: Any) -> list[str]:
    """Return it in words."""
    return [one.words for one in news(*listings)]


@pytest.fixture
def council(db: None) -> Organisation:
    """A council."""
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    """Its officer."""
    return make_officer(council)


@pytest.fixture
def project(db: None) -> Any:
    """A project that has been public for long."""
    return make_project("Bins", **EARLIER)


# What is told


def test_an_entry_that_became_public_is_new_and_all_that_came_with_it_is_part_of_that(council: Organisation) -> None:
    draft = make_project(state="draft", leads=[council], partners=[make_council()], phase="beta")
    draft.state = Listing.State.PUBLISHED
    save_listing(listing=draft, by=None)
    assert words(draft) == ["New entry"]


def test_an_update_is_told_in_one_line_with_whose_it_is(project: Any, council: Organisation, officer: User) -> None:
    Update.objects.create(
        listing=project,
        organisation=council,
        happened="We began.\r\nBcc: all\x1b",
        next_step="More.",
        written_by=officer,
    )
    [told] = news(project)
    assert (told.kind, told.by) == (Kind.UPDATE, officer.pk)
    assert told.words == "Update by Exford Council: We began. Bcc: all Next: More."


def test_a_new_phase_and_an_end_are_told_with_who_said_so(project: Any, officer: User) -> None:
    project.phase = "beta"
    save_listing(listing=project, by=officer)
    [told] = news(project)
    assert (told.kind, told.words, told.by) == (Kind.PHASE, "Now in the beta phase", officer.pk)
    project.is_ended, project.end_reason = True, "completed"
    save_listing(listing=project, by=officer)
    assert (kinds(project)[0], words(project)[0]) == (Kind.ENDED, "Ended: Completed")


def test_who_joined_is_told_once_and_who_only_stays_is_not(project: Any, officer: User) -> None:
    with door(Door.FORM, by=officer):
        newcomer = make_council("Newcomer")
        part = take_in(listing=locked(project), organisation=newcomer, role="partner", by=officer)
    [told] = news(project)
    assert (told.kind, told.words, told.by) == (Kind.JOINED, "Newcomer Council joined as partner", officer.pk)
    part.joined = "2026-03"
    part.save()
    assert len(news(project)) == 1


def test_who_is_named_by_others_has_not_joined_before_saying_yes(project: Any) -> None:
    part = Participation.objects.create(
        listing=project, organisation=make_council("Named"), role="partner", standing="named"
    )
    assert news(project) == []
    part.standing = "confirmed"
    part.save()
    assert words(project) == ["Named Council joined as partner"]


def test_whom_a_source_names_is_told_as_named(project: Any) -> None:
    take_part(project, "funder", [make_council("Payer")])
    assert words(project) == ["Payer Council is named as funder"]


def test_who_has_left_again_is_not_told_as_one_who_joined(project: Any, officer: User) -> None:
    part = take_in(listing=locked(project), organisation=make_council(), role="partner", by=officer)
    part.left = "2026-11"
    part.save()
    assert news(project) == []


def test_who_reuses_it_is_told_once_although_it_takes_part_by_that(project: Any, officer: User) -> None:
    adopter = make_council("Adopter")
    take_in(listing=locked(project), organisation=adopter, role="adopter", by=officer)
    answered = {"answer": "yes", "answered_at": timezone.now(), "answered_by": officer}
    make_adoption(listing=project, organisation=adopter, since="2026-03", **answered)
    assert words(project) == ["Adopter Council reuses it since March 2026"]


def test_reuse_is_told_as_the_entry_names_it_now(project: Any) -> None:
    adopter = make_council("Adopter")
    take_part(project, "adopter", [adopter], joined="2026-03")
    make_adoption(listing=project, organisation=adopter, since="2026-03", answer="yes", answered_at=timezone.now())
    part = project.participations.filter(role="adopter")
    part.update(left="2026-10")
    assert words(project) == ["Adopter Council reused it until October 2026"]
    part.delete()
    assert words(project) == []


def test_reuse_that_nobody_confirmed_or_that_was_taken_back_is_not_told(project: Any) -> None:
    now = timezone.now()
    make_adoption(listing=project)
    make_adoption(listing=project, answer="no", answered_at=now)
    make_adoption(listing=project, answer="yes", answered_at=now, withdrawn_at=now)
    assert news(project) == []


def test_what_is_wanted_is_told_until_it_is_over(project: Any, council: Organisation) -> None:
    ask = make_ask(listing=project, organisation=council, deadline=localdate())
    [told] = [one for one in news(project) if one.kind == Kind.WANTED]
    assert told.words.endswith(": test users. Two councils to try it.")
    Ask.objects.filter(pk=ask.pk).update(deadline=localdate() - timedelta(days=1))
    assert Kind.WANTED not in kinds(project)


def test_what_an_archived_entry_wants_is_not_told(council: Organisation) -> None:
    make_ask(listing=make_project("Old", review_date=localdate() - ARCHIVED_AFTER), organisation=council)
    assert Kind.WANTED not in kinds()


def test_going_for_a_call_is_told_while_the_call_is_open(project: Any) -> None:
    make_call_entry(listing=project, words="a county")
    make_call_entry(listing=project, call=make_call(deadline=localdate() - timedelta(days=1)))
    [told] = words(project)
    assert told.startswith("Applies to “Digital fund”, by ")
    assert told.endswith(", and looks for partners: a county")


# When, about what, and at what cost


def test_only_what_happened_between_the_two_moments_is_told_newest_first(project: Any, council: Organisation) -> None:
    now = timezone.now()
    for minutes in (10, 20, 30, 40):
        written = now - timedelta(minutes=minutes)
        Update.objects.create(listing=project, organisation=council, happened=f"{minutes}", written_at=written)
    told = happenings(now - timedelta(minutes=40), now - timedelta(minutes=10), [project.pk])
    assert [one.words[-2:] for one in told] == ["10", "20", "30"]
    assert len({one.key for one in told}) == 3
    assert [one.words[-2:] for one in happenings(LONG_AGO, now, [project.pk], most=2)][:2] == ["10", "20"]


def test_what_may_not_be_seen_yet_is_left_to_the_next_run(db: None) -> None:
    now = timezone.now()
    assert settled(now) == now - SETTLED_AFTER
    assert timedelta(minutes=5) <= SETTLED_AFTER


@pytest.mark.django_db(transaction=True)
def test_a_phase_that_is_reached_after_an_entry_became_public_is_told(officer: User) -> None:
    project = make_project(phase="alpha")
    project.phase = "beta"
    save_listing(listing=project, by=officer)
    assert words(project) == ["Now in the beta phase", "New entry"]


@pytest.mark.parametrize("state", ["draft", "waiting", "withdrawn"])
def test_nothing_is_told_of_what_is_not_public(council: Organisation, state: str) -> None:
    hidden = make_service("Kept back", state=state, leads=[council])
    Update.objects.create(listing=hidden, organisation=council, happened="Something.")
    make_ask(listing=hidden, organisation=council)
    make_call_entry(listing=hidden)
    make_adoption(listing=hidden, answer="yes", answered_at=timezone.now())
    take_part(hidden, "partner", [make_council()])
    assert news(hidden) == []


def test_only_the_listings_asked_about_are_told_of(project: Any) -> None:
    other = make_project()
    take_part(project, "partner", [make_council()])
    assert {one.listing_id for one in news(other)} == {other.pk}
    now = timezone.now()
    as_rows = happenings(now - timedelta(minutes=1), now, Listing.objects.filter(pk=project.pk))
    assert {one.listing_id for one in as_rows} == {project.pk}


def test_however_much_happened_it_takes_as_many_queries(project: Any, council: Organisation) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            happenings(LONG_AGO, timezone.now())
        return len(captured)

    def let_something_of_each_kind_happen() -> None:
        Update.objects.create(listing=project, organisation=council, happened="Something.")
        make_ask(listing=project, organisation=council)
        make_call_entry(listing=project)
        make_adoption(listing=project, answer="yes", answered_at=timezone.now())
        take_part(project, "partner", [make_council()])
        make_project()

    let_something_of_each_kind_happen()
    before = queries()
    for _ in range(5):
        let_something_of_each_kind_happen()
    assert queries() == before <= 9
