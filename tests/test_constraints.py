"""The database itself refuses what may not be, whichever way it comes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CharField, F, Model, QuerySet, Value
from django.utils import timezone

from listings.models import (
    Decision,
    Doubt,
    Listing,
    NameToResolve,
    ParticipationRequest,
    PhaseChange,
    RelatedListing,
    ReviewMail,
    ReviewNotice,
    SynonymGroup,
    Topic,
    Update,
)
from tests.support.factories import (
    add_source,
    look_after,
    make_area,
    make_council,
    make_member,
    make_person,
    make_project,
    make_service,
    take_part,
)

pytestmark = pytest.mark.django_db


def of(row: Model) -> QuerySet[Any]:
    """Return the one row as a query, so that nothing but the database looks at a change."""
    return type(row)._default_manager.filter(pk=row.pk)


def unread(text: str) -> Value:
    """Return text that goes to the database without the field reading it first."""
    return Value(text, output_field=CharField())


def change_listing(**fields: Any) -> None:
    Listing.objects.filter(pk=make_project().pk).update(**fields)


def change_participation(**fields: Any) -> None:
    listing = make_project(leads=[make_council()])
    listing.participations.update(**fields)


def repeat(row: Model, **fields: Any) -> None:
    """Insert a second row with the same values."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key}
    type(row)._default_manager.bulk_create([type(row)(**values | fields)])


def repeat_participation(participant: Any) -> None:
    listing = make_project(partners=[participant])
    repeat(listing.participations.get())


def link_to_itself() -> None:
    listing = make_project()
    RelatedListing.objects.bulk_create([RelatedListing(earlier=listing, later=listing)])


def link_stages_twice() -> None:
    repeat(RelatedListing.objects.create(earlier=make_project(), later=make_project()))


def waits_and_is_settled() -> None:
    listing = make_project(leads=[make_council()])
    listing.participations.update(name_to_resolve=NameToResolve.objects.create(name="Durham", reason="ambiguous"))


def somebody_unknown_confirms() -> None:
    make_project(partners=["Durham"]).participations.update(standing="confirmed")


def decide(**fields: Any) -> Decision:
    return Decision.objects.create(**{"kind": "approved", "listing": make_project()} | fields)


def ask_to_take_part(**fields: Any) -> ParticipationRequest:
    return ParticipationRequest.objects.create(listing=make_project(), organisation=make_council(), **fields)


def doubt(**fields: Any) -> Doubt:
    given = {"listing": make_project(), "organisation": make_council(), "statement": "all", "words": "Not ours."}
    return Doubt.objects.create(**given | fields)


def review_mail() -> ReviewMail:
    today = timezone.localdate()
    return ReviewMail.objects.create(user=make_person(), stage="asked", day=today, message_id="<1@site.example>")


def notice() -> ReviewNotice:
    mail, listing = review_mail(), make_project()
    return ReviewNotice.objects.create(
        mail=mail, user=mail.user, listing=listing, stage="asked", review_date=listing.review_date
    )


def update() -> Update:
    return Update.objects.create(listing=make_project(), organisation=make_council(), happened="We began.")


def phase_change(**fields: Any) -> None:
    PhaseChange.objects.create(**{"listing": make_project(), "phase": "beta", "since": "2026-03"} | fields)


