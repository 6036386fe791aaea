"""Where moderators look after organisations and see what became of mails, and administrators look after people."""

from councils.admin.memberships import MembershipAdmin, MembershipRequestAdmin
from councils.admin.organisations import OrganisationAdmin, SuccessionAdmin
from councils.admin.outbox import OutgoingMailAdmin
from councils.admin.people import PersonAdmin

__all__ = [
    "MembershipAdmin",
    "MembershipRequestAdmin",
    "OrganisationAdmin",
    "OutgoingMailAdmin",
    "PersonAdmin",
    "SuccessionAdmin",
]
