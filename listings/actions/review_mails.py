"""Asking people whether their entries are still true: one mail for all that is due, and nobody twice the same.

A mail, the entries in it and the job that sends it are one transaction, under a lock on the person. So this may run
twice, in two processes at once, or be killed anywhere: whoever was not written to yet is the next time.
"""

import datetime
from collections import Counter
from email.utils import make_msgid

from django.conf import settings
from django.db import transaction

from councils.models import User
from listings.asking import due
from listings.models import ReviewMail, ReviewNotice
from listings.reviews import AT_MOST_EVERY
from listings.tasks import reviews as jobs


def ask_for_reviews(*, today: datetime.date, by: User | None) -> dict[str, int]:
    """Make today's mails, each in a transaction of its own; return how many of what, in words."""
    people = sorted({question.user for question in due(today)})
    made: Counter[str] = Counter()
    for user in people:
        made[write_to_one(user=user, today=today, by=by)] += 1
    return {
        "Asked for the first time": made[ReviewMail.Stage.ASKED],
        "Reminded": made[ReviewMail.Stage.REMINDED],
        "Managers asked": made[ReviewMail.Stage.MANAGERS],
        f"Left for later, because they had such a mail in the last {AT_MOST_EVERY.days} days": made["later"],
        "Left out, because nothing was due any more": made["settled"],
    }


@transaction.atomic
def write_to_one(*, user: int, today: datetime.date, by: User | None) -> str:
    """Make the mail with all that one person, by number, is to be asked today; return its stage.

    The most pressing of its entries names the stage. Where there is nothing to ask any more it is "settled", and where
    they had such a mail lately "later".
    """
    # Whoever else is about to write to the same person waits here, and then finds nothing left to ask.
    person = User.objects.open().select_for_update(no_key=True).filter(pk=user).first()
    questions = due(today, of=user) if person else []
    if person is None or not questions:
        return "settled"
    if person.review_mails.filter(day__gt=today - AT_MOST_EVERY).exists():
        return "later"
    mail = ReviewMail.objects.create(
        user=person,
        stage=max((one.stage for one in questions), key=ReviewMail.Stage.values.index),
        day=today,
        message_id=make_msgid(domain=settings.SITE_HOST),
    )
    ReviewNotice.objects.bulk_create(
        ReviewNotice(mail=mail, user=person, listing_id=one.listing, stage=one.stage, review_date=one.review_date)
        for one in questions
    )
    jobs.send_review_mail.defer(mail_id=mail.pk)
    return mail.stage