BREAKS: list[tuple[str, Callable[[], object]]] = [
    ("listing_has_a_title", lambda: change_listing(title="")),
    ("listing_has_a_title", lambda: change_listing(slug="")),
    ("listing_published_has_summary_and_date", lambda: change_listing(summary="")),
    ("listing_published_has_summary_and_date", lambda: change_listing(published_at=None)),
    ("listing_dates_are_years_months_or_days", lambda: change_listing(started=unread("March 2019"))),
    ("listing_dates_are_years_months_or_days", lambda: change_listing(ended=unread("2019-13"))),
    ("listing_ends_after_it_starts", lambda: change_listing(started="2020", ended="2019-12-31")),
    ("listing_end_reason_only_when_ended", lambda: change_listing(end_reason="completed")),
    ("listing_waits_since_it_was_sent_in", lambda: change_listing(state="waiting")),
    ("listing_published_has_a_review_date", lambda: change_listing(review_date=None)),
    ("listing_merged_is_withdrawn", lambda: change_listing(merged_into=make_project())),
    ("listing_merged_is_withdrawn", lambda: change_listing(state="withdrawn", merged_into=F("id"))),
    ("listing_contact_is_a_web_address", lambda: change_listing(contact_url="javascript:x")),
    (
        "listing_changed_since_review_is_published",
        lambda: change_listing(state="draft", changed_since_review_at=timezone.now()),
    ),
    ("listing_updated_after_it_was_created", lambda: change_listing(updated_at=timezone.now() - timedelta(days=9))),
    (
        "source_date_is_year_month_or_day",
        lambda: of(add_source(make_project(), "A paper")).update(published=unread("19")),
    ),
    (
        "source_address_is_a_web_address",
        lambda: of(add_source(make_project(), "A paper")).update(url="ftp://a.example"),
    ),
    ("name_to_resolve_is_not_empty", lambda: NameToResolve.objects.bulk_create([NameToResolve(name="")])),
    ("participation_once_in_a_role", lambda: repeat_participation(make_council())),
    ("participation_once_for_a_written_name", lambda: repeat_participation("Durham")),
    ("participation_has_an_organisation_or_a_name_to_resolve", lambda: change_participation(organisation=None)),
    ("participation_has_an_organisation_or_a_name_to_resolve", waits_and_is_settled),
    ("participation_standing_is_known", lambda: change_participation(standing="hearsay")),
    ("participation_only_an_organisation_speaks_for_itself", somebody_unknown_confirms),
    ("participation_dates_are_years_months_or_days", lambda: change_participation(joined=unread("soon"))),
    ("participation_leaves_after_it_joins", lambda: change_participation(joined="2020-05", left="2020-04")),
    ("link_once_in_a_listing", lambda: repeat(make_project(links=["https://a.example"]).links.get())),
    (
        "link_is_a_web_address",
        lambda: of(make_project(links=["https://a.example"]).links.get()).update(url="javascript:x"),
    ),
    ("stage_once_for_a_pair", link_stages_twice),
    ("stage_is_not_of_itself", link_to_itself),
    ("listing_officer_once", lambda: repeat(look_after(make_project(), make_member(make_council())))),
    ("service_area_has_a_parent_below_the_top", lambda: of(make_area()).update(level=2)),
    ("service_area_has_a_parent_below_the_top", lambda: of(make_area(parent=make_area())).update(parent=None)),
    ("topic_is_not_empty", lambda: Topic.objects.bulk_create([Topic(name="")])),
    ("synonym_group_has_two_terms", lambda: SynonymGroup.objects.create(terms=["bins"])),
    (
        "synonym_group_stands_once",
        lambda: repeat(SynonymGroup.objects.create(terms=["bins", "waste"], key="bins")),
    ),
    ("project_phase_is_known", lambda: of(make_project()).update(phase="gamma")),
    ("project_funding_outcome_is_known", lambda: of(make_project()).update(funding_outcome="maybe")),
    ("update_says_what_happened", lambda: of(update()).update(happened="")),
    ("phase_change_phase_is_known", lambda: phase_change(phase="gamma")),
    ("phase_change_date_is_year_month_or_day", lambda: phase_change(since="")),
    ("participation_request_open_once", lambda: repeat(ask_to_take_part())),
    ("participation_request_answer_has_a_moment", lambda: ask_to_take_part(answer="yes")),
    ("decision_is_about_something", lambda: decide(listing=None)),
    ("decision_against_somebody_has_a_reason", lambda: decide(kind="sent-back")),
    ("doubt_open_once", lambda: repeat(doubt())),
    ("doubt_answer_has_a_moment", lambda: doubt(answer="put-back")),
    ("review_mail_once_a_day_and_stage", lambda: repeat(review_mail(), message_id="<2@site.example>")),
    ("review_notice_once_for_a_date", lambda: repeat(notice())),
    ("service_benefits_basis_is_known", lambda: of(make_service()).update(benefits_basis="hope")),
    ("service_dates_are_years_months_or_days", lambda: of(make_service()).update(notice_by=unread("soon"))),
    ("service_delivery_model_is_known", lambda: of(make_service()).update(delivery_model="handshake")),
]


@pytest.mark.parametrize(("name", "break_it"), BREAKS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(BREAKS)])
def test_the_database_refuses_it_by_the_name_of_the_rule(name: str, break_it: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        break_it()


def test_every_named_rule_of_these_apps_is_tried() -> None:
    named = {
        constraint.name
        for app in ("listings", "projects", "services")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for constraint in model._meta.constraints
    }
    assert named == {name for name, _ in BREAKS}


@pytest.mark.parametrize("make", [make_project, make_service])
def test_what_the_rules_allow_goes_in(make: Callable[..., Any]) -> None:
    listing = make(started="2019-03", ended="2019", is_ended=True, end_reason="completed", links=["http://a.example"])
    take_part(listing, "partner", [make_council(), "Durham"], joined="2019", left="2019-04")
    assert listing.participations.count() == 2
    assert listing.links.count() == 1
