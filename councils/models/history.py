"""The history of organisations, the register, and who belongs where. No event holds a name or address of a person."""

from councils.models.memberships import Invitation, Membership, MembershipRequest
from councils.models.organisations import EmailDomain, FormerCode, Organisation, OrganisationAlias, Succession
from councils.models.people import User
from directory.history import tracked

OrganisationEvent = tracked(Organisation)
OrganisationAliasEvent = tracked(OrganisationAlias, looked_up_by=["organisation"])
EmailDomainEvent = tracked(EmailDomain, looked_up_by=["organisation"])
FormerCodeEvent = tracked(FormerCode, looked_up_by=["organisation"])
SuccessionEvent = tracked(Succession)
MembershipEvent = tracked(Membership, looked_up_by=["organisation", "user"])
# What people wrote in their own words may name them.
MembershipRequestEvent = tracked(
    MembershipRequest, without=["message", "reason"], looked_up_by=["organisation", "user"]
)
InvitationEvent = tracked(Invitation, without=["email"], looked_up_by=["organisation"])
UserEvent = tracked(User, only=["is_active", "is_staff", "is_superuser"])
