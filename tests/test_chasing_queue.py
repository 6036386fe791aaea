"""Messages that nobody answers, for moderators: who was asked, how long it waits, and how to reach who can answer."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.chasing import chase
from collaboration.actions.interest.showing import show_interest
from collaboration.models import Interest
from councils.models import Invitation, User
from tests.support.factories import make_council, make_manager, make_officer, make_person, make_project
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.visits import show, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # Django's own admin templates count on undefined variables being empty
]
QUEUE = "/admin/interest/"
WORDS = "We collect with the same lorries, and would like to talk."


@pytest.fixture
def wanda() -> User:
    """An officer of a council that is interested."""
    return make_officer(make_council("Wyeford"), "Wanda")


def test_each_row_says_who_was_asked_when_and_leads_to_inviting_somebody_and_to_writing(
    wanda: User, moderator: User
) -> None:
    exford = make_council("Exford")
    make_officer(exford, "Ann"), make_manager(exford, "Mina")
    bins = make_project("Bins", leads=[exford])
    interest = show_interest(listing=bins, kind="talk", message=WORDS, organisation=None, by=wanda)
    Interest.objects.update(due_on=localdate() - timedelta(days=1))
    chase(today=localdate())
    Interest.objects.update(chased_on=localdate() - timedelta(days=30))
    chase(today=localdate())
    Interest.objects.update(chased="moderators", chased_on=localdate())
    deliver()
    page = show(signed_in(moderator), QUEUE)
    today = f"{localdate():%-d %B %Y}"
    assert f"{today}: asked Mina" in page.text
    assert f"{today}: reminded Mina" in page.text
    assert f"{today}: came to the moderators" in page.text
    links = {link.text: link.href for link in page.links}
    assert links["Invite the right person to Exford Council"] == f"/councils/{exford.slug}/manage/people/invite/"
    assert links["Write to A reader yourself"] == f"/account/interests/{interest.pk}/"


def test_what_waits_longest_comes_first_counted_from_the_last_move(moderator: User) -> None:
    now = timezone.now()
    for title, days, answered in (("Old", 90, None), ("Bins", 120, 10), ("New", 40, None)):
        sent = now - timedelta(days=days)
        answer = {"state": "talking", "answered_at": now - timedelta(days=answered)} if answered else {}
        listing = make_project(title, leads=[make_council()])
        make_interest(listing=listing, sent_at=sent, chased="moderators", chased_on=localdate(), **answer)
    page = show(signed_in(moderator), QUEUE)
    assert re.findall(r"about “(\w+)”", page.text) == ["Old", "New", "Bins"]


def test_who_is_invited_from_there_belongs_to_those_who_may_answer(wanda: User, moderator: User) -> None:
    exford = make_council("Exford")
    bins = make_project("Bins", leads=[exford])
    interest = show_interest(listing=bins, kind="talk", message=WORDS, by=wanda)
    visit = signed_in(moderator)
    address = next(link.href for link in show(visit, QUEUE).links if link.text.startswith("Invite the right person"))
    visit.post(address, {"email": "ann@exford.gov.uk", "role": "officer"})
    assert Invitation.objects.get().email == "ann@exford.gov.uk"
    ann = make_officer(exford, "Ann")
    theirs = signed_in(ann)
    assert f"/account/interests/{interest.pk}/" in [link.href for link in show(theirs, "/account/interests/").links]
    theirs.post(f"/account/interests/{interest.pk}/answer/", {"answer": "talk", "talk_words": "Gladly.", "words": ""})
    interest.refresh_from_db()
    assert (interest.state, interest.answered_by) == ("talking", ann)
    assert "Nothing waits here." in show(visit, QUEUE).text


def test_who_joined_since_it_came_to_the_moderators_is_asked_by_mail_once(wanda: User, moderator: User) -> None:
    exford = make_council("Exford")
    show_interest(listing=make_project("Bins", leads=[exford]), kind="talk", message=WORDS, by=wanda)
    deliver()
    chase(today=localdate())
    assert deliver() == []
    ann = make_officer(exford, "Ann")
    for _ in range(2):
        chase(today=localdate())
    [mail] = deliver()
    assert (mail.to, mail.subject) == ([ann.email], "A reader waits for an answer about “Bins”")
    assert "You belong to Exford Council since this was sent, so you can answer, too." in mail.body
    assert "we tell the managers" not in mail.body
    chase(today=localdate() + timedelta(days=1))
    assert deliver() == []


def test_where_the_other_side_does_not_move_their_council_is_the_one_to_invite_to(wanda: User, moderator: User) -> None:
    council = make_council("Zedford")
    sent = timezone.now() - timedelta(days=50)
    moved: Any = {"state": "talking", "answered_at": sent, "turn": "sender"}
    make_interest(organisation=council, sent_at=sent, chased="moderators", chased_on=localdate(), **moved)
    texts = [link.text for link in show(signed_in(moderator), QUEUE).links]
    assert "Invite the right person to Zedford Council" in texts


def test_who_belongs_to_no_council_wrote_to_an_entry_that_only_names_its_lead(moderator: User) -> None:
    named = make_council("Named")
    bins = make_project("Bins", leads=[named])
    bins.participations.update(standing="named")
    show_interest(listing=bins, kind="talk", message=WORDS, by=make_person())
    assert "Invite the right person to Named Council" in [link.text for link in show(signed_in(moderator), QUEUE).links]


def test_the_queue_takes_as_many_statements_however_long_it_is(moderator: User) -> None:
    visit = signed_in(moderator)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            show(visit, QUEUE)
        return len(asked)

    make_interest(chased="moderators", chased_on=localdate())
    few = statements()
    for _ in range(4):
        make_interest(chased="moderators", chased_on=localdate())
    assert statements() == few
