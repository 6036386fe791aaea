"""Digests: what is new in what somebody follows, once, in one mail, with why each is there."""

import email
import email.policy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from collabhub.bench.mail_sink import running_sink
from collaboration.actions.digests import go_on_with_digests, send_digests
from collaboration.models import AlertSettings, Digest, Follow, Suggestion
from collaboration.unsubscribing import link_of, token_of, token_of_all
from councils.models import OutgoingMail, User
from listings.models import Listing, Update
from tests.support.factories import make_area, make_council, make_officer, make_person, make_project, make_service

pytestmark = pytest.mark.django_db

MONDAY = date(2036, 3, 3)
MORNING = datetime(2036, 3, 3, 6, 40, tzinfo=UTC)
"""Long after anything that the database notes by its own clock, such as who joined what."""
BEFORE = MORNING - timedelta(days=30)


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """A Monday morning, on which digests are sent."""
    time_machine.move_to(MORNING, tick=False)
    return time_machine


@pytest.fixture(autouse=True)
def _on_a_monday_morning(clock: Any) -> None:
    """All tests begin then."""


def make_follower(*followed: Any, name: str = "Olu", frequency: str = "weekly", user: User | None = None) -> User:
    """Return a person who has followed these for a month, and was last told a week ago."""
    user = user or make_person(name)
    AlertSettings.objects.create(user=user, frequency=frequency, told_until=MORNING - timedelta(days=7))
    for one in followed:
        follow(user, one)
    return user


def follow(user: User, followed: Any, **fields: Any) -> Follow:
    """Let a person follow a listing, a council or a service area, or a list as the query of its address says."""
    if isinstance(followed, str):
        what: dict[str, Any] = {"list_name": "projects", "query": followed, "title": f"Projects with {followed}"}
    elif isinstance(followed, Listing):
        what = {"listing_id": followed.pk}
    else:
        what = {"organisation" if hasattr(followed, "short_name") else "service_area": followed}
    return Follow.objects.create(user=user, **{"made_at": BEFORE} | what | fields)


def old_project(title: str = "", **fields: Any) -> Any:
    """Return a project that has been public for a long time."""
    return make_project(title, updated_at=BEFORE, **fields)


def write_update(
    listing: Any, words: str = "We did it.", *, ago: timedelta = timedelta(days=2), by: User | None = None
) -> None:
    """Write an update about a listing."""
    council = make_council("Writing")
    Update.objects.create(
        listing_id=listing.pk, organisation=council, happened=words, written_at=timezone.now() - ago, written_by=by
    )


def run(day: date = MONDAY) -> list[Any]:
    """Send the digests of a day; return the mails that went out."""
    before = len(django_mail.outbox)
    send_digests(day=day)
    return django_mail.outbox[before:]


def bodies(day: date = MONDAY) -> str:
    """Return the texts of all mails that went out."""
    return "\n".join(mail.body for mail in run(day))


def test_one_mail_tells_all_that_is_new_by_entry_and_why() -> None:
    council, area = make_council("Exford"), make_area("Waste")
    bins = old_project("Shared bins", leads=[council], areas=[area])
    parking = old_project("Shared parking", leads=[make_council("Wyeford")])
    old_project("Nothing new here", leads=[council])
    write_update(bins, "The first lorry runs.")
    write_update(bins, "The second lorry runs.", ago=timedelta(days=1))
    write_update(parking, "Cars park.", ago=timedelta(hours=5))
    olu = make_follower(bins, council, area, parking)
    [mail] = run()
    assert mail.to == [olu.email]
    assert mail.subject == "News of “Shared parking” and 1 other entry"
    assert mail.body.count("Shared bins\n") == 1
    assert mail.body.index("second lorry") < mail.body.index("first lorry")
    assert f"you follow this entry, “{council}” and “Waste”." in mail.body
    assert f"http://localhost:8000{bins.get_absolute_url()}" in mail.body
    assert "Nothing new here" not in mail.body


def test_a_saved_list_tells_of_the_entries_that_it_finds() -> None:
    alpha, beta = old_project("In alpha", phase="alpha"), old_project("In beta", phase="beta")
    write_update(alpha), write_update(beta)
    make_follower("phase=beta")
    said = bodies()
    assert "In beta" in said
    assert "you follow “Projects with phase=beta”." in said
    assert "In alpha" not in said


