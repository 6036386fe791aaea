"""Addresses of a council's portfolio: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from tests.support.answers import Answers

ADDRESSES: dict[str, Answers] = {}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    return reverse(name, args=[things["councils_organisation"].slug])
