"""From names as sources write them to the organisations they mean."""

from councils.names.partner_kinds import suggest_partner_kind
from councils.names.resolver import NameResolver, Outcome, Resolution

__all__ = ["NameResolver", "Outcome", "Resolution", "suggest_partner_kind"]
