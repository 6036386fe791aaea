"""What a moderator may decide about an entry as it stands."""

from typing import NamedTuple

from listings.models import Listing

State = Listing.State
ANY = (State.WAITING, State.PUBLISHED, State.DRAFT)


class Choice(NamedTuple):
    """A decision: its word in the address, what its button says, and whether it is done with one press."""

    name: str
    label: str
    states: tuple[str, ...]
    is_one_press: bool = False


CHOICES = (
    Choice("approve", "Approve and publish", (State.WAITING,), is_one_press=True),
    Choice("look-at", "I have looked at these changes", (State.PUBLISHED,), is_one_press=True),
    Choice("bring-back", "Bring back", (State.WITHDRAWN,), is_one_press=True),
    Choice("send-back", "Send back", (State.WAITING,)),
    Choice("hide", "Hide a statement", ANY),
    Choice("lead", "Change the lead", ANY),
    Choice("merge", "Merge", ANY),
    Choice("split", "Split", ANY),
    Choice("withdraw", "Withdraw", ANY),
)
NAMES = {choice.name for choice in CHOICES}


def choices_for(listing: Listing) -> list[Choice]:
    """Return what may be decided about an entry in the state in which it is."""
    if listing.merged_into_id is not None:
        return []
    changed = listing.changed_since_review_at is not None
    return [choice for choice in CHOICES if listing.state in choice.states and (choice.name != "look-at" or changed)]
