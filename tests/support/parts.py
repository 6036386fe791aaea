"""People who say who takes part in entries: addresses, what they send, what is refused, and what came of it."""

from typing import Any

import pytest

from councils.models import Organisation, User
from listings.actions.partners import PartRefused
from listings.models import Participation
from tests.support.mail import deliver
from tests.support.pages import Page, read
from tests.support.visits import signed_in


def page(council: Organisation, listing: Any, words: str = "partners/") -> str:
    """Return the address of a page about an entry in a council's area."""
    return f"/councils/{council.slug}/manage/entries/{listing.pk}/{words}"


def send(person: User, address: str, **answers: Any) -> Page:
    """Send a form as this person; return the page that it leads to."""
    response = signed_in(person).post(address, answers, follow=True)
    assert response.status_code == 200, (address, response.status_code)
    return read(response)


def parts_of(listing: Any) -> list[tuple[str, str, str]]:
    """Return who takes part in an entry: name, role and standing."""
    return [(part.name, part.role, part.standing) for part in Participation.objects.filter(listing=listing.pk)]


def subjects() -> list[tuple[str, str]]:
    """Deliver what waits; return whom each mail went to, and its subject."""
    return [(mail.to[0].split("-")[0], mail.subject) for mail in deliver()]


def refused(action: Any, **given: Any) -> str:
    """Do what is to be refused; return the sentence."""
    with pytest.raises(PartRefused) as why:
        action(**given)
    return str(why.value)
