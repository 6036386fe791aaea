"""Everything the site holds about one person, as plain values: for the page that shows it and the file that they take.

The kinds and their order are those of councils.retention. Secrets that only the server may know (hashes of codes, keys
of the second step) are left out: they would let somebody in who found the file.
"""

import datetime
from collections.abc import Callable
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db.models import DateTimeField, ForeignKey, Model, Q

from councils.models import Invitation, SignInCode, User
from councils.retention import KEPT
from directory.history import Event

Record = dict[str, Any]


def everything_about(user: User) -> dict[str, list[Record]]:
    """Return what the site holds about a person, by the key of its kind; empty where no name leads to it."""
    return {kept.key: FOUND[kept.key](user) if kept.key in FOUND else [] for kept in KEPT}


def account(user: User) -> list[Record]:
    """Return the row of the person."""
    return [
        {
            "address": user.email,
            "name": user.name,
            "account_made": user.joined_at,
            "last_signed_in": user.last_login,
            "mail_came_back": user.address_failed_at,
            "is_moderator": user.is_staff,
            "is_administrator": user.is_superuser,
            "groups": [group.name for group in user.groups.all()],
        }
    ]


def councils(user: User) -> list[Record]:
    """Return every membership, ended ones too, with the entries that go with it."""
    memberships = user.memberships.select_related("organisation").prefetch_related("listings_looked_after__listing")
    return [
        {
            "council": membership.organisation.name,
            "role": membership.get_role_display(),
            "began": membership.began_at,
            "confirmed": membership.confirmed_at,
            "ended": membership.ended_at,
            "why_it_ended": membership.get_end_reason_display(),
            "looks_after": [officer.listing.title for officer in membership.listings_looked_after.all()],
        }
        for membership in memberships
    ]


def requests(user: User) -> list[Record]:
    """Return what the person asked councils."""
    return [
        {
            "council": request.organisation.name,
            "message": request.message,
            "asked": request.asked_at,
            "answer": request.get_answer_display(),
            "reason": request.reason,
            "answered": request.answered_at,
        }
        for request in user.membership_requests.select_related("organisation")
    ]


def invitations(user: User) -> list[Record]:
    """Return the invitations to the person's address, and those that they sent themselves."""
    theirs = Invitation.objects.filter(Q(email=user.email) | Q(invited_by=user)).select_related("organisation")
    return [
        {
            "council": invitation.organisation.name,
            "address": invitation.email,
            "role": invitation.get_role_display(),
            "sent_by_you": invitation.invited_by_id == user.pk,
            "sent": invitation.invited_at,
            "runs_out": invitation.expires_at,
            "accepted": invitation.accepted_at,
            "withdrawn": invitation.withdrawn_at,
        }
        for invitation in theirs
    ]


def codes(user: User) -> list[Record]:
    """Return when codes were asked for, for the person or their address."""
    theirs = SignInCode.objects.filter(Q(user=user) | Q(address__iexact=user.email))
    return [
        {
            "address": code.address,
            "what_for": code.get_purpose_display(),
            "asked": code.asked_at,
            "sent": code.sent_at,
            "ran_out": code.expires_at,
            "times_typed": code.tries,
            "used": code.used_at,
        }
        for code in theirs
    ]


def browsers(user: User) -> list[Record]:
    """Return when browsers were first and last used to sign in."""
    return [{"first_used": one.first_seen_at, "last_used": one.last_seen_at} for one in user.known_browsers.all()]


def sessions(user: User) -> list[Record]:
    """Return where the person is or was signed in."""
    theirs = UserSession.objects.filter(user=user).order_by("-last_seen_at")
    return [
        {
            "internet_address": session.ip,
            "browser": session.user_agent,
            "began": session.created_at,
            "last_used": session.last_seen_at,
        }
        for session in theirs
    ]


def second_step(user: User) -> list[Record]:
    """Return the ways of the second step, without their secrets."""
    return [
        {
            "kind": one.get_type_display(),
            "name": one.data.get("name", "") if one.type == Authenticator.Type.WEBAUTHN else "",
            "made": one.created_at,
            "last_used": one.last_used_at,
        }
        for one in Authenticator.objects.filter(user=user).order_by("created_at")
    ]


def history(user: User) -> list[Record]:
    """Return what the person changed that has a history, when, and through which door."""
    kinds = [model for model in apps.get_models() if issubclass(model, Event)]
    changes = [
        {
            "changed": event.pgh_created_at,
            "what": f"{cast(type[Model], kind.pgh_tracked_model)._meta.verbose_name} {event.pgh_obj_id}",
            "how": event.pgh_label,
            "through": event.pgh_context.metadata.get("door", ""),
        }
        for kind in kinds
        for event in kind.objects.filter(pgh_context__metadata__user=user.pk).select_related("pgh_context")
    ]
    return sorted(changes, key=lambda change: change["changed"])


def rows_that_name(key: str) -> Callable[[User], list[Record]]:
    """Return what finds the rows of one kind's tables that name a person: what each is, as what, about what, when."""
    [kept] = [kept for kept in KEPT if kept.key == key]

    def find(user: User) -> list[Record]:
        models = [model for model in apps.get_models() if model._meta.db_table in kept.tables]
        named = [
            (model, field)
            for model in models
            for field in model._meta.concrete_fields
            if isinstance(field, ForeignKey) and field.related_model is User
        ]
        return [
            {"what": str(model._meta.verbose_name), "as": str(field.verbose_name), "about": str(row), "when": when(row)}
            for model, field in named
            for row in model._default_manager.filter(**{field.name: user})
            .select_related(*named_by(model))
            .order_by("pk")
        ]

    return find


def named_by(model: type[Model]) -> list[str]:
    """Return the foreign keys of a table: the words for its rows are made of what they lead to."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def when(row: Model) -> datetime.datetime | None:
    """Return the first moment that a row holds, None where it holds none."""
    moments = [field for field in row._meta.concrete_fields if isinstance(field, DateTimeField)]
    return getattr(row, moments[0].name) if moments else None


def admin_log(user: User) -> list[Record]:
    """Return what the person did in the admin."""
    done = LogEntry.objects.filter(user=user).order_by("action_time")
    return [
        {
            "when": entry.action_time,
            "did": entry.get_action_flag_display(),
            "to": entry.object_repr,
            "what": entry.get_change_message(),
        }
        for entry in done.select_related("content_type")
    ]


FOUND: dict[str, Callable[[User], list[Record]]] = {
    "account": account,
    "councils": councils,
    "work": rows_that_name("work"),
    "interest": rows_that_name("interest"),
    "alerts": rows_that_name("alerts"),
    "mails": rows_that_name("mails"),
    "reviews": rows_that_name("reviews"),
    "requests": requests,
    "invitations": invitations,
    "codes": codes,
    "browsers": browsers,
    "sessions": sessions,
    "second_step": second_step,
    "history": history,
    "admin_log": admin_log,
}
