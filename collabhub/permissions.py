"""May they? The one table of rules that views, the admin and exports ask.

Each rule is written twice: of one object, and of many as a query. A test shows that the two never disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from councils.models import Organisation, Succession, User
from listings.models import Listing, NameToResolve, SearchEntry, ServiceArea, SynonymGroup, Topic

Visitor = User | AnonymousUser


class Action(StrEnum):
    """What somebody may want to do."""

    VIEW = "view"
    CHANGE = "change"


@dataclass(frozen=True)
class Rule:
    """One answer, for an object and for a query."""

    of_one: Callable[[Visitor, Any], bool]
    of_many: Callable[[Visitor, Any], Any]


def is_moderator(user: Visitor) -> bool:
    """True for a person who looks after the directory."""
    return user.is_active and user.is_staff


ANYONE = Rule(
    of_one=lambda _user, _thing: True,
    of_many=lambda _user, things: things,
)
MODERATORS = Rule(
    of_one=lambda user, _thing: is_moderator(user),
    of_many=lambda user, things: things if is_moderator(user) else things.none(),
)
ANYONE_ONCE_PUBLISHED = Rule(
    of_one=lambda user, listing: is_moderator(user) or listing.state == Listing.State.PUBLISHED,
    of_many=lambda user, listings: listings if is_moderator(user) else listings.published(),
)
PUBLISHED_TO_ANYONE = Rule(
    of_one=lambda user, entry: is_moderator(user) or entry.is_published,
    of_many=lambda user, entries: entries if is_moderator(user) else entries.published(),
)

# May
RULES: dict[tuple[type[Model], Action], Rule] = {
    (Listing, Action.VIEW): ANYONE_ONCE_PUBLISHED,
    (Listing, Action.CHANGE): MODERATORS,
    (SearchEntry, Action.VIEW): PUBLISHED_TO_ANYONE,
    (Organisation, Action.VIEW): ANYONE,
    (Organisation, Action.CHANGE): MODERATORS,
    (Succession, Action.VIEW): ANYONE,
    (Succession, Action.CHANGE): MODERATORS,
    (ServiceArea, Action.VIEW): ANYONE,
    (Topic, Action.VIEW): ANYONE,
    (Topic, Action.CHANGE): MODERATORS,
    (NameToResolve, Action.VIEW): MODERATORS,
    (NameToResolve, Action.CHANGE): MODERATORS,
    (SynonymGroup, Action.VIEW): MODERATORS,
    (SynonymGroup, Action.CHANGE): MODERATORS,
}


def rule_for(model: type[Model], action: Action) -> Rule:
    """Return the rule for a model or the nearest it inherits from. Raises LookupError when there is none."""
    for ancestor in model.__mro__:
        if (ancestor, action) in RULES:
            return RULES[ancestor, action]
    raise LookupError(f"No rule says who may {action} a {model.__name__}.")


def can(user: Visitor, action: Action, obj: Model) -> bool:
    """May `user` do `action` to this one? Raises LookupError when no rule covers it."""
    return rule_for(type(obj), action).of_one(user, obj)


def allowed[Many: QuerySet[Any]](user: Visitor, action: Action, queryset: Many) -> Many:
    """Those of `queryset` to which `user` may do `action`. Raises LookupError when no rule covers them."""
    answer: Many = rule_for(queryset.model, action).of_many(user, queryset)
    return answer
