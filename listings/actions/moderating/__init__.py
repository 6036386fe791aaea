"""What moderators decide about entries, and how councils publish. Each leaves a decision, and a history that says who.

Every action here locks what it is about and looks again: of two moderators who decide at once, the second is told.
"""

from listings.actions.moderating.deciding import approve, look_at, send_back
from listings.actions.moderating.direct_publishing import give_direct_publishing, take_back_direct_publishing
from listings.actions.moderating.hiding import hide_statement, show_statement
from listings.actions.moderating.leads import change_lead
from listings.actions.moderating.merging import merge
from listings.actions.moderating.refused import DecisionRefused
from listings.actions.moderating.splitting import Chosen, split
from listings.actions.moderating.withdrawing import bring_back, withdraw

__all__ = [
    "Chosen",
    "DecisionRefused",
    "approve",
    "bring_back",
    "change_lead",
    "give_direct_publishing",
    "hide_statement",
    "look_at",
    "merge",
    "send_back",
    "show_statement",
    "split",
    "take_back_direct_publishing",
    "withdraw",
]
