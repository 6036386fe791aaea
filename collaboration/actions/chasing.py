"""Nobody is left waiting: who does not move is reminded, then their managers are told, then the moderators.

Every open interest has a side whose turn it is and a day by which it is to move. The day after, that side is reminded;
five working days later its managers are told; five working days after that it joins the moderators' queue, where it
stays until somebody moves. Where nobody answers for the entry (any more), moderators are next at once: their queue
lets them in. Each step is taken once for a move, in one transaction with its mails: the job may be killed, or run
twice.
"""

import datetime
from collections import Counter
from collections.abc import Collection

from django.db.models import F

from collaboration.models import Interest
from collaboration.models.interest import InterestQuerySet
from collaboration.recipients import managers_to_tell, moderators, people_who_answer
from collaboration.working_days import working_days_after
from councils.actions.outbox import post
from councils.models import Membership, User
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
    for_moderators = []
    for interest_id in list(_overdue(today).order_by("due_on", "pk").values_list("pk", flat=True)):
        step = chase_one(interest_id=interest_id, today=today, by=by)
        if step == Chased.MODERATORS:
            for_moderators.append(interest_id)
        elif step:
            steps[step] += 1
    if handed_over := hand_over(interest_ids=for_moderators, today=today, by=by):
        steps[Chased.MODERATORS] = handed_over
    return dict(steps)


@recorded
def chase_one(*, interest_id: int, today: datetime.date, by: User | None) -> Interest.Chased | None:
    """Take the next step for one interest if it is time for it; return which one, None for none.

    Chased.MODERATORS is not taken: `hand_over` does that, for all together.
    """
    interest = _locked(today).filter(pk=interest_id).first()
    step, people = _next_step(interest, today) if interest else (None, [])
    if interest is None or step is None or step == Chased.MODERATORS:
        return step
    # Where moderators stand in for those who answer for the entry, it stays with them while the other side is reminded.
    if interest.chased != Chased.MODERATORS:
        interest.chased = step
    interest.chased_on = today
    interest.save(update_fields=["chased", "chased_on"])
    for person in people:
        post(to=person, mail=MAILS[step], about=_about(interest))
    return step


@recorded
def hand_over(*, interest_ids: Collection[int], today: datetime.date, by: User | None) -> int:
    """Hand those of some interests to the moderators for which it is time; return how many.

    The moderators are told in one mail about all of them, and so is each who still waits for an answer. Together, so
    that the mail is there if and only if they are, and names every one.
    """
    found = _locked(today).filter(pk__in=interest_ids).order_by("pk")
    handed = [interest for interest in found if _next_step(interest, today)[0] == Chased.MODERATORS]
    for interest in handed:
        interest.chased, interest.chased_on = Chased.MODERATORS, today
        interest.save(update_fields=["chased", "chased_on"])
        if interest.turn == Side.OWNERS and interest.sender and interest.sender.is_active:
            post(to=interest.sender, mail="interest_unanswered", about=_about(interest))
    for person in moderators() if handed else []:
        post(to=person, mail="interest_moderators", about={"day": today.toordinal()})
    return len(handed)


# Steps of the above


def _overdue(today: datetime.date) -> InterestQuerySet:
    """Return what is overdue and may have a step to come.

    With moderators it has none, unless it was with them from the beginning, because nobody else answers for the entry.
    """
    return Interest.objects.overdue(today).exclude(chased=Chased.MODERATORS, chased_on__gt=F("due_on"))


def _locked(today: datetime.date) -> InterestQuerySet:
    """Return the same, kept from others until the end of the transaction."""
    return _overdue(today).select_for_update(no_key=True, of=("self",)).select_related("listing", "sender")


def _next_step(interest: Interest, today: datetime.date) -> tuple[Interest.Chased | None, list[User]]:
    """Return the step that it is time for, None for none, and who of the two sides is written to then."""
    if not _is_time(interest, today):
        return None, []
    if interest.chased == Chased.MODERATORS and interest.turn == Side.SENDER:
        return Chased.REMINDED, _people(interest, Chased.REMINDED)
    step = NEXT[Chased(interest.chased)]
    while step != Chased.MODERATORS:
        if people := _people(interest, step):
            return step, people
        step = NEXT[step]
    return step, []


def _is_time(interest: Interest, today: datetime.date) -> bool:
    """True when the last step lies far enough back; the first is due as soon as the day is over."""
    if interest.chased_on is None or interest.chased == Chased.MODERATORS:
        return True
    return working_days_after(interest.chased_on, STEP) <= today


def _people(interest: Interest, step: str) -> list[User]:
    """Return who is written to in a step: of the side whose turn it is, its people or its managers."""
    if interest.turn == Side.OWNERS and step == Chased.REMINDED:
        return people_who_answer(interest.listing, but=interest.sender)
    if interest.turn == Side.OWNERS:
        return [person for person in managers_to_tell(interest.listing) if person != interest.sender]
    if step == Chased.REMINDED:
        return [interest.sender] if interest.sender and interest.sender.is_active else []
    theirs = Membership.objects.in_force().managers().filter(organisation=interest.organisation_id)
    return with_one_of(theirs.exclude(user=interest.sender_id))


def _about(interest: Interest) -> dict[str, int]:
    """Return what a mail about one move is put together from: after the next move it is not sent any more."""
    return {"interest": interest.pk, "due": interest.due_on.toordinal() if interest.due_on else 0}
