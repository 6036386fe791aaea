"""Mails of a conversation: what somebody wrote, the answer, and what came of it."""

import datetime
from typing import Any

from django.conf import settings

from collaboration.answers import REASONS, Answer
from collaboration.conversation import prompts_of, speaker
from collaboration.interest_links import LINK_LASTS, token_of
from collaboration.letters.reasons import why_about
from collaboration.limits import blocks_by_who_is_asked
from collaboration.models import Interest, Message
from collaboration.quoting import quoted
from collaboration.reply_addresses import reply_headers
from collaboration.sides import may_read_entry, side_of
from collaboration.wording import (
    WANTS,
    asked_in_words,
    end_in_words,
    entry_in_words,
    next_step,
    other_side_in_words,
    outcome_in_words,
)
from councils.mail import one_line
from councils.models import OutgoingMail, User
from councils.outbox import Letter, writes
from councils.tasks.memberships import link

State, Side = Interest.State, Interest.Side
ANSWERED = (State.TALKING, State.LATER, State.DECLINED)
"""Where the first answer of the owners can lead."""


@writes(mail="interest_received")
def interest_received(mail: OutgoingMail) -> Letter | None:
    """Write to those who answer for an entry that somebody is interested; nothing once it is answered."""
    interest = _interest(mail)
    if interest.state != State.WAITING or side_of(interest, mail.user) != Side.OWNERS:
        return None
    context = _about(interest, mail.user) | {
        "name": one_line(interest.sender.name) if interest.sender else "",
        "message": quoted(interest.message),
        "prompts": _prompts(interest),
        "due_on": interest.due_on,
        "is_for_moderators": interest.chased == Interest.Chased.MODERATORS,
        "days": LINK_LASTS.days,
        "link": link("interest-by-mail", token_of(interest, mail.user)),
    }
    return Letter(context, reply_headers(interest, mail.user))


@writes(mail="interest_answered")
def interest_answered(mail: OutgoingMail) -> Letter | None:
    """Write to whoever is interested what the owners answered; nothing when it has ended otherwise since.

    Where they have answered anew, only a line that went with this answer keeps it: the answer has a mail of its own.
    """
    interest = _interest(mail)
    if interest.state not in ANSWERED or side_of(interest, mail.user) != Side.SENDER:
        return None
    is_no = interest.state == State.DECLINED
    put_off_to = _put_off_to(mail, interest)
    is_now = interest.state == State.LATER and put_off_to == interest.later_month
    if put_off_to and not is_now and not mail.about.get("message"):
        return None
    is_no = is_no and not put_off_to
    note = Message.objects.filter(pk=mail.about.get("message")).first()
    context = _about(interest, mail.user) | {
        "is_no": is_no,
        "is_later": put_off_to is not None,
        "month": put_off_to,
        "reason": REASONS.get(interest.reason, "") if interest.reason != "other" else "",
        "words": quoted(interest.reason_words if is_no else note.words if note else ""),
        "due_on": interest.due_on,
        "similar": similar_to(interest, mail.user) if is_no else "",
        "link": link("interest", interest.pk),
    }
    return Letter(context, reply_headers(interest, mail.user) if interest.is_open else {})


@writes(mail="interest_stepped_in")
def interest_stepped_in(mail: OutgoingMail) -> Letter | None:
    """Tell those who are asked that a moderator moved in their place, and what the moderator said."""
    interest = _interest(mail)
    if interest.state == State.STOPPED or side_of(interest, mail.user) != Side.OWNERS:
        return None
    said = mail.about.get("said", 0)
    answer = list(Answer)[said - 1] if said else None
    note = Message.objects.filter(pk=mail.about.get("message")).first()
    is_no = answer == Answer.NO
    context = _about(interest, mail.user) | {
        "answer": answer.label.lower() if answer else "",
        "month": interest.later_month if answer == Answer.LATER else None,
        "reason": REASONS.get(interest.reason, "") if is_no else "",
        "words": quoted(note.words if note else interest.reason_words if is_no else interest.outcome_words),
        "is_open": interest.is_open,
        "standing": next_step(interest, Side.OWNERS),
        "link": link("interest", interest.pk),
    }
    return Letter(context)


