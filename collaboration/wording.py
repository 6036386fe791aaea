"""A conversation in words: what somebody wants, whose turn it is and by when, and what became of it."""

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from collaboration.answers import REASONS
from collaboration.models import Interest
from collaboration.sides import is_asked, may_read_entry, side_of
from councils.models import User
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
    State.TAKEN_BACK: "Withdrawn by whoever wrote it",
    State.STOPPED: "Stopped by a moderator",
}
NO_MORE = "Ended: no more messages taken"
ASK_OTHERS = "others"
"""The reason for a no that is no “not now”: somebody else would be better to ask."""


def title_for(interest: Interest, side: str | None) -> str:
    """Return what an interest is called on the pages of one side; of neither, as the owners read it."""
    who, words = ("You", YOU_WANT) if side == Side.SENDER else (interest.who, WANTS)
    verb, _, what = words[Kind(interest.kind)].partition(" ")
    return f"{who} {verb if interest.is_open else ONCE[verb]} {what}{_with_whom(interest, side)}"


def keepers_in_words(listing: Listing) -> str:
    """Return who answers for an entry: the councils that keep it, else those that are named as its leads."""
    parts = [part for part in listing.participations.all() if part.is_keeper]
    return in_one_phrase([part.name for part in parts]) or listing.lead_in_words or "Those behind the entry"


def asked_in_words(interest: Interest) -> str:
    """Return who is asked to answer: an adopter, where one is, else who answers for the entry."""
    return interest.adopter.name if interest.adopter else keepers_in_words(interest.listing)


def other_side_in_words(interest: Interest, reader: User) -> str:
    """Return the name of the other side of a conversation, as somebody reads it."""
    return asked_in_words(interest) if side_of(interest, reader) == Side.SENDER else interest.who


def _with_whom(interest: Interest, side: str | None) -> str:
    """Return how a title goes on where an adopter is asked, by which moderators know who that is, too."""
    if interest.adopter is None:
        return ""
    return f" about its use by {interest.adopter}" if side == Side.OWNERS else f" with {interest.adopter}"


def title_in_words(listing: Listing, reader: User) -> str:
    """Return what an entry is called in a mail: who may not read it (any more) does not get its title."""
    return f"“{listing}”" if may_read_entry(listing, reader) else "an entry that is not public any more"


def entry_in_words(interest: Interest, reader: User) -> str:
    """Return what a conversation is about, for mails: as `title_in_words`, or an adopter's use of that."""
    entry = title_in_words(interest.listing, reader)
    if interest.adopter is None:
        return entry
    return f"your use of {entry}" if is_asked(interest, reader) else f"the use of {entry} by {interest.adopter}"


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
    who = asked_in_words(interest) if interest.turn == Side.OWNERS else interest.who
    return _others_turn(interest, f"It is the turn of {who}")


def end_in_words(interest: Interest) -> str:
    """Return what came of an interest, with the day."""
    on = f" ({date_format(localtime(interest.ended_at), 'j F Y')})" if interest.ended_at else ""
    return f"{outcome_in_words(interest)}{on}."


def state_in_words(interest: Interest) -> str:
    """Return in two or three words how a conversation stands, for a tag."""
    if is_by_block(interest):
        return NO_MORE
    if interest.state == State.DECLINED and interest.reason == ASK_OTHERS:
        return "Others to ask"
    return "Withdrawn" if interest.state == State.TAKEN_BACK else str(interest.get_state_display())


def is_by_block(interest: Interest) -> bool:
    """True for what ended because a council takes no more messages from whoever wrote it."""
    return interest.state == State.NOTHING and interest.outcome_words.startswith("No more messages are taken")


def outcome_in_words(interest: Interest) -> str:
    """Return what came of an interest, without its day."""
    if is_by_block(interest):
        return NO_MORE
    if interest.state == State.DECLINED and interest.reason == ASK_OTHERS:
        return REASONS[ASK_OTHERS]
    what = ENDS.get(State(interest.state), str(interest.get_state_display())).format(who=interest.who)
    return f"{what}: {REASONS[interest.reason]}" if interest.reason in REASONS and interest.reason != "other" else what


def _your_turn(interest: Interest) -> str:
    day = _day(interest)
    was_due = interest.due_on is not None and interest.due_on < localdate()
    if interest.state == State.LATER:
        begins = interest.later_month is not None and interest.later_month > localdate()
        remind = f" We remind you then, and ask for an answer by {day}. You can answer now, too."
        return f"You put it off to {_month(interest)}.{remind if begins else f' Answer by {day}.'}"
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
