"""JOINING IN: interest, adoption, following, what is wanted now, introductions."""

from collaboration.models.adoption import Adoption
from collaboration.models.asks import Ask, Call, CallEntry
from collaboration.models.following import AlertSettings, Digest, DigestRun, Follow
from collaboration.models.history import (
    AdoptionEvent,
    AskEvent,
    BlockEvent,
    CallEntryEvent,
    CallEvent,
    InterestEvent,
    IntroductionEvent,
)
from collaboration.models.interest import Block, Interest, Message
from collaboration.models.introductions import Introduction, IntroductionParty, Suggestion

__all__ = [
    "Adoption",
    "AdoptionEvent",
    "AlertSettings",
    "Ask",
    "AskEvent",
    "Block",
    "BlockEvent",
    "Call",
    "CallEntry",
    "CallEntryEvent",
    "CallEvent",
    "Digest",
    "DigestRun",
    "Follow",
    "Interest",
    "InterestEvent",
    "Introduction",
    "IntroductionEvent",
    "IntroductionParty",
    "Message",
    "Suggestion",
]
