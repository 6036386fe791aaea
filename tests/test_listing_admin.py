"""Moderators mend entries in the admin: nothing is deleted, and what they do is what the site shows."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from listings.models import Listing, NameToResolve, Participation, Topic
from projects.models import Project
from tests.support.factories import add_source, make_area, make_council, make_project, make_service
from tests.support.visits import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

MAKERS = {"projects_project": make_project, "services_sharedservice": make_service}


@pytest.fixture
def moderate(client: Client, administrator: Any) -> Client:
    return signed_in(administrator, client)


def change_page(listing: Any) -> str:
    return reverse(f"admin:{listing._meta.label_lower.replace('.', '_')}_change", args=[listing.pk])


def form_of(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """Return what the page's form would send, with some of it changed."""
    response = client.get(address)
    data: dict[str, Any] = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = (
                    [getattr(item, "pk", item) for item in value] if isinstance(value, list) else value
                )
    return data | changes


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", MAKERS)
def test_a_list_of_many_entries_asks_no_more_questions_than_one_of_few(moderate: Client, model: str) -> None:
    address = reverse(f"admin:{model}_changelist")
    MAKERS[model](leads=[make_council()], partners=["Nowhere"])
    moderate.get(address)
    few = statements(moderate, address)
    for _ in range(12):
        MAKERS[model](leads=[make_council(), make_council()], areas=[make_area()], topics=["a"])
    assert statements(moderate, address) == few


@pytest.mark.parametrize("model", MAKERS)
def test_the_form_of_an_entry_with_many_partners_asks_no_more_questions(moderate: Client, model: str) -> None:
    few = MAKERS[model](leads=[make_council()], links=["https://a.example"])
    many = MAKERS[model](
        leads=[make_council()],
        partners=[make_council() for _ in range(9)],
        links=[f"https://a.example/{number}" for number in range(9)],
    )
    moderate.get(change_page(few))
    assert statements(moderate, change_page(many)) == statements(moderate, change_page(few))


def test_an_entry_is_found_by_title_and_by_who_takes_part_once_each(moderate: Client) -> None:
    make_project("Parking", partners=[make_council("Exford East"), make_council("Exford West")])
    make_project("Libraries")
    for words in ("Exford", "parking"):
        page = moderate.get(reverse("admin:projects_project_changelist"), {"q": words}).content.decode()
        assert re.findall(r'field-title"><a [^>]*>(\w+)<', page) == ["Parking"]


def test_entries_are_narrowed_by_service_area_with_all_below_it(moderate: Client) -> None:
    top = make_area("Housing")
    make_project("Repairs", areas=[make_area(parent=make_area(parent=top)), top])
    make_project("Other", areas=[make_area()])
    for asked, titles in [(top.pk, ["Repairs"]), ("", ["Other", "Repairs"]), ("x", ["Other", "Repairs"])]:
        page = moderate.get(reverse("admin:projects_project_changelist"), {"area": asked}).content.decode()
        assert re.findall(r'field-title"><a [^>]*>(\w+)<', page) == titles


def test_a_change_shows_when_it_was_made_and_keeps_the_address_in_step(moderate: Client) -> None:
    project = make_project(updated_at=timezone.now() - timedelta(days=9), partners=[make_council()])
    address = change_page(project)
    assert moderate.post(address, form_of(moderate, address, title="New title")).status_code == 302
    saved = Listing.objects.get()
    assert (saved.title, saved.slug) == ("New title", "new-title")
    assert timezone.now() - saved.updated_at < timedelta(minutes=5)


def test_saving_without_a_change_a_while_after_opening_does_not_make_an_entry_newer(
    moderate: Client,
) -> None:
    then = timezone.now() - timedelta(days=9)
    project = make_project(updated_at=then, partners=[make_council()], areas=[make_area()], links=["https://a.example"])
    address = change_page(project)
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        opened_then = form_of(moderate, address)
    assert moderate.post(address, opened_then).status_code == 302
    assert Listing.objects.get().updated_at == then


def test_a_new_partner_alone_makes_an_entry_newer(moderate: Client) -> None:
    then = timezone.now() - timedelta(days=9)
    project = make_project(updated_at=then)
    address = change_page(project)
    council = make_council()
    added = {
        "participations-TOTAL_FORMS": 1,
        "participations-0-organisation": council.pk,
        "participations-0-role": "partner",
        "participations-0-joined": "2019-03",
    }
    assert moderate.post(address, form_of(moderate, address, **added)).status_code == 302
    part = Participation.objects.get()
    assert (part.organisation, part.role, part.joined) == (council, "partner", "2019-03")
    assert Listing.objects.get().updated_at > then


