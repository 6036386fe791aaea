"""Links in mails that were sent before SECRET_KEY was renewed, with the earlier key kept and without."""

import secrets
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import Signer
from django.test import Client

from collabhub import environment
from collaboration import interest_links, unsubscribing
from collaboration.models import Follow
from councils.models import User
from tests.support.factories import make_council, make_officer, make_project
from tests.support.joining import make_follow, make_interest

LONG = secrets.token_urlsafe(50)


def test_a_link_in_an_old_mail_works_while_the_earlier_key_is_kept(client: Client, reader: User, settings: Any) -> None:
    follow = make_follow(user=reader)
    address = f"/unsubscribe/{unsubscribing.token_of(follow)}/"
    before, settings.SECRET_KEY = settings.SECRET_KEY, LONG
    assert client.get(address).status_code == 404
    settings.SECRET_KEY_FALLBACKS = [before]
    assert client.get(address).status_code == 200
    client.post(address)
    assert not Follow.objects.exists()


def test_new_links_are_made_with_the_new_key_alone(reader: User, settings: Any) -> None:
    follow = make_follow(user=reader)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], LONG
    token = unsubscribing.token_of(follow)
    settings.SECRET_KEY_FALLBACKS = []
    assert unsubscribing.read_token(token).follow_id == follow.pk


def test_a_link_by_which_a_mail_is_answered_works_while_the_earlier_key_is_kept(
    client: Client, db: None, settings: Any
) -> None:
    council = make_council("Exford")
    officer = make_officer(council)
    interest = make_interest(listing=make_project(leads=[council]))
    address = f"/interest/{interest_links.token_of(interest, officer)}/"
    before, settings.SECRET_KEY = settings.SECRET_KEY, LONG
    assert client.get(address).status_code == 404
    settings.SECRET_KEY_FALLBACKS = [before]
    assert client.get(address).status_code == 200


def test_the_environment_names_earlier_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY_FALLBACKS", raising=False)
    assert environment.read_earlier_secret_keys() == []
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", f"{LONG}, {LONG[::-1]}")
    assert environment.read_earlier_secret_keys() == [LONG, LONG[::-1]]
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", f"{LONG},short")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FALLBACKS holds a key that is too short"):
        environment.read_earlier_secret_keys()


def test_a_key_that_was_never_ours_signs_nothing(client: Client, reader: User, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = [LONG]
    follow = make_follow(user=reader)
    forged = Signer(key="x" * 50, sep=".", salt="collaboration.unsubscribing").sign(f"one-{reader.pk}-{follow.pk}")
    assert client.post(f"/unsubscribe/{forged}/").status_code == 404
    assert Follow.objects.exists()
