"""Where moderators look after organisations."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.models import Organisation, Succession, User
from tests.support.visits import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    """A browser signed in as an administrator."""
    return signed_in(User.objects.create_superuser("ada@example.org"))


@pytest.fixture
def register() -> None:
    call_command("load_register", verbosity=0)


def read(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"admin:councils_{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("register")
class TestOrganisations:
    @pytest.mark.parametrize("sought", ["hackney", "E09000012", "HACKNEY"])
    def test_an_organisation_is_found_by_name_or_code(self, admin: Client, sought: str) -> None:
        assert "London Borough of Hackney" in read(admin, "organisation_changelist", q=sought)

    @pytest.mark.parametrize("sought", ["Shepway", "E08000016"])
    def test_an_organisation_is_found_by_another_name_or_a_former_code(self, admin: Client, sought: str) -> None:
        page = read(admin, "organisation_changelist", q=sought)
        assert "Folkestone and Hythe District Council" in page or "Barnsley Metropolitan Borough Council" in page
        assert "1 organisation" in page

    @pytest.mark.parametrize(
        ("filtered", "number"),
        [({"status__exact": "planned"}, 17), ({"kind__exact": "scottish"}, 32), ({"nation__exact": "Wales"}, 28)],
    )
    def test_organisations_are_narrowed_by_status_kind_and_nation(
        self, admin: Client, filtered: dict[str, str], number: int
    ) -> None:
        assert f"{number} organisations" in read(admin, "organisation_changelist", **filtered)

    @pytest.mark.parametrize("page", ["organisation_changelist", "succession_changelist"])
    def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(self, admin: Client, page: str) -> None:
        with CaptureQueriesContext(connection) as many:
            read(admin, page)
        with CaptureQueriesContext(connection) as few:
            read(admin, page, q="Bedford")
        assert len(many) <= len(few) + 1

    def test_another_name_can_be_added(self, admin: Client) -> None:
        hackney = Organisation.objects.get(slug="hackney")
        address = reverse("admin:councils_organisation_change", args=[hackney.pk])
        page = admin.get(address).context
        formsets = [inline.formset for inline in page["inline_admin_formsets"]]
        forms = [page["adminform"].form]
        for formset in formsets:
            forms += [formset.management_form, *formset.initial_forms]
        fields = [field for form in forms for field in form]
        data = {field.html_name: "" if field.value() is None else field.value() for field in fields}
        data |= {"aliases-TOTAL_FORMS": 1, "aliases-0-name": "HackIT", "aliases-0-organisation": hackney.pk}
        data = {name: value for name, value in data.items() if not name.endswith("-DELETE")}
        assert admin.post(address, data).status_code == 302
        assert hackney.aliases.filter(name="HackIT").exists()
        assert Organisation.objects.get(slug="hackney").strategic_authority is not None

    def test_a_succession_shows_who_took_over_from_whom(self, admin: Client) -> None:
        page = read(admin, "succession_changelist", q="Bournemouth")
        assert "Bournemouth Borough Council" in page
        assert "Bournemouth, Christchurch and Poole Council" in page
        succession = Succession.objects.get(predecessor__slug="bournemouth")
        assert 'value="01/04/2019"' in read(admin, "succession_change", succession.pk)


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    "page", ["organisation_changelist", "organisation_add", "succession_changelist", "succession_add", "user_add"]
)
def test_no_page_needs_a_script_or_style_that_the_security_policy_forbids(admin: Client, page: str) -> None:
    text = read(admin, page)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", text)
    assert not re.search(r"<[^>]+\s(style|onclick|onload)=", text)
    assert "<style" not in text
