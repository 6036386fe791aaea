"""Belonging to a council: how memberships begin, change and end.

Whether somebody may do it is asked before (collabhub.permissions). Every function locks the person, then the council,
and looks again: of two people who act at once, the second is refused with a sentence. `by` is None for a command.
"""

from contextlib import suppress
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from councils.models import Invitation, Membership, MembershipRequest, Organisation, Role, User
from councils.models.memberships import MembershipQuerySet
from councils.models.organisations import OrganisationQuerySet
from councils.sign_in.addresses import councils_of, is_role_mailbox
from councils.sign_in.sessions import end_sessions
from councils.tasks import memberships as mails
from directory.history import recorded

ASK_AGAIN_AFTER = timedelta(days=90)
"""A person who did not sign in for so long is asked whether they still work for the council."""
NOTED_ANEW_AFTER = timedelta(days=7)
EndReason = Membership.EndReason


class MembershipRefused(Exception):
    """What was asked for cannot be done; the text is a sentence for the person who asked."""


class LastManager(MembershipRefused):
    """Nobody would look after the council: name a successor, or confirm that the moderators will."""


def councils_that_take_people() -> OrganisationQuerySet:
    """Return the councils that a person may belong to: those in force, and those that are being set up."""
    return Organisation.objects.councils().exclude(status=Organisation.Status.ABOLISHED)


def to_choose_from(user: User) -> list[Organisation]:
    """Return the councils among which this person may choose: those that share the domain of their address.

    Empty for a domain of one council, because that needs no choice, and for a mailbox that several people read.
    Councils that the person belongs to, or belonged to once, are left out.
    """
    councils = [] if is_role_mailbox(user.email) else councils_of(user.email)
    known = set(user.memberships.values_list("organisation_id", flat=True))
    return [council for council in councils if council.pk not in known] if len(councils) > 1 else []


def to_confirm(user: User) -> MembershipQuerySet:
    """Return the memberships of which this person is asked whether they still work there."""
    return user.memberships.in_force().filter(confirmed_at__lt=timezone.now() - ASK_AGAIN_AFTER)


@recorded
def join_by_domain(*, user: User, by: User) -> Membership | None:
    """Make a person an officer of the one council whose domain their address has, and return the new membership.

    None, and nothing happens: for a domain that is not in the register or that several councils share, for a mailbox
    that several people read, and for somebody who belongs to the council already or did once.
    """
    councils = [] if is_role_mailbox(user.email) else councils_of(user.email)
    if len(councils) != 1:
        return None
    lock(user, councils[0])
    if not user.is_active or user.memberships.filter(organisation=councils[0]).exists():
        return None
    return begin(user=user, organisation=councils[0], role=Role.OFFICER, by=by)


@recorded
def join_chosen(*, user: User, organisation: Organisation, by: User) -> Membership:
    """Make a person an officer of a council that they chose among those of their own domain.

    Raises MembershipRefused for any other council, and for one that they belong to or belonged to once.
    """
    lock(user, organisation)
    if organisation not in to_choose_from(user):
        raise MembershipRefused(f"Your address does not show that you work for {organisation}. Ask to join it.")
    return begin(user=user, organisation=organisation, role=Role.OFFICER, by=by)


@recorded
def appoint(*, user: User, organisation: Organisation, by: User) -> Membership:
    """Make a person manager of a council, member or not. Raises MembershipRefused when they cannot belong to it."""
    lock(user, organisation)
    membership = user.memberships.current().filter(organisation=organisation).first()
    if membership is None:
        return begin(user=user, organisation=organisation, role=Role.MANAGER, by=by)
    set_role(membership, Role.MANAGER)
    return membership


@recorded
def change_role(
    *,
    membership: Membership,
    role: str,
    by: User,
    successor: Membership | None = None,
    moderators_look_after: bool = False,
) -> None:
    """Make an officer manager, or a manager officer.

    Raises MembershipRefused when the membership has ended, and LastManager when nobody would look after the council.
    """
    lock_membership(membership, successor)
    if role == membership.role:
        return
    if role != Role.MANAGER:
        keep_looked_after(membership, successor=successor, moderators_look_after=moderators_look_after)
    set_role(membership, Role(role))


