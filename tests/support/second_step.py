"""The second step of signing in: people who have passed it, and what an authenticator app shows."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client

from councils.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""What the authenticator apps of these tests hold, unless a person set up another."""
PERIOD = 30
"""Seconds for which an authenticator app shows one code."""


def set_up_app(user: User, secret: str = SECRET) -> Authenticator:
    """Return this person's authenticator app; set up first when there is none."""
    found: Authenticator | None = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return found or TOTP.activate(user, secret).instance


def code_shown(secret: str = SECRET) -> str:
    """Return the code that the app shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))


def wrong_code(secret: str = SECRET) -> str:
    """Return a code that the app does not show now, did not show before, and will not show next."""
    now = int(time.time()) // PERIOD
    near = {format_hotp_value(hotp_value(secret, now + step)) for step in range(-2, 3)}
    return next(code for code in map(format_hotp_value, range(100)) if code not in near)


def secret_of(user: User) -> str:
    """Return what this person's authenticator app holds. Raises Authenticator.DoesNotExist when there is none."""
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return str(decrypt(app.data["secret"]))


def with_second_step(client: Client, user: User) -> Client:
    """Sign a person in, in this browser, with a session that passed the second step; return the browser.

    Nothing is asked of the site: what it is asked by people who pass the step is the matter of test_second_step.py.
    """
    app = set_up_app(user)
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "id": app.pk, "type": app.type}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session.save()
    return client
