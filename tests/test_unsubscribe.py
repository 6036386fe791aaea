"""Ending alerts from within a mail, in one press and without signing in (RFC 8058)."""

import random
import string

import pytest
from django.core.signing import Signer
from django.test import Client

from collaboration.models import AlertSettings, Follow
from collaboration.unsubscribing import headers_of, link_of, token_of, token_of_all, token_of_suggestions
from councils.models import User
from tests.support.factories import make_person, make_project
from tests.support.joining import make_follow
from tests.support.pages import read
from tests.support.visits import show, signed_in

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def address(token: str) -> str:
    """Return the path that ends what a token names."""
    return f"/unsubscribe/{token}/"


def program() -> Client:
    """Return a mail program: it has no cookies, and no form of ours."""
    return Client(enforce_csrf_checks=True)


def test_the_link_in_a_mail_ends_that_alert_alone_without_signing_in(reader: User) -> None:
    one, other = make_follow(user=reader), make_follow(user=reader)
    theirs = make_follow(listing_id=one.listing_id)
    for _ in range(10):
        response = program().post(address(token_of(one)), ONE_CLICK)
        assert response.status_code == 200
        assert not response.cookies
    assert set(Follow.objects.all()) == {other, theirs}
    assert "You get no more emails about" in read(response).text


def test_reading_the_link_ends_nothing_and_shows_the_button_that_does(reader: User) -> None:
    follow = make_follow(user=reader, listing=make_project("Bins"))
    for _ in range(10):
        page = show(program(), address(token_of(follow)))
    assert "Stop emails about “Bins”?" in page.text
    assert Follow.objects.count() == 1
    assert "Stop these emails" in page.text
    [form] = page.attributes("form", method="post")
    assert "action" not in form
    done = read(program().post(address(token_of(follow))))
    assert "You get no more emails about “Bins”" in done.text
    assert "You get no more emails about this" in show(program(), address(token_of(follow))).text


def test_all_digests_are_ended_by_one_link_and_what_is_followed_stays(reader: User) -> None:
    follow, other = make_follow(user=reader), make_person()
    AlertSettings.objects.create(user=reader, frequency="daily")
    AlertSettings.objects.create(user=other, frequency="daily")
    page = show(program(), address(token_of_all(reader)))
    assert "Stop all emails about what you follow?" in page.text
    for _ in range(2):
        assert program().post(address(token_of_all(reader)), ONE_CLICK).status_code == 200
    assert AlertSettings.objects.get(user=reader).frequency == "none"
    assert AlertSettings.objects.get(user=other).frequency == "daily"
    assert Follow.objects.get() == follow
    assert "You get no more emails about what you follow" in show(program(), address(token_of_all(reader))).text


def test_whoever_never_chose_anything_can_end_them_too(reader: User) -> None:
    program().post(address(token_of_all(reader)), ONE_CLICK)
    assert AlertSettings.objects.get(user=reader).frequency == "none"


def test_the_link_works_whoever_is_signed_in(reader: User) -> None:
    follow = make_follow()
    assert signed_in(reader, program()).post(address(token_of(follow)), ONE_CLICK).status_code == 200
    assert not Follow.objects.exists()


def test_suggestions_are_ended_by_a_link_of_their_own_and_digests_go_on(reader: User) -> None:
    AlertSettings.objects.create(user=reader, frequency="daily", suggestions=True)
    link = address(token_of_suggestions(reader))
    page = show(program(), link)
    assert "Stop suggestions by email?" in page.text
    assert AlertSettings.objects.get(user=reader).suggestions
    for _ in range(3):
        assert "You get no more suggestions by email" in read(program().post(link, ONE_CLICK)).text
    assert "You get no more suggestions by email" in show(program(), link).text
    settings = AlertSettings.objects.get(user=reader)
    assert (settings.suggestions, settings.frequency) == (False, "daily")


def test_a_link_of_somebody_who_is_gone_is_still_answered(reader: User) -> None:
    tokens = token_of(make_follow(user=reader)), token_of_all(reader), token_of_suggestions(reader)
    reader.delete()
    for token in tokens:
        assert program().get(address(token)).status_code == 200
        assert program().post(address(token), ONE_CLICK).status_code == 200
    assert not AlertSettings.objects.exists()


def forged(token: str, chance: random.Random) -> str:
    """Return a token that somebody made up who has one of their own."""
    letters = string.ascii_letters + string.digits + "-_."
    named, _, signature = token.partition(".")
    place = chance.randrange(len(token))
    return chance.choice(
        [
            f"one-{chance.randrange(99)}-{chance.randrange(99)}.{signature}",
            f"all-{chance.randrange(99)}.{signature}",
            f"{named}.{''.join(chance.choices(letters, k=len(signature)))}",
            token[:place] + chance.choice(letters.replace(token[place], "")) + token[place + 1 :],
            token[:place],
            "".join(chance.choices(letters, k=60)),
            named,
            f"{named}.",
        ]
    )


def test_a_thousand_forged_links_end_nothing(reader: User) -> None:
    follows = [make_follow() for _ in range(5)]
    for follow in follows:
        AlertSettings.objects.create(user=follow.user, frequency="daily")
    own, chance, client = token_of(make_follow(user=reader)), random.Random(6), program()
    genuine = {token_of(follow) for follow in Follow.objects.all()}
    for _ in range(1000):
        token = forged(own, chance)
        assert token not in genuine
        response = client.post(address(token), ONE_CLICK)
        assert response.status_code == 404
    assert Follow.objects.count() == 6
    assert not AlertSettings.objects.filter(frequency="none").exists()
    assert not response.cookies


def test_a_link_that_is_cut_off_says_so(reader: User) -> None:
    response = program().get(address(token_of(make_follow(user=reader))[:-3]))
    assert response.status_code == 404
    assert "This link is not complete" in read(response).text


@pytest.mark.parametrize("salt", ["", "collaboration.interest", "councils"])
def test_a_token_that_was_signed_for_something_else_ends_nothing(reader: User, salt: str) -> None:
    follow = make_follow(user=reader)
    other = Signer(sep=".", salt=salt).sign(f"one-{reader.pk}-{follow.pk}")
    assert program().post(address(other), ONE_CLICK).status_code == 404
    assert Follow.objects.exists()


def test_a_token_of_one_persons_follow_names_no_other_with_the_same_number(reader: User) -> None:
    follow = make_follow(user=reader)
    token = token_of(follow)
    Follow.objects.filter(pk=follow.pk).update(user=make_person())
    program().post(address(token), ONE_CLICK)
    assert Follow.objects.filter(pk=follow.pk).exists()


def test_mail_programs_find_the_link_in_the_headers(reader: User, settings: object) -> None:
    follow = make_follow(user=reader)
    headers = headers_of(token_of(follow))
    assert headers["List-Unsubscribe"] == f"<{link_of(token_of(follow))}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link_of(token_of(follow)).endswith(address(token_of(follow)))


def test_the_page_is_kept_by_nobody_and_found_by_no_search(reader: User) -> None:
    response = program().get(address(token_of(make_follow(user=reader))))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
