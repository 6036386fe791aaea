"""What a script, a pest or a forger gets through the relay: nothing; and what an honest person is told each time.

In the suite the script is a small one. FIRE=1000 tries so many, and pytest's -s shows what came of them.
"""

import contextlib
import os
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from collabhub.bench.mail_sink import running_sink
from collaboration.actions.interest.moves import write
from collaboration.actions.interest.showing import show_interest
from collaboration.actions.refused import InterestRefused, TooMany, Unsuitable
from collaboration.inbound import own_words
from collaboration.limits import refuse_if_unsuitable
from collaboration.models import Interest, Message
from councils.actions.outbox import send_waiting
from councils.models import OutgoingMail, User
from tests.support.factories import make_council, make_officer, make_person, make_project
from tests.support.joining import make_interest
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db
TRIES = int(os.environ.get("FIRE", "30"))
"""How many entries the script writes to: more than the 20 that one person may in an hour."""
WORDS = "We do this in our libraries, too, and would like to talk."


def entry(**fields: Any) -> Any:
    """Return a public entry of a new council with an officer."""
    council = make_council()
    make_officer(council)
    return make_project(leads=[council], **fields)


def send(client: Client, listing: Any, **answers: Any) -> Any:
    """Send the form of an entry as a browser does; return the page that it leads to."""
    given = {"key": str(uuid.uuid4()), "kind": "talk", "whom": "myself", "message": WORDS}
    return client.post(f"/entries/{listing.pk}/interest/", given | answers, follow=True)


def text(response: Any) -> str:
    """Return what a page says."""
    return read(response).text


def refused(action: Callable[..., Any], **given: Any) -> InterestRefused:
    """Do what is to be refused; return why."""
    with pytest.raises(InterestRefused) as why:
        action(**given)
    return why.value


# Too many


def test_a_script_that_writes_to_everybody_stops_at_twenty_an_hour_and_is_told_when_it_may_go_on(reader: User) -> None:
    client, entries = signed_in(reader), [entry() for _ in range(TRIES)]
    begun = time.monotonic()
    pages = [text(send(client, one)) for one in entries]
    took = time.monotonic() - begun
    assert Interest.objects.count() == 20
    assert len(deliver()) == 20
    for page in pages[20:]:
        assert "You sent 20 messages in the last hour, which is as many as one person may." in page
        assert "Nothing was sent. You can write again after " in page
    said = next(line.strip() for line in pages[-1].splitlines() if "You sent 20 messages" in line)
    print(f"{TRIES:,} tried in {took:.0f} s, 20 got through. The sender read each time after that: {said}")  # noqa: T201 - with -s
    Interest.objects.update(sent_at=timezone.now() - timedelta(minutes=61))
    send(client, entry())
    assert Interest.objects.count() == 21


def test_the_people_of_one_council_get_five_a_day_from_one_person_whichever_entry_it_is_about(reader: User) -> None:
    council = make_council("Exford")
    make_officer(council)
    client = signed_in(reader)
    pages = [text(send(client, make_project(leads=[council]))) for _ in range(7)]
    assert Interest.objects.count() == 5
    assert "You sent 5 messages to the same people in the last 24 hours" in pages[5]
    send(client, entry())
    assert Interest.objects.count() == 6


def test_nobody_writes_more_than_fifty_times_a_day(reader: User) -> None:
    for number in range(50):
        make_interest(sender=reader, organisation=None, sent_at=timezone.now() - timedelta(minutes=70 + 20 * number))
    page = text(send(signed_in(reader), entry()))
    assert "You sent 50 messages in the last 24 hours" in page
    Interest.objects.filter(sent_at__lt=timezone.now() - timedelta(hours=17)).update(
        sent_at=timezone.now() - timedelta(hours=25)
    )
    send(signed_in(reader), entry())
    assert Interest.objects.count() == 51


def test_messages_in_a_conversation_count_as_well_and_owners_are_held_to_the_same(reader: User) -> None:
    listing = entry()
    interest = show_interest(listing=listing, kind="talk", message=WORDS, by=reader)
    owner = listing.participations.get().organisation.memberships.get().user
    for _ in range(4):
        write(interest=interest, words=WORDS, by=reader)
    assert "to the same people in the last 24 hours" in str(refused(write, interest=interest, words=WORDS, by=reader))
    for _ in range(20):
        write(interest=interest, words=WORDS, by=owner)
    assert "in the last hour" in str(refused(write, interest=interest, words=WORDS, by=owner))
    write(interest=interest, words=WORDS, by=reader)
    assert Message.objects.count() == 25


