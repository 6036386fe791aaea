"""What has had its time is taken away, and whoever closes their account leaves no words behind."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from collaboration.actions.parting import GONE
from collaboration.actions.tidying import tidy_joining
from collaboration.models import AlertSettings, Block, Digest, DigestRun, Follow, Interest, Message
from collaboration.unsubscribing import token_of_all
from councils.actions.accounts import close_account
from councils.models import OutgoingMail
from tests.support.factories import make_person
from tests.support.joining import make_follow, make_interest, make_message, make_outgoing_mail

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ENDED: dict[str, Any] = {"state": "nothing", "turn": "", "due_on": None}


def are_there(*rows: Model) -> list[bool]:
    return [type(row)._default_manager.filter(pk=row.pk).exists() for row in rows]


def test_interest_stays_for_two_years_after_its_end_and_open_interest_stays() -> None:
    old = make_interest(**ENDED, ended_at=NOW - timedelta(days=731))
    newer = make_interest(**ENDED, ended_at=NOW - timedelta(days=729))
    still_open = make_interest(sent_at=NOW - timedelta(days=900))
    said = make_message(interest=old)
    assert tidy_joining()["interest"] == 1
    assert are_there(old, said, newer, still_open) == [False, False, True, True]


def test_what_a_digest_held_and_what_became_of_a_mail_is_known_for_90_days() -> None:
    person, run = make_person(), DigestRun.objects.create(day=NOW)
    before, after = NOW - timedelta(days=91), NOW - timedelta(days=89)
    digests = [
        Digest.objects.create(run=run, user=person, day=moment, since=moment, until=moment)
        for moment in (before, after)
    ]
    mails = [make_outgoing_mail(state="sent", ended_at=moment) for moment in (before, after)]
    waiting = make_outgoing_mail(made_at=before)
    tidy_joining()
    assert are_there(*digests, *mails, waiting) == [False, True, False, True, True]


def test_whoever_closes_their_account_takes_back_what_is_open_and_leaves_no_words() -> None:
    interest = make_interest(message="Ring me.", have="Time", need="Money", by_when="May")
    person = interest.sender
    assert person
    wrote = make_message(interest=interest, side="sender", author=person, words="It is me.", shares_address=True)
    others = make_message(interest=interest, author=make_person(), words="Who is it?")
    make_follow(user=person)
    AlertSettings.objects.create(user=person)
    Block.objects.create(user=person)
    make_outgoing_mail(user=person)
    close_account(user=person, by=person)
    interest = Interest.objects.get()
    assert interest.state == Interest.State.TAKEN_BACK
    assert (interest.message, interest.have, interest.need, interest.by_when) == (GONE, "", "", "")
    assert Message.objects.get(pk=wrote.pk).words == GONE
    assert not Message.objects.get(pk=wrote.pk).shares_address
    assert Message.objects.get(pk=others.pk).words == "Who is it?"
    for model in (Follow, AlertSettings, Block):
        assert not model.objects.filter(user=person).exists()
    assert not OutgoingMail.objects.filter(user=person).exists()


def test_the_link_in_an_old_mail_of_who_closed_their_account_leaves_no_settings_behind(client: Client) -> None:
    person = make_person()
    address = f"/unsubscribe/{token_of_all(person)}/"
    make_follow(user=person)
    close_account(user=person, by=person)
    client.post(address)
    assert not AlertSettings.objects.exists()


def test_a_supplier_who_closes_their_account_leaves_an_offer_of_nobody() -> None:
    offer = make_interest(kind="supply", organisation=None, company="Bin Soft Ltd", message="We make software.")
    ended = make_interest(
        kind="supply", organisation=None, company="Bin Soft", sender=offer.sender, **ENDED, ended_at=NOW
    )
    assert offer.sender
    close_account(user=offer.sender, by=offer.sender)
    for one in (offer, ended):
        one.refresh_from_db()
        assert (one.who, one.message, one.is_open) == ("A former supplier", GONE, False)
    offer.sender.refresh_from_db()
    assert offer.sender.closed_at
