"""Answers by mail: what is passed on, what is left out, and what becomes of mail that should not come through."""

import io
import os
import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from collabhub.environment import read_inbound_mail_domain
from collaboration.actions.interest.moves import take_back
from collaboration.actions.interest.showing import show_interest
from collaboration.actions.receiving import Taken, receive
from collaboration.actions.reporting import block_sender
from collaboration.inbound import Inbound, own_words
from collaboration.models import Interest, Message
from collaboration.reply_addresses import HOLDS_FOR, read_reply_address, reply_address, reply_headers
from councils.models import OutgoingMail, User
from tests.support.factories import make_council, make_officer, make_person, make_project
from tests.support.joining import make_interest
from tests.support.mail import deliver

pytestmark = pytest.mark.django_db
WORDS = "Tuesday at ten suits us well. Shall we call you?"


@pytest.fixture(autouse=True)
def _mail_comes_in(settings: Any) -> None:
    """Let answers arrive at a domain."""
    settings.INBOUND_MAIL_DOMAIN = "in.example.org"


@pytest.fixture
def ann() -> User:
    """An officer who answers for the entry."""
    return make_officer(make_council("Exford"), "Ann")


@pytest.fixture
def interest(ann: User, reader: User) -> Interest:
    """The reader's interest in Ann's entry; no mail waits."""
    listing = make_project("Bins", leads=[ann.memberships.get().organisation])
    words = "We do this, too, and would like to talk."
    made = show_interest(listing=listing, kind="talk", message=words, by=reader)
    deliver()
    return made