@recorded
def end_membership(
    *,
    membership: Membership,
    reason: str,
    by: User | None,
    successor: Membership | None = None,
    moderators_look_after: bool = False,
) -> None:
    """End a membership; whatever its person looked after then waits to be handed over, and the managers are told.

    The last manager goes when there is a `successor`, who becomes manager, or when it is confirmed that the moderators
    look after the council, who are told. Mail that comes back and a closed account need no confirmation.
    Raises MembershipRefused when it has ended already, and LastManager.
    """
    lock_membership(membership, successor)
    by_itself = reason in (EndReason.ADDRESS_FAILED, EndReason.CLOSED)
    keep_looked_after(membership, successor=successor, moderators_look_after=moderators_look_after or by_itself)
    membership.ended_at = max(timezone.now(), membership.began_at)
    membership.end_reason = reason
    membership.save(update_fields=["ended_at", "end_reason"])
    forget_roles(membership.user)
    theirs = Q(email=membership.user.email)
    if reason == EndReason.ENDED:  # whoever was put out leaves no door open behind them
        theirs |= Q(invited_by=membership.user)
    waiting = Invitation.objects.filter(theirs, organisation=membership.organisation)
    waiting.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=membership.ended_at)
    if reason == EndReason.ENDED and membership.user != by:
        mails.membership_ended.defer(membership_id=membership.pk)
    for person in looked_after_by(membership.organisation, but=by):
        mails.somebody_left.defer(membership_id=membership.pk, to_id=person.pk)


@recorded
def leave(
    *, membership: Membership, by: User, successor: Membership | None = None, moderators_look_after: bool = False
) -> None:
    """End one's own membership. Raises MembershipRefused as `end_membership` does, and when it is somebody else's."""
    if membership.user_id != by.pk:
        raise MembershipRefused("You can leave a council only for yourself.")
    end_membership(
        membership=membership,
        reason=EndReason.LEFT,
        by=by,
        successor=successor,
        moderators_look_after=moderators_look_after,
    )


@recorded
def confirm_still_here(*, membership: Membership, by: User) -> None:
    """Note that a person still works for the council. Raises MembershipRefused when they may not say so."""
    lock_membership(membership)
    if membership.user_id != by.pk:
        raise MembershipRefused("Only the person themselves can say where they work.")
    membership.confirmed_at = timezone.now()
    membership.save(update_fields=["confirmed_at"])


def note_sign_in(*, user: User) -> None:
    """Take signing in for a sign that a person still works where they do, unless they had been away for too long.

    Written once a week at most, because every writing is a line of the history.
    """
    now = timezone.now()
    lately = (now - ASK_AGAIN_AFTER, now - NOTED_ANEW_AFTER)
    user.memberships.current().filter(confirmed_at__range=lately).update(confirmed_at=now)


