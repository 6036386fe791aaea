"""Addresses of a council's portfolio: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from tests.support.answers import HERE, Answers, each, signed_in_only

ADDRESSES: dict[str, Answers] = {
    "portfolio-csv": Answers(get=signed_in_only(404, (HERE, 200)), post=each(405)),
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    return reverse(name, args=[things["councils_organisation"].slug])
