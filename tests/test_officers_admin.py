"""Officers and managers come into the admin too: they see and register what is their own council's, and no more."""

import re
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from councils.models import Organisation, User
from listings.models import Decision, Listing, ListingEvent, Participation, StartCheck
from listings.registering.conflicts import OPENED
from tests.support.factories import (
    make_area,
    make_council,
    make_manager,
    make_member,
    make_officer,
    make_person,
    make_project,
    make_service,
)
from tests.support.visits import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

MAKERS = {"projects_project": make_project, "services_sharedservice": make_service}
MODERATORS_FIELDS = {
    "state": "published",
    "review_date": "2030-01-01",
    "confirmed_at_0": "2020-01-01",
    "confirmed_at_1": "00:00",
    "changed_since_review_at": "",
    "published_at": "2020-01-01",
    "slug": "taken-over",
    "merged_into": "1",
    "is_ended": "on",
    "end_reason": "completed",
    "sources-TOTAL_FORMS": "1",
    "sources-INITIAL_FORMS": "0",
    "sources-0-name": "Forged",
    "sources-0-url": "https://forged.example",
    "participations-TOTAL_FORMS": "1",
    "participations-INITIAL_FORMS": "0",
    "participations-0-role": "lead",
    "participations-0-organisation": "1",
    "action": "withdraw",
    "_saveasnew": "1",
}


@pytest.fixture
def council() -> Organisation:
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    return make_officer(council)


@pytest.fixture
def browser(officer: User, client: Client) -> Client:
    return signed_in(officer, client)


def change_page(listing: Any) -> str:
    return reverse(f"admin:{listing._meta.label_lower.replace('.', '_')}_change", args=[listing.pk])


