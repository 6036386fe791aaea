"""What somebody typed into the admin is not lost with their session, nor is it taken amiss."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.factories import make_council, make_officer, make_project
from tests.support.visits import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.mark.parametrize("page", ["entry", "begin", "decision"])
def test_what_was_typed_into_the_admin_is_shown_to_be_copied_when_the_session_has_ended(
    client: Client, page: str
) -> None:
    bins = make_project("Bins", leads=[make_council()])
    address = {
        "entry": reverse("admin:projects_project_change", args=[bins.pk]),
        "begin": reverse("admin:projects_project_add"),
        "decision": reverse("decide", args=[bins.pk, "send-back"]),
    }[page]
    response = client.post(address, {"title": "Bins", "words": "Many <b> words,\r\nand more of them."})
    assert response.status_code == 403
    shown = response.content.decode()
    assert "Many &lt;b&gt; words,\r\nand more of them." in shown
    assert "Nothing was saved." in shown
    assert f"/account/sign-in/?next={address.replace('/', '%2F')}" in shown


def test_a_press_without_words_leads_to_sign_in_and_back(client: Client) -> None:
    bins = make_project("Bins", leads=[make_council()])
    address = reverse("decide", args=[bins.pk, "approve"])
    response = client.post(address, {"queue": "first"}, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0].startswith("/account/sign-in/?next=")


def test_a_search_for_characters_that_no_name_has_finds_what_the_rest_of_it_finds(client: Client) -> None:
    make_council("Nearby")
    asked = {"app_label": "listings", "model_name": "participation", "field_name": "organisation"}
    browser = signed_in(make_officer(make_council()), client)
    found = browser.get(reverse("admin:autocomplete"), asked | {"term": "near\x00by"})
    assert [each["text"] for each in found.json()["results"]] == ["Nearby Council"]
