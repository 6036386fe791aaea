"""What somebody typed survives that they were not signed in any more, and nobody else gets it."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect

from collabhub.urls import handler400, handler403, handler404, handler500
from collabhub.urls import urlpatterns as addresses
from councils.actions.kept_texts import forget_old_texts
from councils.kept_text import BYTES_OF_ALL, BYTES_OF_ONE, COOKIE, FOR_ONE, MOST_KEPT, RequestWithText, keeps_text
from councils.models import KeptText, User
from tests.support.pages import read
from tests.support.visits import signed_in

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

FORM = "/a-form/"
LONG = "What we learnt, in many words.\r\nAnd <b>more</b> of it. " * 40


@keeps_text
@csrf_protect
def a_form(request: RequestWithText, number: int = 0) -> HttpResponse:
    """Answer with what is in the form; sent, with what was saved."""
    if request.method == "POST":
        return HttpResponse(f"saved: {request.POST.get('learnt', '')}")
    text = request.kept_text
    return HttpResponse("nothing" if text is None else f"back: {text.get('learnt', '')} {text.getlist('areas')}")


urlpatterns = [*addresses, path("a-form/", a_form), path("a-form/<int:number>/", a_form)]

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.test_kept_text")]


@pytest.fixture
def browser() -> Client:
    """A browser in which nobody is signed in."""
    return Client()


def send(browser: Client, learnt: str = LONG, **fields: Any) -> Any:
    return browser.post(FORM, {"learnt": learnt, "areas": ["1", "2"], "csrfmiddlewaretoken": "x" * 64} | fields)


def body(response: Any) -> str:
    return str(response.content.decode())


def test_text_sent_after_a_session_ended_is_in_the_form_again_once_its_writer_has_signed_in(
    browser: Client, reader: User
) -> None:
    response = send(browser)
    assert response.status_code == 302
    assert response["Location"] == f"/account/sign-in/?next={FORM}"
    assert "sign in, and it comes back" in body(browser.get(response["Location"]))
    signed_in(reader, browser)
    assert body(browser.get(FORM)) == f"back: {LONG} ['1', '2']"


def test_reading_the_form_takes_nothing_away_and_sending_it_does(browser: Client, reader: User) -> None:
    send(browser)
    signed_in(reader, browser)
    assert body(browser.get(FORM)) == body(browser.get(FORM)) != "nothing"
    assert body(send(browser)).startswith("saved: ")
    assert body(browser.get(FORM)) == "nothing"
    assert not KeptText.objects.exists()


def test_kept_text_comes_back_in_no_other_form_and_in_no_other_browser(browser: Client, reader: User) -> None:
    send(browser)
    signed_in(reader, browser)
    assert body(browser.get(f"{FORM}1/")) == "nothing"
    other = signed_in(reader)
    assert body(other.get(FORM)) == "nothing"
    other.cookies[COOKIE] = "forged"
    assert body(other.get(FORM)) == "nothing"


def test_two_forms_keep_their_own_text_and_a_form_sent_twice_keeps_the_later(browser: Client, reader: User) -> None:
    send(browser, "first")
    browser.post(f"{FORM}1/", {"learnt": "of another form"})
    send(browser, "second")
    signed_in(reader, browser)
    assert body(browser.get(FORM)) == "back: second ['1', '2']"
    assert body(browser.get(f"{FORM}1/")) == "back: of another form []"


def test_the_database_has_neither_the_key_nor_the_token_of_the_form(browser: Client) -> None:
    cookie = send(browser).cookies[COOKIE]
    kept = KeptText.objects.get()
    assert cookie.value
    assert cookie.value not in kept.key_hash
    assert set(kept.fields) == {"learnt", "areas"}
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 24 * 60 * 60


def test_text_is_kept_for_a_day_and_then_forgotten(browser: Client, reader: User) -> None:
    send(browser)
    signed_in(reader, browser)
    KeptText.objects.update(kept_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert forget_old_texts() == 0
    assert body(browser.get(FORM)).startswith("back: ")
    KeptText.objects.update(kept_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert body(browser.get(FORM)) == "nothing"
    assert forget_old_texts() == 1
    assert forget_old_texts() == 0


def test_a_huge_text_is_not_kept_and_the_page_says_what_to_do(browser: Client) -> None:
    response = send(browser, "many words " * (MOST_KEPT // 11 + 1))
    assert response.status_code == 413
    assert "too much text to keep" in read(response).text
    assert "Go back in your browser" in read(response).text
    assert not KeptText.objects.exists()


def test_a_client_that_sends_very_many_is_shown_its_text_to_copy_instead(browser: Client) -> None:
    for number in range(FOR_ONE.most):
        assert send(browser, f"number {number}").status_code == 302
    response = send(browser, "the <script>alert(1)</script> one too many")
    assert response.status_code == 429
    assert "the &lt;script&gt;alert(1)&lt;/script&gt; one too many" in body(response)
    assert KeptText.objects.count() == 1


HALF = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n--x--\r\n'
"""A form of which the sender says that it is in UTF-7, in which half of a character can be written: +2AA-."""
UTF_7 = "multipart/form-data; boundary=x; charset=utf-7"


@pytest.mark.parametrize(("name", "value"), [("learnt", "many +2AA- words"), ("lea+2AA-rnt", "many words")])
def test_half_a_character_in_a_name_or_a_text_does_not_lose_the_rest(
    browser: Client, reader: User, name: str, value: str
) -> None:
    assert browser.generic("POST", FORM, HALF.format(name, value), content_type=UTF_7).status_code == 302
    [(kept_name, [kept_value])] = KeptText.objects.get().fields.items()
    assert (kept_name, kept_value) == (name.replace("+2AA-", "?"), value.replace("+2AA-", "?"))


def test_names_of_fields_that_the_database_cannot_hold_are_kept_without_what_it_cannot(
    browser: Client, reader: User
) -> None:
    assert browser.post(FORM, {"lea\x00rnt": "one", "learnt": "two"}).status_code == 302
    assert KeptText.objects.get().fields == {"learnt": ["one", "two"]}
    signed_in(reader, browser)
    assert body(browser.get(FORM)).startswith("back: two")


@pytest.mark.parametrize(("name", "value"), [("learnt", "many +2AA- words"), ("lea+2AA-rnt", "many words")])
def test_half_a_character_in_a_stale_tab_gets_the_page_to_copy_from(strict: Client, name: str, value: str) -> None:
    sent = HALF.format(name, value)
    response = strict.generic("POST", FORM, sent, content_type=UTF_7, headers=OURS)
    assert response.status_code == 403
    assert value.replace("+2AA-", "?") in body(response)


def test_a_client_keeps_so_much_text_a_day_and_leaves_the_room_of_others_alone(browser: Client) -> None:
    large = "many words " * (MOST_KEPT // 11 - 10)
    answers = [send(browser, large).status_code for _ in range(BYTES_OF_ONE.most // MOST_KEPT + 1)]
    assert answers[0] == 302
    assert answers[-1] == 429
    assert BYTES_OF_ALL.most >= 500 * BYTES_OF_ONE.most
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert send(other, large).status_code == 302


def test_characters_that_the_database_cannot_hold_do_not_lose_the_rest(browser: Client, reader: User) -> None:
    assert send(browser, "before\x00 after \u2028 😀").status_code == 302
    signed_in(reader, browser)
    assert body(browser.get(FORM)).startswith("back: before after \u2028 😀")


# A stale tab: the form carries a token of before


@pytest.fixture
def strict(reader: User) -> Client:
    """A browser whose forms are checked, in which somebody has signed in again in another tab."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(reader)
    return browser