def filled_in(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """Return what the page's form would send, with some of it changed."""
    whole = client.get(address).context["whole"]
    data: dict[str, Any] = {OPENED: whole.token}
    for form in [*whole.forms.values(), whole.partner]:
        data |= {field.html_name: field.value() for field in form if field.value() is not None}
    return data | changes


def titles_shown(response: Any) -> list[str]:
    return re.findall(r'field-title"><a [^>]*>([^<]+)<', response.content.decode())


# Who comes in, and what is there


@pytest.mark.parametrize("make", [make_officer, make_manager])
def test_officers_and_managers_come_in_without_a_second_step_and_others_do_not(
    client: Client, council: Organisation, make: Any
) -> None:
    page = signed_in(make(council), client).get("/admin/")
    assert page.status_code == 200
    assert reverse("council-area", args=[council.slug]) in page.content.decode()
    assert signed_in(make_person("Reader")).get("/admin/", follow=True).status_code == 403


def test_the_index_offers_projects_and_shared_services_and_nothing_else(browser: Client) -> None:
    apps = browser.get("/admin/").context["app_list"]
    assert [model["object_name"] for app in apps for model in app["models"]] == ["Project", "SharedService"]


@pytest.mark.parametrize("model", MAKERS)
def test_the_list_holds_what_their_councils_answer_for_in_every_state(
    browser: Client, officer: User, council: Organisation, model: str
) -> None:
    other = make_council("Elsewhere")
    for state in Listing.State.values:
        MAKERS[model](f"Own {state}", state=state, leads=[council])
        MAKERS[model](f"Other {state}", state=state, leads=[other], partners=[council])
    shown = titles_shown(browser.get(reverse(f"admin:{model}_changelist")))
    assert sorted(shown) == [f"Own {state}" for state in sorted(Listing.State.values)]
    second = make_council("Second")
    make_member(second, user=officer)
    MAKERS[model]("Of the second", leads=[second])
    shown = titles_shown(signed_in(User.objects.get(pk=officer.pk)).get(reverse(f"admin:{model}_changelist")))
    assert "Of the second" in shown


@pytest.mark.parametrize("model", MAKERS)
def test_an_entry_of_others_is_as_if_it_were_not_there(browser: Client, model: str) -> None:
    other = MAKERS[model]("Secret plan", state="draft", leads=[make_council()])
    missing = change_page(other).replace(str(other.pk), "999999")
    for address in (change_page(other), missing):
        for answer in (browser.get(address, follow=True), browser.post(address, {"title": "Mine"}, follow=True)):
            assert answer.redirect_chain == [("/admin/", 302)]
            assert "Secret plan" not in answer.content.decode()
    for history in (change_page(other), missing):
        assert browser.get(history.replace("change", "history")).status_code == 404
    other.refresh_from_db()
    assert other.title == "Secret plan"


def test_whoever_left_the_council_is_out_of_the_admin_at_once(
    browser: Client, officer: User, council: Organisation
) -> None:
    project = make_project(leads=[council])
    assert browser.get(change_page(project)).status_code == 200
    membership = officer.memberships.get()
    type(membership).objects.filter(pk=membership.pk).update(ended_at=membership.began_at, end_reason="left")
    assert browser.get(change_page(project), follow=True).status_code == 403


def test_nothing_of_the_moderators_is_there(browser: Client, council: Organisation) -> None:
    project = make_project(leads=[council], partners=["Nowhere"])
    pages = [browser.get(change_page(project)), browser.get(reverse("admin:projects_project_changelist"))]
    for page in pages:
        text = page.content.decode()
        names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', text))
        assert not names & MODERATORS_FIELDS.keys()
        assert not re.search(r"review_date|confirmed_at|merge|withdraw_all|names to resolve", text, re.IGNORECASE)
    for room in ("nametoresolve", "synonymgroup", "topic", "servicearea", "importupload"):
        assert browser.get(f"/admin/listings/{room}/").status_code == 403
    for room in ("organisation", "succession", "user", "membership", "membershiprequest"):
        assert browser.get(f"/admin/councils/{room}/").status_code == 403


def test_moderators_fields_and_actions_that_are_sent_all_the_same_change_nothing(
    browser: Client, council: Organisation
) -> None:
    project = make_project("Bins", state="draft", leads=[council])
    before = Listing.objects.values().get()
    address = change_page(project)
    browser.post(address, filled_in(browser, address, **MODERATORS_FIELDS))
    browser.post(reverse("admin:projects_project_changelist"), {"action": "withdraw_all", "_selected_action": "1"})
    browser.post(address.replace("change", "delete"), {"post": "yes"})
    assert Listing.objects.values().get() == before
    assert Participation.objects.count() == 1
    assert not project.sources.exists()


def test_only_organisations_are_suggested_to_officers_and_only_for_naming_partners(browser: Client) -> None:
    make_council("Nearby")
    make_area("Nearby waste")

    def ask(model: str, field: str) -> Any:
        asked = {"app_label": "listings", "model_name": model, "field_name": field, "term": "nearby"}
        return browser.get(reverse("admin:autocomplete"), asked)

    assert [found["text"] for found in ask("participation", "organisation").json()["results"]] == ["Nearby Council"]
    for model, field in (
        ("listing", "topics"),
        ("listing", "service_areas"),
        ("source", "listing"),
        ("listing", "confirmed_by"),
    ):
        assert ask(model, field).status_code == 403


def test_a_number_does_not_lead_to_the_title_of_a_draft_of_others(browser: Client) -> None:
    draft = make_project("Secret plan", state="draft")
    kind = ContentType.objects.get_for_model(draft)
    assert browser.get(reverse("admin:view_on_site", args=[kind.pk, draft.pk])).status_code == 403


# Registering and changing


@pytest.mark.parametrize("model", MAKERS)
def test_an_entry_begins_as_a_draft_led_by_the_chosen_council_and_sent_twice_it_is_one(
    browser: Client, council: Organisation, model: str
) -> None:
    address = reverse(f"admin:{model}_add")
    form = browser.get(address).context["form"]
    sent = {"title": "Shared bins", "summary": "Bins are late.", "council": council.pk, "key": form.initial["key"]}
    for _ in range(2):
        assert browser.post(address, sent).status_code == 302
    listing = Listing.objects.get()
    assert (listing.state, listing.title, listing.slug) == ("draft", "Shared bins", "shared-bins")
    assert listing.kind == ("project" if model == "projects_project" else "service")
    [lead] = listing.leads
    assert lead.organisation == council


def test_a_council_that_is_not_theirs_cannot_be_chosen(browser: Client) -> None:
    other = make_council()
    sent = {"title": "Shared bins", "summary": "Bins are late.", "council": other.pk}
    response = browser.post(reverse("admin:projects_project_add"), sent)
    assert "Choose one of your councils" in response.content.decode()
    assert "Bins are late." in response.content.decode()
    assert not Listing.objects.exists()


def test_similar_work_is_shown_before_anything_is_made_and_what_was_shown_is_kept(
    browser: Client, council: Organisation
) -> None:
    similar = make_project("Shared parking permits online", leads=[make_council()])
    address = reverse("admin:projects_project_add")
    sent = {"title": "Shared parking permits online", "summary": "Permits take weeks.", "council": council.pk}
    shown = browser.post(address, sent).content.decode()
    assert similar.get_absolute_url() in shown
    assert "Permits take weeks." in shown
    assert Listing.objects.count() == 1
    browser.post(address, sent | {"go-on": "yes"})
    check = StartCheck.objects.get()
    assert [offered.pk for offered in check.offered.all()] == [similar.pk]


def test_what_is_changed_is_saved_by_the_rules_of_the_sites_own_forms(browser: Client, council: Organisation) -> None:
    project = make_project("Bins", phase="alpha", leads=[council])
    address = change_page(project)
    sent = filled_in(
        browser, address, title="New bins", phase="beta", started="March 2026", links_code="code.example/a"
    )
    assert browser.post(address, sent).status_code == 302
    saved = Listing.objects.get().specific
    assert (saved.title, saved.slug, saved.phase, saved.started) == ("New bins", "new-bins", "beta", "2026-03")
    assert [link.url for link in saved.links.all()] == ["https://code.example/a"]
    assert saved.changed_since_review_at is not None
    assert saved.state == "published"


def test_the_history_says_who_changed_it_and_that_it_was_in_the_admin(
    browser: Client, officer: User, council: Organisation
) -> None:
    project = make_project("Bins", leads=[council])
    address = change_page(project)
    browser.post(address, filled_in(browser, address, title="New bins"))
    event = ListingEvent.objects.select_related("pgh_context").filter(title="New bins").first()
    assert event is not None
    assert event.pgh_context.metadata == {"door": "admin", "user": officer.pk}
    led = browser.get(address.replace("change", "history"))
    assert led["Location"].endswith("/history/")


def test_saving_without_a_change_changes_nothing(browser: Client, council: Organisation) -> None:
    make_service("Audit", leads=[council], areas=[make_area()], links=["https://a.example"], partners=["Nowhere"])
    before = Listing.objects.values().get()
    address = change_page(Listing.objects.get().specific)
    assert browser.post(address, filled_in(browser, address)).status_code == 302
    assert Listing.objects.values().get() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "x" * 201}, "Enter at most 200 characters"),
        ({"title": ""}, "Enter what you are working on"),
        ({"title": "a\0b"}, "characters that cannot be shown"),
        ({"phase": "retired"}, "Choose one of these phases"),
        ({"started": "soon"}, "is not a date"),
        ({"funding_amount_gbp": "a lot"}, "Enter a sum in pounds"),
        ({"links_website": "javascript:alert(1)"}, "is not an address on the web"),
        ({"contact_route": "page"}, "Enter the address of the page"),
        ({"service_areas": ["999999"]}, "Choose service areas from the list"),
        ({"lead": "999999"}, "Choose one of these councils"),
        ({"partner": "999999"}, "Choose an organisation from the register."),
        ({"partner": "x"}, "Choose an organisation from the register."),
        ({"partner": "x\0"}, "Null characters are not allowed."),
        ({"partner_role": "lead"}, "Choose one of these."),
    ],
)
def test_bad_input_gets_a_sentence_beside_its_field_and_what_was_typed_stays(
    browser: Client, council: Organisation, changes: dict[str, Any], sentence: str
) -> None:
    project = make_project("Bins", leads=[council], areas=[make_area()])
    address = change_page(project)
    response = browser.post(address, filled_in(browser, address, **{"description": "A long text.", **changes}))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert "A long text." in response.content.decode()
    assert Listing.objects.get().description == ""


