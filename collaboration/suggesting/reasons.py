"""Why a listing may be worth a council's while: sentences of fact, with numbers in words, and what each weighs."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.text import get_text_list

from collaboration.models import Ask
from collaboration.suggesting.facts import Entry, OpenAsk
from listings.models import Listing
from listings.phases import Phase

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ASKED, INVITED, ALIKE = 8.0, 3.0, 1.5
"""What it weighs that somebody asks for something by a day, that a listing is open to others, and each council alike.

Beside them stands the score of similar work, most often between 4 and 16 (listings.similar.finding).
"""
WANTED = {
    Ask.Kind.TEST_USERS: "wants test users",
    Ask.Kind.CO_FUNDERS: "wants co-funders",
    Ask.Kind.PARTNERS: "wants partners",
    Ask.Kind.ADOPTERS: "wants others to reuse it",
    Ask.Kind.EXPERIENCE: "wants to hear from somebody who has done it",
}
STAGES = {
    Phase.IDEA: ("has an idea", "have ideas"),
    Phase.DISCOVERY: ("is in discovery", "are in discovery"),
    Phase.ALPHA: ("is in alpha", "are in alpha"),
    Phase.BETA: ("is in beta", "are in beta"),
    Phase.LIVE: ("runs live work", "run live work"),
    "service": ("shares a service", "share services"),
}
"""What one council does, and what several do, by the stage of their work."""
SEEKING = (Listing.Wants.PARTNERS, Listing.Wants.SHARE_FUNDING)


class Reason(NamedTuple):
    """A sentence without its full stop, and what it weighs."""

    words: str
    weight: float


def in_words(number: int) -> str:
    """Return a whole number as people write it: in words up to ten, then in digits."""
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def because_asked(ask: OpenAsk) -> Reason:
    """Somebody wants something by a day: "Exford Council wants test users by 14 March 2027"."""
    return Reason(f"{ask.who} {WANTED[Ask.Kind(ask.kind)]} by {date_format(ask.deadline, 'j F Y')}", ASKED)


def because_alike(councils: Sequence[str], stage: str, area: str, *, is_shared: bool) -> Reason:
    """Councils like this one do the same: "Three councils like yours are in discovery on the same service area (Bins)".

    They are named after it. `is_shared` says that this council works in the service area, too.
    """
    one, many = STAGES[stage]
    number = in_words(len(councils)).capitalize()
    who = f"{number} council like yours {one}" if len(councils) == 1 else f"{number} councils like yours {many}"
    where = f"on the same service area ({area})" if is_shared else f"on {area}"
    return Reason(f"{who} {where}: {get_text_list(list(councils), 'and')}", ALIKE * len(councils))


def because_invited(entry: Entry, own: Sequence[Entry]) -> list[Reason]:
    """What a listing offers to whoever comes; `own` are this council's entries in the same service area."""
    found = []
    if entry.wants == Listing.Wants.READY_TO_REUSE:
        found.append(Reason("Ready to reuse", INVITED))
    if entry.is_open:
        found.append(Reason("Open to new members", INVITED))
    if entry.wants in SEEKING:
        seeking = Listing.Wants(entry.wants).label
        too = next((one.title for one in own if one.wants in SEEKING), "")
        found.append(Reason(f"{seeking}, as your “{too}” does" if too else seeking, INVITED))
    return found


def because_experienced(entry: Entry, asked: Sequence[OpenAsk]) -> list[Reason]:
    """It has done what this council looks for somebody to have done, in its own asks of the same service area."""
    if entry.stage == Phase.LIVE and any(ask.kind == Ask.Kind.EXPERIENCE for ask in asked):
        return [Reason("Live, where you look for somebody who has done it", INVITED)]
    return []


def because_of_area(area: str, own: Sequence[Entry]) -> Reason:
    """It is about the same as entries of this council: "Same service area as your “Bins” (Waste)"."""
    yours = f"your “{own[0].title}”" if len(own) == 1 else f"{in_words(len(own))} of your entries"
    return Reason(f"Same service area as {yours} ({area})", 0.0)


def because_of_topics(topics: Sequence[str], own: Entry) -> Reason:
    """It shares topics with an entry of this council."""
    which = f"the topic{'s' if len(topics) > 1 else ''} {get_text_list(list(topics), 'and')}"
    return Reason(f"Shares {which} with your “{own.title}”", 0.0)
