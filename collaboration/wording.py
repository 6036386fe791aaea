"""A conversation in words: what somebody wants, whose turn it is and by when, and what became of it."""

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from collaboration.answers import REASONS
from collaboration.models import Interest
from listings.models import Listing
from listings.models.listing import in_one_phrase

Kind, State, Side, Chased = Interest.Kind, Interest.State, Interest.Side, Interest.Chased

WANTS = {
    Kind.TALK: "wants to talk",
    Kind.JOIN: "wants to join",
    Kind.REUSE: "wants to reuse it",
    Kind.FUND: "offers money",
    Kind.SUPPLY: "offers to supply",
}
"""What somebody wants, after their name."""
YOU_WANT = {
    Kind.TALK: "want to talk",
    Kind.JOIN: "want to join",
    Kind.REUSE: "want to reuse it",
    Kind.FUND: "offer money",
    Kind.SUPPLY: "offer to supply",
}
ONCE = {"wants": "wanted", "want": "wanted", "offers": "offered", "offer": "offered"}
"""The same of what has come to its end."""
LADDER = "If nobody does, we remind them, then ask the managers of the council, then our moderators."
ENDS = {
    State.DECLINED: "Not now",
    State.MET: "Met or talked",
    State.JOINED: "{who} takes part now",
    State.REUSED: "{who} reuses what was made",
    State.NOTHING: "Nothing came of it",
    State.TAKEN_BACK: "Taken back by whoever wrote it",
    State.STOPPED: "Stopped by a moderator",
}


def title_for(interest: Interest, side: str | None) -> str:
    """Return what an interest is called on the pages of one side; of neither, as the owners read it."""
    who, words = ("You", YOU_WANT) if side == Side.SENDER else (interest.who, WANTS)
    verb, _, what = words[Kind(interest.kind)].partition(" ")
    return f"{who} {verb if interest.is_open else ONCE[verb]} {what}"


def keepers_in_words(listing: Listing) -> str:
    """Return who answers for an entry: the councils that keep it, else those that are named as its leads."""
    parts = [part for part in listing.participations.all() if part.is_keeper]
    return in_one_phrase([part.name for part in parts]) or listing.lead_in_words or "Those behind the entry"


def next_step(interest: Interest, side: str | None) -> str:
    """Return whose turn it is and by when, as one side reads it; how it ended, where it has.

    Somebody on neither side, such as a manager of whoever wrote, reads the names of the sides.
    """
    if not interest.is_open:
        return end_in_words(interest)
    if interest.turn == side:
        return _your_turn(interest)
    if side:
        return _others_turn(interest, "It is their turn")
    who = keepers_in_words(interest.listing) if interest.turn == Side.OWNERS else interest.who
    return _others_turn(interest, f"It is the turn of {who}")


def end_in_words(interest: Interest) -> str:
    """Return what came of an interest, with the day."""
    what = ENDS[State(interest.state)].format(who=interest.who)
    on = f" ({date_format(localtime(interest.ended_at), 'j F Y')})" if interest.ended_at else ""
    why = f": {REASONS[interest.reason]}" if interest.reason in REASONS and interest.reason != "other" else ""
    return f"{what}{why}{on}."


def _your_turn(interest: Interest) -> str:
    day = _day(interest)
    was_due = interest.due_on is not None and interest.due_on < localdate()
    if interest.state == State.LATER:
        return f"You put it off to {_month(interest)}. Answer by {day}; we remind you then. You can answer now, too."
    what = "an answer" if interest.state == State.WAITING else "your next word"
    if was_due:
        return f"It is your turn: {what} was due on {day}."
    if interest.state == State.WAITING:
        return f"It is your turn: answer by {day}."
    return f"It is your turn: write by {day}, or say what came of it."


def _others_turn(interest: Interest, whose: str) -> str:
    day, is_first = _day(interest), interest.state == State.WAITING
    if interest.state == State.LATER and interest.due_on and interest.due_on >= localdate():
        return f"They put it off to {_month(interest)}. We ask them again then: you need not do anything."
    if interest.chased == Chased.MODERATORS and interest.turn == Side.OWNERS:
        return f"Our moderators look for somebody who answers. An answer {_is_or_was(interest)} due on {day}."
    if asked := _asked_so_far(interest):
        return f"{whose}. {'An answer' if is_first else 'The next word'} {_is_or_was(interest)} due on {day}. {asked}"
    if interest.turn == Side.SENDER:
        return f"{whose}, until {day}. Then we remind them."
    return f"{whose}. They are asked to {'answer' if is_first else 'write'} by {day}. {LADDER}"


def _asked_so_far(interest: Interest) -> str:
    """Return whom we have asked so far about this move; nothing before that."""
    on = f" on {date_format(interest.chased_on, 'j F Y')}" if interest.chased_on else ""
    since = on.replace(" on ", " since ")
    return {
        Chased.REMINDED: f"We reminded them{on}.",
        Chased.MANAGERS: f"We asked the managers of the council{on}.",
        Chased.MODERATORS: f"Our moderators know of it{since}.",
    }.get(Chased(interest.chased), "")


def _is_or_was(interest: Interest) -> str:
    return "was" if interest.due_on and interest.due_on < localdate() else "is"


def _day(interest: Interest) -> str:
    return date_format(interest.due_on, "j F Y") if interest.due_on else ""


def _month(interest: Interest) -> str:
    return date_format(interest.later_month, "F Y") if interest.later_month else ""
