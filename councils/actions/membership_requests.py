"""Asking a council to be taken in, and its answer."""

from datetime import timedelta

from django.utils import timezone

from councils.actions.memberships import (
    MembershipRefused,
    begin,
    councils_that_take_people,
    lock,
    looked_after_by,
)
from councils.models import Membership, MembershipRequest, Organisation, Role, User
from councils.tasks import memberships as mails
from directory.history import recorded

Answer = MembershipRequest.Answer
MOST_A_DAY = 5
"""Requests that one person may make in 24 hours: each writes to people who did not ask for mail."""


@recorded
def ask_to_join(*, user: User, organisation: Organisation, message: str, by: User) -> MembershipRequest:
    """Ask a council to take a person in; its managers are told, or the moderators where it has none.

    Raises MembershipRefused when the person belongs to it or has asked it already, or asked very many today.
    """
    lock(user, organisation)
    if not user.is_active or user.pk != by.pk:
        raise MembershipRefused("You can ask only for yourself.")
    if not councils_that_take_people().filter(pk=organisation.pk).exists():
        raise MembershipRefused(f"{organisation} is not a council in force, so nobody can belong to it here.")
    if user.memberships.current().filter(organisation=organisation).exists():
        raise MembershipRefused(f"You belong to {organisation} already.")
    if user.membership_requests.open().filter(organisation=organisation).exists():
        raise MembershipRefused(f"You have asked {organisation} already. You will get an email when it has answered.")
    if user.membership_requests.filter(asked_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise MembershipRefused(f"You have asked {MOST_A_DAY} times today. Ask again tomorrow.")
    message = " ".join(message.split())
    request = MembershipRequest.objects.create(user=user, organisation=organisation, message=message)
    for person in looked_after_by(organisation, but=user):
        mails.request_received.defer(request_id=request.pk, to_id=person.pk)
    return request


@recorded
def take_back(*, request: MembershipRequest, by: User) -> None:
    """Take one's own request back. Raises MembershipRefused when it is somebody else's, or has been answered."""
    read_locked(request)
    if request.user_id != by.pk:
        raise MembershipRefused("You can take back only what you asked for yourself.")
    settle(request, Answer.TAKEN_BACK, by=by)


@recorded
def answer_request(*, request: MembershipRequest, accept: bool, by: User, reason: str = "") -> Membership | None:
    """Take the person in as officer, and return their membership; or not, with a reason for them to read.

    Raises MembershipRefused when it has been answered already, and for one's own request.
    """
    read_locked(request)
    if request.user_id == by.pk:
        raise MembershipRefused("Nobody answers their own request. Ask a colleague or the moderators.")
    membership = None
    if accept:
        membership = begin(user=request.user, organisation=request.organisation, role=Role.OFFICER, by=by)
    settle(request, Answer.YES if accept else Answer.NO, by=by, reason=reason)
    mails.request_answered.defer(request_id=request.pk)
    return membership


def read_locked(request: MembershipRequest) -> None:
    """Lock the person and the council of a request and read it again.

    Raises MembershipRefused when it is settled, or went with its person's account.
    """
    lock(request.user, request.organisation)
    try:
        request.refresh_from_db(fields=["answer", "answered_at", "answered_by", "reason"])
    except MembershipRequest.DoesNotExist:
        raise MembershipRefused("This request is not there any more: its person closed their account.") from None
    if request.answered_at:
        raise MembershipRefused("This request has been answered or taken back already.")


def settle(request: MembershipRequest, answer: str, *, by: User, reason: str = "") -> None:
    """Write the answer to a locked request."""
    request.answer, request.reason = answer, " ".join(reason.split())
    request.answered_at, request.answered_by = timezone.now(), by
    request.save(update_fields=["answer", "reason", "answered_at", "answered_by"])
