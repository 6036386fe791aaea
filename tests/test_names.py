"""From names as sources write them to organisations: what is resolved, and what is never guessed."""

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from councils.models import Organisation
from councils.models.organisations import PRINCIPAL_TIERS, Kind
from councils.names import NameResolver, Outcome, Resolution, suggest_partner_kind
from listings.partial_dates import PartialDate

HERE = Path(__file__).parent
STARTER_FILES = (
    HERE.parent / "projects" / "data" / "starter_projects.jsonl",
    HERE.parent / "services" / "data" / "starter_services.jsonl",
)

AREAS_AND_OTHERS = {"Avon and Somerset", "Berkshire", "Greater Manchester", "London"}
"""Names in the starter entries that mean no council: areas of several, or of the police."""


def read_hard_names() -> list[tuple[str, str, str]]:
    with (HERE / "data" / "hard_names.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["written_name"], row["date"], row["expected"]) for row in csv.DictReader(lines)]


@pytest.fixture(scope="module")
def resolver(django_db_setup: None, django_db_blocker: Any) -> NameResolver:
    """A resolver of the register's names. It asks nothing of the database once it is made."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_register", verbosity=0)
        made = NameResolver.from_register()
        transaction.set_rollback(True)
    return made


def in_words(resolution: Resolution) -> str:
    """A resolution as the table of hard names writes it."""
    if resolution.outcome is not Outcome.RESOLVED:
        return resolution.outcome.name
    return ";".join(organisation.slug for organisation in resolution.organisations)


class TestHardNames:
    @pytest.mark.parametrize(("written", "day", "expected"), read_hard_names())
    def test_a_name_means_what_a_person_who_knows_the_councils_says(
        self, resolver: NameResolver, written: str, day: str, expected: str
    ) -> None:
        on = date.fromisoformat(day) if day else None
        assert in_words(resolver.resolve(written, on)) == expected

    def test_the_table_is_long_enough_to_mean_something(self) -> None:
        assert len(set(read_hard_names())) >= 130


class TestEveryCouncil:
    @pytest.mark.parametrize("form", ["{0.name}", "{0.short_name}", "{0.short_name} Council"])
    def test_each_council_in_force_is_known_by_its_own_names(self, resolver: NameResolver, form: str) -> None:
        councils = [each for each in resolver.organisations.values() if each.status == "current"]
        principal = [each for each in councils if each.tier in PRINCIPAL_TIERS]
        assert len(principal) == 382
        wrong = {each.slug: form.format(each) for each in principal if found(resolver, form.format(each)) != [each]}
        assert wrong == {}

    def test_each_organisation_is_known_by_its_official_name_in_its_own_time(self, resolver: NameResolver) -> None:
        for each in resolver.organisations.values():
            is_named_for_an_area = each.status == "planned" and "Council" not in each.name
            if not is_named_for_an_area:
                assert found(resolver, each.name, each.end_date) == [each]

    @pytest.mark.parametrize("change", [str.upper, str.lower, lambda name: f"  {name.replace(' ', '  ')}. "])
    def test_letters_and_spaces_make_no_difference(self, resolver: NameResolver, change: Any) -> None:
        for each in resolver.organisations.values():
            if each.status == "current":
                assert found(resolver, change(each.name)) == found(resolver, each.name)


def found(resolver: NameResolver, name: str, on: date | None = None) -> list[Organisation]:
    return list(resolver.resolve(name, on).organisations)


class TestDates:
    def test_a_year_in_which_the_council_changed_decides_nothing(self, resolver: NameResolver) -> None:
        year_of_change = resolver.resolve("Dorset", date(2019, 1, 1), date(2019, 12, 31))
        assert year_of_change.outcome is Outcome.AMBIGUOUS
        assert {each.slug for each in year_of_change.candidates} == {"dorset", "dorset-county"}
        assert in_words(resolver.resolve("Dorset", date(2018, 1, 1), date(2018, 12, 31))) == "dorset-county"
        assert in_words(resolver.resolve("Dorset", date(2019, 4, 1), date(2019, 4, 30))) == "dorset"

    def test_the_last_day_in_force_is_still_the_old_council(self, resolver: NameResolver) -> None:
        assert in_words(resolver.resolve("Dorset", date(2019, 3, 31))) == "dorset-county"

    def test_what_is_left_open_offers_whom_it_may_mean(self, resolver: NameResolver) -> None:
        offered = resolver.resolve("Cumbria", date(2024, 1, 1)).candidates
        assert {"cumbria", "cumberland", "westmorland-and-furness"} <= {each.slug for each in offered}
        assert [each.slug for each in resolver.resolve("Lichfield City Council").candidates] == ["lichfield"]


@pytest.mark.django_db
class TestLearning:
    def test_a_name_that_a_moderator_added_is_understood(self) -> None:
        boston = Organisation.objects.create(
            slug="boston", name="Boston Borough Council", short_name="Boston", kind="non-metropolitan-district",
            nation="England", region="East Midlands", tier="lower",
        )  # fmt: skip
        assert NameResolver.from_register().resolve("BBC").outcome is Outcome.UNKNOWN
        boston.aliases.create(name="BBC")
        assert NameResolver.from_register().resolve("B.B.C.").organisations == (boston,)

    def test_a_partner_organisation_is_known_by_its_whole_name_only(self) -> None:
        Organisation.objects.create(slug="x", name="Reading Council Partnership", short_name="Reading", kind="network")
        resolver = NameResolver.from_register()
        assert resolver.resolve("Reading Council Partnership").outcome is Outcome.RESOLVED
        assert resolver.resolve("Reading").outcome is Outcome.UNKNOWN

    def test_it_reads_the_register_once_and_then_asks_nothing(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        call_command("load_register", verbosity=0)
        with django_assert_num_queries(4):
            resolver = NameResolver.from_register()
        with django_assert_num_queries(0):
            for written, _, _ in read_hard_names():
                resolver.resolve(written)


@cache
def starter_names() -> list[tuple[str, PartialDate | None]]:
    """The names of leads and partners in the starter entries, with the date of each entry."""
    names = []
    for path in STARTER_FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            dates = ("start_date", "started", "published", "end_date")
            day = next((PartialDate(entry[key]) for key in dates if entry.get(key)), None)
            names += [(name, day) for name in [entry["lead"], *entry["partners"]] if name]
    return names


def resolve(resolver: NameResolver, name: str, day: PartialDate | None) -> Resolution:
    return resolver.resolve(name, day and day.first_day, day and day.last_day)


class TestStarterEntries:
    def test_at_least_97_of_100_names_of_councils_are_resolved(self, resolver: NameResolver) -> None:
        resolutions = [(name, resolve(resolver, name, day)) for name, day in starter_names()]
        of_councils = [
            (name, resolution)
            for name, resolution in resolutions
            if name not in AREAS_AND_OTHERS and is_of_councils(resolution)
        ]
        resolved = [name for name, resolution in of_councils if resolution.outcome is Outcome.RESOLVED]
        assert len(of_councils) > 300
        assert len(resolved) / len(of_councils) >= 0.97

    def test_only_initials_and_areas_are_left_to_moderators(self, resolver: NameResolver) -> None:
        resolutions = [(name, resolve(resolver, name, day)) for name, day in starter_names()]
        left = {name for name, resolution in resolutions if resolution.outcome is not Outcome.RESOLVED}
        assert left == {"BBC", "ELDC", "SHDC"} | AREAS_AND_OTHERS

    @pytest.mark.parametrize(
        ("name", "day", "expected"),
        [
            ("Durham", None, "county-durham"),
            ("Newcastle City Council", "2020-07", "newcastle-upon-tyne"),
            ("Cambridge Council", "2017-05-03", "cambridge"),
            ("Suffolk Council", "2019-01-08", "suffolk"),
            ("Buckinghamshire County Council", "2019-09-12", "buckinghamshire-county"),
            ("Dorset", "2023-03-08", "dorset"),
            ("Dorset County Council", None, "dorset-county"),
            ("Sedgemoor", None, "sedgemoor"),
            ("Hambleton", "2009", "hambleton"),
            ("Wycombe District Council", "2020-03-13", "wycombe"),
            ("Cumberland Council", "2021-07", "cumberland"),
            ("Colchester Borough Council", "2006", "colchester"),
            ("Cardiff City and County Council", "2015", "cardiff"),
            ("Shared Resource Service (SRS)", "2026-04-01", "shared-resource-service"),
            ("PSPS", "2023", "public-sector-partnership-services"),
        ],
    )
    def test_these_mean_what_the_entry_is_about(
        self, resolver: NameResolver, name: str, day: str | None, expected: str
    ) -> None:
        assert (name, day) in starter_names()
        assert in_words(resolve(resolver, name, PartialDate(day) if day else None)) == expected


def is_of_councils(resolution: Resolution) -> bool:
    """Whether a name is one of councils: resolved to one, or not resolved at all."""
    organisations = resolution.organisations
    return not organisations or any(each.is_council for each in organisations)


class TestAnyInput:
    @given(st.text(max_size=300))
    def test_no_text_breaks_it(self, resolver: NameResolver, text: str) -> None:
        resolution = resolver.resolve(text, date(2020, 1, 1))
        assert bool(resolution.organisations) == (resolution.outcome is Outcome.RESOLVED)

    @pytest.mark.parametrize("text", ["", " ", "Council", "City Council", "&", "and", ", ,", "()", "of the"])
    def test_words_that_name_no_place_mean_nothing(self, resolver: NameResolver, text: str) -> None:
        assert resolver.resolve(text).outcome is Outcome.UNKNOWN

    def test_a_name_of_a_thousand_parts_is_left_alone(self, resolver: NameResolver) -> None:
        assert resolver.resolve(", ".join(["Leeds"] * 1000)).outcome is Outcome.UNKNOWN


class TestKindsOfPartners:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("University of Leeds", Kind.UNIVERSITY),
            ("Leeds Beckett University", Kind.UNIVERSITY),
            ("NHS Highland", Kind.HEALTH_BODY),
            ("Barking, Havering and Redbridge University Hospitals NHS Trust", Kind.HEALTH_BODY),
            ("Shropshire, Telford and Wrekin ICB", Kind.HEALTH_BODY),
            ("Cwm Taf Morgannwg University Health Board", Kind.HEALTH_BODY),
            ("Department for Work and Pensions", Kind.DEPARTMENT),
            ("HM Treasury", Kind.DEPARTMENT),
            ("Welsh Government", Kind.DEPARTMENT),
            ("Kent Police", Kind.PUBLIC_BODY),
            ("Yeovil Town Council", Kind.PUBLIC_BODY),
            ("Acme Software Ltd", Kind.COMPANY),
            ("Surrey Waste Partnership", Kind.NETWORK),
            ("Good Things Foundation", Kind.CHARITY),
        ],
    )
    def test_a_body_that_is_certainly_no_council_gets_its_kind(self, name: str, kind: Kind) -> None:
        assert suggest_partner_kind(name) == kind

    @pytest.mark.parametrize(
        "name",
        [
            "Newcastle Council", "BBC", "Berkshire", "Leeds City Council and University of Leeds", "Hackney Homes",
            "Councils of the Devon and Cornwall Partnership", "The Trust", "Avon and Somerset", "",
        ],
    )  # fmt: skip
    def test_what_may_be_a_council_or_cannot_be_told_gets_none(self, name: str) -> None:
        assert suggest_partner_kind(name) is None
