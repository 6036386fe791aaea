"""Taking a mail that answers one of ours: it becomes a message in the conversation, or its writer is told why not."""

import datetime
from enum import StrEnum

from django.db import transaction

from collaboration.actions.interest.moves import write
from collaboration.actions.refused import Blocked, InterestRefused, TooMany, Unsuitable
from collaboration.inbound import Inbound, Why
from collaboration.models import Interest, Message
from councils.actions.outbox import post
from councils.models import User
from councils.sign_in.limits import Limit, LimitReached, count, keyed_hash

TOLD = Limit("mails that were not passed on", 5, datetime.timedelta(days=1))
"""How often one person is told so: whoever has their address may send to it, and machines answer machines."""


class Taken(StrEnum):
    """What became of a mail."""

    PASSED_ON = "passed on"
    REFUSED = "not passed on, and its writer is told"
    IGNORED = "left alone, because no person wrote it"
    NOBODYS = "to no reply address of ours"


def receive(*, raw: bytes, recipient: str = "") -> Taken:
    """Pass on a mail as it came in (RFC 5322), to the conversation that its reply address names; say what became of it.

    `recipient` is the address that the mail server was given; without it, those in the mail itself are looked at. A
    mail counts when it comes from the account's own address; a second delivery of the same mail changes nothing.
    """
    mail = Inbound(raw, recipient=recipient)
    named = mail.reply_address
    if named is None:
        return Taken.NOBODYS
    if mail.is_automatic:
        return Taken.IGNORED
    person = User.objects.open().filter(pk=named.user_id).first()
    interest = Interest.objects.select_related("listing").filter(pk=named.interest_id).first()
    if person is None or interest is None:
        return Taken.NOBODYS
    if mail.sender != person.email:
        return _refuse(interest, person, Why.SENDER)
    if named.is_old:
        return _refuse(interest, person, Why.OLD)
    try:
        write(interest=interest, words=mail.words, by=person, via=Message.Via.MAIL, key=mail.key(named))
    except InterestRefused as refused:
        kinds = {TooMany: Why.TOO_MANY, Unsuitable: Why.UNSUITABLE, Blocked: Why.BLOCKED}
        return _refuse(interest, person, kinds.get(type(refused), Why.OVER))
    return Taken.PASSED_ON


def _refuse(interest: Interest, person: User, why: Why) -> Taken:
    """Tell the person of a reply address that a mail to it was not passed on, a few times a day at most."""
    try:
        with transaction.atomic():
            count(TOLD, keyed_hash("mails that were not passed on", str(person.pk)))
            post(to=person, mail="mail_not_passed_on", about={"interest": interest.pk, "why": int(why)})
    except LimitReached:
        return Taken.IGNORED
    return Taken.REFUSED
