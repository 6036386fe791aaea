"""Every address of the site × every kind of visitor: who gets what, and that reading never writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from councils.models import User
from listings.models import NameToResolve, SynonymGroup, Topic
from tests.support.factories import (
    make_area,
    make_council,
    make_former_council,
    make_person,
    make_project,
    make_service,
    succeed,
)

VISITORS = ("visitor", "reader", "moderator", "administrator")
"""Nobody we know; signed in without rights; looks after the directory; may do everything."""


class Answers(NamedTuple):
    """The status for each of VISITORS, for reading and for sending an empty form."""

    get: tuple[int, int, int, int]
    post: tuple[int, int, int, int]


# For                        visitor reader moderator administrator
PAGE = Answers(get=(200, 200, 200, 200), post=(405, 405, 405, 405))
FILE = Answers(get=(200, 200, 200, 200), post=(200, 200, 200, 200))
SHORT_ADDRESS = Answers(get=(301, 301, 301, 301), post=(405, 405, 405, 405))
SIGN_IN = Answers(get=(200, 200, 302, 302), post=(200, 200, 200, 200))
OFFICE = Answers(get=(302, 302, 200, 200), post=(302, 302, 200, 200))
NOT_THERE = Answers(get=(302, 302, 404, 404), post=(302, 302, 404, 404))
MODERATED = Answers(get=(302, 302, 200, 200), post=(302, 302, 200, 200))
NEEDS_A_RIGHT = Answers(get=(302, 302, 403, 200), post=(302, 302, 403, 200))
NOBODY_MAY = Answers(get=(302, 302, 403, 403), post=(302, 302, 403, 403))
READ_ONLY = Answers(get=(302, 302, 200, 200), post=(302, 302, 403, 403))

PUBLIC = {
    **dict.fromkeys(["home", "projects", "project", "services", "service", "councils", "council"], PAGE),
    **dict.fromkeys(["service-areas", "service-area", "search", "suggestions"], PAGE),
    **dict.fromkeys(["about", "rules", "accessibility", "privacy", "data"], PAGE),
    **dict.fromkeys(["project-by-number", "service-by-number", "service-area-by-number"], SHORT_ADDRESS),
    **dict.fromkeys(["healthz", "readyz", "robots", "sitemap"], FILE),
}

ADMIN = {
    "index": OFFICE,
    "login": SIGN_IN,
    "logout": Answers(get=(302, 302, 405, 405), post=(302, 302, 200, 200)),
    "password_change": OFFICE,
    "password_change_done": Answers(get=(302, 302, 200, 200), post=(302, 302, 405, 405)),
    "autocomplete": Answers(get=(302, 302, 403, 403), post=(302, 302, 405, 405)),
    "jsi18n": Answers(get=(302, 302, 200, 200), post=(302, 302, 405, 405)),
    "view_on_site": NOT_THERE,
    "app_list": OFFICE,
    "auth_user_password_change": NEEDS_A_RIGHT,
}

ONLY_ADMINISTRATORS = dict.fromkeys(["changelist", "add", "change", "history"], NEEDS_A_RIGHT)
ROOMS = {
    "projects_project": {"delete": NOBODY_MAY},
    "services_sharedservice": {"delete": NOBODY_MAY},
    "listings_topic": {},
    "listings_servicearea": {"add": NOBODY_MAY, "change": READ_ONLY, "delete": NOBODY_MAY},
    "listings_nametoresolve": {"add": NOBODY_MAY, "delete": NOBODY_MAY},
    "listings_synonymgroup": {"delete": NOBODY_MAY},
    "councils_organisation": {},
    "councils_succession": {},
    "councils_user": ONLY_ADMINISTRATORS,
    "auth_group": ONLY_ADMINISTRATORS,
}
"""The admin's models, and where they differ from USUAL."""
USUAL = {
    **dict.fromkeys(["changelist", "add", "change", "history"], MODERATED),
    "delete": NEEDS_A_RIGHT,
}

TABLE = {
    **PUBLIC,
    **{f"admin:{name}": answers for name, answers in ADMIN.items()},
    **{
        f"admin:{model}_{page}": (USUAL | different)[page] for (model, different), page in product(ROOMS.items(), USUAL)
    },
}


