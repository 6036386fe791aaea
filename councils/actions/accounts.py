"""A person's account: name, address, and its end. `by` is the person who does it, None for a command or the clock."""

import json
import re

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone

from councils.actions.admin_log import take_out_of_admin_log
from councils.actions.erasures import note_erasure
from councils.actions.memberships import end_membership, join_by_domain, looked_after_by
from councils.models import Invitation, KnownBrowser, Membership, SignInCode, User
from councils.models.people import CLOSED_DOMAIN
from councils.parting import PARTINGS
from councils.sign_in.addresses import councils_of
from councils.sign_in.sessions import end_sessions
from councils.tasks import accounts as mails
from directory.history import recorded


class AddressTaken(Exception):
    """Another account has this address."""


def resting_on_address(user: User, *, new: str) -> list[Membership]:
    """Return the memberships that the present address shows and the address `new` would not."""
    shown = {council.pk for council in councils_of(user.email)} - {council.pk for council in councils_of(new)}
    return list(user.memberships.current().filter(organisation__in=shown).select_related("organisation"))


@recorded
def rename(*, user: User, name: str, by: User) -> None:
    """Give a person another name; it may be empty. Nothing happens to an account that is closed."""
    user = _locked(user)
    if user.closed_at:
        return
    before, user.name = user.name, name
    user.save(update_fields=["name"])
    take_out_of_admin_log(user=user, words=[before], instead=str(user))


@recorded
def change_address(*, user: User, address: str, by: User) -> list[Membership]:
    """Give a person another address, as `normalise` writes it, once they have shown that they read mail at both.

    Returns the memberships that the new address does not show any more: they stay, and those who look after the
    councils are told. Where it is an address of another council, the person belongs to that one from now on.
    Nothing happens to an account that is closed. Raises AddressTaken when another account has it.
    """
    user = _locked(user)
    if user.closed_at:
        return []
    if User.objects.exclude(pk=user.pk).filter(email=address).exists():
        raise AddressTaken
    resting = resting_on_address(user, new=address)
    before, user.email, user.address_failed_at = user.email, address, None
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "address_failed_at"])
    except IntegrityError:  # somebody else took it at this very moment; the error itself names the address
        raise AddressTaken from None
    take_out_of_admin_log(user=user, words=[before], instead=str(user))
    _forget_address(before)
    _end_sessions_about(before, user=user, signed_in=False)
    EmailAddress.objects.filter(user=user).delete()
    for membership in resting:
        for person in looked_after_by(membership.organisation, but=user):
            mails.address_changed.defer(membership_id=membership.pk, to_id=person.pk)
    join_by_domain(user=user, by=by)
    return resting


@recorded
def close_account(*, user: User, by: User | None) -> None:
    """End a person's account and erase what is personal; what they did stays as done by "a former officer".

    Their councils' managers are told, or the moderators where there is none. Closing a closed account does nothing.
    """
    user = _locked(user)
    if user.closed_at:
        return
    # Before the memberships end, so that no mail about it is meant for the person who goes.
    user.is_active = user.is_staff = user.is_superuser = False
    user.save(update_fields=["is_active", "is_staff", "is_superuser"])
    for membership in user.memberships.current().select_related("organisation", "user").order_by("organisation_id"):
        end_membership(membership=membership, reason=Membership.EndReason.CLOSED, by=by)
    end_sessions(user=user)
    _end_sessions_about(user.email, user=user, signed_in=True)
    take_out_of_admin_log(user=user, words=[user.name, user.email], instead="a former officer")
    _delete_what_is_personal(user)
    for parting in PARTINGS:
        parting(user)
    user.email, user.name, user.closed_at = f"closed-{user.pk}@{CLOSED_DOMAIN}", "", timezone.now()
    user.address_failed_at = user.last_login = None
    user.save()
    note_erasure(user=user)


def _locked(user: User) -> User:
    """Return a person as they are now, whom nobody else changes until the end of the transaction."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _end_sessions_about(address: str, *, user: User, signed_in: bool) -> None:
    """Delete the sessions in which an address stands and nobody has signed in yet; if `signed_in`, the person's too."""
    # The address alone, not the end of a longer one: jo@ goes on signing in when o@ closes their account.
    stands = re.compile(rf"(?<![\w.+'-]){re.escape(address.lower())}(?!\.?[\w-])")
    for session in Session.objects.iterator():
        data = session.get_decoded()
        is_theirs = str(data.get(SESSION_KEY)) == str(user.pk)
        words = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).lower()
        if signed_in if is_theirs else stands.search(words):
            session.delete()


def _forget_address(address: str) -> None:
    """Delete what was sent to an address: no code of it may open an account that has another, nor an invitation."""
    SignInCode.objects.filter(address__iexact=address).delete()
    Invitation.objects.filter(email=address).delete()


def _delete_what_is_personal(user: User) -> None:
    """Delete the rows of a person that say nothing without them."""
    _forget_address(user.email)
    SignInCode.objects.filter(user=user).delete()
    user.membership_requests.all().delete()
    user.review_mails.all().delete()
    for model in (KnownBrowser, Authenticator, EmailAddress):
        model.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