def test_an_entry_made_in_the_admin_is_of_its_kind_and_public_from_now(moderate: Client) -> None:
    address = reverse("admin:services_sharedservice_add")
    data = form_of(moderate, address, title="Joint audit", summary="Two councils share it.", state="published")
    assert moderate.post(address, data).status_code == 302
    saved = Listing.objects.get()
    assert (saved.kind, saved.slug) == ("service", "joint-audit")
    assert saved.published_at is not None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"started": "2019-02-31"}, "“2019-02-31” is not a day in the calendar."),
        ({"started": "2020", "ended": "2019"}, "The end is before the start."),
        ({"end_reason": "completed"}, "Only work that has ended has a reason for ending."),
        ({"summary": ""}, "This field is required."),
        ({"participations-0-organisation": ""}, "Choose an organisation."),
        ({"participations-0-organisation": "999999"}, "is not one of the available choices"),
        ({"participations-0-joined": "2020", "participations-0-left": "2019"}, "cannot leave before it joins"),
        ({"links-0-url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_what_may_not_be_is_refused_beside_its_field(moderate: Client, changes: dict[str, str], sentence: str) -> None:
    project = make_project("Parking", partners=[make_council()], links=["https://a.example"])
    address = change_page(project)
    response = moderate.post(address, form_of(moderate, address, title="Other", **changes))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Project.objects.get().title == "Parking"


def test_choosing_an_organisation_for_a_name_that_waits_settles_it_in_this_entry(moderate: Client) -> None:
    project, council = make_project(partners=["Nowhere"]), make_council()
    address = change_page(project)
    assert moderate.post(address, form_of(moderate, address, summary="Same.")).status_code == 302
    assert Participation.objects.get().name_to_resolve is not None
    data = form_of(moderate, address, **{"participations-0-organisation": council.pk})
    assert moderate.post(address, data).status_code == 302
    part = Participation.objects.get()
    assert (part.organisation, part.name_to_resolve, part.written_name) == (council, None, "Nowhere")
    page = moderate.get(reverse("admin:listings_nametoresolve_changelist")).content.decode()
    assert "0 names to resolve" in page


@pytest.mark.parametrize("number", ["abc", "x%00", "0", str(2**70), "-1", "1_2F"])
@pytest.mark.parametrize("kind", ["projects/project", "services/sharedservice"])
def test_the_history_of_an_entry_that_is_not_there_is_not_found(moderate: Client, kind: str, number: str) -> None:
    assert moderate.get(f"/admin/{kind}/{number}/history/").status_code == 404


def test_the_history_of_an_entry_leads_to_its_page_of_the_site(moderate: Client) -> None:
    project = make_project()
    led = moderate.get(change_page(project).replace("change", "history"))
    assert led["Location"] == f"{project.get_absolute_url()}history/"


def test_entries_are_never_deleted(moderate: Client) -> None:
    project = make_project()
    assert moderate.post(change_page(project).replace("change", "delete"), {"post": "yes"}).status_code == 403
    page = moderate.get(reverse("admin:projects_project_changelist")).content.decode()
    assert "delete_selected" not in page


def test_where_an_entry_was_read_is_shown_and_stays(moderate: Client) -> None:
    project = make_project()
    source = add_source(project, "A paper")
    page = moderate.get(change_page(project)).content.decode()
    assert source.url in page
    assert 'name="sources-0-url"' not in page


def test_topics_say_how_many_entries_use_them(moderate: Client) -> None:
    make_project(topics=["parking"])
    make_service(topics=["parking"])
    page = moderate.get(reverse("admin:listings_topic_changelist")).content.decode()
    assert 'field-entries">2<' in page
    assert Topic.objects.count() == 1


def test_service_areas_can_be_looked_at_and_searched_but_not_changed(moderate: Client) -> None:
    area = make_area("Housing")
    assert "Housing" in moderate.get(reverse("admin:listings_servicearea_changelist"), {"q": "hous"}).content.decode()
    assert (
        moderate.post(reverse("admin:listings_servicearea_change", args=[area.pk]), {"label": "x"}).status_code == 403
    )
    asked = {"app_label": "listings", "model_name": "listing", "field_name": "service_areas", "term": "hous"}
    assert moderate.get(reverse("admin:autocomplete"), asked).json()["results"] == [
        {"id": str(area.pk), "text": "Housing"}
    ]


@pytest.mark.parametrize(
    "address",
    [
        "admin:projects_project_changelist",
        "admin:services_sharedservice_add",
        "admin:listings_nametoresolve_changelist",
        "admin:listings_topic_changelist",
    ],
)
def test_no_page_of_the_admin_has_script_or_style_inside(moderate: Client, address: str) -> None:
    make_project(partners=["Nowhere"], topics=["a"])
    pages = [reverse(address), reverse("admin:listings_nametoresolve_change", args=[NameToResolve.objects.get().pk])]
    for page in pages:
        response = moderate.get(page)
        text = response.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
        assert "script-src 'self'" in response["Content-Security-Policy"]
