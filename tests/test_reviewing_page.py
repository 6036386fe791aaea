"""The page of a review mail: entries are confirmed without signing in, by a press and never by looking."""

import re
import time
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils.timezone import localdate

from councils.actions.accounts import close_account
from councils.actions.memberships import leave
from listings.models import Listing, ListingEvent, ReviewMail
from listings.review_mails import token_of
from tests.support.databases import reading_only
from tests.support.factories import make_council, make_member, make_project
from tests.support.mail import deliver
from tests.support.pages import read
from tests.support.reviews import ask, days, make_due, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Any:
    """The membership of an officer."""
    return make_member(make_council("Exford"), "Olu Bright")


def words(response: Any) -> str:
    """Return the words of a page."""
    return " ".join(read(response).text.split())


def confirmed_today() -> list[str]:
    """Return the titles of what was confirmed today."""
    return sorted(Listing.objects.filter(confirmed_at__date=localdate()).values_list("title", flat=True))


def test_one_press_without_signing_in_confirms_one_entry_and_the_page_says_until_when(
    officer: Any, client: Client
) -> None:
    bins, _ = make_due("Bins", officer, phase="live"), make_due("Parking", officer)
    [mail] = ask()
    page = client.get(page_of(mail))
    assert "Are these 2 entries still true?" in words(page)
    answer = client.post(page_of(mail), {"listing": bins.pk}, follow=True)
    assert confirmed_today() == ["Bins"]
    bins.refresh_from_db()
    assert bins.confirmed_by == officer.user
    until = f"The next check is due on {bins.review_date.day} {bins.review_date:%B %Y}."
    assert until in words(answer)
    assert "Is this entry still true?" in words(answer)
    event = ListingEvent.objects.filter(pgh_obj=bins.pk).order_by("pgh_id").last()
    assert event.pgh_context.metadata["user"] == officer.user.pk


def test_one_press_confirms_all_that_the_page_shows_and_a_second_changes_nothing(officer: Any, client: Client) -> None:
    for title in ("Bins", "Parking", "Audit"):
        make_due(title, officer)
    [mail] = ask()
    page = read(client.get(page_of(mail)))
    all_of_them = [one["value"] for one in page.attributes("input", name="listing")]
    client.post(page_of(mail), {"listing": all_of_them})
    assert confirmed_today() == ["Audit", "Bins", "Parking"]
    before = list(Listing.objects.order_by("pk").values())
    answer = client.post(page_of(mail), {"listing": all_of_them}, follow=True)
    assert list(Listing.objects.order_by("pk").values()) == before
    assert "Thank you, nothing is left to confirm" in words(answer)


def test_a_mail_scanner_that_opens_the_page_ten_times_changes_nothing(officer: Any) -> None:
    make_due("Bins", officer)
    [mail] = ask()
    before = list(Listing.objects.values())
    for method in ("get", "head") * 5:
        scanner = Client()
        with reading_only():
            assert getattr(scanner, method)(page_of(mail)).status_code == 200
        assert "sessionid" not in scanner.cookies
    assert list(Listing.objects.values()) == before


def test_a_press_needs_the_token_of_our_own_form(officer: Any) -> None:
    bins = make_due("Bins", officer)
    [mail] = ask()
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(page_of(mail), {"listing": bins.pk}).status_code == 403
    form = read(browser.get(page_of(mail)))
    token = form.attributes("input", name="csrfmiddlewaretoken")[0]["value"]
    sent = {"listing": bins.pk, "csrfmiddlewaretoken": token}
    assert browser.post(page_of(mail), sent).status_code == 302
    assert confirmed_today() == ["Bins"]


def test_a_link_confirms_nothing_but_the_entries_of_its_mail(officer: Any, client: Client) -> None:
    bins = make_due("Bins", officer)
    others = [
        make_due("Of the same officer, not due", officer, in_days=100),
        make_due("Of another council", make_member(make_council(), "Kim")),
        make_project("Of nobody"),
    ]
    [mail] = [mail for mail in ask() if mail.to == [officer.user.email]]
    forged = ["", "0", "-1", "abc", "99999999999999999999", "%00", *[other.pk for other in others]]
    answer = client.post(page_of(mail), {"listing": forged}, follow=True)
    assert answer.status_code == 200
    assert confirmed_today() == []
    client.post(page_of(mail), {"listing": [*forged, bins.pk]})
    assert confirmed_today() == ["Bins"]


