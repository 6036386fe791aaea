"""Somebody at the door: asks for a code, reads their mail, and signs in."""

from typing import Any

from django.test import Client

from councils.models import EmailDomain, Organisation
from tests.support.factories import make_council
from tests.support.mail import code_in, deliver

SIGN_IN, CODE, JOIN, SIGN_OUT = "/account/sign-in/", "/account/sign-in/code/", "/account/join/", "/account/sign-out/"


def list_domain(domain: str, *councils: Organisation, **fields: Any) -> Organisation:
    """Write a domain into the register for these councils, or for a new one; return the first of them."""
    councils = councils or (make_council(),)
    for council in councils:
        EmailDomain.objects.create(organisation=council, domain=domain, basis="mailbox", **fields)
    return councils[0]


def ask(client: Client, address: str, page: str = SIGN_IN, **more: Any) -> Any:
    """Ask for a code; return the answer. `more` are further fields, and headers as the test client takes them."""
    headers = {name: more.pop(name) for name in list(more) if name.isupper()}
    return client.post(page, {"email": address, **more}, **headers)


def enter(client: Client, code: str, **headers: Any) -> Any:
    """Enter a code; return the answer."""
    return client.post(CODE, {"code": code}, **headers)


def code_for(client: Client, address: str, page: str = SIGN_IN, **more: Any) -> str:
    """Ask for a code and return it, as the mail to `address` has it."""
    assert ask(client, address, page, **more).status_code == 302
    [message] = [message for message in deliver() if message.to == [address.lower()]]
    return code_in(message)


def sign_in(client: Client, address: str, page: str = SIGN_IN, **more: Any) -> Any:
    """Sign in with a code from the mail; return the last answer."""
    return enter(client, code_for(client, address, page, **more))


def is_signed_in(client: Client) -> bool:
    """True when the browser is somebody's: the page to sign in leads on."""
    return client.get(SIGN_IN).status_code == 302
