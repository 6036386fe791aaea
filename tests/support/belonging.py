"""People who join councils: at which addresses, what is refused, who gets which mail, and what they send."""

from collections.abc import Callable
from typing import Any

import pytest

from councils.actions.memberships import MembershipRefused
from councils.models import Organisation, User
from tests.support.factories import make_council
from tests.support.mail import deliver
from tests.support.pages import Page, read
from tests.support.visits import signed_in


def council_at(domain: str, name: str = "Exford") -> Organisation:
    """Return a new council whose staff have addresses at this domain."""
    council = make_council(name)
    council.email_domains.create(domain=domain, basis="mailbox")
    return council


def person_at(address: str) -> User:
    """Return a new person with this address."""
    return User.objects.create_user(address, name="Jo Bloggs")


def subjects() -> list[tuple[str, str]]:
    """Deliver what waits; return whom each mail went to and its subject."""
    return [(mail.to[0], mail.subject) for mail in deliver()]


def refused(action: Callable[..., Any], **given: Any) -> str:
    """Do what is to be refused; return the sentence."""
    with pytest.raises(MembershipRefused) as why:
        action(**given)
    return str(why.value)


def area(council: Organisation, page: str = "") -> str:
    """Return the address of a page in a council's area."""
    return f"/councils/{council.slug}/manage/{page}"


def send(person: User, address: str, **answers: Any) -> Page:
    """Send a form as this person; return the page that it leads to."""
    response = signed_in(person).post(address, answers, follow=True)
    assert response.status_code == 200, (address, response.status_code)
    return read(response)


def status(person: User, address: str, method: str = "get", **answers: Any) -> int:
    """Return how the site answers this person."""
    return int(getattr(signed_in(person), method)(address, answers).status_code)
