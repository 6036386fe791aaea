"""Mails that ask whether entries are still true, and the daily round that makes them."""

from datetime import UTC, datetime

from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from councils.tasks.memberships import skipping_what_is_gone
from councils.tasks.retries import MAIL


@app.periodic(cron="7 7 * * *", periodic_id="ask_for_reviews")
@app.task(name="listings.ask_for_reviews", queueing_lock="ask_for_reviews", pass_context=False)
def ask_for_reviews(timestamp: int) -> None:
    """Make the mails of the day, as `manage.py ask_for_reviews` does; `timestamp` is when it was meant to happen."""
    # Only here: actions make jobs of this package, so they cannot be read before it.
    from listings.actions import review_mails  # noqa: PLC0415 - see above

    review_mails.ask_for_reviews(today=localdate(datetime.fromtimestamp(timestamp, UTC)), by=None)


@app.task(name="listings.review_mail", retry=MAIL)
def send_review_mail(*, mail_id: int) -> None:
    """Send one such mail, unless that has happened."""
    # Only here: actions make jobs of this package, so they cannot be read before it.
    from listings.actions import review_sending  # noqa: PLC0415 - see above

    with skipping_what_is_gone():
        review_sending.send_review_mail(mail_id=mail_id)
