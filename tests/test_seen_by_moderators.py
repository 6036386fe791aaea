"""Nothing becomes or stays public past the moderators: they approve what they read, and see every change."""

from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from councils.models import Organisation, User
from directory.history import Door, door
from listings.actions.doubts import answer_doubt, doubt
from listings.actions.endings import bring_back
from listings.actions.endings import withdraw as withdraw_own
from listings.actions.moderating import Chosen, DecisionRefused, approve, change_lead, merge, send_back, split, withdraw
from listings.actions.publishing import submit
from listings.actions.saving import locked, save_listing
from listings.models import Decision, Doubt, Listing, RelatedListing
from listings.moderation.differences import side_by_side, unseen
from tests.support.factories import make_area, make_council, make_manager, make_officer, make_project
from tests.support.mail import deliver
from tests.support.pages import Page, read
from tests.support.visits import show, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

State, Kind = Listing.State, Decision.Kind


@pytest.fixture
def council() -> Organisation:
    """A council whose first entry waits."""
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    """Who sends entries in."""
    return make_officer(council, "Olu")


def make_draft(council: Organisation) -> Any:
    """Return a draft of a council in which every required answer is given."""
    draft = make_project("Bins", state="draft", leads=[council], areas=[make_area()], published_at=None)
    draft.participations.update(standing="confirmed")
    return draft


@pytest.fixture
def waiting(council: Organisation, officer: User) -> Any:
    """An entry that has been sent in, and waits."""
    return submit(listing=make_draft(council), by=officer)


def press(browser: Client, listing: Any, name: str, **fields: Any) -> Page:
    """Return the page that a moderator is led to by a decision."""
    return read(browser.post(reverse("decide", args=[listing.pk, name]), fields, follow=True))


def state_of(listing: Any) -> str:
    return Listing.objects.get(pk=listing.pk).state


# Approving what was read


def test_what_changed_while_a_moderator_read_is_not_approved(waiting: Any, officer: User, moderator: User) -> None:
    browser = signed_in(moderator)
    [seen] = [
        box["value"]
        for box in show(browser, reverse("moderate-entry", args=[waiting.pk])).attributes("input", name="seen")
    ]
    waiting.summary = "Something that nobody has read."
    save_listing(listing=waiting, by=officer)
    page = press(browser, waiting, "approve", seen=seen)
    assert "“Bins” has changed since you opened it. Read it again." in page.text
    assert state_of(waiting) == State.WAITING
    assert not Decision.objects.exists()


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-02-31T00:00:00+00:00"])
def test_nothing_is_approved_unread(waiting: Any, moderator: User, seen: str) -> None:
    assert "Open the entry" in press(signed_in(moderator), waiting, "approve", seen=seen).text
    assert state_of(waiting) == State.WAITING


# What was sent back or withdrawn


@pytest.fixture
def direct(council: Organisation) -> Organisation:
    """The council, whose entries are public once they are sent in."""
    Organisation.objects.filter(pk=council.pk).update(publishes_directly=True)
    council.publishes_directly = True
    return council


def test_what_a_moderator_sent_back_waits_again_though_its_council_publishes_directly(
    waiting: Any, direct: Organisation, officer: User, moderator: User
) -> None:
    send_back(listing=waiting, reason="", words="Leave out the names.", field="", by=moderator)
    for _ in range(2):
        assert submit(listing=waiting, by=officer).state == State.WAITING
    again = locked(waiting)
    approve(listing=again, seen=again.updated_at, by=moderator)
    assert submit(listing=make_draft(direct), by=officer).state == State.PUBLISHED


def test_a_draft_that_a_moderator_withdrew_waits_though_its_council_publishes_directly(
    direct: Organisation, officer: User, moderator: User
) -> None:
    draft = make_draft(direct)
    withdraw(listing=draft, reason="", words="It is advertising.", by=moderator)
    assert bring_back(listing=draft, by=officer).state == State.DRAFT
    assert submit(listing=draft, by=officer).state == State.WAITING


def test_what_was_sent_back_waits_also_after_its_council_withdrew_it_and_brought_it_back(
    waiting: Any, direct: Organisation, officer: User, moderator: User
) -> None:
    send_back(listing=waiting, reason="", words="Leave out the names.", field="", by=moderator)
    withdraw_own(listing=waiting, by=officer)
    assert bring_back(listing=waiting, by=officer).state == State.DRAFT
    assert submit(listing=waiting, by=officer).state == State.WAITING


# Two who save at the same time


@pytest.mark.django_db(transaction=True)
def test_the_change_of_a_transaction_that_began_first_and_ended_last_is_seen() -> None:
    council = make_council()
    officer = make_officer(council)
    bins = make_project("Bins", leads=[council], summary="Old summary.", learnt="Old lesson.")

    def change(name: str, words: str) -> None:
        with transaction.atomic(), door(Door.FORM, by=officer):
            listing = locked(bins)
            setattr(listing, name, words)
            save_listing(listing=listing, by=officer)

    def quicker() -> None:
        change("learnt", "New lesson.")
        connection.close()

    with transaction.atomic():
        assert Listing.objects.get(pk=bins.pk).changed_since_review_at is None
        thread = Thread(target=quicker)
        thread.start()
        thread.join()
        change("summary", "New summary.")
    specific = Listing.objects.get(pk=bins.pk).specific
    rows = side_by_side(unseen(specific), specific, lambda model, pk: str(pk))
    assert {row.label for row in rows} == {"Summary", "What has been learnt so far"}


