"""Inviting people to a council."""

from datetime import timedelta

from django.utils import timezone

from councils.actions.memberships import (
    MembershipRefused,
    appoint,
    begin,
    councils_that_take_people,
    lock,
    set_role,
)
from councils.models import Invitation, Membership, Organisation, Role, User
from councils.models.memberships import two_weeks_from_now
from councils.sign_in.addresses import AddressRefused, normalise
from councils.tasks import memberships as mails
from directory.history import recorded

MOST_A_DAY = 50
"""Invitations that one council may send in 24 hours, so that nobody can flood strangers with mail."""
MAIL_AGAIN_AFTER = timedelta(hours=1)
"""An address is not written to again sooner, however often it is invited."""


@recorded
def invite(*, organisation: Organisation, email: str, role: str, by: User) -> Invitation:
    """Invite an address to a council for 14 days; a second invitation to the same address renews the first.

    Raises MembershipRefused when the address cannot be used or belongs to a member, when `role` is no role of a
    council, and when the council has invited very many people today.
    """
    if role not in Role.values:
        raise MembershipRefused("Choose whether they will be an officer or a manager.")
    email = usable(email)
    lock(None, organisation)
    if not councils_that_take_people().filter(pk=organisation.pk).exists():
        raise MembershipRefused(f"{organisation} is not a council in force, so nobody can belong to it here.")
    if organisation.memberships.current().filter(user__email=email).exists():
        raise MembershipRefused(f"{email} belongs to {organisation} already.")
    now = timezone.now()
    waiting = organisation.invitations.filter(email=email, accepted_at=None, withdrawn_at=None).first()
    lately = organisation.invitations.filter(invited_at__gt=now - timedelta(days=1))
    if lately.exclude(email=email).count() >= MOST_A_DAY:
        raise MembershipRefused(f"{organisation} has invited {MOST_A_DAY} people today. Invite more tomorrow.")
    is_recent = lately.filter(email=email, invited_at__gt=now - MAIL_AGAIN_AFTER).exists()
    if waiting and is_recent and (waiting.role, waiting.invited_by_id) == (role, by.pk):
        return waiting
    invitation = waiting or Invitation(organisation=organisation, email=email)
    invitation.role, invitation.invited_by = role, by
    invitation.invited_at, invitation.expires_at = now, two_weeks_from_now()
    invitation.save()
    if not is_recent:
        mails.invitation.defer(invitation_id=invitation.pk)
    return invitation


@recorded
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    """Take an invitation back. Raises MembershipRefused when it has been accepted or taken back already."""
    lock(None, invitation.organisation)
    read_again(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])


@recorded
def accept_invitation(*, invitation: Invitation, user: User, by: User) -> Membership:
    """Make the person whose address was invited a member, or a member a manager.

    Raises MembershipRefused when it is for another address, has been used or taken back, or has run out.
    """
    lock(user, invitation.organisation)
    read_again(invitation)
    if user.pk != by.pk or invitation.email != user.email:
        raise MembershipRefused("This invitation is for another address.")
    if invitation.expires_at <= timezone.now():
        raise MembershipRefused(f"This invitation has run out. Ask {invitation.organisation} to invite you again.")
    membership = user.memberships.current().filter(organisation=invitation.organisation).first()
    if membership is None:
        membership = begin(user=user, organisation=invitation.organisation, role=Role(invitation.role), by=by)
    elif invitation.role == Role.MANAGER:
        set_role(membership, Role.MANAGER)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return membership


@recorded
def appoint_by_address(*, organisation: Organisation, email: str, by: User) -> Membership | Invitation:
    """Make whoever has this address manager of a council: at once when they have an account, else by an invitation.

    Raises MembershipRefused when the address cannot be used, or its person cannot belong to the council.
    """
    email = usable(email)
    person = User.objects.open().filter(email=email).first()
    if person is not None:
        return appoint(user=person, organisation=organisation, by=by)
    return invite(organisation=organisation, email=email, role=Role.MANAGER, by=by)


def usable(email: str) -> str:
    """Return an address as sign-in writes it. Raises MembershipRefused when nobody could sign in with it."""
    try:
        return normalise(email)
    except AddressRefused as refused:
        raise MembershipRefused(str(refused)) from None


def read_again(invitation: Invitation) -> None:
    """Read an invitation once its council is locked. Raises MembershipRefused when nobody can use it any more."""
    try:
        invitation.refresh_from_db(fields=["accepted_at", "withdrawn_at", "expires_at", "role", "email"])
    except Invitation.DoesNotExist:
        raise MembershipRefused(
            "This invitation is not there any more. It ended with an account or an address."
        ) from None
    if invitation.accepted_at:
        raise MembershipRefused("This invitation has been accepted already.")
    if invitation.withdrawn_at:
        raise MembershipRefused("This invitation has been taken back.")