def test_a_council_that_is_named_as_partner_is_not_confirmed_yet_and_naming_it_twice_names_it_once(
    browser: Client, council: Organisation
) -> None:
    project, partner = make_project(leads=[council]), make_council()
    address = change_page(project)
    sent = filled_in(browser, address, partner=partner.pk, partner_role="partner")
    assert browser.post(address, sent).status_code == 302
    part = Participation.objects.get(organisation=partner)
    assert (part.role, part.standing) == ("partner", "named")
    assert "is in the list as partner already" in browser.post(address, sent).content.decode()
    assert Participation.objects.filter(organisation=partner).count() == 1


# Sending in


def test_a_finished_draft_is_sent_for_review_from_the_admin(browser: Client, council: Organisation) -> None:
    project = make_project("Bins", state="draft", leads=[council], areas=[make_area()])
    address = change_page(project)
    sent = filled_in(browser, address, title="New bins", _submit="Send for review")
    assert "is sent in" in browser.post(address, sent, follow=True).content.decode()
    saved = Listing.objects.get()
    assert (saved.title, saved.state) == ("New bins", "waiting")
    browser.post(address, sent)
    assert Listing.objects.get().state == "waiting"


def test_an_unfinished_draft_is_saved_and_the_sentence_names_what_is_missing(
    browser: Client, council: Organisation
) -> None:
    make_project("Bins", state="draft", phase="", leads=[council])
    address = change_page(Listing.objects.get().specific)
    page = browser.post(address, filled_in(browser, address, title="New bins", _submit="1"), follow=True)
    assert "Answer these first: service area, phase." in page.content.decode()
    assert (Listing.objects.get().title, Listing.objects.get().state) == ("New bins", "draft")