def test_saving_again_knows_since_when_changes_wait(council: Organisation, officer: User) -> None:
    bins = make_project("Bins", leads=[council])
    save_listing(listing=bins, by=officer)
    first = bins.changed_since_review_at
    assert first == Listing.objects.get(pk=bins.pk).changed_since_review_at
    save_listing(listing=bins, by=officer)
    assert bins.changed_since_review_at == first


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_an_officer_linked_is_among_what_changed() -> None:
    council = make_council()
    bins, other = make_project("Bins", leads=[council]), make_project("All waste")
    with transaction.atomic():
        RelatedListing.objects.create(earlier=bins, later=other)
        save_listing(listing=bins, by=make_officer(council))
    specific = Listing.objects.get(pk=bins.pk).specific
    [row] = side_by_side(unseen(specific), specific, lambda model, pk: str(model._default_manager.get(pk=pk)))
    assert (row.label, [run.text for run in row.new]) == ("Later stage", ["All waste"])


# Who leads


def test_a_moderator_who_makes_a_named_council_lead_lets_it_answer_for_the_entry(
    council: Organisation, moderator: User
) -> None:
    other = make_council("Winsford")
    reader = make_officer(other, "Wyn")
    bins = make_project("Bins", leads=[council])
    bins.participations.create(organisation=other, role="partner", standing="named")
    change_lead(listing=bins, to=other, stays_partner=True, words="", by=moderator)
    assert [part.organisation for part in bins.participations.keeping()] == [other]
    assert [mail.subject for mail in deliver() if mail.to == [reader.email]]


def test_a_moderator_lets_the_only_lead_that_is_merely_named_answer_for_the_entry(moderator: User) -> None:
    other, bins = make_council("Winsford"), make_project("Bins")
    bins.participations.create(organisation=other, role="lead", standing="named")
    change_lead(listing=bins, to=other, stays_partner=True, words="", by=moderator)
    assert [part.organisation for part in bins.participations.keeping()] == [other]
    with pytest.raises(DecisionRefused, match="already"):
        change_lead(listing=bins, to=other, stays_partner=True, words="", by=moderator)


def test_a_keeper_goes_on_answering_for_an_entry_that_takes_in_one_that_only_names_it(
    council: Organisation, moderator: User
) -> None:
    goes, stays = make_project("Bins"), make_project("Bin lorries", leads=[council])
    goes.participations.create(organisation=council, role="lead", standing="named")
    merge(listing=goes, into=stays, words="", by=moderator)
    assert [part.organisation for part in stays.participations.keeping()] == [council]


def test_a_council_named_in_an_entry_is_told_of_the_one_that_is_split_off_too(
    council: Organisation, moderator: User
) -> None:
    other = make_council("Winsford")
    make_officer(other)
    bins = make_project("Bins and parks", leads=[council])
    save_listing(listing=bins, by=moderator)
    part = bins.participations.create(organisation=other, role="partner", standing="named", told_at=bins.updated_at)
    new = split(listing=bins, title="Parks", summary="Parks.", chosen=Chosen(participations=[part]), by=moderator)
    assert ["Parks" in mail.body for mail in deliver()] == [True]
    assert new.participations.get().told_at is not None


# The whole entry is doubted


@pytest.fixture
def doubted(council: Organisation, officer: User) -> Doubt:
    """A council's doubt about the whole of an entry that it leads."""
    bins = make_project("Bins", leads=[council], areas=[make_area()], source="A paper")
    return doubt(listing=bins, organisation=council, statement="all", words="It is not ours.", by=officer)


def test_a_whole_entry_that_stays_out_comes_back_only_past_a_moderator(
    doubted: Doubt, officer: User, moderator: User
) -> None:
    answer_doubt(doubt=doubted, answer="stays-out", words="Right.", by=moderator)
    assert Decision.objects.get().kind == Kind.WITHDRAWN
    assert bring_back(listing=doubted.listing, by=officer).state == State.WAITING


def test_a_whole_entry_that_was_brought_back_meanwhile_goes_again_when_it_stays_out(
    doubted: Doubt, council: Organisation, officer: User, moderator: User
) -> None:
    colleague = make_manager(council)
    bring_back(listing=doubted.listing, by=officer)
    deliver()
    answer_doubt(doubt=doubted, answer="stays-out", words="Right.", by=moderator)
    assert state_of(doubted.listing) == State.WITHDRAWN
    told = {mail.to[0]: mail.subject for mail in deliver()}
    assert told == {
        officer.email: "What you doubted in “Bins” stays out",
        colleague.email: "Taken off the public pages: Bins",
    }


def test_the_answer_does_not_say_that_something_is_out_which_was_written_again(
    council: Organisation, officer: User, moderator: User
) -> None:
    bins = make_project("Bins", leads=[council], description="It failed.", source="A paper")
    made = doubt(listing=bins, organisation=council, statement="description", words="It did not.", by=officer)
    bins = locked(bins)
    bins.description = "It failed again."
    save_listing(listing=bins, by=officer)
    deliver()
    answer_doubt(doubt=made, answer="stays-out", words="", by=moderator)
    [mail] = deliver()
    assert mail.subject == "What you doubted in “Bins” is not put back"
    assert "has been written anew since" in mail.body
    assert "stays out" not in mail.body


# Who reads what was decided


def test_whoever_left_the_council_before_the_mail_went_out_does_not_get_it(
    waiting: Any, council: Organisation, officer: User, moderator: User
) -> None:
    left = make_manager(council)
    send_back(listing=waiting, reason="", words="Leave out the names.", field="", by=moderator)
    council.memberships.filter(user=left).delete()
    assert left.email not in [mail.to[0] for mail in deliver()]