def answer_to(interest: Interest, person: User, words: str = WORDS, **headers: str) -> bytes:
    """Return a mail of somebody to their reply address, with further `headers`, or others in their place."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Somebody <{person.email}>", reply_address(interest, person)
    mail["Subject"], mail["Message-ID"] = "Re: Bins", "<1@there.example>"
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return mail.as_bytes()


def why_not() -> str:
    """Deliver what waits; return the sentence of the one mail that says why another was not passed on."""
    [told] = deliver()
    assert told.subject == "Your mail about “Bins” was not passed on"
    return str(told.body.partition("on CollabHub. ")[2].partition(" Nobody else has read it.")[0])


def taken(interest: Interest) -> list[str]:
    """Return what is in a conversation, after the first message."""
    return list(interest.messages.values_list("words", flat=True))


# What comes through


def test_an_answer_to_the_mail_becomes_a_message_and_goes_to_the_other_side(
    interest: Interest, ann: User, reader: User
) -> None:
    assert receive(raw=answer_to(interest, ann)) == Taken.PASSED_ON
    [message] = interest.messages.all()
    assert (message.words, message.side, message.via, message.author) == (WORDS, "owners", "mail", ann)
    interest.refresh_from_db()
    assert (interest.state, interest.turn) == ("talking", "sender")
    [mail] = deliver()
    assert mail.to == [reader.email]
    assert f"> {WORDS}" in mail.body
    assert ann.email not in mail.body + str(mail.message())
    back = re.search(r"reply\+\S+@in\.example\.org", mail.extra_headers["Reply-To"])
    assert back
    assert receive(raw=answer_to(interest, reader, "Yes, please call.", Message_ID="<2@x.example>")) == Taken.PASSED_ON
    assert taken(interest) == [WORDS, "Yes, please call."]


def test_the_same_mail_again_is_one_message(interest: Interest, ann: User) -> None:
    for _ in range(3):
        assert receive(raw=answer_to(interest, ann)) == Taken.PASSED_ON
    assert taken(interest) == [WORDS]
    assert len(deliver()) == 1
    receive(raw=answer_to(interest, ann, "And bring the drawings along.", Message_ID="<2@there.example>"))
    assert len(taken(interest)) == 2


WROTE = "On Mon, 23 Nov 2026 at 10:00, CollabHub"
US = "<reply+x@in.example.org>"
LINE = "_" * 32
QUOTED = {
    "a line above": f"{WORDS}\n\n{WROTE} {US} wrote:\n> Old words\n> more",
    "a line above, broken": f"{WORDS}\n\n{WROTE}\n{US} wrote:\n\n> Old words",
    "a block of headers": f"{WORDS}\n\n{LINE}\nFrom: CollabHub {US}\nSent: Monday\n\nOld words",
    "headers alone": f"{WORDS}\n\nFrom: CollabHub {US}\nSent: 23 November\nTo: Ann\n\nOld words",
    "the original": f"{WORDS}\n-----Original Message-----\nFrom: x\n\nOld words",
    "a signature": f"{WORDS}\n-- \nAnn Old words\n01234 567890",
    "answers between": "> Old words\nTuesday at ten suits us well.\n> Old more\nShall we call you?",
    "Windows lines": f"{WORDS}\r\n> Old words\r\n",
}


@pytest.mark.parametrize("text", QUOTED.values(), ids=QUOTED.keys())
def test_what_a_mail_program_quotes_and_signs_is_left_out(text: str) -> None:
    assert own_words(text).replace("\n", " ") == WORDS


def test_what_looks_a_little_like_a_quote_stays() -> None:
    text = "From: our side all is well.\nOn Monday she wrote to me.\n--\n"
    assert own_words(text) == "From: our side all is well.\nOn Monday she wrote to me."


ATTRIBUTIONS = [
    "Op ma 23 nov 2026 om 10:00 schreef CollabHub <{}>:",
    "Il giorno lun 23 nov 2026 CollabHub <{}>\nha scritto:",
    "El lun, 23 nov 2026 a las 10:00, CollabHub\n<{}> escribió:",
    "Van: CollabHub <{0}<mailto:{0}>>",
    "Please use {} from now on.",
]


@pytest.mark.parametrize("line", ATTRIBUTIONS)
@pytest.mark.parametrize("written", [str, str.upper, lambda address: address.replace("+", "%2B")])
def test_a_reply_address_never_reaches_the_other_side_whatever_the_language_around_it(
    interest: Interest, ann: User, line: str, written: Any
) -> None:
    address = reply_address(interest, ann)
    receive(raw=answer_to(interest, ann, f"{WORDS}\n\n{line.format(written(address))}\n> Old words"))
    assert taken(interest)[0].startswith(WORDS)
    [mail] = deliver()
    for secret in (address, written(address), address.split("@")[0], "in.example.org"):
        assert secret.lower() not in (taken(interest)[0] + mail.body).lower()


def test_half_characters_that_a_charset_can_name_are_replaced(interest: Interest, ann: User) -> None:
    for charset, half in (("utf-7", b"+2AA-"), ("unicode_escape", b"\\ud800")):
        head = f"From: {ann.email}\nTo: {reply_address(interest, ann)}\nMessage-ID: <{charset}@x.example>\n"
        raw = head.encode() + f"Content-Type: text/plain; charset={charset}\n\n".encode() + b"Tuesday " + half
        assert receive(raw=raw) == Taken.PASSED_ON
    assert [words.strip("?\ufffd") for words in taken(interest)] == ["Tuesday ", "Tuesday "]


def test_attachments_are_left_out_and_html_becomes_words(interest: Interest, ann: User) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = ann.email, reply_address(interest, ann), "<9@x.example>"
    mail.set_content(
        "<html><head><title>x</title><style>p{}</style></head><body><p>Tuesday at ten<br>suits us &amp; Wyeford.</p>"
        "<script>alert(1)</script><blockquote>Old words</blockquote></body></html>",
        subtype="html",
    )
    mail.add_attachment(b"secret drawing", maintype="application", subtype="pdf", filename="plan.pdf")
    mail.add_attachment("secret list", filename="list.txt")
    assert receive(raw=mail.as_bytes()) == Taken.PASSED_ON
    assert taken(interest) == ["Tuesday at ten\nsuits us & Wyeford."]


def test_capitals_in_the_address_and_other_recipients_do_not_matter(interest: Interest, ann: User) -> None:
    address = reply_address(interest, ann).upper()
    raw = answer_to(interest, ann, To=f"Boss <boss@exford.gov.uk>, CollabHub <{address}>", From=ann.email.upper())
    assert receive(raw=raw) == Taken.PASSED_ON
    again = answer_to(interest, ann, To="undisclosed-recipients:;", Message_ID="<3@x.example>")
    assert receive(raw=again) == Taken.NOBODYS
    assert receive(raw=again, recipient=reply_address(interest, ann)) == Taken.PASSED_ON


# What does not


AUTOMATIC = [
    {"Auto_Submitted": "auto-replied"},
    {"Auto_Submitted": "auto-generated; type=vacation"},
    {"Precedence": "bulk"},
    {"Precedence": "Auto_Reply"},
    {"X_Autoreply": "yes"},
    {"List_Id": "<all.exford.gov.uk>"},
    {"Return_Path": "<>"},
]


@pytest.mark.parametrize("headers", AUTOMATIC)
def test_notices_of_absence_and_other_automatic_mail_are_left_alone_and_answered_by_nothing(
    interest: Interest, ann: User, headers: dict[str, str]
) -> None:
    assert receive(raw=answer_to(interest, ann, **headers)) == Taken.IGNORED
    assert taken(interest) == []
    assert deliver() == []


def test_a_report_of_a_mail_server_is_left_alone(interest: Interest, ann: User) -> None:
    raw = answer_to(interest, ann).replace(b"text/plain", b"multipart/report; boundary=x")
    assert receive(raw=raw) == Taken.IGNORED


def test_a_forged_address_is_nobodys(interest: Interest, ann: User, reader: User) -> None:
    address = reply_address(interest, ann)
    local, domain = address.split("@")
    number, person, day, signature = local.removeprefix("reply+").split(".")
    other = make_interest()
    forged = [
        f"reply+{number}.{person}.{day}.{'a' * 24}@{domain}",
        f"reply+{int(number, 36) + 1}.{person}.{day}.{signature}@{domain}",
        reply_address(other, ann).replace(reply_address(other, ann).split(".")[3].split("@")[0], signature),
        f"{local}@elsewhere.example",
        f"reply+{number}.{person}.{signature}@{domain}",
        f"reply+{'z' * 13}.{person}.{day}.{signature}@{domain}",
        "reply+@in.example.org",
        "no-reply@in.example.org",
        "",
    ]
    for one in forged:
        assert read_reply_address(one) is None
        assert receive(raw=answer_to(interest, ann, To=one or "x@y.example"), recipient=one) == Taken.NOBODYS
    assert not Message.objects.exists()
    assert deliver() == []


def test_the_address_of_somebody_else_passes_nothing_on_and_its_owner_is_told(
    interest: Interest, ann: User, reader: User
) -> None:
    raw = answer_to(interest, ann, From=f"Ann <{reader.email}>")
    assert receive(raw=raw) == Taken.REFUSED
    assert taken(interest) == []
    assert why_not().startswith("It came from another address than that of your account")


@pytest.mark.parametrize(
    "sender", ["", "Ann", "ann@x.example, boss@x.example", "=?utf-8?q?ann=40exford.gov.uk?=", "<@exford.gov.uk>"]
)
def test_a_mail_without_one_clear_sender_passes_nothing_on(interest: Interest, ann: User, sender: str) -> None:
    raw = answer_to(interest, ann).replace(f"Somebody <{ann.email}>".encode(), sender.encode())
    assert receive(raw=raw) == Taken.REFUSED
    raw = b"From: boss@x.example\r\n" + answer_to(interest, ann)
    assert receive(raw=raw) == Taken.REFUSED
    assert taken(interest) == []


def test_an_old_address_passes_nothing_on_and_says_so(
    interest: Interest, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, noon = answer_to(interest, ann), timezone.localtime().replace(hour=12)
    in_time, late = noon + HOLDS_FOR, noon + HOLDS_FOR + timedelta(days=1)
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: in_time)
        assert receive(raw=raw) == Taken.PASSED_ON
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: late)
        assert receive(raw=raw.replace(b"<1@", b"<2@")) == Taken.REFUSED
        assert OutgoingMail.objects.filter(name="mail_not_passed_on").exists()
    OutgoingMail.objects.exclude(name="mail_not_passed_on").delete()
    assert why_not() == "Reply addresses work for 180 days, and this one is older."


def test_what_has_ended_takes_no_more_mail_and_says_so(interest: Interest, ann: User, reader: User) -> None:
    take_back(interest=interest, by=reader)
    deliver()
    assert receive(raw=answer_to(interest, ann)) == Taken.REFUSED
    assert why_not().startswith("The conversation has come to its end")


def test_who_has_left_the_council_writes_no_more(interest: Interest, ann: User) -> None:
    raw = answer_to(interest, ann)
    ann.memberships.update(ended_at=ann.memberships.get().began_at, end_reason="left")
    assert receive(raw=raw) == Taken.REFUSED
    assert "you do not belong to it any more" in why_not()


def test_whoever_closed_their_account_writes_no_more(interest: Interest, reader: User) -> None:
    raw = answer_to(interest, reader)
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert receive(raw=raw) == Taken.NOBODYS


def test_a_blocked_sender_is_told_by_mail(interest: Interest, ann: User, reader: User) -> None:
    raw = answer_to(interest, reader)
    council = ann.memberships.get().organisation
    block_sender(interest=interest, organisation=council, by=ann)
    Interest.objects.filter(pk=interest.pk).update(
        state="talking", answered_at=timezone.now(), ended_at=None, turn="sender", due_on=interest.due_on
    )
    deliver()
    assert receive(raw=raw) == Taken.REFUSED
    assert why_not() == "They take no messages from you through this site."


@pytest.mark.parametrize("words", ["", "> only a quote", "https://cheap.example/offer", "We talk. " * 700])
def test_nothing_links_only_and_very_long_texts_are_refused_by_mail_as_on_the_page(
    interest: Interest, ann: User, words: str
) -> None:
    assert receive(raw=answer_to(interest, ann, words)) == Taken.REFUSED
    assert why_not().startswith("It had no words of its own, hardly anything but links")


def test_the_limits_hold_by_mail_and_whoever_is_above_them_is_told_a_few_times_only(
    interest: Interest, ann: User
) -> None:
    mails = [answer_to(interest, ann, f"{WORDS} {n}", Message_ID=f"<{n}@x.example>") for n in range(30)]
    ends = [receive(raw=raw) for raw in mails]
    assert ends == [Taken.PASSED_ON] * 20 + [Taken.REFUSED] * 5 + [Taken.IGNORED] * 5
    told = [mail for mail in deliver() if mail.to == [ann.email]]
    assert len(told) == 5
    assert "as many messages as one person may" in told[0].body


def test_five_megabytes_are_read_no_further_than_it_takes(interest: Interest, ann: User) -> None:
    assert receive(raw=answer_to(interest, ann, "We talk. " * 600_000)) == Taken.REFUSED
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
    head = f"From: {ann.email}\nTo: {reply_address(interest, ann)}\n".encode()
    assert receive(raw=head + parts) in (Taken.REFUSED, Taken.NOBODYS)
    assert taken(interest) == []


@given(st.binary(max_size=400), st.text(max_size=60), st.text(max_size=200))
def test_whatever_arrives_is_read_without_an_error(raw: bytes, header: str, body: str) -> None:
    encoded = header.encode(errors="replace")
    mail = b"From: " + encoded + b"\nTo: " + encoded + b"\nContent-Type: text/plain; charset=" + encoded
    for one in (raw, mail + b"\n\n" + raw, mail + b"\n\n" + body.encode(errors="replace")):
        read = Inbound(one)
        assert read.reply_address is None
        assert "\x00" not in read.words
        assert read.is_automatic in (True, False)
        assert read.sender == read.sender.lower()


# The command, and where nothing comes in


class Standard:
    """Standard input that holds a mail."""

    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


def test_the_command_takes_a_mail_and_says_to_the_mail_server_what_became_of_it(
    interest: Interest, ann: User, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("sys.stdin", Standard(answer_to(interest, ann)))
    call_command("receive_mail", reply_address(interest, ann))
    assert taken(interest) == [WORDS]
    monkeypatch.setattr("sys.stdin", Standard(answer_to(interest, ann)))
    with pytest.raises(SystemExit) as left:
        call_command("receive_mail", "nobody@in.example.org")
    assert left.value.code == os.EX_NOUSER
    assert capsys.readouterr().err == "Nobody reads mail to this address: answer on the site instead.\n"


def test_without_a_domain_mails_carry_no_reply_address_and_nothing_is_taken(
    interest: Interest, ann: User, settings: Any
) -> None:
    raw, address = answer_to(interest, ann), reply_address(interest, ann)
    settings.INBOUND_MAIL_DOMAIN = ""
    assert reply_headers(interest, ann) == {}
    assert receive(raw=raw, recipient=address) == Taken.NOBODYS
    show_interest(
        listing=make_project(leads=[ann.memberships.get().organisation]),
        kind="talk",
        message="We would like to talk about it.",
        by=make_person(),
    )
    [mail] = deliver()
    assert "Reply-To" not in mail.message()


def test_each_person_has_an_address_of_their_own_that_fits_into_a_mail(interest: Interest, ann: User) -> None:
    theirs, others = reply_address(interest, ann), reply_address(interest, make_person())
    assert theirs != others
    assert len(theirs.split("@")[0]) <= 64
    assert re.fullmatch(r"[a-z0-9+.]+@in\.example\.org", theirs)


@pytest.mark.parametrize("written", ["mail collabhub", "localhost", "-x.example", "x@y.example", "https://x.example"])
def test_what_is_no_domain_stops_the_start_with_a_sentence(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("INBOUND_MAIL_DOMAIN", written)
    with pytest.raises(ImproperlyConfigured, match="write a domain"):
        read_inbound_mail_domain()
    monkeypatch.setenv("INBOUND_MAIL_DOMAIN", " Reply.CollabHub.example")
    assert read_inbound_mail_domain() == "reply.collabhub.example"