def test_a_forged_link_an_old_one_and_one_of_a_closed_account_lead_to_a_page_with_a_way_on(
    officer: Any, client: Client, monkeypatch: Any
) -> None:
    make_due("Bins", officer)
    [mail] = ask()
    row = ReviewMail.objects.get()
    whole = page_of(mail)
    for_something_else = signing.TimestampSigner(sep=".", salt="something else").sign(str(row.pk))
    number, made, signature = token_of(row).split(".")
    paths = [f"/review/{token}/" for token in (for_something_else, f"{number}9.{made}.{signature}", "x")]
    paths += [whole[:-5] + "/", whole.replace(".", "%00"), f"/review/{number}.{made}.{signature[:-1]}é/"]
    for path in paths:
        for answer in (client.get(path), client.post(path, {"listing": Listing.objects.get().pk})):
            assert answer.status_code == 404, path
            assert "This link does not work" in words(answer)
            assert "sign in and go to your councils" in words(answer)
    in_sixty_days = time.time() + days(60).total_seconds() + 1
    with monkeypatch.context() as later:
        later.setattr(signing.time, "time", lambda: in_sixty_days)
        assert client.get(whole).status_code == 404
    assert client.get(whole).status_code == 200
    close_account(user=officer.user, by=officer.user)
    assert client.get(whole).status_code == 404
    assert confirmed_today() == []


def test_whoever_left_the_council_confirms_nothing_any_more(officer: Any, client: Client) -> None:
    bins = make_due("Bins", officer)
    [mail] = ask()
    leave(membership=officer, by=officer.user)
    deliver()
    answer = client.post(page_of(mail), {"listing": bins.pk}, follow=True)
    assert "Nothing is left to confirm" in words(answer)
    assert "Bins" not in words(answer)
    assert confirmed_today() == []


def test_what_is_withdrawn_meanwhile_is_neither_shown_nor_confirmed(officer: Any, client: Client) -> None:
    bins = make_due("Bins", officer)
    [mail] = ask()
    Listing.objects.filter(pk=bins.pk).update(state="withdrawn")
    answer = client.post(page_of(mail), {"listing": bins.pk}, follow=True)
    assert "Bins" not in words(answer)
    assert confirmed_today() == []


def test_the_page_says_what_each_entry_says_and_names_no_person(officer: Any, client: Client) -> None:
    make_due("Bins", officer, summary="One lorry for two councils.", phase="beta", in_days=-200)
    [mail] = ask()
    seen = words(client.get(page_of(mail)))
    for part in ("Bins", "One lorry for two councils.", "Beta", "Last confirmed", "Left out of the usual lists"):
        assert part in seen, part
    assert "Olu" not in seen
    assert officer.user.email not in seen


def test_the_page_leads_to_editing_and_ending_each_entry_in_the_councils_area(officer: Any, client: Client) -> None:
    bins = make_due("Bins", officer)
    ended = make_due("Audit", officer, is_ended=True)
    [mail] = ask()
    area = f"/councils/{officer.organisation.slug}/manage"
    links = {one["href"] for one in read(client.get(page_of(mail))).attributes("a")}
    assert {f"{area}/projects/{bins.pk}/", f"{area}/projects/{ended.pk}/", f"{area}/entries/{bins.pk}/end/"} <= links
    assert f"{area}/entries/{ended.pk}/end/" not in links


def test_nobody_keeps_the_page_and_no_other_site_learns_its_address(officer: Any, client: Client) -> None:
    bins = make_due("Bins", officer)
    [mail] = ask()
    forged = "/review/forged/"
    sent = client.post(page_of(mail), {"listing": bins.pk})
    for answer in (client.get(page_of(mail)), sent, client.get(forged)):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert not re.search(r"sessionid|messages", str(answer.cookies))
