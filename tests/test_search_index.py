"""What search and filters know is true at once, in the same transaction, whatever wrote and however."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from councils.models import Organisation, OrganisationAlias
from listings.models import Listing, Participation, SearchEntry, ServiceArea, Topic, Word
from listings.models.listing import slug_for
from listings.search.words import fold
from projects.models import Project
from services.models import SharedService
from tests.support.factories import make_area, make_council, make_project, make_service, take_part
from tests.support.visits import choices_offered, everything_found, show

LONDON = {"latitude": Decimal("51.5"), "longitude": Decimal("-0.1"), "region": "London"}
EXETER = {"latitude": Decimal("50.7"), "longitude": Decimal("-3.5"), "region": "South West"}


def is_found(client: Client, words: str, title: str = "Sharing", path: str = "/projects/") -> bool:
    """True when a search shows an entry."""
    return title in show(client, f"{path}?{urlencode({'q': words})}").results


@pytest.fixture
def council(db: None) -> Organisation:
    return make_council("Exford", **EXETER)


@pytest.fixture
def area(db: None) -> ServiceArea:
    return make_area("Sweeping", parent=make_area("Cleansing", parent=make_area("Environment")))


@pytest.fixture
def project(council: Organisation, area: ServiceArea) -> Project:
    return make_project(
        "Sharing",
        leads=[council],
        topics=["wombats"],
        areas=[area],
        summary="Robots.",
        description="Quartz.",
        learnt="Zebras.",
        offers_note="Yoghurt.",
        technology="Tapestry.",
    )


@pytest.mark.parametrize("field", ["title", "summary", "description", "learnt", "offers_note", "technology"])
def test_words_that_are_changed_are_found_and_the_old_ones_no_longer(
    client: Client, project: Project, field: str
) -> None:
    old = getattr(project, field)
    Project.objects.filter(pk=project.pk).update(**{field: "Gooseberry jelly"})
    title = "Gooseberry jelly" if field == "title" else "Sharing"
    assert is_found(client, "gooseberry", title)
    assert not is_found(client, old, title)
    setattr(project, field, old)
    project.save()
    assert is_found(client, old)
    assert not is_found(client, "gooseberry")


def test_whoever_joins_is_found_and_whoever_leaves_no_longer(client: Client, project: Project) -> None:
    partner = make_council("Camden", **LONDON)
    assert not is_found(client, "camden")
    take_part(project, "partner", [partner])
    assert is_found(client, "camden")
    assert everything_found(client, "/projects/", {"region": "London"}) == ["Sharing"]
    project.participations.filter(organisation=partner).delete()
    assert not is_found(client, "camden")
    assert everything_found(client, "/projects/", {"region": "London"}) == []


def test_another_role_counts_at_once(client: Client, project: Project) -> None:
    project.participations.update(role="supplier")
    assert everything_found(client, "/projects/", {"role": "supplier"}) == ["Sharing"]
    assert everything_found(client, "/projects/", {"role": "lead"}) == []


def test_a_participation_that_moves_to_another_entry_leaves_the_first(client: Client, project: Project) -> None:
    other = make_project("Other")
    project.participations.update(listing=other)
    assert is_found(client, "exford", "Other")
    assert not is_found(client, "exford")


def test_a_name_that_is_resolved_brings_the_names_and_places_of_the_organisation(
    client: Client, council: Organisation
) -> None:
    project = make_project("Sharing", partners=["Exf. Cncl"])
    assert is_found(client, "cncl")
    project.participations.update(organisation=council, name_to_resolve=None)
    assert is_found(client, "exford")
    assert everything_found(client, "/projects/", {"region": "South West"}) == ["Sharing"]


def test_a_renamed_organisation_is_found_by_its_new_name(
    client: Client, project: Project, council: Organisation
) -> None:
    council.name, council.short_name = "Gooseberry Borough", "Gooseberry"
    council.save()
    assert is_found(client, "gooseberry borough")
    assert not is_found(client, "exford")


def test_an_alias_is_found_while_it_is_there(client: Client, project: Project, council: Organisation) -> None:
    alias = council.aliases.create(name="Gooseberry")
    assert is_found(client, "gooseberry")
    OrganisationAlias.objects.filter(pk=alias.pk).update(name="Marmalade")
    assert is_found(client, "marmalade")
    assert not is_found(client, "gooseberry")
    other = make_council("Other")
    alias.refresh_from_db()
    alias.organisation = other
    alias.save()
    assert not is_found(client, "marmalade")
    alias.organisation = council
    alias.save()
    alias.delete()
    assert not is_found(client, "marmalade")


def test_a_renamed_topic_is_found_by_its_new_name(client: Client, project: Project) -> None:
    Topic.objects.filter(name="wombats").update(name="gooseberry")
    assert is_found(client, "gooseberry")
    assert not is_found(client, "wombats")
    assert everything_found(client, "/projects/", {"tag": "gooseberry"}) == ["Sharing"]


def test_topics_and_service_areas_that_are_taken_away_are_no_longer_found(client: Client, project: Project) -> None:
    project.topics.clear()
    assert not is_found(client, "wombats")
    project.service_areas.clear()
    assert not is_found(client, "sweeping")
    project.topics.add(Topic.objects.get(name="wombats"))
    assert is_found(client, "wombats")


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_service_area_of_any_level_that_is_called_otherwise_is_found_so(
    client: Client, project: Project, level: int
) -> None:
    [area] = ServiceArea.objects.filter(level=level)
    ServiceArea.objects.filter(pk=area.pk).update(label="Gooseberry")
    assert is_found(client, "gooseberry")
    assert not is_found(client, area.label)


def test_a_service_area_that_moves_takes_its_entries_along(client: Client, project: Project, area: ServiceArea) -> None:
    elsewhere = make_area("Gooseberry", parent=make_area("Top"))
    ServiceArea.objects.filter(pk=area.pk).update(parent=elsewhere)
    assert is_found(client, "gooseberry")
    assert everything_found(client, "/projects/", {"area": str(elsewhere.pk)}) == ["Sharing"]
    assert not is_found(client, "cleansing")


def test_only_what_is_published_is_found_and_counted(client: Client, project: Project) -> None:
    for state in Listing.State.values:
        Listing.objects.filter(pk=project.pk).update(state=state, submitted_at=timezone.now())
        is_published = state == Listing.State.PUBLISHED
        assert is_found(client, "sharing") is is_published, state
        assert choices_offered(show(client, "/projects/"))["region", "South West"] == is_published, state


def test_a_deleted_entry_is_gone_from_search(client: Client, project: Project) -> None:
    project.delete()
    assert not is_found(client, "sharing")
    assert not SearchEntry.objects.exists()


def test_entries_deleted_by_a_queryset_are_gone_too(client: Client, project: Project) -> None:
    make_project("Another")
    Project.objects.all().delete()
    assert not SearchEntry.objects.exists()


def test_rows_written_many_at_once_are_all_found(client: Client, council: Organisation) -> None:
    now = timezone.now()
    pairs = [
        Listing(
            kind="project",
            title=title,
            slug=slug_for(title),
            summary="Robots.",
            state="published",
            published_at=now,
            review_date=now.date(),
        )
        for title in ("First gooseberry", "Second gooseberry")
    ]
    listings = Listing.objects.bulk_create(pairs)
    with connection.cursor() as cursor:
        for listing in listings:
            cursor.execute(
                "INSERT INTO projects_project (listing_ptr_id, phase, funding_source, funding_outcome, funding_reason,"
                " budget_band, budget_note) VALUES (%s, 'beta', '', 'funded', '', '', '')",
                [listing.pk],
            )
    Participation.objects.bulk_create(
        [Participation(listing=listing, organisation=council, role="lead") for listing in listings]
    )
    asked = {"q": "gooseberry exford", "phase": "beta", "funding": "funded", "region": "South West"}
    assert sorted(everything_found(client, "/projects/", asked)) == ["First gooseberry", "Second gooseberry"]
    Listing.objects.update(summary="Marmalade.")
    assert len(everything_found(client, "/projects/", {"q": "marmalade"})) == 2
    Organisation.objects.update(short_name="Pickle")
    assert len(everything_found(client, "/projects/", {"q": "pickle"})) == 2


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [("region", "South West", "London"), ("nation", "England", "Wales"), ("kind", "unitary", "county")],
)
def test_an_organisation_that_is_found_elsewhere_takes_its_entries_along(
    client: Client, project: Project, council: Organisation, field: str, old: str, new: str
) -> None:
    Organisation.objects.filter(pk=council.pk).update(**{field: new})
    assert everything_found(client, "/projects/", {field: new}) == ["Sharing"]
    assert everything_found(client, "/projects/", {field: old}) == []


def test_what_only_projects_and_only_services_have_is_known_at_once(client: Client, project: Project) -> None:
    Project.objects.update(phase="beta", funding_outcome="not-funded")
    asked = {"phase": "beta", "funding": "not-funded", "status": "not-funded"}
    assert everything_found(client, "/projects/", asked) == ["Sharing"]
    service = make_service("Audit")
    SharedService.objects.update(delivery_model="network", open_to_new_members=True)
    assert everything_found(client, "/services/", {"model": "network", "open": "yes"}) == ["Audit"]
    service.open_to_new_members = None
    service.save()
    assert everything_found(client, "/services/", {"open": "unknown"}) == ["Audit"]


def test_how_far_apart_people_are_follows_who_takes_part_and_where_they_are(client: Client, project: Project) -> None:
    def spread() -> tuple[str, int | None]:
        entry = SearchEntry.objects.get(listing=project)
        return entry.spread, entry.spread_km

    assert spread() == ("", None)
    partner = make_council("Camden", **LONDON)
    take_part(project, "funder", [partner])
    assert spread() == ("", None)
    take_part(project, "partner", [partner])
    kind, kilometres = spread()
    assert kind == "country"
    assert kilometres is not None and 250 < kilometres < 256  # noqa: PT018 - a number, between
    Organisation.objects.filter(pk=partner.pk).update(region="South West")
    assert spread()[0] == "region"
    Organisation.objects.filter(pk=partner.pk).update(latitude=Decimal("50.8"), longitude=Decimal("-3.5"))
    assert spread() == ("neighbours", 11)
    project.participations.filter(organisation=partner).delete()
    assert spread() == ("", None)


def test_dates_of_confirmation_count_at_once(client: Client, project: Project) -> None:
    assert everything_found(client, "/projects/", {"freshness": "never"}) == ["Sharing"]
    Listing.objects.update(confirmed_at=timezone.now())
    assert everything_found(client, "/projects/", {"freshness": "year"}) == ["Sharing"]


# What is undone


def changes() -> Iterable[Callable[[Project], object]]:
    """Return one change of each kind of row that search reads."""
    return [
        lambda project: Listing.objects.filter(pk=project.pk).update(title="Gooseberry"),
        lambda project: take_part(project, "partner", [make_council("Gooseberry")]),
        lambda project: Organisation.objects.update(short_name="Gooseberry"),
        lambda project: OrganisationAlias.objects.create(organisation=Organisation.objects.get(), name="Gooseberry"),
        lambda project: Topic.objects.update(name="Gooseberry"),
        lambda project: ServiceArea.objects.update(label="Gooseberry"),
        lambda project: project.delete(),
    ]


def test_what_is_rolled_back_was_never_known(client: Client, project: Project) -> None:
    before = SearchEntry.objects.values().get()
    words = set(Word.objects.values_list("word", flat=True))
    for change in changes():
        with transaction.atomic():
            change(Project.objects.get())
            assert SearchEntry.objects.filter(pk=before["listing_id"]).values().first() != before
            transaction.set_rollback(True)
        assert SearchEntry.objects.values().get() == before
        assert set(Word.objects.values_list("word", flat=True)) == words


# What is not public


@pytest.mark.parametrize("state", [state for state in Listing.State.values if state != Listing.State.PUBLISHED])
def test_a_word_that_only_hidden_entries_hold_leaks_nowhere(client: Client, db: None, state: str) -> None:
    secret = make_project("Gooseberry", summary="Gooseberry.", topics=["gooseberry"], state=state)
    make_project("Sharing")
    for words in ("gooseberry", "goosebery", "gooseb", "goose berry"):
        page = show(client, f"/projects/?{urlencode({'q': words})}")
        assert page.results == []
        assert "gooseberry" not in page.text.lower().replace(f"“{words}”", "").replace(f"{words} - ", "")
    assert secret.pk


@pytest.mark.parametrize("change", [{"summary": "Robots."}, {"state": "withdrawn"}, {"state": "draft"}])
def test_a_word_that_was_taken_back_is_no_longer_suggested(
    client: Client, project: Project, change: dict[str, str]
) -> None:
    Listing.objects.filter(pk=project.pk).update(summary="Gooseberry.")
    Listing.objects.filter(pk=project.pk).update(**change)
    assert "gooseberry" not in show(client, "/projects/?q=goosebery").text


# Folding


def folded_by_the_database(text: str) -> str:
    """Return text as the index folds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT btrim(search_folded(%s))", [text])
        [[folded]] = cursor.fetchall()
    return str(folded)


def test_the_index_and_searches_fold_text_in_the_same_way(db: None) -> None:
    # Letters that are newer than the database's tables are no letters that councils write.
    old = st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\x00", max_codepoint=0xFFFF)

    @settings(max_examples=300)
    @given(
        st.one_of(st.text(old, max_size=30), st.text(st.characters(min_codepoint=1, max_codepoint=0x24F), max_size=30))
    )
    @example("O'Brien’s CAFÉ, e-mail: Ynys Môn (100%) İstanbul Straße ﬁne ½ ① 🗑 bins")
    @example("ΣΊΣΥΦΟΣ")
    def folds_alike(text: str) -> None:
        assert fold(text) == folded_by_the_database(text)

    folds_alike()


@pytest.mark.parametrize(
    ("field", "where"),
    [
        ("description", "in its description"),
        ("learnt", "in what has been learnt"),
        ("offers_note", "in what is offered"),
        ("technology", "in the technology in use"),
    ],
)
def test_a_result_whose_visible_words_do_not_answer_says_where_it_does(
    db: None, client: Client, field: str, where: str
) -> None:
    make_project("Sharing", **{field: "Gooseberry jelly."})
    assert where in show(client, "/projects/?q=gooseberry").text
