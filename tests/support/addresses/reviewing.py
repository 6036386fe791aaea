"""Addresses of confirming from a mail: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from listings.models import ReviewMail
from listings.review_mails import token_of
from tests.support.answers import MEMBERS, MODERATORS, Answers, each, signed_in_only

ADDRESSES: dict[str, Answers] = {
    # Whoever has the link may: it is a key of its own.
    "review": Answers(get=each(200), post=each(302)),
    "confirm-entry": Answers(get=each(302), post=signed_in_only(404, (MODERATORS, 403), (MEMBERS, 302))),
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    if name == "review":
        return reverse(
            name, args=[token_of(mail_about(things["projects_project"], things["councils_membership"].user))]
        )
    return reverse(name, args=[things["councils_organisation"].slug, things["projects_project"].pk])


def mail_about(project: Any, person: Any) -> ReviewMail:
    """Return the mail that asked a person about a project."""
    mail, is_new = ReviewMail.objects.get_or_create(
        user=person, stage="asked", day=localdate(), defaults={"message_id": f"<{person.pk}@reviews.example>"}
    )
    if is_new:
        mail.notices.create(user=person, listing_id=project.pk, stage=mail.stage, review_date=project.review_date)
    return mail