@recorded
def address_failed(*, user: User, by: User | None) -> int:
    """Mail to a person came back: end their memberships and sessions, take back what they asked for.

    The managers of each council are told, and the moderators where there is none. Returns how many memberships ended.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    now = timezone.now()
    user.address_failed_at = now
    user.save(update_fields=["address_failed_at"])
    memberships = list(user.memberships.current().select_related("organisation", "user").order_by("organisation_id"))
    for membership in memberships:
        end_membership(membership=membership, reason=EndReason.ADDRESS_FAILED, by=by)
    open_requests = user.membership_requests.open()
    open_requests.update(answer=MembershipRequest.Answer.TAKEN_BACK, answered_at=now)
    forget_roles(user)
    end_sessions(user=user)
    return len(memberships)


# Steps of the above


def lock(user: User | None, organisation: Organisation) -> None:
    """Let one change at a time happen to a person's and a council's memberships, and read both again.

    The locks go with the transaction, and do not keep anybody from reading. Always in this order: none waits for ever.
    """
    if user is not None:
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        user.refresh_from_db(fields=["is_active", "email", "name", "closed_at"])
        forget_roles(user)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def lock_membership(membership: Membership, successor: Membership | None = None) -> None:
    """Lock the person and the council of a membership, and read it and its successor again.

    Raises MembershipRefused when either has ended.
    """
    lock(membership.user, membership.organisation)
    for each in (membership, successor):
        if each is not None:
            each.refresh_from_db(fields=["role", "ended_at", "end_reason", "confirmed_at"])
            if not each.is_current:
                raise MembershipRefused(f"{each.user} does not belong to {each.organisation} any more.")


def begin(*, user: User, organisation: Organisation, role: Role, by: User) -> Membership:
    """Return a new membership, once both are locked, and tell the managers.

    Raises MembershipRefused when the person belongs to the council already, or cannot.
    """
    if not user.is_active:
        raise MembershipRefused("This account is closed or blocked, so it cannot belong to a council.")
    if not councils_that_take_people().filter(pk=organisation.pk).exists():
        raise MembershipRefused(f"{organisation} is not a council in force, so nobody can belong to it here.")
    if user.memberships.current().filter(organisation=organisation).exists():
        raise MembershipRefused(f"{user} belongs to {organisation} already.")
    membership = Membership.objects.create(user=user, organisation=organisation, role=role)
    forget_roles(user)
    user.membership_requests.open().filter(organisation=organisation).update(
        answer=MembershipRequest.Answer.YES, answered_at=timezone.now(), answered_by=None if by == user else by
    )
    if role == Role.MANAGER:
        mails.became_manager.defer(membership_id=membership.pk)
    for manager in managers_of(organisation).exclude(user__in=[user, by]).select_related("user"):
        mails.somebody_joined.defer(membership_id=membership.pk, to_id=manager.user_id)
    return membership


def set_role(membership: Membership, role: Role) -> None:
    """Give a locked membership a role; whoever becomes manager is told."""
    if membership.role == role:
        return
    if role == Role.MANAGER and not membership.user.is_active:
        raise MembershipRefused("This account is closed or blocked, so it cannot look after a council.")
    membership.role = role
    membership.save(update_fields=["role"])
    forget_roles(membership.user)
    if role == Role.MANAGER:
        mails.became_manager.defer(membership_id=membership.pk)


def keep_looked_after(membership: Membership, *, successor: Membership | None, moderators_look_after: bool) -> None:
    """See to it that a council does not lose its last manager in silence.

    Raises LastManager when there is neither another manager, nor a successor, nor a promise of the moderators.
    """
    if membership.role != Role.MANAGER or membership.organisation.is_abolished:
        return
    if successor is not None:
        if successor.organisation_id != membership.organisation_id or successor.pk == membership.pk:
            raise MembershipRefused("Choose somebody else of the same council to look after it.")
        set_role(successor, Role.MANAGER)
    if managers_of(membership.organisation).exclude(pk=membership.pk).exists():
        return
    if not moderators_look_after:
        raise LastManager(
            f"Nobody else looks after {membership.organisation}. Choose who takes over, or confirm that the "
            "moderators look after it from now on."
        )
    for moderator in moderators():
        mails.no_manager_left.defer(organisation_id=membership.organisation_id, to_id=moderator.pk)


def managers_of(organisation: Organisation) -> MembershipQuerySet:
    """Return the memberships of those who look after a council and can sign in."""
    return organisation.memberships.in_force().managers().filter(user__is_active=True)


def moderators() -> list[User]:
    """Return those who look after the directory."""
    return list(User.objects.open().filter(is_staff=True))


def looked_after_by(organisation: Organisation, *, but: User | None = None) -> list[User]:
    """Return who is told of what happens to a council's people: its managers, or the moderators where it has none."""
    people = [manager.user for manager in managers_of(organisation).select_related("user")] or moderators()
    return [person for person in people if person != but]


def forget_roles(user: User) -> None:
    """Make a person's roles be asked anew, after they changed."""
    with suppress(AttributeError):
        del user.roles