def test_what_is_withdrawn_cannot_be_changed_and_the_page_says_so(browser: Client, council: Organisation) -> None:
    project = make_project("Bins", leads=[council])
    address = change_page(project)
    sent = filled_in(browser, address, title="New bins")
    Listing.objects.update(state="withdrawn")
    page = browser.post(address, sent).content.decode()
    assert "This entry is withdrawn. Bring it back first" in page
    assert "New bins" in page
    assert Listing.objects.get().title == "Bins"


def test_why_an_entry_was_sent_back_stands_above_its_questions(
    browser: Client, council: Organisation, moderator: User
) -> None:
    project = make_project("Bins", state="draft", leads=[council])
    Decision.objects.create(
        listing_id=project.pk, kind=Decision.Kind.SENT_BACK, words="Say for whom.", decided_by=moderator
    )
    assert "Say for whom." in browser.get(change_page(project)).content.decode()


# Two at once


def test_two_who_change_different_answers_both_keep_theirs(browser: Client, council: Organisation) -> None:
    project = make_project("Bins", summary="Old.", phase="alpha", leads=[council])
    address = change_page(project)
    first, second = (filled_in(browser, address, **change) for change in ({"phase": "beta"}, {"summary": "New."}))
    browser.post(address, first)
    browser.post(address, second)
    saved = Listing.objects.get().specific
    assert (saved.phase, saved.summary) == ("beta", "New.")


def test_who_changes_the_same_answer_sees_both_and_loses_nothing(browser: Client, council: Organisation) -> None:
    project = make_project("Bins", leads=[council])
    address = change_page(project)
    first = filled_in(browser, address, title="Bins of the first")
    second = filled_in(browser, address, title="Bins of the second", learnt="Much.")
    browser.post(address, first)
    shown = browser.post(address, second)
    text = shown.content.decode()
    assert "somebody else has changed this since you opened it" in text
    assert "Bins of the first" in text
    assert "Bins of the second" in text
    assert "Much." in text
    assert Listing.objects.get().title == "Bins of the first"
    browser.post(address, second | {OPENED: shown.context["whole"].token})
    assert (Listing.objects.get().title, Listing.objects.get().learnt) == ("Bins of the second", "Much.")


@pytest.mark.parametrize("token", ["", "forged", "\0", "x" * 5000])
def test_a_forged_mark_never_overwrites_in_silence(browser: Client, council: Organisation, token: str) -> None:
    project = make_project("Bins", leads=[council])
    address = change_page(project)
    response = browser.post(address, filled_in(browser, address, title="New bins") | {OPENED: token})
    assert "somebody else has changed this" in response.content.decode()
    assert Listing.objects.get().title == "Bins"
