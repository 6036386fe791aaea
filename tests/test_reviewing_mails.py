"""Review mails: one for all that is due, nobody twice the same, each step in its time, nobody who does not belong."""

from typing import Any

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.utils import timezone
from django.utils.timezone import localdate

from councils.actions.memberships import leave
from listings.actions.reviewing import confirm
from listings.daily import ask_for_reviews as daily_round
from listings.models import Listing, ReviewMail, ReviewNotice
from listings.reviews import unanswered_reviews
from listings.tasks.reviews import send_review_mail
from tests.support.factories import make_council, make_manager, make_member, make_project, make_service, take_part
from tests.support.mail import deliver, waiting_jobs
from tests.support.reviews import ask, days, make_due, told

pytestmark = pytest.mark.django_db

STEPS = (0, 1, 7, 13, 14, 15, 21, 27, 28, 29, 42, 60, 89)
"""Days on which something may happen, and those beside them."""


@pytest.fixture
def council() -> Any:
    """A council."""
    return make_council("Exford")


@pytest.fixture
def officer(council: Any) -> Any:
    """The membership of one of its officers."""
    return make_member(council, "Olu")


def command(*arguments: str, capsys: Any) -> str:
    """Run the command and return what it says."""
    call_command("ask_for_reviews", *arguments)
    return capsys.readouterr().out


# Whom, about what


def test_an_officer_gets_one_mail_about_all_entries_that_are_due_in_the_next_two_weeks(officer: Any) -> None:
    make_due("Bins", officer, in_days=14)
    make_due("Parking", officer, in_days=-3)
    make_due("Later", officer, in_days=15)
    [mail] = ask()
    assert mail.subject == "Are 2 entries still true?"
    assert mail.body.index("Parking") < mail.body.index("Bins")
    assert "Later" not in mail.body


def test_a_mail_about_one_entry_names_it_and_says_when_it_was_last_confirmed_and_why_it_comes(officer: Any) -> None:
    project = make_due("Bins", officer, in_days=3, phase="beta")
    [mail] = ask()
    assert mail.subject == "Is “Bins” still true?"
    due = f"{project.review_date.day} {project.review_date:%B %Y}"
    assert "– Bins (project, beta), last confirmed on " in mail.body
    assert f"due on {due}\n" in mail.body
    assert "You get this email because you look after this entry, or are a manager of a council" in mail.body


def test_an_entry_that_nobody_looks_after_is_the_managers_and_one_that_no_council_keeps_nobodys(council: Any) -> None:
    make_manager(council, "Mia"), make_manager(council, "Max"), make_member(council, "Olu")
    make_due("Bins", leads=[council])
    make_due("Unknown to all")
    make_due("Of a partner only", partners=[council])
    assert told(ask()) == [("max", "Is “Bins” still true?"), ("mia", "Is “Bins” still true?")]


def test_whoever_left_or_may_not_sign_in_or_whose_council_left_the_entry_is_not_asked(council: Any) -> None:
    gone = make_member(council, "Gone")
    make_due("Bins", gone)
    leave(membership=gone, by=gone.user)
    barred = make_member(council, "Barred")
    barred.user.is_active = False
    barred.user.save()
    make_due("Parking", barred)
    elsewhere = make_member(make_council(), "Elsewhere")
    left = make_due("Audit", elsewhere, leads=[council])
    take_part(left, "lead", [elsewhere.organisation], left="2024")
    deliver()
    assert ask() == []


def test_drafts_withdrawn_and_waiting_entries_are_asked_about_by_nobody(officer: Any) -> None:
    for state in ("draft", "waiting", "withdrawn"):
        make_due(f"Not public: {state}", officer, state=state, submitted_at=timezone.now())
    assert ask() == []


def test_shared_services_and_ended_work_are_asked_about_too(council: Any) -> None:
    make_manager(council, "Mia")
    make_service("Audit", leads=[council], review_date=localdate())
    make_project("Old bins", leads=[council], is_ended=True, review_date=localdate())
    [mail] = ask()
    assert "– Audit (shared service), never confirmed" in mail.body
    assert "– Old bins (project, ended), never confirmed" in mail.body


# In which order


def test_who_does_not_answer_is_reminded_once_then_the_managers_are_asked_and_then_nobody(officer: Any) -> None:
    make_manager(officer.organisation, "Mia")
    make_due("Bins", officer, in_days=14)
    rounds = {day: told(ask(day)) for day in STEPS}
    assert {day: mails for day, mails in rounds.items() if mails} == {
        0: [("olu", "Is “Bins” still true?")],
        14: [("olu", "Reminder: is “Bins” still true?")],
        28: [("mia", "Nobody has said if “Bins” is still true")],
    }


def test_rounds_that_did_not_run_for_months_skip_no_step_and_leave_time_to_answer(officer: Any) -> None:
    make_manager(officer.organisation, "Mia")
    make_due("Bins", officer, in_days=-100)
    rounds = {day: told(ask(day)) for day in STEPS}
    assert [day for day, mails in rounds.items() if mails] == [0, 14, 28]


def test_managers_who_are_themselves_asked_are_not_asked_a_third_time(council: Any) -> None:
    manager = make_member(council, "Mia", role="manager")
    make_due("Bins", manager)
    rounds = {day: told(ask(day)) for day in STEPS}
    assert [day for day, mails in rounds.items() if mails] == [0, 14]


def test_what_was_confirmed_is_not_asked_about_until_it_is_due_again(officer: Any) -> None:
    project = make_due("Bins", officer, phase="alpha")
    assert len(ask()) == 1
    confirm(listing=project, by=officer.user)
    rounds = {day: told(ask(day)) for day in (0, 60, 76, 77, 78, 90, 91, 92, 99)}
    assert {day: mails for day, mails in rounds.items() if mails} == {
        91 - 14: [("olu", "Is “Bins” still true?")],
        91: [("olu", "Reminder: is “Bins” still true?")],
    }


