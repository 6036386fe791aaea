"""Every address of the site is known, and leads on for good; what is hidden shows nowhere."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from councils.models import User
from tests.support.address_table import PUBLIC, ROOMS, TABLE
from tests.support.answers import PAGE, VISITORS
from tests.support.cast import make_cast, make_things
from tests.support.databases import reading_only
from tests.support.factories import (
    make_area,
    make_council,
    make_former_council,
    make_person,
    make_project,
    make_service,
    succeed,
)
from tests.support.visits import signed_in


@pytest.fixture
def cast(db: None) -> dict[str, User | None]:
    """Each kind of visitor as a person."""
    return make_cast(make_things())


def names_of(resolver: Any, space: str = "") -> Iterator[str]:
    """Yield the name of every address of the site; of those without a name, the pattern."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield space + (pattern.name or str(pattern.pattern))
        else:
            yield from names_of(pattern, space + (f"{pattern.namespace}:" if pattern.namespace else ""))


def test_every_address_has_a_line_in_the_table() -> None:
    unnamed = {"admin:<path:object_id>/", "admin:(?P<url>.*)$"}  # old admin addresses, and its page for unknown ones
    assert set(names_of(get_resolver())) - unnamed == set(TABLE)


def test_every_model_of_the_admin_has_its_pages_in_the_table() -> None:
    assert {f"{model._meta.label_lower.replace('.', '_')}" for model in admin.site._registry} == set(ROOMS)


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
    assert found == [404, 404, 404, 404, 404, 404, 200, 200]


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


# Old and wrong addresses


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
