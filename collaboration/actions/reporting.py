"""What somebody does about messages that should not be: report them, take no more of them; and what moderators do."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from collaboration.actions.interest.steps import finish, locked_interest, speaks_for, tell
from collaboration.actions.refused import InterestRefused
from collaboration.models import Block, Interest
from collaboration.recipients import moderators
from collaboration.sides import people_of_side, side_of
from councils.actions.outbox import post
from councils.models import Organisation, User
from directory.history import recorded
from listings.models import Participation

State, ReportAnswer = Interest.State, Interest.ReportAnswer
STAYS = (State.MET, State.JOINED, State.REUSED)
"""What came of a conversation stays true, also when it is stopped afterwards."""
NO_MORE = "No more messages are taken from whoever wrote this."


@recorded
def report(*, interest: Interest, words: str, by: User) -> None:
    """Ask moderators to read a conversation, and say what is wrong with it; they are told.

    Where the other side has reported it, which neither side is told of the other, both are read together. Raises
    InterestRefused for who is on neither side, while an earlier report of the same side waits, and when moderators have
    looked already, for the same person, and nobody wrote since.
    """
    interest = locked_interest(interest)
    side = speaks_for(interest, by)
    if interest.has_open_report:
        _add_to_report(interest, words, by, side)
        return
    if interest.report_answer and interest.reported_by_id == by.pk and not _has_news(interest):
        raise InterestRefused("You reported this before, a moderator has read it, and nobody has written since.")
    interest.reported_at, interest.reported_by, interest.report_words = timezone.now(), by, words.strip()
    interest.report_answer, interest.report_answered_by, interest.report_answered_at = "", None, None
    interest.save()
    for person in moderators():
        post(to=person, mail="interest_reported", about={"interest": interest.pk})


def _add_to_report(interest: Interest, words: str, by: User, side: Interest.Side) -> None:
    """Add what the other side says is wrong to a report that waits. Raises InterestRefused for who made it."""
    also = f"The other side ({by}) reported it, too: {words.strip()}"
    is_same_side = interest.reported_by is not None and side_of(interest, interest.reported_by) == side
    if also in interest.report_words:
        return
    if is_same_side:
        raise InterestRefused("This is reported already. A moderator reads it, and whoever reported it is told.")
    interest.report_words = "\n\n".join(filter(None, [interest.report_words, also]))
    interest.save(update_fields=["report_words"])


@recorded
def answer_report(*, interest: Interest, answer: str, by: User, bar: Iterable[User] = ()) -> None:
    """Stop a conversation that was reported, or say that nothing is wrong with it; tell whom it concerns.

    Those of its people who are in `bar` can write to nobody through the site from then on: what else they are
    interested in is stopped, too. Raises InterestRefused when nobody reported it, or another moderator has answered.
    """
    barred = list(bar)
    interest, begun_by_barred = _locked_with(interest, Q(sender__in=barred))
    if not interest.reported_at:
        raise InterestRefused("Nobody has reported this.")
    if interest.report_answer:
        raise InterestRefused(f"Somebody has answered this already: {interest.get_report_answer_display().lower()}.")
    interest.report_answer, interest.report_answered_by = answer, by
    interest.report_answered_at = timezone.now()
    interest.save()
    reporter = interest.reported_by
    if reporter is not None and reporter.is_active:
        post(to=reporter, mail="report_answered", about={"interest": interest.pk})
    if answer != ReportAnswer.STOPPED:
        return
    _stop(interest, by)
    told = {person for side in Interest.Side for person in people_of_side(interest, side, but=reporter)}
    for person in sorted(told - {by}, key=lambda one: one.pk):
        post(to=person, mail="interest_stopped", about={"interest": interest.pk})
    for person in barred:
        _block(person, None, by)
    for one in begun_by_barred:
        _stop(one, by)
        tell(one, Interest.Side.OWNERS, "interest_stopped", but=by)


@recorded
def block_sender(*, interest: Interest, organisation: Organisation, by: User) -> Block:
    """Take no more messages from whoever showed interest, for a council that answers for the entry; they are told.

    Their open conversations about entries of this council end with that. Again, it changes nothing. Raises
    InterestRefused when the council does not answer for the entry, or the sender is gone.
    """
    kept = Participation.objects.keeping().filter(organisation=organisation).values("listing")
    to_them = Q(listing__in=kept, adopter=None) | Q(adopter=organisation)
    interest, others = _locked_with(interest, Q(sender__isnull=False, sender=interest.sender_id) & to_them)
    sender = interest.sender
    if sender is None or not sender.is_active:
        raise InterestRefused("Whoever wrote this has closed their account, and cannot write any more.")
    keeps = Participation.objects.keeping().filter(listing=interest.listing_id, organisation=organisation)
    if organisation.pk != interest.adopter_id and (interest.adopter_id or not keeps.exists()):
        raise InterestRefused(f"{organisation} does not answer for this entry any more.")
    block, is_new = _block(sender, organisation, by)
    if is_new:
        post(to=sender, mail="sender_blocked", about={"interest": interest.pk, "block": block.pk})
    for one in (interest, *others):
        _end(one, by)
    return block


@recorded
def take_messages_again(*, blocks: Iterable[Block], by: User) -> None:
    """Let people write again whom a council, or the moderators, had blocked; they are told. Again, nothing changes."""
    found = Block.objects.select_for_update(of=("self",)).select_related("user")
    for block in found.filter(pk__in=[block.pk for block in blocks]):
        post(to=block.user, mail="may_write_again", about={"organisation": block.organisation_id or 0})
        block.delete()


# Steps of the above


def _locked_with(interest: Interest, others: Q) -> tuple[Interest, list[Interest]]:
    """Return an interest as it stands, and what is open of `others`, kept from everybody else.

    All are locked in one order, so that two who do this at once do not wait for each other.
    """
    is_other = others & Q(ended_at__isnull=True) & ~Q(pk=interest.pk)
    found = Interest.objects.filter(Q(pk=interest.pk) | is_other).select_related("listing", "sender", "organisation")
    locked = {one.pk: one for one in found.select_for_update(no_key=True, of=("self",)).order_by("pk")}
    return locked.pop(interest.pk), list(locked.values())


def _has_news(interest: Interest) -> bool:
    """True when somebody else than whoever reported it wrote after moderators had looked."""
    since = interest.messages.filter(sent_at__gt=interest.report_answered_at)
    return since.exclude(author=interest.reported_by).exists()


def _stop(interest: Interest, by: User) -> None:
    """Let nobody write in a conversation any more, whether or not it was over already."""
    if interest.is_open:
        finish(interest, State.STOPPED, by=by)
    elif interest.state not in STAYS:
        interest.state = State.STOPPED
        interest.save(update_fields=["state"])


def _end(interest: Interest, by: User) -> None:
    """End a conversation for those who want no more of it. That is no answer: public figures do not count it as one."""
    if interest.is_open:
        finish(interest, State.NOTHING, by=by, words=NO_MORE)


def _block(user: User, organisation: Organisation | None, by: User) -> tuple[Block, bool]:
    """Return the block, and whether it is new."""
    return Block.objects.get_or_create(user=user, organisation=organisation, defaults={"made_by": by})
