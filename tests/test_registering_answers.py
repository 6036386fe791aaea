"""What officers may answer: service areas by typing, dates and money as people write them, links, and who leads."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from councils.models import Organisation, User
from listings.forms import PoundsField, read_address, read_date
from listings.models import Link, Participation
from services.models import SharedService
from tests.support.factories import make_area, make_council, make_member, make_officer, make_project, make_service
from tests.support.pages import Page, read
from tests.support.registering import address, answer, open_section
from tests.support.visits import show, signed_in


@pytest.fixture
def council() -> Organisation:
    """A council."""
    return make_council("Exford")


@pytest.fixture
def officer(council: Organisation) -> User:
    """An officer of the council."""
    return make_officer(council, "Jo")


@pytest.fixture
def client(officer: User) -> Client:
    """A browser in which the officer is signed in."""
    return signed_in(officer)


@pytest.fixture
def draft(council: Organisation) -> Any:
    """A draft of the council."""
    return make_project("Tracker", state="draft", phase="", published_at=None, leads=[council])


def refused(client: Client, listing: Any, key: str, **answers: Any) -> Page:
    """Answer a section wrongly; return the page that says so, in two places and with the text kept."""
    response = answer(client, listing, key, **answers)
    assert response.status_code == 200
    page = read(response)
    assert page.title.startswith("Error: ")
    return page


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026", "2026"),
        (" 2026-03 ", "2026-03"),
        ("2026-3-1", "2026-03-01"),
        ("3/2026", "2026-03"),
        ("14/3/2026", "2026-03-14"),
        ("14.03.2026", "2026-03-14"),
        ("March 2026", "2026-03"),
        ("sept. 2026", "2026-09"),
        ("14th of March, 2026", "2026-03-14"),
        ("1 mar 2026", "2026-03-01"),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, date: str) -> None:
    assert read_date(" ".join(written.split())) == date


@pytest.mark.parametrize("written", ["spring 2026", "31 February 2026", "13/2026", "26", "٢٠٢٦", "x" * 9_000, "\x00"])
def test_what_is_no_date_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(ValidationError, match="is not a date: enter a year, a month or a day, such as March 2026"):
        read_date(written)


@pytest.mark.parametrize(
    ("written", "pounds"),
    [
        ("£1,250,000", "1250000"),
        ("80 000", "80000"),
        ("1.25m", "1250000"),
        ("350k", "350000"),
        ("£1.2 million", "1200000"),
        ("80000.00", "80000"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_money_is_read_as_people_write_it(written: str, pounds: str) -> None:
    assert PoundsField().clean(written) == pounds


@pytest.mark.parametrize("written", ["much", "-5", "1e9", "9" * 30, "€5", "²", "1.2.3", "£"])
def test_what_is_no_sum_is_refused_or_empty(written: str) -> None:
    if written == "£":
        assert PoundsField().clean(written) == ""
        return
    with pytest.raises(ValidationError):
        PoundsField().clean(written)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("www.gov.uk/x", "https://www.gov.uk/x"),
        ("HTTP://a.example/", "http://a.example/"),
        ("https://a.example/?q=1#x", "https://a.example/?q=1#x"),
    ],
)
def test_addresses_are_read_as_people_write_them(written: str, address: str) -> None:
    assert read_address(written) == address


@pytest.mark.parametrize(
    "written",
    ["javascript:alert(1)", "mailto:jo@a.example", "bins", "https://jo:pw@a.example/", "ftp://a.example/", "\x00"],
)
def test_what_is_no_address_on_the_web_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        read_address(written)


@pytest.mark.django_db
def test_a_service_area_is_found_by_typing_and_ticked_without_script(client: Client, draft: Any) -> None:
    housing = make_area("Housing")
    repairs, _ = make_area("Improvements and repairs", parent=housing), make_area("Waste")
    page = read(answer(client, draft, "service-area", words="repair", find="1"))
    assert "1 service area found for “repair”" in page.text
    assert "Improvements and repairs (Housing)" in page.text
    assert draft.service_areas.count() == 0
    answer(client, draft, "service-area", words="repair", service_areas=[str(repairs.pk)])
    assert list(draft.service_areas.all()) == [repairs]


@pytest.mark.django_db
def test_what_was_ticked_stays_ticked_while_one_goes_on_finding(client: Client, draft: Any) -> None:
    waste, housing = make_area("Waste"), make_area("Housing")
    page = read(answer(client, draft, "service-area", words="hous", service_areas=[str(waste.pk)], find="1"))
    boxes = {given["value"]: "checked" in given for given in page.attributes("input", name="service_areas")}
    assert boxes == {str(waste.pk): True, str(housing.pk): False}


@pytest.mark.django_db
def test_typing_the_very_name_of_a_service_area_chooses_it(client: Client, draft: Any) -> None:
    housing = make_area("Housing")
    make_area("Housing benefit")
    answer(client, draft, "service-area", words="housing")
    assert list(draft.service_areas.all()) == [housing]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Choose at least one service area"),
        ({"words": "zebra"}, "Nothing in the list is called “zebra”"),
        ({"words": "was"}, "Tick those that fit, of what was found for “was”"),
        ({"service_areas": ["999999"]}, "Choose service areas from the list"),
        ({"service_areas": ["x\x00"]}, "Choose service areas from the list"),
        ({"words": "x" * 101}, "Enter at most 100 characters"),
    ],
)
def test_a_wrong_service_area_is_refused_with_a_sentence(
    client: Client, draft: Any, answers: dict[str, Any], sentence: str
) -> None:
    make_area("Waste collection"), make_area("Waste disposal")
    assert refused(client, draft, "service-area", **answers).text.count(sentence) == 2


@pytest.mark.django_db
def test_since_when_a_draft_is_in_its_phase_is_kept_and_forgotten_with_the_phase(client: Client, draft: Any) -> None:
    answer(client, draft, "phase", phase="discovery", phase_since="March 2025")
    assert [(one.phase, one.since) for one in draft.phase_changes.all()] == [("discovery", "2025-03")]
    page = show(client, address(draft, "section", "phase"))
    assert page.attributes("input", name="phase_since")[0]["value"] == "March 2025"
    answer(client, draft, "phase", phase="alpha")
    assert [one.phase for one in draft.phase_changes.all()] == []


@pytest.mark.django_db
def test_a_phase_change_in_public_is_dated_as_the_officer_says(client: Client, council: Organisation) -> None:
    project = make_project(leads=[council], phase="alpha")
    answer(client, project, "phase", phase="beta", phase_since="1/2026")
    answer(client, project, "phase", phase="live")
    found = [(one.phase, len(one.since)) for one in project.phase_changes.all()]
    assert found == [("beta", len("2026-01")), ("live", len("2026-01-01"))]


@pytest.mark.django_db
def test_a_phase_does_not_begin_in_the_future(client: Client, draft: Any) -> None:
    assert "has not come yet" in refused(client, draft, "phase", phase="alpha", phase_since="2190").text


@pytest.mark.django_db
def test_money_and_dates_are_saved_as_numbers_and_shown_as_people_write_them(client: Client, draft: Any) -> None:
    answer(client, draft, "money", funding_amount_gbp="£1.25m", started="May 2025", budget_band="over-1m")
    draft.refresh_from_db()
    assert (draft.funding_amount_gbp, draft.started, draft.budget_band) == (1_250_000, "2025-05", "over-1m")
    page = show(client, address(draft, "section", "money"))
    assert page.attributes("input", name="funding_amount_gbp")[0]["value"] == "£1,250,000"
    answer(client, draft, "money", funding_amount_gbp="")
    draft.refresh_from_db()
    assert draft.funding_amount_gbp is None


@pytest.mark.django_db
def test_an_end_before_the_start_is_refused_at_the_end(client: Client, draft: Any) -> None:
    page = refused(client, draft, "money", started="2026", ended="2025-12")
    assert page.text.count("The end is before the start: check both dates") == 2


@pytest.mark.django_db
def test_an_end_that_somebody_else_saved_before_the_start_is_refused_and_not_a_fault(
    client: Client, draft: Any
) -> None:
    mine = open_section(client, draft, "money") | {"started": "2026"}
    answer(client, draft, "money", ended="2025")
    page = read(client.post(address(draft, "section", "money"), mine))
    assert "The end is before the start." in page.text


@pytest.mark.django_db
def test_links_are_saved_by_kind_one_on_each_line_and_the_source_stays(client: Client, draft: Any) -> None:
    source = Link.objects.create(listing=draft, url="https://source.example/", kind=Link.Kind.SOURCE)
    answer(
        client, draft, "links", links_website="a.example/x\r\n\r\nhttps://b.example/", links_code="https://c.example/"
    )
    answer(client, draft, "links", links_website="https://b.example/", links_code="https://c.example/")
    assert [(link.url, link.kind) for link in draft.links.all()] == [
        (source.url, "source"),
        ("https://b.example/", "website"),
        ("https://c.example/", "code"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"links_code": "bins"}, "“bins” is not an address on the web"),
        ({"links_code": "javascript:alert(1)"}, "is not an address on the web"),
        ({"links_code": "https://a.example/" + "x" * 500}, "is too long: an address has at most 500 characters"),
        ({"links_code": "\n".join(f"a.example/{one}" for one in range(21))}, "Enter at most 20 addresses"),
        ({"links_code": "a.example", "links_page": "https://a.example"}, "“https://a.example” is there twice"),
    ],
)
def test_a_wrong_link_is_refused_with_a_sentence(
    client: Client, draft: Any, answers: dict[str, str], sentence: str
) -> None:
    assert refused(client, draft, "links", **answers).text.count(sentence) == 2


@pytest.mark.django_db
def test_the_contact_page_is_asked_for_when_it_is_the_route(client: Client, draft: Any) -> None:
    assert "Enter the address of the page" in refused(client, draft, "contact", contact_route="page").text
    answer(client, draft, "contact", contact_route="page", contact_url="www.exford.example/tracker")
    draft.refresh_from_db()
    assert draft.contact_url == "https://www.exford.example/tracker"


@pytest.mark.django_db
def test_an_officer_of_two_councils_lets_the_other_one_lead(
    client: Client, council: Organisation, officer: User, draft: Any
) -> None:
    other = make_council("Wyeford")
    make_member(other, user=officer)
    response = answer(client, draft, "lead", lead=str(other.pk))
    assert response["Location"].startswith(f"/councils/{other.slug}/manage/projects/{draft.pk}/")
    assert [(part.organisation, part.role) for part in draft.participations.all()] == [(other, "lead")]


@pytest.mark.django_db
def test_who_led_a_public_entry_before_becomes_a_partner(client: Client, council: Organisation, officer: User) -> None:
    other, project = make_council("Wyeford"), make_project(leads=[council])
    make_member(other, user=officer)
    answer(client, project, "lead", lead=str(other.pk))
    parts = {(part.organisation, part.role) for part in Participation.objects.filter(listing=project)}
    assert parts == {(other, "lead"), (council, "partner")}


@pytest.mark.django_db
def test_nobody_takes_the_lead_from_another_council_or_gives_it_to_one(
    client: Client, council: Organisation, draft: Any
) -> None:
    other = make_council("Wyeford")
    assert "Choose one of these councils" in refused(client, draft, "lead", lead=str(other.pk)).text
    theirs = make_project(leads=[other], partners=[council])
    Participation.objects.filter(listing=theirs, organisation=council).update(claimed_at=theirs.created_at)
    page = read(client.post(address(theirs, "section", "lead", council=council), {"lead": str(council.pk)}))
    assert "Choose one of these councils" in page.text
    assert theirs.participations.get(organisation=council).role == "partner"


@pytest.mark.django_db
def test_the_sections_of_a_shared_service_are_saved_and_shown(client: Client, council: Organisation) -> None:
    service = make_service("Audit", state="draft", delivery_model="", published_at=None, leads=[council])
    answer(client, service, "model", delivery_model="joint-committee")
    answer(client, service, "members", started="April 2019", open_to_new_members="True")
    answer(client, service, "benefits", benefits="Fewer managers.", annual_saving_gbp="80k", benefits_basis="measured")
    answer(client, service, "agreement", agreement_review="2027", notice_by="30 September 2027")
    saved = SharedService.objects.get()
    assert (saved.delivery_model, saved.started, saved.open_to_new_members) == ("joint-committee", "2019-04", True)
    assert (saved.benefits, saved.annual_saving_gbp, saved.benefits_basis) == ("Fewer managers.", 80_000, "measured")
    assert (saved.agreement_review, saved.notice_by) == ("2027", "2027-09-30")
    text = show(client, address(service, "check")).text
    for words in ("Joint committee", "April 2019", "£80,000", "Measured", "30 September 2027"):
        assert words in text
    answer(client, service, "members", open_to_new_members="")
    assert SharedService.objects.get().open_to_new_members is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "answers", "sentence"),
    [
        ("why", {"description": "x" * 20_001}, "Enter at most 20,000 characters: these are 20001"),
        ("why", {"description": "Ask jo.bloggs@exford.gov.uk"}, "Take out “jo.bloggs@exford.gov.uk”"),
        ("wanted", {"wants": "money"}, "Choose one of these"),
        ("technology", {"technology": "a\x00b"}, "Take out the characters that cannot be shown"),
        ("money", {"funding_amount_gbp": "much"}, "Enter a sum in pounds, such as £80,000 or 1.2 million"),
        ("money", {"budget_band": "x"}, "Choose one of these"),
        ("phase", {"phase": "gamma"}, "Choose one of these phases"),
        ("phase", {"phase": ""}, "Choose how far it has come"),
    ],
)
def test_a_wrong_answer_is_refused_with_a_sentence_in_two_places(
    client: Client, draft: Any, key: str, answers: dict[str, str], sentence: str
) -> None:
    assert refused(client, draft, key, **answers).text.count(sentence) == 2


@pytest.mark.django_db
def test_service_areas_are_offered_that_the_words_of_the_entry_name_and_else_the_general_ones(
    client: Client, council: Organisation, draft: Any
) -> None:
    housing, waste = make_area("Housing"), make_area("Waste")
    repairs = make_area("Improvements and repairs", parent=housing)
    named = make_project("Tracking a repair", state="draft", published_at=None, leads=[council])

    def offered(listing: Any) -> set[str]:
        page = show(client, address(listing, "section", "service-area"))
        return {given["value"] for given in page.attributes("input", name="service_areas")}

    assert offered(named) == {str(repairs.pk)}
    assert offered(draft) == {str(housing.pk), str(waste.pk)}