def test_the_same_form_pressed_again_at_the_limit_is_no_refusal(reader: User) -> None:
    client, key, listing = signed_in(reader), str(uuid.uuid4()), entry()
    for _ in range(19):
        send(client, entry())
    send(client, listing, key=key)
    again = text(send(client, listing, key=key))
    assert "as many as one person may" not in again
    assert Interest.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_posts_at_the_same_moment_do_not_get_past_the_limit(reader: User) -> None:
    for _ in range(15):
        make_interest(sender=reader, organisation=None)
    entries = [entry() for _ in range(12)]
    begin = threading.Barrier(len(entries))
    person = User.objects.get(pk=reader.pk)
    ends: list[str] = []

    def post(listing: Any) -> None:
        begin.wait()
        try:
            show_interest(listing=listing, kind="talk", message=WORDS, by=person)
            ends.append("sent")
        except TooMany:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=[listing]) for listing in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (ends.count("sent"), ends.count("refused")) == (5, 7)
    assert Interest.objects.filter(sender=reader).count() == 20


def test_whoever_is_not_signed_in_sends_nothing(client: Client) -> None:
    for _ in range(3):
        assert send(client, entry()).redirect_chain[0][0].startswith("/account/sign-in/")
    assert not Interest.objects.exists()
    assert not OutgoingMail.objects.exists()


# What it says


LINKS_ONLY = [
    "https://cheap.example/offer",
    "www.cheap.example www.cheap.example/more https://cheap.example",
    "cheap.example/offer Hi!",
    "https://cheap.example/a-long-story-about-nothing-at-all?x=words+words+words",
    "1234567890 !!! ??? ...",
]


@pytest.mark.parametrize("words", LINKS_ONLY)
def test_a_message_of_nothing_but_links_is_refused_and_says_what_to_do(reader: User, words: str) -> None:
    page = text(send(signed_in(reader), entry(), message=words))
    assert "Say in a sentence or two what you want." in page
    assert not Interest.objects.exists()


def test_words_with_a_link_among_them_are_fine() -> None:
    refuse_if_unsuitable("Ours is described at https://exford.example/bins: may we talk?")


@pytest.mark.parametrize(
    "words", ["mail bob@exford.gov.uk", "(see exford.example/bins)", "<b.c@d.example>", "see .a.example/b"]
)
def test_addresses_of_every_kind_are_no_words_of_ones_own(words: str) -> None:
    assert isinstance(refused(refuse_if_unsuitable, words=words), Unsuitable)


def test_text_beside_an_address_counts() -> None:
    refuse_if_unsuitable("Ask bob@exford.example, and/or see exford.example/bins: do you want to?")


@pytest.mark.parametrize("piece", ["@", "a@", "a.", "-a", "a@b", "a@b.", "www.", "a.b-", ". ", "a.b/@"])
def test_no_text_takes_long_to_look_at(piece: str) -> None:
    """One of the first patterns took two minutes for 5,000 times “@”, while rows were locked."""
    hostile = (piece * 5_000)[:5_000]
    with contextlib.suppress(Unsuitable):
        refuse_if_unsuitable(hostile)
    assert own_words("reply+" * 15_000)


def test_a_text_of_five_megabytes_is_refused_with_a_page_that_says_so(reader: User) -> None:
    response = send(signed_in(reader), entry(), message="We talk. " * 600_000)
    assert response.status_code in (400, 413)
    assert read(response).headings
    assert not Interest.objects.exists()


def test_a_text_that_is_too_long_comes_back_with_a_sentence(reader: User) -> None:
    page = text(send(signed_in(reader), entry(), message="We talk. " * 300))
    assert "Enter at most 2,000 characters" in page
    assert not Interest.objects.exists()
    assert isinstance(refused(refuse_if_unsuitable, words="We talk. " * 1_000), Unsuitable)


def test_html_and_links_of_people_stay_words_on_pages_and_in_mails(reader: User) -> None:
    hostile = '<img src=x onerror=alert(1)> <a href="https://evil.example/">Sign in here</a>\n\nhttp://localhost:8000/x'
    listing = entry()
    send(signed_in(reader), listing, message=f"{hostile} and we want to talk.")
    [sent] = deliver()
    html = sent.alternatives[0].content
    assert "<img src=x" not in html
    assert 'href="https://evil.example/"' not in html
    assert 'href="http://localhost:8000/x"' not in html
    assert "> http://localhost:8000/x" in sent.body
    interest = Interest.objects.get()
    shown = signed_in(reader).get(f"/account/interests/{interest.pk}/").content.decode()
    assert "<img src=x" not in shown
    assert "&lt;img src=x" in shown


# Headers

