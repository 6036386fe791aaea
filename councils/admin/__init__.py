"""Where moderators look after organisations, and administrators after people."""

from councils.admin.memberships import MembershipAdmin, MembershipRequestAdmin
from councils.admin.organisations import OrganisationAdmin, SuccessionAdmin
from councils.admin.people import PersonAdmin

__all__ = ["MembershipAdmin", "MembershipRequestAdmin", "OrganisationAdmin", "PersonAdmin", "SuccessionAdmin"]
