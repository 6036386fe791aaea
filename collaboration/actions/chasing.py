"""Nobody is left waiting: who does not move is reminded, then their managers are told, then the moderators.

Every open interest has a side whose turn it is and a day by which it is to move. The day after, that side is reminded;
five working days later its managers are told; five working days after that it joins the moderators' queue, where it
stays until somebody moves. Each step is taken once for a move, in one transaction with its mails: the job may be
killed, or run twice.
"""

import datetime
from collections import Counter

from django.db.models import F

from collaboration.models import Interest
from collaboration.models.interest import InterestQuerySet
from collaboration.recipients import managers_to_tell, moderators, people_to_reach
from collaboration.working_days import working_days_after
from councils.actions.outbox import post
from councils.models import Membership, OutgoingMail, User
from directory.history import recorded
from listings.keepers import with_one_of

STEP = 5
"""Working days between two steps."""
Chased, Side = Interest.Chased, Interest.Side
NEXT = {
    Chased.NOBODY: Chased.REMINDED,
    Chased.REMINDED: Chased.MANAGERS,
    Chased.MANAGERS: Chased.MODERATORS,
    Chased.MODERATORS: Chased.MODERATORS,
}
MAILS = {Chased.REMINDED: "interest_reminder", Chased.MANAGERS: "interest_managers"}


def chase(*, today: datetime.date, by: User | None = None) -> dict[str, int]:
    """Take the next step for every interest that is overdue; return how many came to which step.

    A step for which there is nobody to write to is left out: the next one follows at once.
    """
    steps: Counter[str] = Counter()
    for interest_id in list(_overdue(today).order_by("due_on", "pk").values_list("pk", flat=True)):
        if step := chase_one(interest_id=interest_id, today=today, by=by):
            steps[step] += 1
    return dict(steps)


@recorded
def chase_one(*, interest_id: int, today: datetime.date, by: User | None) -> str:
    """Take the next step for one interest if it is time for it; return which one it came to, "" for none."""
    locked = _overdue(today).select_for_update(no_key=True, of=("self",)).select_related("listing", "sender")
    interest = locked.filter(pk=interest_id).first()
    if interest is None or not _is_time(interest, today):
        return ""
    if interest.chased == Chased.MODERATORS and interest.turn == Side.SENDER:
        return _remind_of_moderators(interest, today)
    step = NEXT[Chased(interest.chased)]
    while step != Chased.MODERATORS and not (people := _people(interest, step)):
        step = NEXT[step]
    interest.chased, interest.chased_on = step, today
    interest.save(update_fields=["chased", "chased_on"])
    if step == Chased.MODERATORS:
        _hand_to_moderators(interest, today)
        return step
    for person in people:
        post(to=person, mail=MAILS[step], about=_about(interest))
    return step


# Steps of the above


def _overdue(today: datetime.date) -> InterestQuerySet:
    """Return what is overdue and may have a step to come.

    With moderators it has none, unless it was with them from the beginning, because nobody else answers for the entry.
    """
    return Interest.objects.overdue(today).exclude(chased=Chased.MODERATORS, chased_on__gt=F("due_on"))


def _is_time(interest: Interest, today: datetime.date) -> bool:
    """True when the last step lies far enough back; the first is due as soon as the day is over."""
    if interest.chased_on is None or interest.chased == Chased.MODERATORS:
        return True
    return working_days_after(interest.chased_on, STEP) <= today


def _remind_of_moderators(interest: Interest, today: datetime.date) -> str:
    """Remind somebody that moderators, who stand in for those who answer for the entry, wait for them."""
    interest.chased_on = today
    interest.save(update_fields=["chased_on"])
    for person in _people(interest, Chased.REMINDED):
        post(to=person, mail=MAILS[Chased.REMINDED], about=_about(interest))
    return Chased.REMINDED


def _people(interest: Interest, step: str) -> list[User]:
    """Return who is written to in a step: of the side whose turn it is, its people or its managers."""
    if interest.turn == Side.OWNERS and step == Chased.REMINDED:
        return people_to_reach(interest.listing, but=interest.sender)
    if interest.turn == Side.OWNERS:
        return managers_to_tell(interest.listing)
    if step == Chased.REMINDED:
        return [interest.sender] if interest.sender and interest.sender.is_active else []
    theirs = Membership.objects.in_force().managers().filter(organisation=interest.organisation_id)
    return with_one_of(theirs.exclude(user=interest.sender_id))


def _hand_to_moderators(interest: Interest, today: datetime.date) -> None:
    """Tell the moderators, in one mail a day however many it are, and whoever still waits for an answer."""
    about = {"day": today.toordinal()}
    for person in moderators():
        known = OutgoingMail.objects.filter(user=person, name="interest_moderators", about=about)
        if not known.exists():
            post(to=person, mail="interest_moderators", about=about)
    if interest.turn == Side.OWNERS and interest.sender and interest.sender.is_active:
        post(to=interest.sender, mail="interest_unanswered", about=_about(interest))


def _about(interest: Interest) -> dict[str, int]:
    """Return what a mail about one move is put together from: after the next move it is not sent any more."""
    return {"interest": interest.pk, "due": interest.due_on.toordinal() if interest.due_on else 0}
