"""What happened in a conversation, in order, as one of its readers sees it: what was written, and what was done."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from collaboration.done import Done, done_in
from collaboration.models import Interest, Message
from collaboration.sides import side_of
from collaboration.wording import keepers_in_words
from councils.models import Membership, User
from listings.keepers import keeper_among

Side = Interest.Side


@dataclass(frozen=True)
class Said:
    """Something that somebody wrote, or did where `done` says what.

    `when` is its day in words, with the time of day where more happened on that day. `address` is given where its
    author shows it to the other side, `prompts` are the answers that go with the first message, each with its question.
    """

    words: str
    at: datetime.datetime
    name: str
    who: str
    is_yours: bool
    address: str = ""
    prompts: tuple[tuple[str, str], ...] = ()
    done: str = ""
    when: str = ""


def said_in(interest: Interest, reader: User) -> list[Said]:
    """Return everything that happened in a conversation, the first message first."""
    messages = list(interest.messages.select_related("author"))
    done = done_in(interest, knows_of_report=knows_of_report(interest, reader))
    people = _people([one.author for one in messages], [one.by for one in done])
    then = [*_written(interest, messages, reader, people), *(_done(interest, one, reader, people) for one in done)]
    # Where both are of one moment, an answer stands before the line that went with it.
    then.sort(key=lambda one: (one.at, not one.done))
    return _with_times([_first(interest, reader), *then])


def knows_of_report(interest: Interest, reader: User) -> bool:
    """True for who may know that a conversation was reported: the side that reported it, and moderators."""
    if reader.is_staff:
        return True
    reported_by = interest.reported_by
    return reported_by is not None and side_of(interest, reported_by) == side_of(interest, reader)


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
    if interest.adopter is not None:
        is_theirs = author is None or interest.adopter_id in author.roles or not author.is_staff
        return name, interest.adopter.name if is_theirs else "A moderator"
    council = keeper_among(interest.listing, set(author.roles)) if author else None
    if council is not None:
        return name, council.name
    return name, "A moderator" if author and author.is_staff else keepers_in_words(interest.listing)


# Steps of the above


def _people(authors: Iterable[User | None], others: Iterable[int | None]) -> dict[int, User]:
    """Return the people of a conversation by their number, their councils asked for once for all of them."""
    people = {author.pk: author for author in authors if author}
    missing = {number for number in others if number and number not in people}
    people |= User.objects.in_bulk(missing) if missing else {}
    roles: dict[int, dict[int, str]] = {number: {} for number in people}
    for theirs in Membership.objects.in_force().filter(user__in=[one.pk for one in people.values() if one.is_active]):
        roles[theirs.user_id][theirs.organisation_id] = theirs.role
    for number, person in people.items():
        vars(person)["roles"] = roles[number]
    return people


def _first(interest: Interest, reader: User) -> Said:
    """Return the message with which it began."""
    name, who = speaker(interest, Side.SENDER, interest.sender)
    is_yours = interest.sender_id == reader.pk
    prompts = prompts_of(interest, whose="You" if is_yours else "They")
    return Said(interest.message, interest.sent_at, name, who, is_yours, prompts=tuple(prompts))


def _written(interest: Interest, messages: Iterable[Message], reader: User, people: dict[int, User]) -> Iterator[Said]:
    """Return what was written after the first message."""
    for message in messages:
        wrote = people.get(message.author_id or 0)
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


def _done(interest: Interest, done: Done, reader: User, people: dict[int, User]) -> Said:
    """Return what was done as a row: by whom as in a message, but for what is done without a name."""
    by = people.get(done.by or 0)
    side = done.side or (side_of(interest, by) if by else None)
    name, who = speaker(interest, side, by) if side else ("", "")
    if done.is_of_moderators:
        name, who = "", "A moderator"
    is_yours = by is not None and by.pk == reader.pk
    return Said(done.words, done.at, "" if done.is_nameless else name, who, is_yours, done=done.what)


def _with_times(rows: list[Said]) -> list[Said]:
    """Return rows with when each was: the time of day stands where more happened on that day."""
    on_a_day = Counter(localdate(row.at) for row in rows)
    patterns = ("j F Y", "j F Y, H:i")
    return [
        replace(row, when=date_format(localtime(row.at), patterns[on_a_day[localdate(row.at)] > 1])) for row in rows
    ]