@writes(mail="interest_message")
def interest_message(mail: OutgoingMail) -> Letter | None:
    """Pass on what one side wrote to the other, with the address of who wrote it only where they show it.

    Nothing of somebody from whom no messages are taken by now.
    """
    message = Message.objects.select_related("author").get(pk=mail.about["message"])
    interest = _interest(mail)
    if interest.state == State.STOPPED or side_of(interest, mail.user) in (None, message.side):
        return None
    if _is_kept_out(message, interest):
        return None
    name, who = speaker(interest, message.side, message.author)
    author = message.author if message.author and message.author.is_active else None
    headers = reply_headers(interest, mail.user) if interest.is_open else {}
    context = _about(interest, mail.user) | {
        "name": one_line(name),
        "from_whom": one_line(who),
        "words": quoted(message.words),
        "address": author.email if author and message.shares_address else "",
        "can_reply": bool(headers),
        "due_on": interest.due_on if interest.turn != message.side else None,
        "link": link("interest", interest.pk),
    }
    return Letter(context, headers)


@writes(mail="interest_ended")
def interest_ended(mail: OutgoingMail) -> Letter | None:
    """Write to the other side what came of it."""
    interest = _interest(mail)
    if interest.is_open or side_of(interest, mail.user) is None:
        return None
    context = _about(interest, mail.user) | {
        "came": one_line(outcome_in_words(interest)),
        "other": one_line(other_side_in_words(interest, mail.user)),
        "outcome": end_in_words(interest),
        "is_taken_back": interest.state == State.TAKEN_BACK,
        "words": quoted(interest.outcome_words),
        "is_in_the_entry": interest.state in (State.JOINED, State.REUSED),
        "entry_link": _part_in_the_entry(interest, mail.user),
        "link": link("interest", interest.pk),
    }
    return Letter(context)


# Parts of the above


def similar_to(interest: Interest, reader: User) -> str:
    """Return where similar work by others stands, on the page of the entry; "" for who may not read that any more."""
    listing = interest.listing
    return f"{settings.SITE_URL}{listing.get_absolute_url()}#similar-work" if may_read_entry(listing, reader) else ""


def _interest(mail: OutgoingMail) -> Interest:
    """Return the interest that a mail is about. Raises Interest.DoesNotExist when it is gone."""
    found = Interest.objects.select_related("listing", "organisation", "sender", "adopter")
    return found.get(pk=mail.about["interest"])


def _part_in_the_entry(interest: Interest, reader: User) -> str:
    """Return the page of the part that the reader's organisation has in the entry now, where it joined; else ""."""
    council = interest.organisation
    if interest.state != State.JOINED or council is None or council.pk not in reader.roles:
        return ""
    return link("entry-part", council.slug, interest.listing_id)


def _put_off_to(mail: OutgoingMail, interest: Interest) -> datetime.date | None:
    """Return the month to which the answer put it off that a mail is about; None for another answer."""
    if "month" not in mail.about:
        return interest.later_month if interest.state == State.LATER else None
    return datetime.date.fromordinal(mail.about["month"]) if mail.about["month"] else None


def _is_kept_out(message: Message, interest: Interest) -> bool:
    """True when its author may write to nobody any more, or not to those who are asked."""
    author = message.author
    if author is None:
        return False
    is_blocked = message.side == Side.SENDER and blocks_by_who_is_asked(author, interest.listing, interest.adopter)
    return bool(is_blocked) or author.blocks.filter(organisation=None).exists()


def _about(interest: Interest, reader: User) -> dict[str, Any]:
    """Return what every mail about an interest names."""
    return {
        "entry": entry_in_words(interest, reader),
        "why": why_about(interest, reader),
        "who": one_line(interest.who),
        "wants": WANTS[Interest.Kind(interest.kind)],
        "is_supplier": interest.is_from_supplier,
        "keepers": asked_in_words(interest),
    }


def _prompts(interest: Interest) -> list[str]:
    """Return what somebody wrote below the prompts of the form, as quoted lines."""
    return [quoted(f"{question}: {one_line(answer)}") for question, answer in prompts_of(interest)]