@pytest.fixture
def things(db: None) -> dict[str, Any]:
    """One of everything that an address may name, by the name of its admin."""
    council = make_council("Exford")
    project = make_project("Bins", leads=[council], partners=["Berkshire"])
    return {
        "projects_project": project,
        "services_sharedservice": make_service("Audit"),
        "listings_topic": Topic.objects.create(name="bins"),
        "listings_servicearea": make_area("Waste"),
        "listings_nametoresolve": NameToResolve.objects.get(),
        "listings_synonymgroup": SynonymGroup.objects.create(terms=["bins", "waste"]),
        "councils_organisation": council,
        "councils_succession": succeed(make_former_council(), council),
        "councils_user": make_person("Somebody"),
        "auth_group": Group.objects.create(name="Nobody"),
    }


@pytest.fixture
def cast(reader: User, moderator: User, administrator: User) -> dict[str, User | None]:
    """Each kind of visitor as a person."""
    return {"visitor": None, "reader": reader, "moderator": moderator, "administrator": administrator}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name in the table stands for."""
    project, service = things["projects_project"], things["services_sharedservice"]
    council, area = things["councils_organisation"], things["listings_servicearea"]
    special = {
        "project": project.get_absolute_url(),
        "service": service.get_absolute_url(),
        "council": council.get_absolute_url(),
        "service-area": area.get_absolute_url(),
        "project-by-number": f"/projects/{project.pk}/",
        "service-by-number": f"/services/{service.pk}/",
        "service-area-by-number": f"/service-areas/{area.pk}/",
        "admin:view_on_site": "/admin/r/999999/1/",
        "admin:app_list": "/admin/listings/",
        "admin:auth_user_password_change": f"/admin/councils/user/{things['councils_user'].pk}/password/",
    }
    if name in special:
        return special[name]
    model, _, page = name.removeprefix("admin:").rpartition("_")
    if name.startswith("admin:") and page in {"change", "history", "delete"} and model in things:
        return reverse(name, args=[things[model].pk])
    return reverse(name)


def names_of(resolver: Any, space: str = "") -> Iterator[str]:
    """Yield the name of every address of the site; of those without a name, the pattern."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield space + (pattern.name or str(pattern.pattern))
        else:
            yield from names_of(pattern, space + (f"{pattern.namespace}:" if pattern.namespace else ""))


def signed_in(person: User | None) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    if person:
        client.force_login(person)
    return client


