"""Mails about interest that nobody moves on, that was reported, or that was stopped."""

import datetime
from typing import Any

from collaboration.inbound import WHY, Why
from collaboration.interest_links import ANSWERED_BY_LINK, token_of
from collaboration.letters.reasons import why_about
from collaboration.models import Interest
from collaboration.quoting import quoted
from collaboration.reply_addresses import reply_headers
from collaboration.sides import side_of
from collaboration.wording import asked_in_words, entry_in_words
from councils.mail import one_line
from councils.models import Organisation, OutgoingMail, User
from councils.outbox import Letter, writes
from councils.tasks.memberships import link


@writes(mail="interest_reminder")
def interest_reminder(mail: OutgoingMail) -> Letter | None:
    """Remind whoever is to move that the day has gone by, while they are still the one to move."""
    interest = _unmoved(mail)
    if interest is None or side_of(interest, mail.user) != interest.turn:
        return None
    return Letter(_context(interest, mail.user), reply_headers(interest, mail.user))


@writes(mail="interest_managers")
def interest_managers(mail: OutgoingMail) -> Letter | None:
    """Tell the managers of whoever is to move that they were reminded and did not."""
    interest = _unmoved(mail)
    if interest is None or side_of(interest, mail.user) is None:
        return None
    return Letter(_context(interest, mail.user))


@writes(mail="interest_unanswered")
def interest_unanswered(mail: OutgoingMail) -> Letter | None:
    """Tell whoever waits for an answer that moderators look after it now."""
    interest = _unmoved(mail)
    return Letter(_context(interest, mail.user)) if interest else None


@writes(mail="interest_moderators")
def interest_moderators(mail: OutgoingMail) -> Letter | None:
    """Tell a moderator what joined the queue of unanswered interest on a day."""
    day = datetime.date.fromordinal(mail.about["day"])
    here = Interest.objects.overdue(day).filter(chased=Interest.Chased.MODERATORS, chased_on=day)
    found = list(here.select_related("listing", "organisation").order_by("sent_at"))
    return Letter({"found": found, "link": link("interest-queue")}) if found and mail.user.is_staff else None


@writes(mail="interest_reported")
def interest_reported(mail: OutgoingMail) -> Letter | None:
    """Tell a moderator that somebody reported a conversation."""
    interest = _of(mail)
    if interest.report_answer or not mail.user.is_staff:
        return None
    context = {"entry": entry_in_words(interest, mail.user), "keepers": asked_in_words(interest)}
    return Letter(context | {"who": one_line(interest.who), "link": link("moderate-report", interest.pk)})


@writes(mail="report_answered")
def report_answered(mail: OutgoingMail) -> Letter | None:
    """Tell whoever reported a conversation what the moderators did, while they belong to it."""
    interest = _of(mail)
    if side_of(interest, mail.user) is None:
        return None
    context = {
        "interest": interest,
        "entry": entry_in_words(interest, mail.user),
        "link": link("interest", interest.pk),
    }
    return Letter(context)


@writes(mail="interest_stopped")
def interest_stopped(mail: OutgoingMail) -> Letter | None:
    """Tell the people of a conversation that moderators stopped it, and whom they keep from writing to anybody."""
    interest, is_barred = _of(mail), mail.user.blocks.filter(organisation=None).exists()
    if side_of(interest, mail.user) is None and not is_barred:
        return None
    context = {"interest": interest, "who": one_line(interest.who), "link": link("report-interest", interest.pk)}
    context |= {"entry": entry_in_words(interest, mail.user), "keepers": asked_in_words(interest)}
    return Letter(context | {"is_barred": is_barred})


@writes(mail="sender_blocked")
def sender_blocked(mail: OutgoingMail) -> Letter | None:
    """Tell somebody that a council takes no messages from them any more."""
    block = mail.user.blocks.select_related("organisation").get(pk=mail.about["block"])
    return Letter({"organisation": block.organisation, "link": link("report-interest", mail.about["interest"])})


@writes(mail="may_write_again")
def may_write_again(mail: OutgoingMail) -> Letter | None:
    """Tell somebody that a council, or everybody, takes their messages again; nothing when that has changed since."""
    organisation = Organisation.objects.filter(pk=mail.about["organisation"]).first()
    if mail.user.blocks.filter(organisation=organisation).exists():
        return None
    return Letter({"organisation": organisation})


@writes(mail="mail_not_passed_on")
def mail_not_passed_on(mail: OutgoingMail) -> Letter | None:
    """Tell somebody that what they mailed was not passed on, and why."""
    interest = _of(mail)
    why = WHY[Why(mail.about["why"])]
    return Letter({"entry": entry_in_words(interest, mail.user), "why": why, "link": link("interest", interest.pk)})


# Parts of the above


def _of(mail: OutgoingMail) -> Interest:
    """Return the interest that a mail is about. Raises ObjectDoesNotExist when it is gone."""
    return Interest.objects.select_related("listing", "organisation", "sender", "adopter").get(
        pk=mail.about["interest"]
    )


def _unmoved(mail: OutgoingMail) -> Interest | None:
    """Return the interest that a mail is about, while nobody has moved since it was posted."""
    interest = _of(mail)
    is_same_move = interest.due_on is not None and interest.due_on.toordinal() == mail.about["due"]
    return interest if interest.is_open and interest.chased and is_same_move else None


def _context(interest: Interest, reader: User) -> dict[str, Any]:
    """Return what mails about a move that did not come name; who is to answer can do so by a link that is theirs."""
    is_by_mail = interest.state in ANSWERED_BY_LINK and side_of(interest, reader) == Interest.Side.OWNERS
    page = link("interest-by-mail", token_of(interest, reader)) if is_by_mail else link("interest", interest.pk)
    return {
        "interest": interest,
        "who": one_line(interest.who),
        "entry": entry_in_words(interest, reader),
        "why": why_about(interest, reader),
        "keepers": asked_in_words(interest),
        "is_owners_turn": interest.turn == Interest.Side.OWNERS,
        "is_with_moderators": interest.turn == Interest.Side.OWNERS and interest.chased == Interest.Chased.MODERATORS,
        "is_unanswered": interest.answered_at is None,
        "is_by_mail": is_by_mail,
        "words": quoted(interest.message),
        "link": page,
    }
