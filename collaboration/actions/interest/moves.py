"""Moves in a conversation: the owners' answer, messages both ways, and taking back what one wrote."""

import datetime

from django.utils.timezone import localdate

from collaboration.actions.interest.steps import (
    DAYS_TO_MOVE,
    SHORTEST_REPLY,
    finish,
    give_turn,
    locked_interest,
    note_first_answer,
    one_at_a_time,
    refuse_when_over,
    refuse_who_left,
    speaks_for,
    tell,
    tell_who_was_asked,
)
from collaboration.actions.refused import InterestRefused
from collaboration.answers import REASONS, Answer, months_ahead
from collaboration.limits import refuse_if_barred, refuse_if_blocked, refuse_if_unsuitable, refuse_reply_if_too_many
from collaboration.models import Interest, Message
from collaboration.sides import other_side
from collaboration.working_days import nation_of, working_days_after
from councils.models import User
from directory.history import recorded

State, Side = Interest.State, Interest.Side
STATES = {Answer.TALK: State.TALKING, Answer.LATER: State.LATER, Answer.NO: State.DECLINED}


@recorded
def answer(
    *,
    interest: Interest,
    answer: str,
    by: User,
    month: datetime.date | None = None,
    reason: str = "",
    words: str = "",
) -> Interest:
    """Answer an interest for those who answer for the entry; whoever is interested is told. Return the interest.

    Answer.TALK makes it the other side's turn. Answer.LATER takes the first day of a `month` of the next twelve, in
    which it is the owners' turn again. Answer.NO ends it with a `reason`, a key of REASONS. `words` go to the other
    side with it. The same answer again changes nothing. Raises InterestRefused for who does not answer for the entry,
    for what was answered otherwise, or in the same way with other words, or has ended, for a month or a reason that
    there is not, for putting it off again before its month, and for what collaboration.limits keeps out.
    """
    one_at_a_time(by)
    if words.strip():
        refuse_reply_if_too_many(by=by, interest=interest)
    interest, said = locked_interest(interest), Answer(answer)
    if speaks_for(interest, by) != Side.OWNERS:
        raise InterestRefused("Those who answer for the entry answer this.")
    is_same_month = said != Answer.LATER or interest.later_month == month
    if interest.state == STATES[said] and is_same_month:
        _refuse_unless_said(interest, said, reason, words, by)
        return interest
    refuse_when_over(interest)
    if interest.state == State.TALKING:
        raise InterestRefused("This was answered already: let’s talk. Go on in the conversation.")
    refuse_if_barred(by)
    if words.strip():
        refuse_if_unsuitable(words, least=SHORTEST_REPLY)
    note_first_answer(interest, by)
    message_id = _keep_line(interest, said, words, by)
    _take_answer(interest, said, month, reason, words, by)
    put_off_to = month.toordinal() if month and said == Answer.LATER else 0
    tell(interest, Side.SENDER, "interest_answered", but=by, message=message_id, month=put_off_to)
    tell_who_was_asked(interest, by=by, said=1 + list(Answer).index(said), message=message_id)
    return interest


@recorded
def write(
    *,
    interest: Interest,
    words: str,
    by: User,
    shares_address: bool = False,
    key: str = "",
    via: str = Message.Via.PAGE,
) -> Message:
    """Write to the other side, who gets it by mail; return the message. It is their turn then.

    What the owners write before they answered is an answer: they talk. `key` is of the form or the mail that it came
    by: sent twice, it is one. Raises InterestRefused for who is on neither side, or has left the council for which they
    wrote, for what has ended, and for what collaboration.limits keeps out.
    """
    one_at_a_time(by)
    if found := _written_before(key, interest, by):
        return found
    refuse_reply_if_too_many(by=by, interest=interest)
    interest = locked_interest(interest)
    side = speaks_for(interest, by)
    refuse_when_over(interest)
    refuse_who_left(interest, by)
    refuse_if_unsuitable(words, least=SHORTEST_REPLY)
    refuse_if_barred(by)
    if side == Side.SENDER:
        refuse_if_blocked(by=by, listing=interest.listing, adopter=interest.adopter)
    message = Message.objects.create(
        interest=interest, side=side, author=by, words=words.strip(), shares_address=shares_address, key=key, via=via
    )
    _move_on(interest, side, by)
    tell(interest, other_side(side), "interest_message", but=by, message=message.pk)
    if side == Side.OWNERS:
        tell_who_was_asked(interest, by=by, message=message.pk)
    return message