@contextmanager
def reading_only() -> Iterator[None]:
    """Make the database refuse every statement that writes; undone at the end."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        yield
        transaction.set_rollback(True)


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever was written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_address_has_a_line_in_the_table() -> None:
    unnamed = {"admin:<path:object_id>/", "admin:(?P<url>.*)$"}  # old admin addresses, and its page for unknown ones
    assert set(names_of(get_resolver())) - unnamed == set(TABLE)


def test_every_model_of_the_admin_has_its_pages_in_the_table() -> None:
    assert {f"{model._meta.label_lower.replace('.', '_')}" for model in admin.site._registry} == set(ROOMS)


@pytest.mark.ignore_template_errors  # Django's own admin templates count on undefined variables being empty
@pytest.mark.parametrize("name", TABLE)
def test_everybody_gets_what_the_table_says_and_reading_never_writes(
    name: str, things: dict[str, Any], cast: dict[str, User | None]
) -> None:
    address = address_of(name, things)
    for visitor, expected in zip(VISITORS, TABLE[name].get, strict=True):
        client = signed_in(cast[visitor])
        with reading_only():
            assert client.get(address).status_code == expected, f"{visitor} reads {address}"
    for visitor, expected in zip(VISITORS, TABLE[name].post, strict=True):
        with undone():
            assert signed_in(cast[visitor]).post(address).status_code == expected, f"{visitor} posts to {address}"


def test_the_guard_against_writing_refuses_a_write(db: None) -> None:
    with pytest.raises(Exception, match="read-only transaction"), reading_only():
        make_person()


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(db: None, client: Client) -> None:
    response = client.get("/admin/projects/project/?phase=live")
    assert response["Location"] == "/admin/login/?next=/admin/projects/project/%3Fphase%3Dlive"


# What is hidden

HIDDEN = [(make, state) for make in (make_project, make_service) for state in ("draft", "waiting", "withdrawn")]


@pytest.mark.parametrize(("make", "state"), HIDDEN)
def test_what_is_not_published_is_there_for_moderators_and_for_nobody_else(
    cast: dict[str, User | None], make: Callable[..., Any], state: str
) -> None:
    address = make("Not yet", state=state).get_absolute_url()
    found = [signed_in(cast[visitor]).get(address).status_code for visitor in VISITORS]
    assert found == [404, 404, 200, 200]


@pytest.mark.parametrize(("make", "state"), HIDDEN)
def test_what_is_not_published_shows_on_no_page_of_a_visitor(
    db: None, client: Client, make: Callable[..., Any], state: str
) -> None:
    council, former, area = make_council(), make_former_council(), make_area()
    succeed(former, council)
    other = make_project("Shown", leads=[council], areas=[area])
    hidden = make(
        "Kept back",
        state=state,
        leads=[council, former],
        areas=[area],
        topics=["bins"],
        wants="partners",
        wants_note="Kept back",
    )
    hidden.earlier_stages.create(earlier=other)
    pages = ["/", "/projects/", "/services/", "/councils/?sort=listings", "/service-areas/", "/sitemap.xml"]
    pages += [thing.get_absolute_url() for thing in (council, former, area, other)]
    pages += [
        "/search/?q=kept",
        "/search/suggest/?q=kept",
        "/search/suggest/?q=bins",
        f"/search/?q={council.short_name}",
    ]
    pages += ["/projects/?q=kept", "/services/?q=kept", f"/{hidden.kind}s/?council={council.slug}"]
    for page in pages:
        text = client.get(page).content.decode()
        assert "Kept back" not in text, page
        assert "kept-back" not in text, page


def test_a_short_address_does_not_tell_that_a_draft_exists(db: None, client: Client) -> None:
    draft = make_project(state="draft")
    assert client.get(f"/projects/{draft.pk}/").status_code == 404
    assert client.get(f"/projects/{draft.pk}/wrong-words/").status_code == 404


# Forged addresses

FORGED = [
    "0",
    "-1",
    "99999999999999999999",
    "1e9",
    "abc",
    "%00",
    "1%00",
    "١٢",
    "' OR 1=1",
    "../../etc/passwd",
    "x" * 5000,
]
PLACES = [
    "/projects/{}/",
    "/projects/{}/words/",
    "/services/{}/",
    "/services/{}/words/",
    "/councils/{}/",
    "/service-areas/{}/",
    "/service-areas/{}/words/",
    "/{}",
    "/admin/projects/project/{}/change/",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("forged", FORGED, ids=lambda forged: forged[:20])
@pytest.mark.ignore_template_errors  # an unknown row in Django's own admin
def test_a_forged_address_is_not_found_and_never_a_fault(administrator: User, place: str, forged: str) -> None:
    client = signed_in(administrator if place.startswith("/admin") else None)
    expected = {302} if place.startswith("/admin") else {400, 404}
    assert client.get(place.format(forged)).status_code in expected


@pytest.mark.parametrize("forged", ["words%00", "%F0%9F%97%91", "x" * 5000, "%3Cscript%3E", "a%2Fb"])
def test_wrong_words_in_an_address_lead_to_the_lasting_one(db: None, client: Client, forged: str) -> None:
    for thing in (make_project(), make_service(), make_area()):
        short = thing.get_absolute_url().rsplit("/", 2)[0]
        response = client.get(f"{short}/{forged}/")
        assert response.status_code in {301, 404}
        if response.status_code == 301:
            assert response["Location"] == thing.get_absolute_url()


@pytest.mark.parametrize("words", ["", "old-title/"])
def test_an_old_address_redirects_for_good_and_keeps_no_filters(db: None, client: Client, words: str) -> None:
    project = make_project("New title")
    response = client.get(f"/projects/{project.pk}/{words}?utm=1")
    assert (response.status_code, response["Location"]) == (301, project.get_absolute_url())


def test_a_project_does_not_answer_as_a_shared_service(db: None, client: Client) -> None:
    project, service = make_project("Same"), make_service("Same")
    assert client.get(f"/services/{project.pk}/same/").status_code == 404
    assert client.get(f"/projects/{service.pk}/same/").status_code == 404


def test_an_address_without_its_last_slash_finds_its_page(db: None, client: Client) -> None:
    response = client.get("/projects")
    assert (response.status_code, response["Location"]) == (301, "/projects/")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_no_public_page_takes_another_method(db: None, client: Client, method: str) -> None:
    for name, answers in PUBLIC.items():
        if answers is PAGE and name not in {"project", "service", "council", "service-area"}:
            assert getattr(client, method)(reverse(name)).status_code == 405, name


def test_asking_for_the_head_of_a_page_is_as_good_as_reading_it(db: None, client: Client) -> None:
    response = client.head("/projects/")
    assert (response.status_code, response.content) == (200, b"")
