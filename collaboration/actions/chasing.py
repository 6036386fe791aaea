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

from django.db import connection, transaction
from django.db.models import F

from collaboration.models import Interest
from collaboration.models.interest import InterestQuerySet
from collaboration.recipients import moderators
from collaboration.sides import councils_of_sender, managers_of_those_asked, people_asked
from collaboration.working_days import nation_of
from councils.actions.outbox import post
from councils.models import Membership, OutgoingMail, User
from directory.history import recorded
from directory.one_by_one import OneByOne
from directory.working_days import working_days_after
from listings.keepers import with_one_of

STEP = 5
"""Working days between two steps."""
HANDING_OVER = 20_262
"""The number of the lock under which one run at a time hands over to the moderators."""
Chased, Side = Interest.Chased, Interest.Side
NEXT = {
    Chased.NOBODY: Chased.REMINDED,
    Chased.REMINDED: Chased.MANAGERS,
    Chased.MANAGERS: Chased.MODERATORS,
    Chased.MODERATORS: Chased.MODERATORS,
}
FOR_A_STEP = ("listing", "sender", "organisation", "adopter")
MAILS = {Chased.REMINDED: "interest_reminder", Chased.MANAGERS: "interest_managers"}


def chase(*, today: datetime.date, by: User | None = None) -> dict[str, int]:
    """Take the next step for every interest that is overdue; return how many came to which step.

    A step for which there is nobody to write to is left out: the next one follows at once. What is wrong with one keeps
    back no other: raises SomeFailed when everything else is done.
    """
    one_by_one = OneByOne("conversations")
    overdue = list(_overdue(today).order_by("due_on", "pk").values_list("pk", flat=True))
    taken = one_by_one.each(overdue, lambda pk: (pk, chase_one(interest_id=pk, today=today, by=by)))
    steps: Counter[str] = Counter(step for _, step in taken if step and step != Chased.MODERATORS)
    for_moderators = [pk for pk, step in taken if step == Chased.MODERATORS]
    handed_over = one_by_one.each([for_moderators], lambda some: hand_over(interest_ids=some, today=today, by=by))
    if sum(handed_over):
        steps[Chased.MODERATORS] = sum(handed_over)
    one_by_one.each([today], lambda day: ask_newcomers(today=day))
    one_by_one.end()
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
    that the mail is there if and only if they are, and names every one. What comes after it was posted, in a later run
    of the same day, is handed over the next day.
    """
    if not interest_ids or _has_told_moderators(today):
        return 0
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


def ask_newcomers(*, today: datetime.date) -> int:
    """Ask those who can answer only since a message came to the moderators, such as who was invited for it.

    Each is asked once for as long as the outbox knows of it; return how many were. Raises SomeFailed as `chase` does.
    """
    one_by_one = OneByOne("conversations with moderators")
    found = list(_waits_for_somebody_new(today).values_list("pk", flat=True))
    asked = one_by_one.each(found, lambda interest_id: _ask_newcomers(interest_id, today))
    one_by_one.end()
    return sum(asked)


# Steps of the above


@transaction.atomic
def _ask_newcomers(interest_id: int, today: datetime.date) -> int:
    """Ask those about one message who had no mail about it yet; return how many."""
    locked = _waits_for_somebody_new(today).select_for_update(no_key=True, of=("self",))
    interest = locked.select_related("listing", "sender", "adopter").filter(pk=interest_id).first()
    if interest is None:
        return 0
    known = set(OutgoingMail.objects.about({"interest": interest.pk}).values_list("user", flat=True))
    new = [person for person in people_asked(interest) if person.pk not in known]
    for person in new:
        post(to=person, mail=MAILS[Chased.REMINDED], about=_about(interest))
    return len(new)


def _waits_for_somebody_new(today: datetime.date) -> InterestQuerySet:
    """Return what moderators look after until the owners move, without what was put off to a later day."""
    with_moderators = Interest.objects.open().filter(chased=Chased.MODERATORS, turn=Side.OWNERS)
    return with_moderators.exclude(state=Interest.State.LATER, later_month__gt=today)


def _has_told_moderators(today: datetime.date) -> bool:
    """True when the one mail of a day is posted already. Other runs wait here until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HANDING_OVER])
    return OutgoingMail.objects.about({"day": today.toordinal()}).filter(name="interest_moderators").exists()


def _overdue(today: datetime.date) -> InterestQuerySet:
    """Return what is overdue and may have a step to come.

    With moderators it has none, unless it was with them from the beginning, because nobody else answers for the entry.
    """
    return Interest.objects.to_chase(today).exclude(chased=Chased.MODERATORS, chased_on__gt=F("due_on"))


def _locked(today: datetime.date) -> InterestQuerySet:
    """Return the same, kept from others until the end of the transaction."""
    return _overdue(today).select_for_update(no_key=True, of=("self",)).select_related(*FOR_A_STEP)


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
    """True when the last step lies far enough back; the first is due as soon as the day is over.

    What was put off comes back on the first working day of its month, before it is due.
    """
    nation = nation_of(interest.listing, interest.adopter)
    if interest.later_month and interest.state == Interest.State.LATER and interest.chased == Chased.NOBODY:
        return working_days_after(interest.later_month, 0, nation) <= today
    if interest.chased_on is None or interest.chased == Chased.MODERATORS:
        return True
    return working_days_after(interest.chased_on, STEP, nation) <= today


def _people(interest: Interest, step: str) -> list[User]:
    """Return who is written to in a step: of the side whose turn it is, its people or its managers."""
    if interest.turn == Side.OWNERS and step == Chased.REMINDED:
        return people_asked(interest)
    if interest.turn == Side.OWNERS:
        return managers_of_those_asked(interest)
    if step == Chased.REMINDED:
        return [interest.sender] if interest.sender and interest.sender.is_active else []
    theirs = Membership.objects.in_force().managers().filter(organisation__in=councils_of_sender(interest))
    return with_one_of(theirs.exclude(user=interest.sender_id))


def _about(interest: Interest) -> dict[str, int]:
    """Return what a mail about one move is put together from: after the next move it is not sent any more."""
    return {"interest": interest.pk, "due": interest.due_on.toordinal() if interest.due_on else 0}