def test_what_was_told_is_not_told_again_and_nothing_new_is_no_mail(clock: Any) -> None:
    bins = old_project("Shared bins")
    write_update(bins, "The first lorry runs.")
    make_follower(bins)
    assert "The first lorry runs." in bodies()
    assert run() == []
    clock.move_to(MORNING + timedelta(days=7), tick=False)
    assert run(MONDAY + timedelta(days=7)) == []
    clock.move_to(MORNING + timedelta(days=14), tick=False)
    write_update(bins, "The second lorry runs.", ago=timedelta(days=1))
    said = bodies(MONDAY + timedelta(days=14))
    assert "The second lorry runs." in said
    assert "The first lorry runs." not in said


def test_what_happens_while_a_run_is_under_way_is_told_by_the_next(clock: Any) -> None:
    bins = old_project("Shared bins")
    make_follower(bins, frequency="daily")
    write_update(bins, "Just now.", ago=timedelta(minutes=1))
    assert run() == []
    clock.move_to(MORNING + timedelta(days=1), tick=False)
    assert "Just now." in bodies(MONDAY + timedelta(days=1))


def test_nobody_is_told_what_they_did_themselves_or_what_their_council_answers_for() -> None:
    council = make_council("Exford")
    officer = make_officer(council)
    ours, theirs = old_project("Ours", leads=[council]), old_project("Theirs", partners=[council])
    write_update(ours), write_update(theirs, "By somebody else.")
    make_follower(ours, theirs, user=officer)
    mo = make_follower(theirs, name="Mo")
    write_update(theirs, "By Mo.", by=mo)
    told = {mail.to[0]: mail.body for mail in run()}
    assert "Ours" not in told[officer.email]
    assert "By somebody else." in told[officer.email]
    assert "By Mo." in told[officer.email]
    assert "By Mo." not in told[mo.email]


def test_what_happened_before_it_was_followed_is_not_told_for_it() -> None:
    area = make_area("Waste")
    bins = old_project("Shared bins", areas=[area])
    write_update(bins, "Long ago.", ago=timedelta(days=3))
    write_update(bins, "Lately.", ago=timedelta(hours=3))
    olu = make_follower()
    follow(olu, bins, made_at=MORNING - timedelta(days=1))
    said = bodies()
    assert "Lately." in said
    assert "Long ago." not in said


def test_an_entry_that_was_withdrawn_after_the_digest_was_made_is_not_told(clock: Any) -> None:
    kept, gone = old_project("Kept"), old_project("Gone")
    write_update(kept), write_update(gone)
    make_follower(kept, gone)
    make_follower(gone, name="Mo")
    with running_sink() as away, pytest.MonkeyPatch.context() as patch:
        away_mailer = away.mailer
        patch.setattr("django.conf.settings.MAILERS", away_mailer)
        away.refuses = lambda address: "451 later"
        send_digests(day=MONDAY)
    Listing.objects.filter(pk=gone.pk).update(state="withdrawn")
    clock.move_to(MORNING + timedelta(minutes=2), tick=False)
    [ended] = go_on_with_digests(today=MONDAY)
    [mail] = django_mail.outbox
    assert "Kept" in mail.body
    assert "Gone" not in mail.body
    assert (ended.sent, ended.skipped, ended.failed) == (1, 1, 0)
    assert ended.ended_at


@pytest.mark.parametrize(
    ("frequency", "weekday", "days"),
    [("daily", 0, [0, 1, 2, 3, 4, 5, 6]), ("weekly", 0, [0]), ("weekly", 4, [4]), ("none", 0, [])],
)
def test_people_are_told_as_often_as_they_want(clock: Any, frequency: str, weekday: int, days: list[int]) -> None:
    bins = old_project("Shared bins")
    olu = make_follower(bins, frequency=frequency)
    AlertSettings.objects.filter(user=olu).update(weekday=weekday, told_until=MORNING - timedelta(days=3))
    told = []
    for day in range(7):
        clock.move_to(MORNING + timedelta(days=day), tick=False)
        write_update(bins, ago=timedelta(hours=1))
        if run(MONDAY + timedelta(days=day)):
            told.append(day)
    assert told == days


def test_who_missed_their_weekday_because_no_worker_was_there_is_told_later(clock: Any) -> None:
    bins = old_project("Shared bins")
    make_follower(bins)
    write_update(bins)
    clock.move_to(MORNING + timedelta(days=1), tick=False)
    assert len(run(MONDAY + timedelta(days=1))) == 1


