"""WHO: organisations, the register they come from, and people."""

from councils.models.organisations import (
    EmailDomain,
    FormerCode,
    Organisation,
    OrganisationAlias,
    Succession,
)
from councils.models.people import User

__all__ = ["EmailDomain", "FormerCode", "Organisation", "OrganisationAlias", "Succession", "User"]
