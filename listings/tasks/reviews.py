"""The mails that ask whether entries are still true."""

from procrastinate.contrib.django import app

from councils.tasks.memberships import skipping_what_is_gone
from councils.tasks.retries import MAIL
from listings.actions import review_sending


@app.task(name="listings.review_mail", retry=MAIL)
def send_review_mail(*, mail_id: int) -> None:
    """Send one such mail, unless that has happened."""
    with skipping_what_is_gone():
        review_sending.send_review_mail(mail_id=mail_id)