def test_who_follows_without_settings_is_told_on_mondays_from_the_first_follow_on() -> None:
    bins, olu = old_project("Shared bins"), make_person("Olu")
    follow(olu, bins)
    write_update(bins)
    assert len(run()) == 1
    assert AlertSettings.objects.get(user=olu).told_until == MORNING - timedelta(minutes=5)


def test_closed_accounts_and_addresses_that_failed_get_nothing() -> None:
    bins = old_project("Shared bins")
    write_update(bins)
    closed, failed, back = (make_follower(bins, name=name) for name in ("Closed", "Failed", "Back"))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    User.objects.filter(pk__in=[failed.pk, back.pk]).update(address_failed_at=MORNING - timedelta(days=2))
    User.objects.filter(pk=back.pk).update(last_login=MORNING - timedelta(days=1))
    assert [mail.to for mail in run()] == [[back.email]]


def test_who_stops_all_alerts_before_the_mail_is_sent_gets_none(clock: Any) -> None:
    bins = old_project("Shared bins")
    write_update(bins)
    olu, mo = make_follower(bins), make_follower(bins, name="Mo")
    with running_sink() as away, pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MAILERS", away.mailer)
        away.refuses = lambda address: "451 later"
        send_digests(day=MONDAY)
    AlertSettings.objects.filter(user=olu).update(frequency="none")
    Follow.objects.filter(user=mo).delete()
    clock.move_to(MORNING + timedelta(minutes=2), tick=False)
    [ended] = go_on_with_digests(today=MONDAY)
    assert (ended.sent, ended.skipped) == (0, 2)


def suggest(council: Any, listing: Any, made_on: date = MONDAY, weight: float = 1) -> Suggestion:
    """Note what the night found for a council."""
    reasons = ["Two councils like yours do this.", "It is about waste."]
    return Suggestion.objects.create(
        organisation=council, listing_id=listing.pk, reasons=reasons, weight=weight, made_on=made_on
    )


def test_suggestions_for_ones_councils_come_with_the_digest_once_and_five_at_most(clock: Any) -> None:
    council = make_council("Exford")
    officer, stranger = make_officer(council), make_follower(make_area("Waste"), name="Stranger")
    make_follower(make_area("Parking"), user=officer)
    lead = make_council("Wyeford")
    found = [suggest(council, old_project(f"Fits {number}", leads=[lead]), weight=number) for number in range(7)]
    suggest(council, old_project("Long known"), made_on=MONDAY - timedelta(days=36), weight=99)
    found[6].dismissed_at = timezone.now()
    found[6].save()
    [mail] = run()
    assert mail.to == [officer.email] != [stranger.email]
    assert [f"Fits {number}" in mail.body for number in range(7)] == [False, True, True, True, True, True, False]
    assert "Long known" not in mail.body
    piece = f"Fits 5\n----------\n\nProject led by {lead}\nWhy: Two councils like yours do this.\n\nRead “Fits 5”: http"
    assert piece in mail.body
    assert mail.body.count(str(council)) == 2
    assert f"because you belong to {council}." in mail.body
    assert mail.subject == f"5 entries that may suit {council}"
    clock.move_to(MORNING + timedelta(days=7), tick=False)
    [rest] = run(MONDAY + timedelta(days=7))
    assert ["Fits 0" in rest.body, "Fits 1" in rest.body] == [True, False]
    clock.move_to(MORNING + timedelta(days=14), tick=False)
    assert run(MONDAY + timedelta(days=14)) == []


def test_what_is_found_after_the_digest_of_the_day_comes_with_the_next_and_none_comes_twice(clock: Any) -> None:
    council = make_council("Exford")
    make_follower(make_area("Parking"), user=make_officer(council), frequency="daily")
    first = suggest(council, old_project("In time"))
    assert "In time" in run()[0].body
    suggest(council, old_project("Found late"))
    Suggestion.objects.filter(pk=first.pk).update(is_current=False)
    clock.move_to(MORNING + timedelta(days=1), tick=False)
    [mail] = run(MONDAY + timedelta(days=1))
    assert "Found late" in mail.body
    Suggestion.objects.filter(pk=first.pk).update(is_current=True)
    clock.move_to(MORNING + timedelta(days=2), tick=False)
    assert run(MONDAY + timedelta(days=2)) == []


