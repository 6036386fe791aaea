"""Mails about belonging to a council. What is no longer so when a job is done is not written."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from procrastinate.contrib.django import app

from councils.mail import send
from councils.models import Invitation, Membership, MembershipRequest, Organisation, User
from councils.tasks.retries import MAIL
from councils.tasks.writing import write_to


def link(name: str, *args: Any) -> str:
    """Return the whole address of a page, as mails need it."""
    return settings.SITE_URL + reverse(name, args=args)


@contextmanager
def skipping_what_is_gone() -> Iterator[None]:
    """Let a job end quietly when what it is about is gone, or when its reader may no longer sign in."""
    with suppress(ObjectDoesNotExist):
        yield


@app.task(name="councils.invitation", retry=MAIL)
def invitation(*, invitation_id: int) -> None:
    """Write to somebody whom a council invites."""
    with skipping_what_is_gone():
        found = Invitation.objects.open().select_related("organisation").get(pk=invitation_id)
        context = {
            "invitation": found,
            "organisation": found.organisation,
            "link": link("my-councils"),
            "is_manager": found.role == "manager",
        }
        send("invitation", to=found.email, context=context)


@app.task(name="councils.membership_request", retry=MAIL)
def request_received(*, request_id: int, to_id: int) -> None:
    """Tell who answers it that somebody asks a council to take them in."""
    with skipping_what_is_gone():
        request = MembershipRequest.objects.open().select_related("organisation", "user").get(pk=request_id)
        reader = User.objects.open().get(pk=to_id)
        page = link("answer-request", request.organisation.slug, request.pk)
        context = {"request": request, "organisation": request.organisation, "link": page}
        write_to(reader, "membership_request", context=context)


@app.task(name="councils.membership_answered", retry=MAIL)
def request_answered(*, request_id: int) -> None:
    """Tell a person what a council answered."""
    with skipping_what_is_gone():
        request = MembershipRequest.objects.select_related("organisation", "user").get(
            pk=request_id, user__is_active=True
        )
        is_in = request.answer == MembershipRequest.Answer.YES
        page = link("council-area", request.organisation.slug) if is_in else link("my-councils")
        context = {"request": request, "organisation": request.organisation, "is_in": is_in, "link": page}
        write_to(request.user, "membership_answered", context=context)


@app.task(name="councils.became_manager", retry=MAIL)
def became_manager(*, membership_id: int) -> None:
    """Tell a person that they look after a council from now on."""
    with skipping_what_is_gone():
        membership = about(membership_id, role="manager", ended_at=None, user__is_active=True)
        context = {"organisation": membership.organisation, "link": people_page(membership.organisation)}
        write_to(membership.user, "became_manager", context=context)


@app.task(name="councils.membership_ended", retry=MAIL)
def membership_ended(*, membership_id: int) -> None:
    """Tell a person that somebody else ended their membership."""
    with skipping_what_is_gone():
        membership = about(membership_id, ended_at__isnull=False, user__is_active=True)
        context = {"organisation": membership.organisation, "link": link("my-councils")}
        write_to(membership.user, "membership_ended", context=context)


@app.task(name="councils.somebody_joined", retry=MAIL)
def somebody_joined(*, membership_id: int, to_id: int) -> None:
    """Tell a manager that somebody belongs to their council now."""
    with skipping_what_is_gone():
        membership = about(membership_id, ended_at=None)
        reader = User.objects.open().get(pk=to_id)
        context = {
            "member": membership,
            "organisation": membership.organisation,
            "link": people_page(membership.organisation),
        }
        write_to(reader, "somebody_joined", context=context)


@app.task(name="councils.somebody_left", retry=MAIL)
def somebody_left(*, membership_id: int, to_id: int) -> None:
    """Tell a manager that somebody is gone, and how much of what they looked after waits."""
    with skipping_what_is_gone():
        membership = about(membership_id, ended_at__isnull=False)
        reader = User.objects.open().get(pk=to_id)
        organisation, waiting = membership.organisation, membership.listings_looked_after.count()
        context = {
            "member": membership,
            "organisation": organisation,
            "waiting": waiting,
            "link": link("handover", organisation.slug) if waiting else people_page(organisation),
        }
        write_to(reader, "somebody_left", context=context)


@app.task(name="councils.no_manager_left", retry=MAIL)
def no_manager_left(*, organisation_id: int, to_id: int) -> None:
    """Tell a moderator that a council has nobody who looks after it."""
    with skipping_what_is_gone():
        organisation = Organisation.objects.get(pk=organisation_id)
        reader = User.objects.open().get(pk=to_id)
        context = {"organisation": organisation, "link": people_page(organisation)}
        write_to(reader, "no_manager_left", context=context)


# Parts of the above


def about(membership_id: int, **as_it_should_be: Any) -> Membership:
    """Return a membership that is still as it was when the job was made. Raises Membership.DoesNotExist."""
    memberships = Membership.objects.select_related("organisation", "user")
    return memberships.get(pk=membership_id, **as_it_should_be)


def people_page(organisation: Organisation) -> str:
    """Return the whole address of the page of a council's people."""
    return link("council-people", organisation.slug)
