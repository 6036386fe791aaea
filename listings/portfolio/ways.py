"""Where the people of a council go from a row of their portfolio to do something about it."""

from typing import NamedTuple

from django.urls import reverse

from councils.models import Organisation
from listings.models import Listing
from listings.portfolio.entries import OwnEntry
from listings.portfolio.needs import Kind, Need


class Way(NamedTuple):
    """A link, or with `is_button` a form of one button, by its words and where it leads."""

    label: str
    address: str
    is_button: bool = False


def button(label: str, address: str) -> Way:
    """Return a way that is pressed, because it writes."""
    return Way(label, address, is_button=True)


def ways_to_answer(need: Need, entry: OwnEntry, council: Organisation) -> list[Way]:
    """Return how the people of a council do what an entry waits for."""
    place = [council.slug, entry.listing.pk]
    change = reverse(f"{entry.listing.kind}-tasks", args=place)
    return {
        Kind.SENT_BACK: lambda: [Way("See why, and mend it", change)],
        Kind.ASKED: lambda: [Way("Answer", reverse("answer-participation-request", args=[*place, need.request]))],
        Kind.NAMED: lambda: [Way("Confirm or decline", reverse("entry-part", args=place))],
        Kind.REVIEW: lambda: [button("Still true", reverse("confirm-entry", args=place)), Way("Change it", change)],
        Kind.DRAFT: lambda: [Way("Finish it", change)],
        Kind.CLAIM: lambda: [
            button("Claim it", reverse("claim-entry", args=place)),
            Way("This is wrong", reverse("doubt-entry", args=place)),
        ],
        Kind.NOBODY: lambda: [button("Look after it", reverse("look-after", args=place))],
    }[need.kind]()


def further_ways(entry: OwnEntry, council: Organisation, *, is_looked_after: bool) -> list[Way]:
    """Return what the people of a council can do to an entry whenever they like.

    `is_looked_after` says that the visitor looks after it.
    """
    listing, place = entry.listing, [council.slug, entry.listing.pk]
    if not entry.part.is_keeper:
        is_part = not entry.part.left
        return [*([posting(place)] if is_part else []), Way("Change your part", reverse("entry-part", args=place))]
    if listing.state == Listing.State.WITHDRAWN:
        return [] if listing.merged_into_id else [Way("Bring it back", reverse("bring-back-entry", args=place))]
    ways = [
        Way("Edit", reverse(f"{listing.kind}-tasks", args=place)),
        Way("Partners", reverse("entry-partners", args=place)),
    ]
    if listing.state == Listing.State.PUBLISHED:
        ways.append(posting(place))
        if not listing.is_ended:
            ways.append(Way("Say what you want of others", reverse("entry-asks", args=place)))
            ways.append(Way("Say that it has ended", reverse("end-entry", args=place)))
    ways.append(Way("Withdraw it", reverse("withdraw-entry", args=place)))
    if is_looked_after:
        ways.append(button("Stop looking after it", reverse("give-up", args=place)))
    else:
        ways.append(button("Look after it", reverse("look-after", args=place)))
    return ways


def posting(place: list[str | int]) -> Way:
    """Return the way to say what happened."""
    return Way("Post an update", reverse("entry-updates", args=place))
