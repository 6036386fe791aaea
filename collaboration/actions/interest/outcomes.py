"""What came of an interest: they met, an organisation joined or reuses it, or nothing came of it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from collaboration.actions.adopting import adopt_from_interest
from collaboration.actions.interest.steps import (
    SHORTEST_REPLY,
    finish,
    give_turn,
    locked_interest,
    one_at_a_time,
    refuse_when_over,
    refuse_who_left,
    speaks_for,
    tell,
    tell_who_was_asked,
)
from collaboration.actions.refused import InterestRefused
from collaboration.limits import (
    refuse_if_barred,
    refuse_if_blocked,
    refuse_if_unsuitable,
    refuse_reply_if_too_many,
)
from collaboration.models import Adoption, Interest, Message
from collaboration.sides import other_side, people_of_side
from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.participation_requests import answer_participation_request, ask_to_take_part
from listings.actions.saving import locked
from listings.actions.taking_in import take_in
from listings.models import Participation, ParticipationRequest

State, Side, Kind, Role = Interest.State, Interest.Side, Interest.Kind, Participation.Role
OUTCOMES = (State.MET, State.JOINED, State.REUSED, State.NOTHING)
"""What either side may say came of it."""
ROLES = (Role.PARTNER, Role.FUNDER, Role.SUPPLIER)
"""The roles in which somebody joins. Who reuses what was made is an adopter by that."""
COMES_TO = {State.JOINED: (Kind.JOIN, Kind.FUND, Kind.SUPPLY), State.REUSED: (Kind.REUSE,)}
"""The kinds of interest that come to each of the outcomes that an entry shows."""
LONGEST = 500
"""Characters of what came of it, in words."""


@recorded
def end(*, interest: Interest, outcome: str, by: User, words: str = "", role: str = "", since: str = "") -> Interest:
    """Say what came of an interest; the other side is told. Return the interest, ended or with the owners.

    `outcome` is one of OUTCOMES. That an organisation joined, in the `role` of one of ROLES, or reuses it, `since` a
    year, month or day where that is known, holds at once when the owners say so. When the other side does, it becomes
    a request to take part or an adoption, and it is the owners' turn to say yes. The same outcome again changes
    nothing. Raises InterestRefused before there was an answer, for what ended otherwise or with other words, when the
    entry has just become one with another, for joining and reusing without an organisation, by who does not belong to
    a side (any more), and for what collaboration.limits keeps out.
    """
    one_at_a_time(by)
    if words.strip() and outcome in (State.JOINED, State.REUSED):
        # From whoever is interested they are a message, while that waits.
        refuse_reply_if_too_many(by=by, interest=interest)
    listing = locked(interest.listing)
    interest, came_of_it = locked_interest(interest), State(outcome)
    if interest.listing_id != listing.pk:
        raise InterestRefused("This entry has just become one with another. Look at the conversation again.")
    side = speaks_for(interest, by)
    if interest.state == came_of_it:
        _refuse_other_words(interest, words)
        return interest
    _refuse_too_early(interest, came_of_it)
    refuse_who_left(interest, by)
    _refuse_their_words(interest, side, words, by)
    if came_of_it == State.JOINED:
        is_done = _join(listing, interest, side, role, since, words, by)
    elif came_of_it == State.REUSED:
        is_done = _reuse(interest, since, by)
    else:
        is_done = True
    if is_done:
        finish(interest, came_of_it, by=by, words=words)
        tell(interest, other_side(side), "interest_ended", but=by)
        if side == Side.OWNERS:
            tell_who_was_asked(interest, by=by)
    else:
        _wait_for_owners(interest, words, by)
    return interest


def end_what_was_confirmed() -> int:
    """End the interest that came to a yes elsewhere: a request to take part, or an adoption. Return how many.

    For the daily run: the pages on which these are answered know nothing of the conversation that led to them. What
    somebody else asked for or said ends only what was about that, and whoever is interested is told.
    """
    theirs = {
        "listing": OuterRef("listing"),
        "organisation": OuterRef("organisation"),
        "answered_at__gte": OuterRef("sent_at"),
    }
    joined = ParticipationRequest.objects.filter(answer=ParticipationRequest.Answer.YES, **theirs)
    reused = Adoption.objects.filter(answer=Adoption.Answer.YES, withdrawn_at__isnull=True, **theirs)
    own_request = Exists(joined.filter(asked_by=OuterRef("sender")))
    own_word = Exists(reused.filter(Q(said_by=OuterRef("sender")) | Q(interest=OuterRef("pk"))))
    answered = Interest.objects.open().to_owners().filter(answered_at__isnull=False)
    ended = 0
    for outcome, confirmed, own in ((State.JOINED, joined, own_request), (State.REUSED, reused, own_word)):
        yes_by = Subquery(confirmed.order_by("-answered_at").values("answered_by")[:1])
        meant = answered.filter(own | Q(Exists(confirmed), kind__in=COMES_TO[outcome]))
        for interest in meant.annotate(yes_by=yes_by, is_own=own):
            by = User.objects.filter(pk=interest.yes_by).first()
            ended += _end_once(interest=interest, outcome=outcome, by=by, is_told=interest.is_own)
    return ended


# Steps of the above


@recorded
def _end_once(*, interest: Interest, outcome: Interest.State, by: User | None, is_told: bool) -> bool:
    """End an interest that is still open; return whether it was. Whoever is interested gets a mail unless `is_told`."""
    interest = locked_interest(interest)
    if not interest.is_open:
        return False
    finish(interest, outcome, by=by)
    if not is_told:
        tell(interest, Side.SENDER, "interest_ended", but=by)
    return True


def _refuse_other_words(interest: Interest, words: str) -> None:
    """Raise InterestRefused for words about an outcome that was noted without them."""
    if words.strip() not in ("", interest.outcome_words):
        noted = interest.get_state_display().lower()
        raise InterestRefused(f"This was noted already: {noted}. What you wrote is not sent.")


def _refuse_too_early(interest: Interest, outcome: Interest.State) -> None:
    """Raise InterestRefused for an outcome that there is not, or not yet."""
    refuse_when_over(interest)
    if outcome not in OUTCOMES:
        raise InterestRefused("Choose what came of it.")
    if interest.adopter and outcome in (State.JOINED, State.REUSED):
        raise InterestRefused(
            f"{interest.adopter} does not answer for the entry. Say that you met, and write to those who do."
        )
    is_nobody_left = outcome == State.NOTHING and not (interest.sender and interest.sender.is_active)
    if interest.answered_at is None and not is_nobody_left:
        raise InterestRefused("Nobody has answered yet, so nothing can have come of it.")


def _refuse_their_words(interest: Interest, side: Interest.Side, words: str, by: User) -> None:
    """Raise InterestRefused for who may write to nobody, and for words that would not pass as a message."""
    refuse_if_barred(by)
    if words.strip():
        refuse_if_unsuitable(words, most=LONGEST, least=SHORTEST_REPLY)
        if side == Side.SENDER:
            refuse_if_blocked(by=by, listing=interest.listing, adopter=interest.adopter)


def _join(listing: Any, interest: Interest, side: Interest.Side, role: str, since: str, words: str, by: User) -> bool:
    """Let the organisation take part; return False when it waits for the owners' yes."""
    request = listing.participation_requests.open().filter(organisation=interest.organisation_id).first()
    organisation = _organisation_of(interest, by, has_said_so=request is not None)
    if role not in ROLES:
        raise InterestRefused("Choose how they take part.")
    if side == Side.SENDER:
        if listing.participations.filter(organisation=organisation, left="").exclude(standing="named").exists():
            return True
        if request is None:
            ask_to_take_part(listing=listing, organisation=organisation, role=role, words=words, by=by)
        interest.since = since
        return False
    if request is not None:
        # The yes is to the role that was agreed on, whichever they had asked for.
        request.role = role
        request.save(update_fields=["role"])
        # Who is in the conversation gets one mail, of what came of it.
        is_told = request.asked_by in people_of_side(interest, Side.SENDER, but=by)
        answer_participation_request(request=request, accept=True, reason="", by=by, is_told=is_told)
    take_in(listing=listing, organisation=organisation, role=role, joined=since, by=by)
    return True


