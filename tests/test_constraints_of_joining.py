"""The database itself refuses interest, adoptions, asks, follows and mails that may not be, whichever way they come."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaboration.models import AlertSettings, Block, Digest, DigestRun
from councils.models import OutgoingMail
from tests.support.factories import make_council, make_person, make_project
from tests.support.joining import (
    make_adoption,
    make_ask,
    make_call,
    make_call_entry,
    make_follow,
    make_interest,
    make_introduction,
    make_message,
    make_outgoing_mail,
    make_suggestion,
)
from tests.test_constraints import of, repeat, unread

pytestmark = pytest.mark.django_db


def twice(make: Callable[[], Any]) -> None:
    make()
    make()


def block_twice() -> None:
    person = make_person()
    twice(lambda: Block.objects.create(user=person, organisation=None))


def digest_twice() -> None:
    now, person = timezone.now(), make_person()
    run = DigestRun.objects.create(day=now)
    twice(lambda: Digest.objects.create(run=run, user=person, day=now, since=now, until=now))


def party_twice() -> None:
    repeat(make_introduction().parties.first())


def offer_twice() -> None:
    offer = make_interest(kind="supply", organisation=None, company="Acme Ltd")
    make_interest(kind="supply", organisation=None, company="ACME ltd", listing=offer.listing)


BREAKS: list[tuple[str, Callable[[], object]]] = [
    ("interest_open_once_for_a_person", lambda: repeat(make_interest())),
    ("interest_open_once_for_a_person_and_adopter", lambda: repeat(make_interest(adopter=make_council()))),
    ("interest_open_once_for_a_company_that_supplies", offer_twice),
    (
        "interest_open_once_for_an_organisation_that_supplies",
        lambda: repeat(make_interest(kind="supply"), sender_id=make_person().pk),
    ),
    ("interest_in_what_others_use_is_to_talk", lambda: make_interest(adopter=make_council(), kind="join")),
    ("interest_says_something", lambda: of(make_interest()).update(message="")),
    ("interest_supplier_says_who_they_are", lambda: make_interest(kind="supply", organisation=None)),
    ("interest_is_somebodys_turn_or_has_ended", lambda: of(make_interest()).update(turn="")),
    ("interest_is_somebodys_turn_or_has_ended", lambda: of(make_interest()).update(due_on=None)),
    ("interest_is_somebodys_turn_or_has_ended", lambda: of(make_interest()).update(ended_at=timezone.now())),
    ("interest_is_somebodys_turn_or_has_ended", lambda: of(make_interest()).update(state="taken-back")),
    ("interest_later_has_a_month", lambda: of(make_interest()).update(state="later", answered_at=timezone.now())),
    ("interest_moves_on_by_an_answer", lambda: of(make_interest()).update(state="talking")),
    ("message_says_something", lambda: make_message(words="")),
    ("message_once_of_a_key", lambda: twice(lambda: make_message(key="<1@mail.example>"))),
    ("block_once", block_twice),
    ("adoption_said_once", lambda: repeat(make_adoption())),
    ("adoption_answer_has_a_moment", lambda: make_adoption(answer="yes")),
    ("adoption_answer_has_a_moment", lambda: make_adoption(answered_at=timezone.now())),
    ("adoption_dates_are_years_months_or_days", lambda: of(make_adoption()).update(since=unread("soon"))),
    ("adoption_stops_after_it_begins", lambda: make_adoption(since="2025", until="2024-12")),
    ("call_has_a_title", lambda: make_call(title="")),
    ("call_entry_once", lambda: repeat(make_call_entry())),
    ("ask_says_something", lambda: make_ask(words="")),
    ("ask_closes_with_an_outcome", lambda: make_ask(outcome="found")),
    ("ask_closes_with_an_outcome", lambda: make_ask(closed_at=timezone.now())),
    ("follow_is_of_one_thing", lambda: of(make_follow()).update(listing=None)),
    ("follow_is_of_one_thing", lambda: of(make_follow()).update(organisation=make_council())),
    ("follow_is_of_one_thing", lambda: make_follow(list_name="projects")),
    ("follow_once", lambda: repeat(make_follow())),
    ("follow_once", lambda: repeat(make_follow(list_name="projects", title="All", query="?phase=beta"))),
    ("alert_settings_weekday_is_known", lambda: AlertSettings.objects.create(user=make_person(), weekday=7)),
    ("digest_once_a_day", digest_twice),
    ("suggestion_once", lambda: repeat(make_suggestion())),
    ("introduction_says_why", lambda: make_introduction(words="")),
    ("introduction_is_due_or_has_an_outcome", lambda: make_introduction(due_on=None)),
    ("introduction_is_due_or_has_an_outcome", lambda: make_introduction(outcome="met")),
    (
        "introduction_party_is_a_council_or_a_listing",
        lambda: make_introduction().parties.update(listing=make_project().pk),
    ),
    ("introduction_party_is_a_council_or_a_listing", lambda: make_introduction().parties.update(organisation=None)),
    ("introduction_party_once", party_twice),
    ("outgoing_mail_waits_or_has_ended", lambda: make_outgoing_mail(state="sent")),
    ("outgoing_mail_waits_or_has_ended", lambda: make_outgoing_mail(ended_at=timezone.now())),
]


@pytest.mark.parametrize(("name", "break_it"), BREAKS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(BREAKS)])
def test_the_database_refuses_it_by_the_name_of_the_rule(name: str, break_it: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        break_it()


def test_every_named_rule_of_joining_in_is_tried() -> None:
    models = [*apps.get_app_config("collaboration").get_models(include_auto_created=True), OutgoingMail]
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named == {name for name, _ in BREAKS}


def test_what_was_settled_may_begin_again() -> None:
    interest = make_interest()
    of(interest).update(state="nothing", turn="", due_on=None, ended_at=timezone.now())
    repeat(interest)
    adoption = make_adoption(answer="no", answered_at=timezone.now())
    make_adoption(listing=adoption.listing, organisation=adoption.organisation)
