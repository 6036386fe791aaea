"""What a review mail is about: the link in it, and the entries that its reader may still confirm."""

from datetime import timedelta
from typing import Any

from django.core import signing

from listings.models import Listing, Participation, ReviewMail

LINK_LASTS = timedelta(days=60)
"""How long the link of a review mail lets its reader confirm without signing in, from when it was sent."""
SALT = "listings.review_mails"
"""What is signed for anything else is no such link."""


def token_of(mail: ReviewMail) -> str:
    """Return what stands in the address of the page that a mail leads to."""
    return signing.TimestampSigner(sep=".", salt=SALT).sign(str(mail.pk))


def mail_of(token: str) -> ReviewMail | None:
    """Return the mail of a link, with its reader; None for a forged or old link, and when its reader is gone."""
    try:
        number = signing.TimestampSigner(sep=".", salt=SALT).unsign(token, max_age=LINK_LASTS)
    except signing.BadSignature:
        return None
    return ReviewMail.objects.select_related("user").filter(pk=number, user__is_active=True).first()


def entries_of(mail: ReviewMail) -> list[Any]:
    """Return the public entries in a mail that its reader's councils still answer for, as what each of them is.

    Those whose review date is or was the nearest come first.
    """
    kept = Participation.objects.keeping().filter(organisation__in=mail.user.roles)
    listings = Listing.objects.published().filter(review_notices__mail=mail, pk__in=kept.values("listing"))
    ordered = listings.order_by("review_notices__review_date", "title", "pk")
    return [listing.specific for listing in ordered.select_related("project", "sharedservice")]


def was_confirmed(listing: Listing, mail: ReviewMail) -> bool:
    """True when somebody has confirmed an entry since a mail about it was made."""
    return listing.confirmed_at is not None and listing.confirmed_at >= mail.made_at


def still_to_confirm(mail: ReviewMail) -> list[Any]:
    """Return the entries in a mail that its reader may confirm and that nobody has confirmed since it was made."""
    return [listing for listing in entries_of(mail) if not was_confirmed(listing, mail)]
