"""Mails of a conversation: what somebody wrote, the answer, and what came of it."""

from typing import Any

from collaboration.answers import REASONS
from collaboration.conversation import prompts_of, speaker
from collaboration.interest_links import LINK_LASTS, token_of
from collaboration.models import Interest, Message
from collaboration.quoting import quoted
from collaboration.reply_addresses import reply_headers
from collaboration.sides import side_of
from collaboration.wording import WANTS, end_in_words, keepers_in_words
from councils.mail import one_line
from councils.models import OutgoingMail
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
    context = _about(interest) | {
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
    """Write to whoever is interested what the owners answered; nothing when it has ended otherwise since."""
    interest = _interest(mail)
    if interest.state not in ANSWERED or side_of(interest, mail.user) != Side.SENDER:
        return None
    is_no = interest.state == State.DECLINED
    note = Message.objects.filter(pk=mail.about.get("message")).first()
    context = _about(interest) | {
        "is_no": is_no,
        "is_later": interest.state == State.LATER,
        "month": interest.later_month,
        "reason": REASONS.get(interest.reason, "") if interest.reason != "other" else "",
        "words": quoted(interest.reason_words if is_no else note.words if note else ""),
        "due_on": interest.due_on,
        "link": link("interest", interest.pk),
    }
    return Letter(context, {} if is_no else reply_headers(interest, mail.user))


@writes(mail="interest_message")
def interest_message(mail: OutgoingMail) -> Letter | None:
    """Pass on what one side wrote to the other, with the address of who wrote it only where they show it."""
    message = Message.objects.select_related("author").get(pk=mail.about["message"])
    interest = _interest(mail)
    if interest.state == State.STOPPED or side_of(interest, mail.user) in (None, message.side):
        return None
    name, who = speaker(interest, message.side, message.author)
    author = message.author if message.author and message.author.is_active else None
    headers = reply_headers(interest, mail.user) if interest.is_open else {}
    context = _about(interest) | {
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
    context = _about(interest) | {
        "outcome": end_in_words(interest),
        "is_taken_back": interest.state == State.TAKEN_BACK,
        "words": quoted(interest.outcome_words),
        "is_for_sender": interest.sender_id == mail.user_id,
        "is_in_the_entry": interest.state in (State.JOINED, State.REUSED),
        "link": link("interest", interest.pk),
    }
    return Letter(context)


# Parts of the above


def _interest(mail: OutgoingMail) -> Interest:
    """Return the interest that a mail is about. Raises Interest.DoesNotExist when it is gone."""
    found = Interest.objects.select_related("listing", "organisation", "sender")
    return found.get(pk=mail.about["interest"])


def _about(interest: Interest) -> dict[str, Any]:
    """Return what every mail about an interest names."""
    return {
        "listing": interest.listing,
        "who": one_line(interest.who),
        "wants": WANTS[Interest.Kind(interest.kind)],
        "is_supplier": interest.is_from_supplier,
        "keepers": keepers_in_words(interest.listing),
    }


def _prompts(interest: Interest) -> list[str]:
    """Return what somebody wrote below the prompts of the form, as quoted lines."""
    return [quoted(f"{question}: {one_line(answer)}") for question, answer in prompts_of(interest)]
