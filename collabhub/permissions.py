"""May they? The one table of rules that views, the admin and exports ask.

Each kind of person is written twice: as a question about one thing, and as a condition on many. A test shows that the
two never disagree. Rules are joined with `|`: who is meant by either of them may; and with `&`: who is meant by both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from collaboration.models import (
    Adoption,
    AlertSettings,
    Ask,
    Block,
    Call,
    CallEntry,
    Digest,
    DigestRun,
    Follow,
    Interest,
    Introduction,
    IntroductionParty,
    Message,
    Suggestion,
)
from collaboration.sides import with_predecessors
from councils.models import (
    EmailDomain,
    Invitation,
    Membership,
    MembershipRequest,
    Organisation,
    OutgoingMail,
    Succession,
    User,
)
from listings.models import (
    Decision,
    Doubt,
    ImportUpload,
    Listing,
    NameToResolve,
    Participation,
    ParticipationRequest,
    SearchEntry,
    ServiceArea,
    Source,
    SynonymGroup,
    Topic,
    Update,
)

Visitor = User | AnonymousUser


class Action(StrEnum):
    """What somebody may want to do."""

    VIEW = "view"
    CHANGE = "change"
    SEE_HISTORY = "see the history of"
    HAND_OVER = "hand over"
    LOOK_AFTER = "look after"
    ENTER = "enter the area of"
    MANAGE_PEOPLE = "manage the people of"
    APPOINT_MANAGER = "appoint the first manager of"
    ASK_TO_JOIN = "ask to join"
    LEAVE = "leave"
    ANSWER = "answer"
    TAKE_BACK = "take back"
    ACCEPT = "accept"
    APPOINT = "appoint"
    REGISTER = "register entries for"
    CONFIRM = "confirm"
    CLAIM = "claim"
    DOUBT = "doubt"
    REMOVE = "remove"
    POST_UPDATE = "post an update on"
    ASK_TO_TAKE_PART = "ask to take part in"
    MODERATE = "moderate"
    SHOW_INTEREST = "show interest in"
    SAY_WHAT_IS_WANTED = "say what is wanted for"
    WRITE = "write in"
    BLOCK = "block whoever wrote"
    DISMISS = "dismiss"


@dataclass(frozen=True)
class Rule:
    """One kind of person, asked of a thing and of many: `of_many` answers with all, none, or a condition."""

    of_one: Callable[[Visitor, Any], bool]
    of_many: Callable[[Visitor], bool | Q]

    def __or__(self, other: "Rule") -> "Rule":
        """Return the rule that lets in whoever either of the two lets in."""

        def of_many(user: Visitor) -> bool | Q:
            answers = self.of_many(user), other.of_many(user)
            if True in answers:
                return True
            conditions = [answer for answer in answers if isinstance(answer, Q)]
            return conditions[0] | conditions[1] if len(conditions) > 1 else conditions[0] if conditions else False

        return Rule(lambda user, thing: self.of_one(user, thing) or other.of_one(user, thing), of_many)

    def __and__(self, other: "Rule") -> "Rule":
        """Return the rule that lets in whoever both of the two let in."""

        def of_many(user: Visitor) -> bool | Q:
            answers = self.of_many(user), other.of_many(user)
            if False in answers:
                return False
            conditions = [answer for answer in answers if isinstance(answer, Q)]
            return conditions[0] & conditions[1] if len(conditions) > 1 else conditions[0] if conditions else True

        return Rule(lambda user, thing: self.of_one(user, thing) and other.of_one(user, thing), of_many)


def is_moderator(user: Visitor) -> bool:
    """True for a person who looks after the directory."""
    return user.is_active and user.is_staff


def is_administrator(user: Visitor) -> bool:
    """True for a moderator who also appoints moderators."""
    return is_moderator(user) and user.is_superuser


def belongs_to(user: Visitor) -> set[int]:
    """Return the numbers of the councils that this person belongs to now."""
    return set(user.roles) if isinstance(user, User) else set()


def manages(user: Visitor) -> set[int]:
    """Return the numbers of the councils that this person looks after as their manager."""
    return user.manages if isinstance(user, User) else set()


def of_council(councils: Callable[[Visitor], set[int]], field: str) -> Rule:
    """Return the rule for whoever has one of `councils` in the column `field` of the thing."""
    return Rule(
        of_one=lambda user, thing: getattr(thing, field) in councils(user),
        of_many=lambda user: Q(**{f"{field}__in": found}) if (found := councils(user)) else False,
    )


def of_taking_part(councils: Callable[[Visitor], set[int]], *, as_keeper: bool) -> Rule:
    """Return the rule for whoever has one of `councils` among those that take part in a listing and have not left.

    As keeper, only among those that answer for it, because they lead it or have claimed it.
    """

    def of_one(user: Visitor, listing: Listing) -> bool:
        found = councils(user)
        parts = [part for part in listing.participations.all() if part.is_keeper or not (as_keeper or part.left)]
        return bool(found) and any(part.organisation_id in found for part in parts)

    def of_many(user: Visitor) -> bool | Q:
        parts = Participation.objects.keeping() if as_keeper else Participation.objects.filter(left="")
        found = councils(user)
        return Q(Exists(parts.filter(listing=OuterRef("pk"), organisation__in=found))) if found else False

    return Rule(of_one, of_many)


def of_its_listing(rule: Rule) -> Rule:
    """Return the rule for what belongs to a listing: whoever `rule` lets do this to the listing."""

    def of_many(user: Visitor) -> bool | Q:
        answer = rule.of_many(user)
        return Q(listing__in=Listing.objects.filter(answer)) if isinstance(answer, Q) else answer

    return Rule(lambda user, thing: rule.of_one(user, thing.listing), of_many)


def oneself(field: str) -> Rule:
    """Return the rule for the person whom the column `field` of the thing names."""
    return Rule(
        of_one=lambda user, thing: user.is_active and user.pk is not None and getattr(thing, field) == user.pk,
        of_many=lambda user: Q(**{field: user.pk}) if user.is_active and user.pk is not None else False,
    )


def is_introduced(user: Visitor, party: IntroductionParty) -> bool:
    """True for the people of a council that is introduced, and for those who answer for a listing that is."""
    if party.listing:
        return OFFICERS_OF_ITS_KEEPERS.of_one(user, party.listing)
    return party.organisation_id in belongs_to(user)


# Who

ANYONE = Rule(lambda _user, _thing: True, lambda _user: True)
SIGNED_IN = Rule(lambda user, _thing: user.is_active, lambda user: user.is_active)
MODERATORS = Rule(lambda user, _thing: is_moderator(user), is_moderator)
ADMINISTRATORS = Rule(lambda user, _thing: is_administrator(user), is_administrator)
ANYONE_ONCE_PUBLISHED = Rule(
    lambda _user, listing: listing.state == Listing.State.PUBLISHED, lambda _user: Q(state=Listing.State.PUBLISHED)
)
ANYONE_ONCE_LISTED = Rule(lambda _user, entry: entry.is_published, lambda _user: Q(is_published=True))
NOT_YET_CONFIRMED = Rule(
    lambda _user, listing: listing.is_unconfirmed,
    lambda _user: Q(Exists(Source.objects.filter(listing=OuterRef("pk"))), confirmed_at__isnull=True),
)
OFFICERS_OF_ITS_KEEPERS = of_taking_part(belongs_to, as_keeper=True)
MANAGERS_OF_ITS_KEEPERS = of_taking_part(manages, as_keeper=True)
OFFICERS_OF_WHO_TAKES_PART = of_taking_part(belongs_to, as_keeper=False)
MEMBERS = of_council(belongs_to, "pk")
MANAGERS = of_council(manages, "pk")
COLLEAGUES = of_council(belongs_to, "organisation_id")
THEIR_MANAGERS = of_council(manages, "organisation_id")
THEMSELVES = oneself("user_id")
WHILE_IT_TAKES_PART = Rule(
    lambda _user, thing: any(
        part.organisation_id == thing.organisation_id and not part.left for part in thing.listing.participations.all()
    ),
    lambda _user: Q(
        Exists(
            Participation.objects.filter(listing=OuterRef("listing"), organisation=OuterRef("organisation"), left="")
        )
    ),
)
ITS_SENDER = oneself("sender_id")
WHERE_NO_ADOPTER_IS_ASKED = Rule(
    lambda _user, interest: interest.adopter_id is None, lambda _user: Q(adopter__isnull=True)
)
WHO_IS_ASKED = WHERE_NO_ADOPTER_IS_ASKED & of_its_listing(OFFICERS_OF_ITS_KEEPERS) | of_council(
    belongs_to, "adopter_id"
)
MANAGERS_OF_WHO_IS_INTERESTED = of_council(lambda user: with_predecessors(manages(user)), "organisation_id")
ITS_SIDES = ITS_SENDER | MANAGERS_OF_WHO_IS_INTERESTED | WHO_IS_ASKED
ONCE_WITH_MODERATORS = Rule(
    lambda _user, interest: interest.is_with_moderators,
    lambda _user: Q(pk__in=Interest.objects.with_moderators().values("pk")),
)
WHO_ANSWERED_IT = oneself("answered_by_id")
WHO_WROTE_IN_IT = Rule(
    lambda user, interest: user.pk is not None and interest.messages.filter(author=user.pk).exists(),
    lambda user: Q(Exists(Message.objects.filter(interest=OuterRef("pk"), author=user.pk))),
)
WHILE_IT_IS_OPEN = Rule(lambda _user, interest: interest.is_open, lambda _user: Q(ended_at__isnull=True))
MODERATORS_OF_INTEREST = MODERATORS & (ONCE_WITH_MODERATORS | WHILE_IT_IS_OPEN & (WHO_ANSWERED_IT | WHO_WROTE_IN_IT))
ONCE_CONFIRMED = Rule(
    lambda _user, adoption: adoption.answer == Adoption.Answer.YES,
    lambda _user: Q(answer=Adoption.Answer.YES),
)
WHO_IS_INTRODUCED = Rule(
    lambda user, introduction: any(is_introduced(user, party) for party in introduction.parties.all()),
    lambda user: Q(
        Exists(
            IntroductionParty.objects.filter(
                Q(organisation__in=belongs_to(user))
                | Q(
                    listing__in=Participation.objects.keeping()
                    .filter(organisation__in=belongs_to(user))
                    .values("listing")
                ),
                introduction=OuterRef("pk"),
            )
        )
    ),
)
WHO_IS_INVITED = Rule(
    lambda user, invitation: user.is_active and invitation.email == user.email,
    lambda user: Q(email=user.email) if isinstance(user, User) and user.is_active else False,
)

# May
RULES: dict[tuple[type[Model], Action], Rule] = {
    (Listing, Action.VIEW): ANYONE_ONCE_PUBLISHED | OFFICERS_OF_ITS_KEEPERS | MODERATORS,
    (Listing, Action.CHANGE): OFFICERS_OF_ITS_KEEPERS | MODERATORS,
    (Listing, Action.CONFIRM): OFFICERS_OF_ITS_KEEPERS,
    (Listing, Action.CLAIM): OFFICERS_OF_WHO_TAKES_PART & ANYONE_ONCE_PUBLISHED & NOT_YET_CONFIRMED,
    (Listing, Action.DOUBT): OFFICERS_OF_WHO_TAKES_PART & ANYONE_ONCE_PUBLISHED,
    (Listing, Action.POST_UPDATE): OFFICERS_OF_WHO_TAKES_PART & ANYONE_ONCE_PUBLISHED,
    (Listing, Action.ASK_TO_TAKE_PART): SIGNED_IN & ANYONE_ONCE_PUBLISHED,
    (Listing, Action.SEE_HISTORY): OFFICERS_OF_ITS_KEEPERS | MODERATORS,
    (Listing, Action.HAND_OVER): MANAGERS_OF_ITS_KEEPERS | MODERATORS,
    (Listing, Action.LOOK_AFTER): OFFICERS_OF_ITS_KEEPERS,
    (Listing, Action.MODERATE): MODERATORS,
    (Participation, Action.ANSWER): COLLEAGUES & of_its_listing(ANYONE_ONCE_PUBLISHED),
    (Listing, Action.SHOW_INTEREST): SIGNED_IN & ANYONE_ONCE_PUBLISHED,
    (Listing, Action.SAY_WHAT_IS_WANTED): OFFICERS_OF_ITS_KEEPERS & ANYONE_ONCE_PUBLISHED,
    (Interest, Action.VIEW): ITS_SIDES | MODERATORS_OF_INTEREST,
    (Interest, Action.ANSWER): WHO_IS_ASKED | MODERATORS_OF_INTEREST,
    (Interest, Action.WRITE): ITS_SIDES | MODERATORS_OF_INTEREST,
    (Interest, Action.TAKE_BACK): ITS_SENDER,
    (Interest, Action.BLOCK): WHO_IS_ASKED,
    (Interest, Action.MODERATE): MODERATORS,
    (Block, Action.VIEW): COLLEAGUES | MODERATORS,
    (Block, Action.REMOVE): COLLEAGUES | MODERATORS,
    (Adoption, Action.VIEW): (
        ONCE_CONFIRMED & of_its_listing(ANYONE_ONCE_PUBLISHED)
        | COLLEAGUES
        | of_its_listing(OFFICERS_OF_ITS_KEEPERS)
        | MODERATORS
    ),
    (Adoption, Action.ANSWER): of_its_listing(OFFICERS_OF_ITS_KEEPERS) | MODERATORS,
    (Adoption, Action.CHANGE): COLLEAGUES,
    (Follow, Action.VIEW): THEMSELVES,
    (Follow, Action.CHANGE): THEMSELVES,
    (AlertSettings, Action.CHANGE): THEMSELVES,
    (Digest, Action.VIEW): THEMSELVES,
    (DigestRun, Action.VIEW): MODERATORS,
    (OutgoingMail, Action.VIEW): MODERATORS,
    (Ask, Action.VIEW): of_its_listing(ANYONE_ONCE_PUBLISHED | OFFICERS_OF_ITS_KEEPERS) | MODERATORS,
    (Ask, Action.CHANGE): of_its_listing(OFFICERS_OF_ITS_KEEPERS) | MODERATORS,
    (Call, Action.VIEW): ANYONE,
    (Call, Action.CHANGE): MODERATORS,
    (CallEntry, Action.VIEW): of_its_listing(ANYONE_ONCE_PUBLISHED | OFFICERS_OF_ITS_KEEPERS) | MODERATORS,
    (CallEntry, Action.REMOVE): of_its_listing(OFFICERS_OF_ITS_KEEPERS) | MODERATORS,
    (Suggestion, Action.VIEW): COLLEAGUES,
    (Suggestion, Action.DISMISS): COLLEAGUES,
    (Introduction, Action.VIEW): WHO_IS_INTRODUCED | MODERATORS,
    (Introduction, Action.CHANGE): WHO_IS_INTRODUCED | MODERATORS,
    (ParticipationRequest, Action.VIEW): COLLEAGUES | of_its_listing(OFFICERS_OF_ITS_KEEPERS) | MODERATORS,
    (ParticipationRequest, Action.ANSWER): of_its_listing(OFFICERS_OF_ITS_KEEPERS) | MODERATORS,
    (ParticipationRequest, Action.TAKE_BACK): COLLEAGUES,
    (Update, Action.VIEW): of_its_listing(ANYONE_ONCE_PUBLISHED | OFFICERS_OF_ITS_KEEPERS) | MODERATORS,
    (Update, Action.CHANGE): COLLEAGUES & WHILE_IT_TAKES_PART | MODERATORS,
    (Update, Action.REMOVE): COLLEAGUES & WHILE_IT_TAKES_PART | of_its_listing(OFFICERS_OF_ITS_KEEPERS) | MODERATORS,
    (Decision, Action.VIEW): of_its_listing(OFFICERS_OF_ITS_KEEPERS) | MODERATORS,
    (Doubt, Action.VIEW): COLLEAGUES | MODERATORS,
    (Doubt, Action.ANSWER): MODERATORS,
    (ImportUpload, Action.VIEW): MODERATORS,
    (ImportUpload, Action.CHANGE): MODERATORS,
    (SearchEntry, Action.VIEW): ANYONE_ONCE_LISTED | MODERATORS,
    (Organisation, Action.VIEW): ANYONE,
    (Organisation, Action.CHANGE): MODERATORS,
    (Organisation, Action.ENTER): MEMBERS | MODERATORS,
    (Organisation, Action.MANAGE_PEOPLE): MANAGERS | MODERATORS,
    (Organisation, Action.REGISTER): MEMBERS,
    (Organisation, Action.MODERATE): MODERATORS,
    (Organisation, Action.APPOINT_MANAGER): MODERATORS,
    (Organisation, Action.ASK_TO_JOIN): SIGNED_IN,
    (Membership, Action.VIEW): THEMSELVES | COLLEAGUES | MODERATORS,
    (Membership, Action.CHANGE): THEIR_MANAGERS | MODERATORS,
    (Membership, Action.LEAVE): THEMSELVES,
    (MembershipRequest, Action.VIEW): THEMSELVES | THEIR_MANAGERS | MODERATORS,
    (MembershipRequest, Action.ANSWER): THEIR_MANAGERS | MODERATORS,
    (MembershipRequest, Action.TAKE_BACK): THEMSELVES,
    (Invitation, Action.VIEW): THEIR_MANAGERS | MODERATORS,
    (Invitation, Action.CHANGE): THEIR_MANAGERS | MODERATORS,
    (Invitation, Action.ACCEPT): WHO_IS_INVITED,
    (EmailDomain, Action.VIEW): MODERATORS,
    (EmailDomain, Action.CHANGE): MODERATORS,
    (User, Action.VIEW): oneself("pk") | MODERATORS,
    (User, Action.CHANGE): oneself("pk"),
    (User, Action.APPOINT): ADMINISTRATORS,
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
    answer = rule_for(queryset.model, action).of_many(user)
    if isinstance(answer, Q):
        return queryset.filter(answer)
    return queryset if answer else queryset.none()