BREAKS = ("\r\n", "\n", "\r", "\x00", "\u2028", "\x85", "=?utf-8?q?=0d=0a?=", "=?utf-8?b?DQo=?=", "%0d%0a", "\\r\\n")
ADDS = ("Bcc: victim@evil.example", "To: victim@evil.example", "Content-Type: text/html\r\n\r\n<b>x</b>")
PAYLOADS = [f"Bins{broken}{added}" for broken in BREAKS for added in ADDS]
HEADERS = {
    "subject", "from", "to", "date", "message-id", "auto-submitted", "x-auto-response-suppress", "content-type",
    "mime-version", "reply-to",
}  # fmt: skip


def test_thirty_payloads_in_every_field_add_no_header_and_no_recipient(settings: Any) -> None:
    settings.INBOUND_MAIL_DOMAIN = "in.example.org"
    assert len(PAYLOADS) == 30
    for payload in PAYLOADS:
        _a_conversation_of(payload)
    waiting = OutgoingMail.objects.waiting().count()
    assert waiting == 10 * len(PAYLOADS)
    with running_sink() as sink:
        settings.MAILERS = sink.mailer
        assert send_waiting() == {"sent": waiting}
    assert sink.replies == {"250": waiting}
    assert {to for to, _ in sink.taken} <= set(User.objects.values_list("email", flat=True))
    for content in sink.contents:
        names = [name.lower() for name in message_from_bytes(content)]
        assert sorted(names) == sorted(set(names))
        assert set(names) <= HEADERS


def _a_conversation_of(payload: str) -> None:
    """Write every kind of mail that carries words of people, with a payload in each field, past all forms."""
    clean = payload.replace("\x00", "")  # PostgreSQL itself takes no NUL
    lead = make_council()
    owner = make_officer(lead)
    listing = make_project(title=clean[:150], leads=[lead])
    sender = make_person(name="Sender")
    User.objects.filter(pk__in=[sender.pk, owner.pk]).update(name=clean[:100])
    fields = {"message": f"{WORDS} {clean}", "have": clean, "need": clean, "by_when": clean[:100]}
    interest = make_interest(listing=listing, sender=sender, organisation=None, company=clean[:200], **fields)
    sender.refresh_from_db()
    about = {"interest": interest.pk}
    Interest.objects.filter(pk=interest.pk).update(chased="reminded", reported_at=timezone.now(), report_words=clean)
    note = Message.objects.create(interest=interest, side="owners", author=owner, words=f"{WORDS} {clean}")
    due = interest.due_on.toordinal() if interest.due_on else 0
    about = {"interest": interest.pk, "due": due, "message": note.pk, "why": 1}
    for name in ("interest_received", "interest_reminder", "interest_managers"):
        OutgoingMail.objects.create(user=owner, name=name, about=about)
    for name in ("interest_message", "interest_unanswered"):
        OutgoingMail.objects.create(user=sender, name=name, about=about)
    for name in ("interest_stopped", "report_answered", "mail_not_passed_on"):
        OutgoingMail.objects.create(user=sender, name=name, about=about)
    now = timezone.now()
    ended = {"state": "declined", "turn": "", "due_on": None, "answered_at": now, "ended_at": now, "reason": "other"}
    over = make_interest(listing=listing, sender=sender, organisation=None, **ended, reason_words=clean, **fields)
    Interest.objects.filter(pk=over.pk).update(outcome_words=clean)
    for name in ("interest_answered", "interest_ended"):
        OutgoingMail.objects.create(user=sender, name=name, about={"interest": over.pk})


@pytest.mark.parametrize("field", ["message", "have", "need", "by_when", "company"])
def test_nul_and_other_control_characters_are_refused_in_every_field_with_a_sentence(reader: User, field: str) -> None:
    response = send(signed_in(reader), entry(), **{field: f"{WORDS}\x00"})
    assert response.status_code == 200
    assert "Take out the characters that cannot be shown" in text(response)
    assert not Interest.objects.exists()
    assert mail.outbox == []


# Who may not


def test_a_forged_or_foreign_link_in_a_mail_answers_nothing(reader: User, client: Client) -> None:
    listing = entry()
    send(signed_in(reader), listing)
    [sent] = deliver()
    address = next(line for line in sent.body.splitlines() if "/interest/" in line).removeprefix(
        "http://localhost:8000"
    )
    first, second, rest = address.removeprefix("/interest/").split("-", 2)
    other = make_interest()
    for forged in (
        f"/interest/{other.pk}-{second}-{rest}",
        f"/interest/{first}-{reader.pk}-{rest}",
        address[:-3] + "x/",
        "/interest/1-1-1.1.1/",
        "/interest/\x00/",
    ):
        assert client.get(forged).status_code == 404, forged
        assert client.post(forged, {"answer": "no", "reason": "not-now"}).status_code == 404, forged
    assert set(Interest.objects.values_list("state", flat=True)) == {"waiting"}
