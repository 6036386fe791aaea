"""Interest on which nobody moves: reminders, then managers, then moderators, each once; and nobody is left waiting."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate

from collaboration import daily
from collaboration.actions.chasing import chase, chase_one
from collaboration.actions.interest.moves import answer, take_back, write
from collaboration.actions.interest.showing import show_interest
from collaboration.models import Interest, InterestEvent
from collaboration.working_days import working_days_after
from councils.models import Organisation, User
from projects.models import Project
from tests.support.at_once import at_once
from tests.support.factories import look_after, make_council, make_manager, make_officer, make_person, make_project
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import show, signed_in

pytestmark = pytest.mark.django_db
Chased = Interest.Chased
BEYOND = timedelta(days=1)


@pytest.fixture
def lead() -> Organisation:
    """The council that answers for the entry."""
    return make_council("Exford")


@pytest.fixture
def ann(lead: Organisation) -> User:
    """Its officer, who looks after the entry."""
    return make_officer(lead, "Ann")


@pytest.fixture
def mina(lead: Organisation) -> User:
    """Its manager, to whom messages go only when Ann does not look after the entry."""
    return make_manager(lead, "Mina")


@pytest.fixture
def bins(lead: Organisation, ann: User) -> Project:
    """A public entry that Ann looks after."""
    project: Project = make_project("Bins", leads=[lead])
    look_after(project, ann.memberships.get())
    return project


@pytest.fixture
def wanda() -> User:
    """An officer of another council."""
    return make_officer(make_council("Wyeford"), "Wanda")


def interest_of(sender: User, listing: Any) -> Interest:
    """Return the interest of somebody for their council, with its first mails gone."""
    council = Organisation.objects.get(pk=next(iter(sender.roles)))
    words = "We collect with the same lorries, and would like to talk."
    made = show_interest(listing=listing, kind="talk", message=words, organisation=council, by=sender)
    deliver()
    return made


def due(interest: Interest) -> date:
    """Return by when the next move of an interest is to come."""
    interest.refresh_from_db()
    assert interest.due_on
    return interest.due_on


def told() -> list[tuple[str, str]]:
    """Deliver what waits; return whom each mail went to, and its template by its last words."""
    return sorted((mail.to[0].split("-")[0], mail.subject) for mail in deliver())


def test_who_does_not_answer_is_reminded_then_the_managers_are_told_then_the_moderators_each_once(
    bins: Project, ann: User, mina: User, wanda: User, moderator: User
) -> None:
    interest = interest_of(wanda, bins)
    day = due(interest)
    assert day == working_days_after(localdate(), 10)
    assert chase(today=day) == {}
    reminded = day + BEYOND
    assert chase(today=reminded) == {"reminded": 1}
    assert told() == [("ann", "Reminder: Wyeford Council waits for an answer about “Bins”")]
    managers = working_days_after(reminded, 5)
    assert chase(today=managers - BEYOND) == {}
    assert chase(today=managers) == {"managers": 1}
    assert told() == [("mina", "Wyeford Council still waits for an answer about “Bins”")]
    moderators = working_days_after(managers, 5)
    assert chase(today=moderators - BEYOND) == {}
    assert chase(today=moderators) == {"moderators": 1}
    assert told() == [
        ("moderator", "No answer yet: Wyeford Council about “Bins”"),
        ("wanda", "We have asked the moderators about your message: “Bins”"),
    ]
    assert chase(today=moderators + timedelta(days=400)) == {}
    assert told() == []


def test_the_same_day_twice_or_a_killed_job_repeats_nothing(bins: Project, wanda: User) -> None:
    day = due(interest_of(wanda, bins)) + BEYOND
    assert chase(today=day) == {"reminded": 1}
    assert chase(today=day) == {}
    assert len(told()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_chase_at_the_same_moment_remind_once(bins: Project, ann: User, wanda: User) -> None:
    day = due(interest_of(wanda, bins)) + BEYOND
    steps: list[dict[str, int]] = []

    def work() -> None:
        steps.append(chase(today=day))

    at_once(work, work, work, refused=ValueError)
    assert sorted(map(len, steps)) == [0, 0, 1]
    assert len(told()) == 1


def test_a_reminder_carries_the_three_answers_without_signing_in(bins: Project, ann: User, wanda: User) -> None:
    interest = interest_of(wanda, bins)
    chase(today=due(interest) + BEYOND)
    [mail] = deliver()
    address = next(line for line in mail.body.splitlines() if "/interest/" in line)
    page = read(signed_in(None).get(address.removeprefix("http://localhost:8000")))
    assert "We collect with the same lorries" in page.text
    assert "Let’s talk" in page.text


def test_every_move_begins_the_ladder_anew_for_the_other_side(
    bins: Project, ann: User, mina: User, wanda: User, moderator: User
) -> None:
    interest = interest_of(wanda, bins)
    chase(today=due(interest) + BEYOND)
    answer(interest=interest, answer="talk", by=ann)
    deliver()
    interest.refresh_from_db()
    assert (interest.chased, interest.turn) == (Chased.NOBODY, "sender")
    reminded = due(interest) + BEYOND
    chase(today=reminded)
    assert told() == [("wanda", "Reminder: it is your turn to write about “Bins”")]
    boss = make_manager(Organisation.objects.get(short_name="Wyeford"), "Boss")
    managers = working_days_after(reminded, 5)
    chase(today=managers)
    assert told() == [("boss", "Exford Council still waits for your council about “Bins”")]
    assert boss.pk
    chase(today=working_days_after(managers, 5))
    assert told() == [("moderator", "Still waiting for Wyeford Council: “Bins”")]


def test_what_was_put_off_comes_back_in_its_month(bins: Project, ann: User, wanda: User) -> None:
    interest = interest_of(wanda, bins)
    month = (localdate().replace(day=1) + timedelta(days=100)).replace(day=1)
    answer(interest=interest, answer="later", month=month, by=ann)
    deliver()
    assert chase(today=month - BEYOND) == {}
    assert chase(today=due(interest) + BEYOND) == {"reminded": 1}
    [mail] = deliver()
    assert f"You put it off to {month:%B %Y}, which has begun." in mail.body


def test_a_step_with_nobody_to_write_to_is_left_out(bins: Project, wanda: User, moderator: User) -> None:
    interest = interest_of(wanda, bins)
    reminded = due(interest) + BEYOND
    chase(today=reminded)
    assert chase(today=working_days_after(reminded, 5)) == {"moderators": 1}


def test_where_nobody_answers_for_the_entry_moderators_do_from_the_beginning_and_are_reminded(
    wanda: User, moderator: User
) -> None:
    bins = make_project("Bins", leads=[make_council("Exford")])
    interest = interest_of(wanda, bins)
    assert read(signed_in(moderator).get("/admin/interest/")).text.count("Wyeford Council about “Bins”") == 1
    day = due(interest) + BEYOND
    assert chase(today=day) == {"moderators": 1}
    assert ("moderator", "No answer yet: Wyeford Council about “Bins”") in told()
    assert chase(today=day + BEYOND) == {}
    answer(interest=interest, answer="talk", by=moderator)
    deliver()
    assert chase(today=due(interest) + BEYOND) == {"reminded": 1}
    assert told() == [("wanda", "Reminder: it is your turn to write about “Bins”")]
    assert chase(today=due(interest) + timedelta(days=30)) == {}


def test_what_has_ended_and_what_has_moved_is_chased_no_more(bins: Project, ann: User, wanda: User) -> None:
    interest = interest_of(wanda, bins)
    day = due(interest) + BEYOND
    chase(today=day)
    take_back(interest=interest, by=wanda)
    assert [mail.subject.split(":")[0] for mail in deliver() if "Reminder" in mail.subject] == []
    assert chase(today=day + timedelta(days=60)) == {}


def test_a_reminder_that_is_still_to_be_sent_is_not_sent_once_they_have_answered(
    bins: Project, ann: User, wanda: User
) -> None:
    interest = interest_of(wanda, bins)
    chase(today=due(interest) + BEYOND)
    write(interest=interest, words="Let us talk on Tuesday at ten.", by=ann)
    assert [subject for _, subject in told() if subject.startswith("Reminder")] == []


def test_moderators_get_one_mail_a_day_however_much_waits(wanda: User, moderator: User) -> None:
    leads = [make_council() for _ in range(3)]
    made = [interest_of(wanda, make_project(leads=[lead])) for lead in leads]
    Interest.objects.update(chased=Chased.MANAGERS, chased_on=localdate())
    assert chase(today=due(made[0]) + timedelta(days=30)) == {"moderators": 3}
    subjects = [subject for to, subject in told() if to == "moderator"]
    assert subjects == ["No answer yet: 3 conversations wait for a moderator"]


def test_the_one_mail_of_a_day_names_everything_that_was_handed_over_also_when_the_job_runs_on_after_it_was_killed(
    wanda: User, moderator: User
) -> None:
    made = [interest_of(wanda, make_project(title=f"Bins {number}", leads=[make_council()])) for number in range(3)]
    Interest.objects.update(chased=Chased.MANAGERS, chased_on=localdate())
    day = due(made[0]) + timedelta(days=30)
    for one in made[:2]:  # killed in the middle
        assert chase_one(interest_id=one.pk, today=day, by=None) == Chased.MODERATORS
    assert chase(today=day) == {"moderators": 3}
    assert chase(today=day) == {}
    [mail] = [mail for mail in deliver() if mail.to == [moderator.email]]
    assert all(f"“Bins {number}”" in mail.body for number in range(3))


def test_what_comes_to_the_moderators_in_a_later_run_of_a_day_is_in_the_one_mail_of_the_next_day(
    bins: Project, ann: User, wanda: User, moderator: User
) -> None:
    earlier = interest_of(wanda, make_project("Lorries", leads=[make_council()]))
    later = interest_of(wanda, bins)
    day = max(due(earlier), due(later)) + BEYOND
    Interest.objects.filter(pk=later.pk).update(chased=Chased.REMINDED, chased_on=day)
    assert chase(today=day) == {"moderators": 1}
    assert ("moderator", "No answer yet: Wyeford Council about “Lorries”") in told()
    Interest.objects.filter(pk=later.pk).update(chased=Chased.MANAGERS, chased_on=day - timedelta(days=30))
    assert chase(today=day) == {}
    assert told() == []
    assert chase(today=day + BEYOND) == {"moderators": 1}
    assert [subject for to, subject in told() if to == "moderator"] == ["No answer yet: Wyeford Council about “Bins”"]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_moment_hand_over_to_the_moderators_once(wanda: User, moderator: User) -> None:
    made = [interest_of(wanda, make_project(leads=[make_council()])) for _ in range(2)]
    day = max(due(one) for one in made) + BEYOND
    steps: list[dict[str, int]] = []

    def work() -> None:
        steps.append(chase(today=day))

    assert at_once(work, work, work, refused=ValueError) == []
    assert sorted(map(len, steps)) == [0, 0, 1]
    assert [subject for to, subject in told() if to == "moderator"] == [
        "No answer yet: 2 conversations wait for a moderator"
    ]


def test_when_those_who_answer_for_the_entry_have_left_moderators_are_next_at_once_and_get_in(
    bins: Project, ann: User, wanda: User, moderator: User
) -> None:
    interest = interest_of(wanda, bins)
    ann.memberships.update(ended_at=ann.memberships.get().began_at, end_reason="left")
    assert chase(today=due(interest) + BEYOND) == {"moderators": 1}
    assert [subject for to, subject in told() if to == "moderator"] == ["No answer yet: Wyeford Council about “Bins”"]
    assert signed_in(moderator).get(f"/account/interests/{interest.pk}/").status_code == 200


def test_a_supplier_and_a_person_alone_are_chased_like_anybody(bins: Project, ann: User, moderator: User) -> None:
    sales = make_person("Sales")
    words = "We make software for bin lorries, and offer a trial."
    show_interest(listing=bins, kind="supply", message=words, company="Bin Soft Ltd", by=sales)
    deliver()
    interest = Interest.objects.get()
    chase(today=due(interest) + BEYOND)
    assert told() == [("ann", "Reminder: Bin Soft Ltd waits for an answer about “Bins”")]
    answer(interest=interest, answer="talk", by=ann)
    deliver()
    reminded = due(interest) + BEYOND
    chase(today=reminded)
    assert [to for to, _ in told()] == ["sales"]
    # Nobody manages somebody who wrote for themselves: moderators are next.
    assert chase(today=working_days_after(reminded, 5)) == {"moderators": 1}


def test_the_queue_of_moderators_holds_it_until_somebody_moves(
    bins: Project, ann: User, wanda: User, moderator: User
) -> None:
    interest = interest_of(wanda, bins)
    client = signed_in(moderator)
    assert "Nothing waits here." in show(client, "/admin/interest/").text
    assert client.get(f"/account/interests/{interest.pk}/").status_code == 404
    Interest.objects.update(chased=Chased.MODERATORS, chased_on=localdate())
    page = show(client, "/admin/interest/")
    assert "Wyeford Council about “Bins”" in page.text
    assert "Nobody has answered at all" in page.text
    assert client.get(f"/account/interests/{interest.pk}/").status_code == 200
    assert "Messages that nobody answers: 1" in show(client, "/admin/queues/").text
    assert "Messages that nobody answers: 1" in show(client, "/admin/").text
    write(interest=interest, words="Sorry for the wait, let us talk.", by=ann)
    assert "Nothing waits here." in show(client, "/admin/interest/").text


def test_the_worker_chases_every_day_and_a_command_does_the_same(bins: Project, ann: User, wanda: User) -> None:
    interest = interest_of(wanda, bins)
    morning = datetime.combine(due(interest) + BEYOND, datetime.min.time(), UTC) + timedelta(hours=7)
    daily.chase_interest(timestamp=int(morning.timestamp()))
    assert len(told()) == 1
    interest.refresh_from_db()
    assert interest.chased == Chased.REMINDED


def test_the_command_says_what_it_did(bins: Project, ann: User, wanda: User, capsys: Any) -> None:
    call_command("chase_interest", "--today", (due(interest_of(wanda, bins)) + BEYOND).isoformat())
    assert capsys.readouterr().out == "Reminded: 1\nManagers told: 0\nWith the moderators: 0\n"


def test_each_step_is_in_the_history(bins: Project, ann: User, wanda: User) -> None:
    interest = interest_of(wanda, bins)
    chase(today=due(interest) + BEYOND)
    assert InterestEvent.objects.filter(pgh_obj=interest.pk).last().chased == Chased.REMINDED
