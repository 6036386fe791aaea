"""Addresses of following, feeds and unsubscribing: the status for every kind of visitor."""

from typing import Any

from django.urls import reverse

from collaboration.unsubscribing import token_of
from tests.support.answers import PAGE, Answers, each, signed_in_only

OF_SOMEBODY_ELSE = signed_in_only(404)
FEEDS = ("projects-feed", "services-feed", "search-feed", "entry-feed", "council-feed", "service-area-feed", "my-feed")

ADDRESSES: dict[str, Answers] = {
    "follow": Answers(get=signed_in_only(200), post=signed_in_only(302)),
    "alerts": Answers(get=signed_in_only(200), post=signed_in_only(200)),
    "change-feed-address": Answers(get=each(302), post=signed_in_only(302)),
    "rename-follow": Answers(get=OF_SOMEBODY_ELSE, post=OF_SOMEBODY_ELSE),
    "stop-following": Answers(get=each(302), post=signed_in_only(302)),
    # Whoever has the link of a mail needs nothing else.
    "unsubscribe": Answers(get=each(200), post=each(200)),
    **dict.fromkeys(FEEDS, PAGE),
}


def address_of(name: str, things: dict[str, Any]) -> str:
    """Return the address that a name of ADDRESSES stands for."""
    follow = things["follow"]
    words = {
        "rename-follow": [follow.pk],
        "stop-following": [follow.pk],
        "unsubscribe": [token_of(follow)],
        "entry-feed": [things["projects_project"].pk],
        "council-feed": [things["councils_organisation"].slug],
        "service-area-feed": [things["listings_servicearea"].pk],
        "my-feed": [things["alert_settings"].feed_key],
    }
    query = f"?listing={things['projects_project'].pk}" if name == "follow" else ""
    return reverse(name, args=words.get(name, [])) + query
