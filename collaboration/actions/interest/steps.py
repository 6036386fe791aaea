"""Steps of everything that is done with an interest: whose turn it is, by when, and its end."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.actions.refused import InterestRefused
from collaboration.models import Interest
from collaboration.recipients import people_of_adopter
from collaboration.sides import has_left, is_asked, people_asked, people_of_side, side_of
from collaboration.working_days import nation_of, working_days_after
from councils.actions.outbox import post
from councils.models import Organisation, User
from listings.keepers import officers_of_keepers
from listings.models import Listing

DAYS_TO_MOVE = 10
"""Working days in which the side whose turn it is should move."""
SHORTEST_REPLY = 2
"""Letters of “No”, besides links."""


def next_due(listing: Listing, adopter: Organisation | None = None) -> datetime.date:
    """Return by when the side should move whose turn it is from today.

    The bank holidays are those of whoever answers for an entry, or of an `adopter` who is asked in their place.
    """
    return working_days_after(localdate(), DAYS_TO_MOVE, nation_of(listing, adopter))


def nobody_answers_for(listing: Listing, adopter: Organisation | None = None) -> bool:
    """True where those who are asked have nobody who may sign in: moderators get what is written to them.

    These are the councils that answer for an entry, or an `adopter` of it who is asked in their place.
    """
    return not (people_of_adopter(adopter) if adopter else officers_of_keepers(listing))


def one_at_a_time(person: User) -> None:
    """Let what one person writes come one after the other, until the end of the transaction.

    So a form that is sent twice at once is known the second time. Before anything else is locked, as in
    collaboration.limits. Raises InterestRefused for an account that was closed meanwhile: nobody would take away what
    it writes now.
    """
    if not User.objects.open().select_for_update(no_key=True).filter(pk=person.pk).exists():
        raise InterestRefused("Your account is closed, so you cannot write to anybody.")


def locked_interest(interest: Interest) -> Interest:
    """Return an interest as it stands, kept from others until the end of the transaction.

    Raises Interest.DoesNotExist when it is gone.
    """
    found = Interest.objects.select_related("listing", "sender", "organisation", "adopter")
    return found.select_for_update(no_key=True, of=("self",)).get(pk=interest.pk)


def speaks_for(interest: Interest, by: User) -> Interest.Side:
    """Return for which side somebody speaks. Raises InterestRefused for who belongs to neither."""
    side = side_of(interest, by)
    if side is None:
        raise InterestRefused("Only the two sides of this conversation can do that.")
    return side


def refuse_who_left(interest: Interest, by: User) -> None:
    """Raise InterestRefused for who is interested for an organisation to which they do not belong any more."""
    council = interest.organisation
    if council and council.is_abolished and has_left(interest, by):
        raise InterestRefused(
            f"{council} is no more, so the managers of the council that took over from it go on with this. You can "
            "still withdraw it."
        )
    if has_left(interest, by):
        raise InterestRefused(
            f"You do not belong to {interest.organisation} any more, so its managers go on with this. You can still "
            "withdraw it."
        )


def refuse_when_over(interest: Interest) -> None:
    """Raise InterestRefused for what has come to its end."""
    if not interest.is_open:
        raise InterestRefused(f"This has come to its end already: {interest.get_state_display().lower()}.")


def give_turn(interest: Interest, side: Interest.Side, *, due_on: datetime.date | None = None) -> None:
    """Say whose turn it is now, by when, and that nobody has been reminded of it yet; save it."""
    interest.turn = side
    interest.due_on = due_on or next_due(interest.listing, interest.adopter)
    with_whom_it_begins(interest)
    interest.save()


def with_whom_it_begins(interest: Interest) -> None:
    """Note that nobody has been reminded of a move yet; and that moderators see it, where nobody else answers."""
    begins_with_moderators = nobody_answers_for(interest.listing, interest.adopter)
    interest.chased = Interest.Chased.MODERATORS if begins_with_moderators else Interest.Chased.NOBODY
    interest.chased_on = localdate() if begins_with_moderators else None


def note_first_answer(interest: Interest, by: User) -> None:
    """Note who of the owners answered first, and when."""
    if interest.answered_at is None:
        interest.answered_at, interest.answered_by = timezone.now(), by


def finish(interest: Interest, state: Interest.State, *, by: User | None, words: str = "") -> None:
    """Bring a locked interest to its end, with what came of it, and save it."""
    interest.state, interest.ended_at, interest.ended_by = state, timezone.now(), by
    interest.turn, interest.due_on = "", None
    interest.chased, interest.chased_on = Interest.Chased.NOBODY, None
    interest.outcome_words = words.strip()
    interest.save()


def tell_who_was_asked(interest: Interest, *, by: User, said: int = 0, message: int = 0) -> None:
    """Post a mail to those who are asked about what a moderator did in their place; nothing for what they did.

    `said` is the place of an answer among the three, from one on, and `message` the number of what was written.
    """
    if is_asked(interest, by):
        return
    for person in people_asked(interest):
        about = {"interest": interest.pk, "said": said, "message": message}
        post(to=person, mail="interest_stepped_in", about=about)


def tell(interest: Interest, side: Interest.Side, mail: str, *, but: User | None, **about: Any) -> None:
    """Post a mail about an interest to everybody of a side, but whoever acts. `about` numbers further rows."""
    for person in people_of_side(interest, side, but=but):
        post(to=person, mail=mail, about={"interest": interest.pk} | about)