OURS = {"Origin": "http://testserver"}


def test_a_stale_tab_shows_what_was_typed_and_sends_it_again_when_asked_to(strict: Client) -> None:
    sent = {"learnt": LONG, "areas": ["1", "2"], "csrfmiddlewaretoken": "x" * 64}
    response = strict.post(FORM, sent, headers=OURS)
    assert response.status_code == 403
    assert "&lt;b&gt;more&lt;/b&gt;" in body(response)
    assert "<b>more</b>" not in body(response)
    hidden = [(box["name"], box["value"]) for box in read(response).attributes("input", type="hidden")]
    again = dict(hidden) | {"areas": [value for name, value in hidden if name == "areas"]}
    assert again["areas"] == ["1", "2"]
    saved = strict.post(FORM, again, headers=OURS)
    assert body(saved).replace("\r\n", "\n") == f"saved: {LONG}".replace("\r\n", "\n")


@pytest.mark.parametrize("origin", [{}, {"Origin": "null"}, {"Origin": "https://elsewhere.example"}])
def test_what_another_site_sends_is_never_shown_nor_offered_to_be_sent(strict: Client, origin: dict[str, str]) -> None:
    response = strict.post(FORM, {"learnt": "a stranger's words"}, headers=origin)
    assert response.status_code == 403
    assert "stranger" not in body(response)
    assert "<form" not in body(response)


def test_a_huge_form_in_a_stale_tab_is_refused_in_a_short_page(strict: Client) -> None:
    response = strict.post(FORM, {"learnt": "many words " * (MOST_KEPT // 11 + 1)}, headers=OURS)
    assert response.status_code == 403
    assert len(response.content) < 20_000


def test_a_form_that_fails_the_check_keeps_nothing() -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(FORM, {"learnt": LONG}, headers=OURS).status_code == 403
    assert not KeptText.objects.exists()
