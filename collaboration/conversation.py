"""What was said in a conversation, in order, as one of its readers sees it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from collaboration.models import Interest
from councils.models import User
from listings.keepers import keeper_among

Side = Interest.Side


@dataclass(frozen=True)
class Said:
    """Something that somebody wrote.

    `address` is given where its author shows it to the other side, `prompts` are the answers that go with the first
    message, each with its question.
    """

    words: str
    at: datetime.datetime
    name: str
    who: str
    is_yours: bool
    address: str = ""
    prompts: tuple[tuple[str, str], ...] = ()


def said_in(interest: Interest, reader: User) -> list[Said]:
    """Return everything that was written in a conversation, the first message first."""
    return list(_said(interest, reader))


def prompts_of(interest: Interest, *, whose: str = "They") -> list[tuple[str, str]]:
    """Return the prompts of the form that somebody answered, each with the answer; `whose` stands for who did."""
    found = [(f"{whose} have", interest.have), (f"{whose} need", interest.need), ("By when", interest.by_when)]
    return [(question, answer) for question, answer in found if answer]


def speaker(interest: Interest, side: str, author: User | None) -> tuple[str, str]:
    """Return the name of who wrote something, "" where it is not known, and for whom they wrote.

    Never their address: people without a name are called by their council alone.
    """
    name = author.name if author else ""
    if side == Side.SENDER:
        return name, interest.who
    council = keeper_among(interest.listing, set(author.roles)) if author else None
    if council is not None:
        return name, council.name
    return name, "A moderator" if author and author.is_staff else "Those who answer for the entry"


def _said(interest: Interest, reader: User) -> Iterator[Said]:
    name, who = speaker(interest, Side.SENDER, interest.sender)
    is_yours = interest.sender_id == reader.pk
    prompts = prompts_of(interest, whose="You" if is_yours else "They")
    yield Said(interest.message, interest.sent_at, name, who, is_yours, prompts=tuple(prompts))
    authors: dict[int, User] = {}
    for message in interest.messages.select_related("author"):
        # One and the same person each time: their councils are asked for once.
        wrote = message.author and authors.setdefault(message.author.pk, message.author)
        name, who = speaker(interest, message.side, wrote)
        author = wrote if wrote and wrote.is_active else None
        yield Said(
            words=message.words,
            at=message.sent_at,
            name=name,
            who=who,
            is_yours=message.author_id == reader.pk,
            address=author.email if author and message.shares_address else "",
        )
