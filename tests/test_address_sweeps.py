"""Every address that takes something, with forged ids, without a token, and with fields that nobody may send."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from councils.models import Membership, Organisation, User
from listings.models import Listing
from tests.support.address_table import TABLE, address_of
from tests.support.answers import VISITORS
from tests.support.cast import World
from tests.support.databases import undone

pytestmark = pytest.mark.ignore_template_errors  # Django's own admin templates


# Forged ids

FORGED = [
    "0",
    "-1",
    "99999999999999999999",
    "1e9",
    "abc",
    "%00",
    "1%00",
    "٩٩٩٩٩٩٩٩٩",
    "' OR 1=1",
    "../../etc/passwd",
    "x" * 5000,
]
PART = re.compile(r"<\w+:\w+>")


def patterns(resolver: Any, above: str = "") -> Iterator[str]:
    """Yield every address of the site with its parts as they are written in the code."""
    for pattern in resolver.url_patterns:
        here = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here
        else:
            yield from patterns(pattern, here)


def places() -> list[str]:
    """Return every address that names something, and each of its parts once as `{}` and otherwise as `{slug}`."""
    found = set()
    for pattern in patterns(get_resolver()):
        parts = PART.findall(pattern)
        if "^" in pattern or pattern.startswith("dev/"):
            continue
        for place in range(len(parts)):
            words = iter(range(len(parts)))
            found.add(
                "/" + PART.sub(lambda part, place=place, words=words: put(part[0], next(words) == place), pattern)
            )
    return sorted(found)


def put(part: str, is_forged: bool) -> str:
    """Return what stands for a part of an address: the forged words, a real council, or the number one."""
    if is_forged:
        return "{}"
    return "{slug}" if "slug:slug" in part else "1"


@pytest.mark.slow
@pytest.mark.parametrize("place", places())
def test_a_forged_id_is_not_found_and_never_a_fault_for_reading_and_for_sending(place: str, world: World) -> None:
    client = world.browser("administrator" if place.startswith("/admin/") else "manager")
    council = world.things["councils_organisation"].slug
    for forged in FORGED:
        address = place.replace("{slug}", council).format(forged)
        for answer in (client.get, client.post):
            with undone():
                status = answer(address).status_code
            assert status in {301, 302, 400, 403, 404, 405}, f"{answer.__name__} {address[:100]}: {status}"


def test_the_sweep_goes_to_every_address_that_names_something() -> None:
    assert len(places()) > 50
    assert "/councils/{slug}/manage/people/{}/role/" in places()
    assert "/account/second-step/webauthn/keys/{}/remove/" in places()


# Forms from elsewhere

BY_THE_LINK_ALONE = {"unsubscribe"}
"""What a mail program posts for its reader, by the secret in the link (RFC 8058): it knows no token of ours."""


@pytest.mark.parametrize(
    ("visitor", "form"), [("visitor", "/account/sign-in/"), ("administrator", "/account/sign-out/")]
)
def test_whatever_is_sent_needs_our_token_and_our_own_page(visitor: str, form: str, world: World) -> None:
    client = world.browser(visitor, enforce_csrf_checks=True)
    client.get(form)
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    elsewhere = {"HTTP_ORIGIN": "https://evil.example", "HTTP_SEC_FETCH_SITE": "cross-site"}
    for name in sorted(TABLE.keys() - BY_THE_LINK_ALONE):
        with undone():
            address = address_of(name, world.things)
            assert client.post(address).status_code == 403, f"{address} without a token"
            assert client.post(address, token, **elsewhere).status_code == 403, f"{address} from another site"


# Fields that nobody may send

FORBIDDEN = {
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "",
    "role": "manager",
    "user": "1",
    "user_id": "1",
    "by": "1",
    "organisation": "1",
    "organisation_id": "1",
    "email": "boss@elsewhere.example",
    "password": "secret",
    "closed_at": "2020-01-01",
    "joined_at": "2020-01-01",
    "last_login": "2020-01-01",
    "ended_at": "2020-01-01",
    "end_reason": "left",
    "confirmed_at": "2020-01-01",
    "state": "published",
    "title": "Taken over",
    "slug": "taken-over",
    "published_at": "2020-01-01",
    "answer": "yes",
    "answered_by": "1",
    "accepted_at": "2020-01-01",
    "invited_by": "1",
    "id": "1",
    "pk": "1",
}


def what_stands() -> dict[str, Any]:
    """Return what nobody without the right to it may change, as it stands."""
    return {
        "people": list(User.objects.order_by("pk").values_list("pk", "email", "is_active", "is_staff", "is_superuser")),
        "managers": list(Membership.objects.current().managers().order_by("pk").values_list("pk", flat=True)),
        "listings": list(Listing.objects.order_by("pk").values_list("pk", "title", "state", "slug")),
        "organisations": list(Organisation.objects.order_by("pk").values_list("pk", "name", "slug", "status")),
    }


DOES_WHAT_ITS_BUTTON_SAYS = {("withdraw-entry", "officer")}
"""Addresses whose button changes what stands, for those who may press it; what is sent besides does not matter."""


@pytest.mark.parametrize("visitor", VISITORS[:5])
def test_fields_that_nobody_may_send_change_nothing(visitor: str, world: World) -> None:
    assert len(FORBIDDEN) >= 25
    with undone():
        addresses = {name: address_of(name, world.things) for name in TABLE}  # some make what they are about
        before = what_stands()
        for name, address in addresses.items():
            if (name, visitor) in DOES_WHAT_ITS_BUTTON_SAYS:
                continue
            with undone():
                world.browser(visitor).post(address, FORBIDDEN)
                assert what_stands() == before, address