def test_nobody_gets_more_than_one_mail_a_week_and_what_comes_due_meanwhile_waits_for_it(officer: Any) -> None:
    for number in range(10):
        make_due(f"Entry {number}", officer, in_days=14 + number)
    mails = {day: len(ask(day)) for day in range(10)}
    assert [day for day, number in mails.items() if number] == [0, 7]
    assert ReviewNotice.objects.count() == 8


def test_one_mail_holds_what_is_asked_for_the_first_time_and_what_is_reminded_of(officer: Any) -> None:
    make_due("Bins", officer, in_days=0)
    ask()
    make_due("Parking", officer, in_days=14)
    [mail] = ask(14)
    assert mail.subject == "Reminder: are 2 entries still true?"
    assert "We ask about the others for the first time." in mail.body
    assert sorted(ReviewNotice.objects.filter(mail__day__gt=localdate()).values_list("stage", flat=True)) == [
        "asked",
        "reminded",
    ]


def test_a_new_officer_is_asked_about_an_entry_of_which_others_were_reminded(officer: Any) -> None:
    project = make_due("Bins", officer)
    ask(), ask(14)
    new = make_member(officer.organisation, "Nia")
    project.listing_officers.create(membership=new)
    assert told(ask(15)) == [("nia", "Is “Bins” still true?")]


# Between making a mail and sending it


def test_what_was_confirmed_meanwhile_is_left_out_of_the_mail_and_a_mail_about_nothing_is_not_sent(
    officer: Any,
) -> None:
    bins, parking = make_due("Bins", officer), make_due("Parking", officer)
    call_command("ask_for_reviews")
    confirm(listing=bins, by=officer.user)
    [mail] = deliver()
    assert mail.subject == "Is “Parking” still true?"
    colleague = make_member(officer.organisation, "Nia")
    parking.listing_officers.create(membership=colleague)
    call_command("ask_for_reviews")
    confirm(listing=parking, by=officer.user)
    assert deliver() == []
    assert not ReviewMail.objects.filter(user=colleague.user).exists()


def test_whoever_leaves_before_the_mail_is_sent_gets_none(officer: Any) -> None:
    make_due("Bins", officer)
    call_command("ask_for_reviews")
    leave(membership=officer, by=officer.user)
    assert [mail for mail in deliver() if "true" in mail.subject] == []


def test_a_job_that_runs_again_sends_nothing_again(officer: Any) -> None:
    make_due("Bins", officer)
    [mail] = ask()
    [row] = ReviewMail.objects.all()
    assert mail.extra_headers["Message-ID"] == row.message_id
    assert row.sent_at is not None
    send_review_mail(mail_id=row.pk)
    assert len(outbox.outbox) == 1


def test_a_mail_that_could_not_be_sent_is_tried_again_under_the_same_message_id(officer: Any, settings: Any) -> None:
    make_due("Bins", officer)
    call_command("ask_for_reviews")
    [job] = waiting_jobs()
    works = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": "tests.support.mail_server.Away"}}
    with pytest.raises(OSError, match="away"):
        send_review_mail(**job.args)
    assert ReviewMail.objects.get().sent_at is None
    settings.MAILERS = works
    [mail] = deliver()
    assert mail.extra_headers["Message-ID"] == ReviewMail.objects.get().message_id


# The command


def test_the_command_may_run_again_and_says_what_it_did(officer: Any, capsys: Any) -> None:
    make_due("Bins", officer)
    assert "Asked for the first time: 1\nReminded: 0\nManagers asked: 0\n" in command(capsys=capsys)
    assert "Asked for the first time: 0\n" in command(capsys=capsys)
    assert len(deliver()) == 1
    make_due("Parking", officer)
    assert "such a mail in the last 7 days: 1\n" in command(capsys=capsys)


def test_a_dry_run_says_whom_it_would_ask_and_writes_nothing(officer: Any, capsys: Any) -> None:
    make_due("Bins", officer, in_days=20)
    assert "No entries due for review, No people to ask" in command("--dry-run", capsys=capsys)
    later = (localdate() + days(6)).isoformat()
    assert "1 entry due for review, 1 person to ask. Nothing was written." in command(
        "--dry-run", "--today", later, capsys=capsys
    )
    assert not ReviewMail.objects.exists()
    assert waiting_jobs() == []


def test_the_worker_does_the_same_every_day(officer: Any) -> None:
    make_due("Bins", officer)
    daily_round(timestamp=int(timezone.now().timestamp()))
    assert told(deliver()) == [("olu", "Is “Bins” still true?")]


# What moderators see


def queue(after: int) -> list[str]:
    """Return the titles that moderators see as unanswered so many days from today."""
    return [listing.title for listing in unanswered_reviews(localdate() + days(after))]


def test_moderators_see_what_nobody_answered_once_the_managers_have_had_two_weeks(officer: Any) -> None:
    make_manager(officer.organisation, "Mia")
    make_due("Bins", officer, in_days=14)
    ask(), ask(14), ask(28)
    assert queue(42) == []
    assert queue(43) == ["Bins"]
    confirm(listing=Listing.objects.get(), by=officer.user)
    assert queue(43) == []


def test_moderators_see_at_once_what_is_long_overdue_and_has_nobody_to_ask(officer: Any) -> None:
    make_due("Nobody’s", in_days=-29)
    make_due("Nobody is left", leads=[make_council()], in_days=-40)
    make_due("Not asked yet", officer, in_days=-50)
    make_due("Not long yet", in_days=-28)
    assert queue(0) == ["Nobody is left", "Nobody’s"]
