"""Addresses of importing in the admin, besides those of every model there: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from tests.support.answers import Answers, moderated

ADDRESSES: dict[str, Answers] = {
    "admin:listings_importupload_template": Answers(get=moderated(200), post=moderated(405, officers=405)),
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    return reverse(name, args=["project.csv"])
