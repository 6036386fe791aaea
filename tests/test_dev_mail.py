"""With DEBUG on mails are shown at /dev/mail/ instead of being sent; with it off there is no such address."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from tests.support.browsing import DESKTOP, PHONE, axe_complaints, go
from tests.test_settings import PRODUCTION, start

FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where mails are written while somebody tries the site."""
    place = tmp_path / "mail"
    settings.MAILERS = {"default": {"BACKEND": FILE_BACKEND, "OPTIONS": {"file_path": str(place)}}}
    settings.ROOT_URLCONF = "tests.support.dev_addresses"
    settings.DEBUG = True
    return place


def write(subject: str, to: str = "olu@council.example", text: str = "Words.", html: str = "") -> None:
    """Send a mail as the site does."""
    mail = EmailMultiAlternatives(subject, text, to=[to])
    if html:
        mail.attach_alternative(html, "text/html")
    mail.send()


def page(client: Client, address: str = "/dev/mail/") -> str:
    """Return a page that must be there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def key_of(client: Client) -> str:
    """Return the key of the newest mail."""
    return client.get("/dev/mail/").context["mails"][0].key


def test_mails_are_listed_newest_first_with_to_whom_and_when(client: Client, folder: Path) -> None:
    with time_machine.travel("2026-05-01 10:00", tick=False):
        write("The first")
    with time_machine.travel("2026-05-01 10:20", tick=False):
        write("The second", to="mina@council.example")
        shown = page(client)
    assert shown.index("The second") < shown.index("The first")
    assert "To mina@council.example" in shown
    assert "just now" in shown
    assert "20\xa0minutes ago" in shown


def test_the_code_in_a_mail_shows_in_the_list(client: Client, folder: Path) -> None:
    write("Your code", text="Enter this code:\n\n    1234 5678\n\nIt works until 10:10 today.")
    write("No code", text="You now belong to Exford.\n\n    not a code")
    codes = {mail.subject: mail.code for mail in client.get("/dev/mail/").context["mails"]}
    assert codes == {"Your code": "1234 5678", "No code": ""}
    assert "<strong>1234 5678</strong>" in page(client)


def test_two_mails_in_one_file_are_two_mails(client: Client, folder: Path) -> None:
    write("The first")
    write("The second")
    content = b"".join(file.read_bytes() for file in folder.iterdir())
    for file in folder.iterdir():
        file.unlink()
    (folder / "20260501-100000-1.log").write_bytes(content)
    subjects = {mail.subject for mail in client.get("/dev/mail/").context["mails"]}
    assert subjects == {"The first", "The second"}


def test_a_mail_is_shown_in_full_and_its_links_work(client: Client, folder: Path) -> None:
    write("Bonjour – é", text="A line.\n\nhttp://localhost:8000/account/\n\n" + "x" * 3000 + "\nThe end.\n")
    shown = page(client, f"/dev/mail/{key_of(client)}/")
    assert "Bonjour – é" in shown
    assert 'href="http://localhost:8000/account/"' in shown
    assert "The end." in shown
    assert "As mail programs show it" not in shown


def test_its_html_may_style_itself_and_do_nothing_else(client: Client, folder: Path) -> None:
    write("Subject", html='<p style="color: red">Hello <script>alert(1)</script></p>')
    address = f"/dev/mail/{key_of(client)}/html/"
    assert address in page(client, f"/dev/mail/{key_of(client)}/")
    answer = client.get(address)
    assert answer.content.decode().startswith('<p style="color: red">')
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy


def test_what_a_mail_says_cannot_become_part_of_the_page(client: Client, folder: Path) -> None:
    write("<script>alert(1)</script>", text="<script>alert(2)</script>")
    for address in ("/dev/mail/", f"/dev/mail/{key_of(client)}/"):
        assert "<script>alert" not in page(client, address)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe nothing that is a mail",
        b"Subject: cut o",
        b"Content-Type: text/plain; charset=martian\nSubject: Far\nTo: a@b.example\n\n\xff",
        b"Date: the day before yesterday\nSubject: Undated\nTo: a@b.example\n\nWords",
        b"Subject: =?martian?b?////?=\nTo: <<<\nContent-Transfer-Encoding: base64\n\n*",
        b"Content-Type: multipart/alternative\nSubject: No boundary\n\n--\n",
        b"-" * 79 + b"\n" + b"-" * 79 + b"\n",
    ],
)
def test_a_file_that_is_no_mail_does_no_harm(client: Client, folder: Path, content: bytes) -> None:
    write("A good one")
    (folder / "20260101-000000-1.log").write_bytes(content)
    (folder / "not ours.log").write_bytes(content)
    assert "A good one" in page(client)
    for mail in client.get("/dev/mail/").context["mails"]:
        page(client, f"/dev/mail/{mail.key}/")


def test_one_button_removes_all_mails_and_nothing_else(client: Client, folder: Path) -> None:
    write("Subject")
    (folder / "notes.txt").write_text("kept")
    assert client.get("/dev/mail/empty/").status_code == 405
    answer = client.post("/dev/mail/empty/")
    assert (answer.status_code, answer["Location"]) == (302, "/dev/mail/")
    assert [file.name for file in folder.iterdir()] == ["notes.txt"]
    assert "No email yet." in page(client)


@pytest.mark.parametrize("key", ["20200101-000000-1-1", "secret-key", "..", "%2e%2e%2fsecret-key-1"])
def test_only_mails_can_be_opened(client: Client, folder: Path, key: str) -> None:
    folder.mkdir()
    (folder.parent / "secret-key.log").write_text("Subject: no mail\n\nsecret")
    assert client.get(f"/dev/mail/{key}/").status_code == 404


def test_before_the_first_mail_the_page_says_what_to_do(client: Client, folder: Path) -> None:
    assert "No email yet." in page(client)


def test_where_mails_are_really_sent_the_page_says_so(client: Client, folder: Path, settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {}}}
    assert "Emails go to the server that EMAIL_URL names" in page(client)
    assert client.post("/dev/mail/empty/").status_code == 302


@pytest.mark.parametrize("address", ["/dev/mail/", "/dev/mail/empty/", "/dev/mail/a-1/", "/dev/mail/a-1/html/"])
def test_without_debug_there_is_no_such_address(client: Client, folder: Path, settings: Any, address: str) -> None:
    settings.DEBUG = False
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_a_site_that_starts_without_debug_does_not_know_the_address_and_one_with_it_does() -> None:
    ask = "from django.urls import reverse; print(reverse('dev-mail'))"
    without = start("shell", "--no-imports", "--command", ask, **PRODUCTION)
    assert "NoReverseMatch" in without.stderr
    tried = start("shell", "--no-imports", "--command", ask, **PRODUCTION | {"DEBUG": "1"})
    assert tried.stdout.strip() == "/dev/mail/"


@pytest.mark.browser
def test_the_pages_work_for_everybody(folder: Path, addresses: None, visitor: Any, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.support.dev_addresses"
    write("A subject", text=f"A line.\n\nhttp://localhost:8000/{'x' * 200}\n", html="<p>A line.</p>")
    opened = visitor.page()
    go(opened, "/dev/mail/")
    assert axe_complaints(opened, DESKTOP, PHONE) == []
    opened.get_by_role("link", name="A subject").click()
    assert axe_complaints(opened, DESKTOP, PHONE) == []
    opened.set_viewport_size(PHONE)
    assert opened.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
