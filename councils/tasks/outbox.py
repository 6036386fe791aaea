"""Sending what is in the outbox. When and how often it is tried, the outbox itself knows."""

from contextlib import suppress

from procrastinate.contrib.django import app

from councils.mail import MailServer, MailServerAway


@app.task(name="councils.send_mail")
def send_mail(*, mail_id: int) -> None:
    """Send the mail of the outbox that has this number, if it is due. A round finds it where the server is away."""
    # Only here: actions make jobs of this package, so they cannot be read before it.
    from councils.actions.outbox import send_one  # noqa: PLC0415 - see above

    with suppress(MailServerAway), MailServer() as server:
        send_one(mail_id=mail_id, server=server)