def test_a_long_digest_is_cut_and_says_how_much_more_there_is() -> None:
    area = make_area("Waste")
    for number in range(23):
        bins = old_project(f"Bins {number}", areas=[area])
        write_update(bins, "Word " * 200)
    make_follower(area)
    [mail] = run()
    assert mail.body.count("\nRead “Bins ") == 20
    assert "3 more entries have news." in mail.body
    assert "http://localhost:8000/account/alerts/" in mail.body
    assert max(map(len, mail.body.splitlines())) < 300


def test_every_alert_and_all_of_them_can_be_stopped_from_the_mail(client: Client) -> None:
    bins, parking = old_project("Shared bins"), old_project("Shared parking")
    write_update(bins)
    olu = make_follower(bins, parking)
    [mail] = run()
    of_bins = Follow.objects.get(listing=bins.pk)
    assert f"Stop following “Shared bins”: {link_of(token_of(of_bins))}" in mail.body
    assert "Stop following “Shared parking”" not in mail.body
    assert link_of(token_of_all(olu)) in mail.body
    # As programs read it: header lines may be folded, and must not be encoded.
    read = email.message_from_bytes(mail.message().as_bytes(), policy=email.policy.compat32)
    [header] = read.get_all("List-Unsubscribe")
    assert "".join(header.split()) == f"<{link_of(token_of_all(olu))}>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    Client(enforce_csrf_checks=True).post(
        header.strip("<> \r\n").removeprefix("http://localhost:8000"), {"List-Unsubscribe": "One-Click"}
    )
    assert AlertSettings.objects.get(user=olu).frequency == "none"


def test_hostile_titles_and_words_stay_words() -> None:
    bins = old_project("Bins\r\nBcc: all@people.example <script>alert(1)</script>")
    write_update(bins, "x\n----\nhttp://localhost:8000/unsubscribe/\n– y")
    make_follower(bins)
    [mail] = run()
    html = mail.alternatives[0][0]
    assert mail.message()["Bcc"] is None
    assert "<script>" not in html
    assert "/unsubscribe/</a>" not in html
    assert html.count("<h2") == 2


def test_a_run_says_what_it_came_to(caplog: pytest.LogCaptureFixture) -> None:
    bins = old_project("Shared bins")
    write_update(bins)
    people = [make_follower(bins, name=name) for name in ("Olu", "Gone", "Full")]
    make_follower(make_service("Quiet", updated_at=BEFORE), name="Quiet")
    replies = {people[1].email: "550 5.1.1 unknown", people[2].email: "451 later"}
    with running_sink() as sink, pytest.MonkeyPatch.context() as patch, caplog.at_level("INFO", "collabhub.mail"):
        patch.setattr("django.conf.settings.MAILERS", sink.mailer)
        sink.refuses = lambda address: replies.get(address, "")
        first = send_digests(day=MONDAY)
        assert (first.people, first.nothing_new, first.sent, first.failed, first.ended_at) == (4, 1, 1, 1, None)
        assert caplog.text == ""
        replies.clear()
        OutgoingMail.objects.waiting().update(due_at=timezone.now())
        [done] = go_on_with_digests(today=MONDAY)
    assert (done.people, done.nothing_new, done.sent, done.skipped, done.failed) == (4, 1, 2, 0, 1)
    assert done.ended_at
    assert go_on_with_digests(today=MONDAY) == []
    assert "4 people were due. 2 digests sent, 0 skipped as nothing was left to say, 1 could not be sent" in caplog.text


def test_the_command_sends_the_digests_of_today_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    bins = old_project("Shared bins")
    write_update(bins)
    make_follower(bins)
    call_command("send_digests")
    assert capsys.readouterr().out.startswith("1 people were due. 1 digests sent")
    call_command("send_digests")
    assert len(django_mail.outbox) == 1


def test_the_number_of_questions_does_not_grow_with_the_people(django_assert_max_num_queries: Any) -> None:
    bins = old_project("Shared bins")
    write_update(bins)
    for _ in range(30):
        make_follower(bins)
    with django_assert_max_num_queries(60), pytest.MonkeyPatch.context() as patch:
        patch.setattr("collaboration.actions.digests.send_waiting", lambda **given: {})
        send_digests(day=MONDAY)
    assert Digest.objects.count() == 30
