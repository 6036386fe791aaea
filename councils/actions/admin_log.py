"""Takes people's names out of the admin's log, where Django writes what each thing was called at the time."""

import json
import re
from collections.abc import Iterable

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from councils.models import Invitation, Membership, MembershipRequest, User

AFTER_A_NAME = r"(?=, | asks to belong | for |$)"
"""How the names of rows go on after the name of their person."""


def take_out_of_admin_log(*, user: User, words: Iterable[str], instead: str) -> None:
    """Write `instead` wherever the log calls a person by one of `words`: their names and addresses.

    Call it before rows of theirs are deleted: entries are found by the numbers of those rows too.
    """
    said = [word for word in words if word]
    for model, numbers in rows_about(user).items():
        about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
        about.filter(object_id__in=[str(number) for number in numbers]).update(object_repr=instead)
        for word in said:
            for entry in about.filter(object_repr__istartswith=word):
                _write(entry, object_repr=_without(entry.object_repr, "^", word, instead))
    for word, as_json in ((_in_json(word), _in_json(instead)) for word in said):
        for entry in LogEntry.objects.filter(change_message__icontains=word):
            before = '(?<="object": ")'
            _write(entry, change_message=_without(entry.change_message, before, word, as_json))


def rows_about(user: User) -> dict[type[Model], list[int]]:
    """Return the numbers of the rows that are named after a person, by their model."""
    memberships = list(user.memberships.values_list("pk", flat=True))
    return {
        User: [user.pk],
        Membership: memberships,
        MembershipRequest: list(user.membership_requests.values_list("pk", flat=True)),
        Invitation: list(Invitation.objects.filter(email=user.email).values_list("pk", flat=True)),
        Membership.listings_looked_after.rel.related_model: list(
            user.memberships.exclude(listings_looked_after=None).values_list("listings_looked_after", flat=True)
        ),
    }


def _in_json(text: str) -> str:
    """Return a text as it stands between quotation marks in what Django writes into the log."""
    return json.dumps(text)[1:-1]


def _without(text: str, before: str, word: str, instead: str) -> str:
    return re.sub(before + re.escape(word) + AFTER_A_NAME, lambda _: instead, text, flags=re.IGNORECASE)


def _write(entry: LogEntry, **changed: str) -> None:
    LogEntry.objects.filter(pk=entry.pk).update(**changed)
