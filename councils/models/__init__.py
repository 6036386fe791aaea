"""WHO: organisations, the register they come from, people, who belongs where, and how they sign in."""

from councils.models.history import (
    EmailDomainEvent,
    FormerCodeEvent,
    InvitationEvent,
    MembershipEvent,
    MembershipRequestEvent,
    OrganisationAliasEvent,
    OrganisationEvent,
    SuccessionEvent,
    UserEvent,
)
from councils.models.kept_text import KeptText
from councils.models.memberships import Invitation, Membership, MembershipRequest
from councils.models.organisations import (
    EmailDomain,
    FormerCode,
    Organisation,
    OrganisationAlias,
    Succession,
)
from councils.models.outbox import OutgoingMail
from councils.models.people import Role, User
from councils.models.sign_in import KnownBrowser, SignInCode, Tally

__all__ = [
    "EmailDomain",
    "EmailDomainEvent",
    "FormerCode",
    "FormerCodeEvent",
    "Invitation",
    "InvitationEvent",
    "KeptText",
    "KnownBrowser",
    "Membership",
    "MembershipEvent",
    "MembershipRequest",
    "MembershipRequestEvent",
    "Organisation",
    "OrganisationAlias",
    "OrganisationAliasEvent",
    "OrganisationEvent",
    "OutgoingMail",
    "Role",
    "SignInCode",
    "Succession",
    "SuccessionEvent",
    "Tally",
    "User",
    "UserEvent",
]