@recorded
def take_back(*, interest: Interest, by: User) -> Interest:
    """Take back one's interest; those who answer for the entry are told. Again, it changes nothing.

    Raises InterestRefused for anybody else's, and for what has come to another end.
    """
    interest = locked_interest(interest)
    if interest.sender_id != by.pk:
        raise InterestRefused("Only whoever wrote this can withdraw it.")
    if interest.state == State.TAKEN_BACK:
        return interest
    refuse_when_over(interest)
    finish(interest, State.TAKEN_BACK, by=by)
    tell(interest, Side.OWNERS, "interest_ended", but=by)
    return interest


# Steps of the above


def _keep_line(interest: Interest, said: Answer, words: str, by: User) -> int:
    """Keep the line that goes with an answer as a message, and return its number; 0 for none, and for that of a no."""
    if not words.strip() or said == Answer.NO:
        return 0
    return Message.objects.create(interest=interest, side=Side.OWNERS, author=by, words=words.strip()).pk


def _refuse_unless_said(interest: Interest, said: Answer, reason: str, words: str, by: User) -> None:
    """Raise InterestRefused when an answer adds anything to the same one that was given already."""
    words = words.strip()
    if said == Answer.NO:
        is_known = interest.reason == reason and words[:500] in ("", interest.reason_words)
    else:
        is_known = not words or interest.messages.filter(author=by, words=words).exists()
    if not is_known:
        raise InterestRefused("This was answered already in the same way, so what you wrote is not sent. Look below.")


def _take_answer(
    interest: Interest, said: Answer, month: datetime.date | None, reason: str, words: str, by: User
) -> None:
    """Do what an answer says to a locked interest."""
    if said == Answer.TALK:
        interest.state = State.TALKING
        give_turn(interest, Side.SENDER)
    elif said == Answer.LATER:
        if month is None or month not in months_ahead(localdate()):
            raise InterestRefused("Choose a month of the next twelve.")
        if interest.state == State.LATER and interest.later_month and interest.later_month > localdate():
            raise InterestRefused(
                "You put this off already, and its month has not come. Say “Let’s talk” or “Not now”."
            )
        interest.state, interest.later_month = State.LATER, month
        nation = nation_of(interest.listing, interest.adopter)
        give_turn(interest, Side.OWNERS, due_on=working_days_after(month, DAYS_TO_MOVE, nation))
    else:
        if reason not in REASONS:
            raise InterestRefused("Choose a reason, so that they know where they stand.")
        interest.reason, interest.reason_words = reason, words.strip()[:500]
        finish(interest, State.DECLINED, by=by)


def _move_on(interest: Interest, side: Interest.Side, by: User) -> None:
    """Note that a side has written. Whose turn it was is done; whoever writes again does not wait longer for that."""
    if side == Side.OWNERS:
        note_first_answer(interest, by)
        interest.state = State.TALKING
    if interest.turn == side and interest.state == State.TALKING:
        give_turn(interest, other_side(side))


def _written_before(key: str, interest: Interest, by: User) -> Message | None:
    """Return what came by the same form or mail already. Raises InterestRefused when that was something else."""
    found = Message.objects.filter(key=key).first() if key else None
    if found and (found.interest_id != interest.pk or found.author_id != by.pk):
        raise InterestRefused("This was sent already, in another conversation.")
    return found
