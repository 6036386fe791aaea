"""Jobs of the second step and of sessions."""

from procrastinate.contrib.django import app

from councils.models import User
from councils.tasks.retries import MAIL
from councils.tasks.writing import write_to

CHANGES = {
    "totp_activated": "An authenticator app was set up for your account",
    "totp_deactivated": "The authenticator app was removed from your account",
    "webauthn_added": "A passkey was added to your account",
    "webauthn_removed": "A passkey was removed from your account",
    "recovery_codes_generated": "New recovery codes were made for your account",
    "second_step_removed": "An administrator removed the second step of your account",
}
"""What may happen to a second step, by allauth's word for it, as the subject of the mail about it."""


@app.task(name="councils.tell_of_change", retry=MAIL)
def tell_of_change(*, user_id: int, change: str) -> None:
    """Tell a person by mail that their second step was changed. Raises KeyError for a change of no known kind."""
    if user := User.objects.open().filter(pk=user_id).first():
        write_to(user, "second_step_changed", context={"subject": CHANGES[change]})