def _wait_for_owners(interest: Interest, words: str, by: User) -> None:
    """Give the owners their turn to say yes, and pass on what whoever is interested says to it, once.

    A request to take part that was made by this has brought it to them already.
    """
    if interest.turn == Side.OWNERS:
        interest.save(update_fields=["since"])
    else:
        give_turn(interest, Side.OWNERS)
    words = words.strip()
    if words and not interest.messages.filter(author=by, words=words).exists():
        message = Message.objects.create(interest=interest, side=Side.SENDER, author=by, words=words)
        asked = ParticipationRequest.objects.open().filter(listing=interest.listing_id, asked_by=by, words=words)
        if not asked.exists():
            tell(interest, Side.OWNERS, "interest_message", but=by, message=message.pk)


def _reuse(interest: Interest, since: str, by: User) -> bool:
    """Note that the organisation reuses it; return False when that waits for the owners' yes."""
    said = Adoption.objects.waiting().filter(listing=interest.listing_id, organisation=interest.organisation_id)
    _organisation_of(interest, by, has_said_so=said.exists())
    adoption = adopt_from_interest(interest=interest, since=since, by=by)
    return adoption.answer == Adoption.Answer.YES


def _organisation_of(interest: Interest, by: User, *, has_said_so: bool) -> Organisation:
    """Return the organisation that is interested, which has said so already or whose people are in the conversation.

    Raises InterestRefused where there is none, and when nobody of it can say so.
    """
    if interest.organisation is None:
        raise InterestRefused(
            "Only an organisation of the register can be named in the entry, and this was written for none. "
            "Say that you met, and name who takes part in the entry itself."
        )
    if interest.organisation.is_abolished:
        raise InterestRefused(
            f"{interest.organisation} is no more, so the entry cannot name it. Say that you met, and name who takes "
            "part in the entry itself."
        )
    if not has_said_so and not any(
        person and interest.organisation.pk in person.roles for person in (interest.sender, by)
    ):
        raise InterestRefused(
            f"Whoever wrote this does not belong to {interest.organisation} any more, so they cannot say yes for it."
        )
    return interest.organisation
