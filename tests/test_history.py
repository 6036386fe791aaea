"""Whatever people edit has a history: who, when, what and through which door, and no name or address of anybody."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as site
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.urls import reverse
from pghistory.models import Context

from councils.models import Invitation, Membership, MembershipRequest, Organisation, User
from directory.history import AS_IT_STOOD, EVENTS, Door, Event, door, note_what_stands
from listings.actions import resolve_name, save_listing
from listings.models import (
    Listing,
    ListingEvent,
    ListingOfficer,
    NameToResolve,
    Participation,
    ParticipationEvent,
    Topic,
    TopicEvent,
)
from projects.models import Project
from tests.support.factories import (
    add_source,
    look_after,
    make_area,
    make_council,
    make_invitation,
    make_member,
    make_person,
    make_project,
    make_request,
)
from tests.support.histories import EVENT_MODELS, ask, everything, how_many, last_of, said
from tests.support.imports import make_ready, project, run_import, write_lines
from tests.support.visits import signed_in

# What is tracked

NOT_TRACKED = {
    "councils_signincode": "codes that people ask for, gone within days",
    "councils_knownbrowser": "where people signed in, which is nobody else's business",
    "councils_tally": "counts of tries",
    "councils_user_groups": "the rule table knows no groups",
    "councils_user_user_permissions": "the rule table asks for nothing of the kind",
    "councils_kepttext": "what somebody typed, gone within a day",
    "listings_startcheck": "is written once, when an entry begins",
    "listings_startcheck_offered": "as above",
    "listings_decision": "is itself a record, and is never changed",
    "councils_outgoingmail": "mails that were to be sent",
    "collaboration_message": "is written once, and its words may name people",
    "collaboration_follow": "what somebody follows is nobody else's business",
    "collaboration_alertsettings": "as above",
    "collaboration_digest": "mails that were to be sent",
    "collaboration_digestrun": "is itself a record",
    "collaboration_suggestion": "is computed every night",
    "collaboration_introductionparty": "is written once, with its introduction",
    "listings_reviewmail": "mails that were to be sent",
    "listings_reviewnotice": "as above",
    "listings_importupload": "files, whose entries have a history of their own",
    "listings_servicearea": "the standard list, which nobody edits here",
    "listings_datachange": "a count that triggers keep",
    "listings_searchentry": "follows from the others",
    "listings_word": "as above",
}
"""Tables of ours without a history, each with the reason."""

COLUMNS_LEFT_OUT = {
    ("councils_user", "password"): "nobody has one",
    ("councils_user", "last_login"): "when people come is nobody's business",
    ("councils_user", "email"): "names a person",
    ("councils_user", "name"): "names a person",
    ("councils_user", "joined_at"): "is when the history of the row begins",
    ("councils_user", "address_failed_at"): "is about the address, and known from the memberships that it ends",
    ("councils_user", "closed_at"): "is when the person could no longer sign in",
    ("councils_membershiprequest", "message"): "may name a person",
    ("councils_membershiprequest", "reason"): "may name a person",
    ("councils_invitation", "email"): "names a person",
    ("listings_listing", "slug"): "follows from the title",
    ("listings_listing", "created_at"): "is when the history of the row begins",
    ("listings_listing", "updated_at"): "is when the history of the row goes on",
    ("listings_listing", "start_key"): "is a form's",
    ("listings_update", "key"): "is a form's",
    ("listings_participation", "told_at"): "is about a mail",
    ("listings_participationrequest", "words"): "may name a person",
    ("listings_participationrequest", "reason"): "may name a person",
    ("listings_doubt", "words"): "may name a person",
    ("listings_doubt", "answer_words"): "may name a person",
    ("listings_doubt", "held"): "is what the listing's own history has",
    ("collaboration_interest", "message"): "may name a person",
    ("collaboration_interest", "have"): "may name a person",
    ("collaboration_interest", "need"): "may name a person",
    ("collaboration_interest", "by_when"): "may name a person",
    ("collaboration_interest", "company"): "may name a person",
    ("collaboration_interest", "reason_words"): "may name a person",
    ("collaboration_interest", "outcome_words"): "may name a person",
    ("collaboration_interest", "report_words"): "may name a person",
    ("collaboration_interest", "key"): "is a form's",
    ("collaboration_interest", "since"): "goes into the request or the adoption that it leads to",
    ("collaboration_adoption", "reason"): "may name a person",
    ("collaboration_introduction", "words"): "may name a person",
    ("collaboration_introduction", "outcome_words"): "may name a person",
    ("listings_source", "imported"): "is the file's, and large",
}
"""Columns of tracked tables that have no history, each with the reason."""


def tracked() -> dict[str, Any]:
    """Return the model of the events of each table that has them."""
    return {model._meta.db_table: events for model, events in EVENTS.items()}


def test_every_table_that_people_edit_has_a_history_or_says_why_not() -> None:
    ours = [
        app for app in apps.get_app_configs() if app.path.startswith(str(site.BASE_DIR)) and "/.venv/" not in app.path
    ]
    models_of_ours = [model for app in ours for model in app.get_models(include_auto_created=True)]
    tables = {model._meta.db_table for model in models_of_ours if not issubclass(model, Event)}
    assert len(tracked()) > 20
    assert tables - set(tracked()) == set(NOT_TRACKED)


def test_every_column_of_a_tracked_table_is_in_its_history_or_says_why_not() -> None:
    left_out = set()
    for table, events in tracked().items():
        kept = {field.column for field in events._meta.fields}
        own = events.pgh_tracked_model._meta.concrete_model._meta.local_concrete_fields
        left_out |= {(table, field.column) for field in own if not field.primary_key and field.column not in kept}
    assert left_out == set(COLUMNS_LEFT_OUT)


@pytest.mark.django_db
def test_the_database_itself_writes_the_history_once_for_each_statement() -> None:
    found = ask(
        """
        SELECT relname, tgtype & 28 FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE tgname LIKE 'pgtrigger_history_%%' AND tgenabled = 'O' AND tgtype & 1 = 0
        """
    )
    assert sorted(found) == sorted((table, operation) for table in tracked() for operation in (4, 8, 16))


@pytest.mark.django_db
def test_nothing_that_is_deleted_takes_its_history_along() -> None:
    bound = ask("SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'")
    assert not {table for (table,) in bound} & {model._meta.db_table for model in EVENT_MODELS}


@pytest.mark.parametrize("write", [lambda events: events.update(name="x"), lambda events: events.delete()])
@pytest.mark.django_db
def test_a_history_cannot_be_rewritten(write: Callable[[Any], Any]) -> None:
    Topic.objects.create(name="bins")
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        write(TopicEvent.objects.all())


# Doors


def by_form(person: User) -> tuple[Any, dict[str, Any]]:
    member = make_member(make_council(), user=person)
    address = reverse("still-here", args=[member.organisation.slug])
    assert signed_in(person).post(address).status_code == 302
    return member, {"user": person.pk, "door": "form"}


def by_admin(person: User) -> tuple[Any, dict[str, Any]]:
    User.objects.filter(pk=person.pk).update(is_staff=True)
    person.refresh_from_db()
    topic = Topic.objects.create(name="bins")
    address = reverse("admin:listings_topic_change", args=[topic.pk])
    assert signed_in(person).post(address, {"name": "refuse"}).status_code == 302
    return topic, {"user": person.pk, "door": "admin"}


def by_action(person: User) -> tuple[Any, dict[str, Any]]:
    listing = make_project()
    listing.title = "New"
    save_listing(listing=listing, by=person)
    return Listing.objects.get(), {"user": person.pk, "door": "command"}


def by_update(person: User) -> tuple[Any, dict[str, Any]]:
    listing = make_project()
    with door(Door.FORM, by=person):
        Listing.objects.update(title="New")
    return Listing.objects.get(pk=listing.pk), {"user": person.pk, "door": "form"}


def by_bulk_create(person: User) -> tuple[Any, dict[str, Any]]:
    with door(Door.FORM, by=person):
        topics = Topic.objects.bulk_create([Topic(name="a"), Topic(name="b")])
    return topics[1], {"user": person.pk, "door": "form"}


def by_sql(person: User) -> tuple[Any, dict[str, Any]]:
    topic = Topic.objects.create(name="bins")
    with door(Door.COMMAND, by=person), connection.cursor() as cursor:
        cursor.execute("UPDATE listings_topic SET name = %s", ["refuse"])
    return topic, {"user": person.pk, "door": "command"}


def by_sql_alone(person: User) -> tuple[Any, None]:
    topic = Topic.objects.create(name="bins")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listings_topic SET name = 'refuse'")
    return topic, None


def by_import(person: User, folder: Path) -> tuple[Any, dict[str, Any]]:
    make_ready()
    run_import(write_lines(folder, project(phase="alpha")))
    run_import(write_lines(folder, project(phase="beta")))
    return Project.objects.get(), {"user": None, "door": "import"}


def by_command(person: User) -> tuple[Any, dict[str, Any]]:
    call_command("load_register", verbosity=0, stdout=io.StringIO())
    return Organisation.objects.get(slug="hackney"), {"user": None, "door": "command"}


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize(
    "way",
    [by_form, by_admin, by_action, by_update, by_bulk_create, by_sql, by_sql_alone, by_import, by_command],
    ids=lambda way: way.__name__,
)
@pytest.mark.django_db
def test_every_way_of_writing_leaves_who_what_and_through_which_door(way: Callable[..., Any], tmp_path: Path) -> None:
    thing, expected = way(make_person(), tmp_path) if way is by_import else way(make_person())
    event = last_of(thing)
    assert said(event) == expected
    assert event.pgh_created_at is not None
    columns = [field for field in event._meta.concrete_fields if not field.name.startswith("pgh_")]
    thing.refresh_from_db()
    assert [getattr(event, one.attname) for one in columns] == [getattr(thing, one.attname) for one in columns]


@pytest.mark.django_db
def test_of_doors_in_doors_the_outer_one_counts_and_the_inner_one_names_who_acts() -> None:
    person, other = make_person(), make_person()
    with door(Door.FORM), door(Door.COMMAND, by=person), door(Door.IMPORT, by=other):
        topic = Topic.objects.create(name="bins")
    assert said(last_of(topic)) == {"user": person.pk, "door": "form"}
    assert Context.objects.count() == 1


@pytest.mark.django_db
def test_an_action_inside_an_import_is_part_of_the_import() -> None:
    make_project(partners=["Nowhere"])
    with door(Door.IMPORT):
        resolve_name(name=NameToResolve.objects.get(), organisations=[make_council()], by=None)
    assert said(last_of(Participation.objects.get())) == {"user": None, "door": "import"}


# Nothing more, and nothing less


@pytest.mark.django_db
def test_a_change_that_is_undone_leaves_nothing() -> None:
    make_project()
    before = how_many()
    with door(Door.FORM), transaction.atomic():
        Listing.objects.update(title="Lost")
        assert how_many() == before + 2, "the event and its context"
        transaction.set_rollback(True)
    assert how_many() == before


@pytest.mark.ignore_template_errors
@pytest.mark.django_db
def test_looking_leaves_nothing(moderator: User) -> None:
    listing = make_project(leads=[make_council()], partners=["Nowhere"])
    client = signed_in(moderator)
    before = how_many()
    for address in (
        "/",
        "/projects/?q=parking",
        listing.get_absolute_url(),
        reverse("project-history", args=[listing.pk, listing.slug]),
        reverse("admin:projects_project_change", args=[listing.pk]),
        reverse("admin:listings_nametoresolve_changelist"),
    ):
        assert client.get(address).status_code == 200, address
    assert how_many() == before


@pytest.mark.django_db
def test_writing_what_stands_already_leaves_nothing() -> None:
    listing = make_project(leads=[make_council()], areas=[make_area()])
    before = how_many()
    with door(Door.FORM, by=None):
        listing.save()
        save_listing(listing=listing, by=None)
        Participation.objects.update(role="lead")
        Listing.objects.filter(title="nothing like it").update(title="x")
        Topic.objects.all().delete()
    assert how_many() == before


@pytest.mark.django_db
def test_there_are_as_many_events_as_changes() -> None:
    listings = [make_project() for _ in range(3)]
    for number in range(20):
        with transaction.atomic():
            Listing.objects.filter(pk__in=[one.pk for one in listings[: 1 + number % 3]]).update(title=f"T{number}")
            transaction.set_rollback(number % 5 == 0)
    changes = [1 + number % 3 for number in range(20) if number % 5]
    assert ListingEvent.objects.filter(pgh_label="update").count() == sum(changes)
    Project.objects.all().delete()
    assert ListingEvent.objects.filter(pgh_label="delete").count() == len(listings)


def test_the_newest_event_of_each_row_says_what_the_row_is(starter_directory: None) -> None:
    for table, events in tracked().items():
        columns = ", ".join(
            connection.ops.quote_name(field.column)
            for field in events._meta.concrete_fields
            if not field.name.startswith("pgh_")
        )
        key = events.pgh_tracked_model._meta.pk.column
        newest = f"SELECT DISTINCT ON (pgh_obj_id) * FROM {events._meta.db_table} ORDER BY pgh_obj_id, pgh_id DESC"
        rows = f"SELECT {key}, {columns} FROM {table}"
        told = f"SELECT pgh_obj_id, {columns} FROM ({newest}) AS newest WHERE pgh_label <> 'delete'"
        assert ask(f"({rows} EXCEPT ALL {told}) UNION ALL ({told} EXCEPT ALL {rows})") == [], table
    assert ParticipationEvent.objects.count() > 400


@pytest.mark.django_db
def test_the_history_of_rows_that_were_there_before_begins_with_what_they_were() -> None:
    listing = make_project(topics=["bins"])
    tables = ", ".join(events._meta.db_table for events in tracked().values())
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")
    with connection.schema_editor() as editor:
        note_what_stands("listings")(apps, editor)
    [event] = ListingEvent.objects.all()
    assert (event.pgh_obj_id, event.pgh_label, event.title) == (listing.pk, AS_IT_STOOD, listing.title)
    assert [event.name for event in TopicEvent.objects.all()] == ["bins"]


# No names


ABOUT_PEOPLE = (User, Membership, MembershipRequest, Invitation, ListingOfficer)


def test_what_the_history_keeps_of_people_is_numbers_dates_and_choices() -> None:
    for model in ABOUT_PEOPLE:
        for field in EVENTS[model]._meta.fields:
            is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
            assert not is_text or field.choices or field.name == "pgh_label", field


@pytest.mark.ignore_template_errors
@pytest.mark.django_db
def test_no_name_or_address_of_a_person_comes_into_a_history(administrator: User) -> None:
    council = make_council()
    member = make_member(council, "Zebedee Quill")
    person = member.user
    look_after(make_project(leads=[council]), member)
    make_request(council, person, message="I am Zebedee Quill", reason="Zebedee is known")
    make_invitation(council, "zebedee@quill.example", invited_by=person)
    address = reverse("admin:councils_user_change", args=[person.pk])
    changed = {"email": "zebedee.quill@people.example", "name": "Zebedee Q", "is_active": "on", "is_staff": "on"}
    assert signed_in(administrator).post(address, changed).status_code == 302
    for held in (everything(), str([*LogEntry.objects.values()])):
        assert len(held) > 100
        assert "zebedee" not in held.lower()
    assert said(last_of(User.objects.get(pk=person.pk))) == {"user": administrator.pk, "door": "admin"}
    assert LogEntry.objects.get().object_repr == f"person {person.pk}"


@pytest.mark.django_db
def test_a_history_says_nothing_of_who_looks_at_what_and_when(client: Client) -> None:
    person = make_person()
    before = how_many()
    signed_in(person, client).post(reverse("sign-out"))
    assert how_many() == before


@pytest.mark.django_db
def test_what_a_source_says_of_an_entry_is_in_its_history() -> None:
    source = add_source(make_project(), "A paper")
    assert last_of(source).name == "A paper"
