"""The history of how people come together. What they wrote to each other is not in it: it may name them."""

from collaboration.models.adoption import Adoption
from collaboration.models.asks import Ask, Call, CallEntry
from collaboration.models.interest import Block, Interest
from collaboration.models.introductions import Introduction
from directory.history import tracked

WORDS_OF_INTEREST = [
    "message",
    "have",
    "need",
    "by_when",
    "company",
    "reason_words",
    "outcome_words",
    "since",
    "report_words",
    "key",
]

InterestEvent = tracked(Interest, without=WORDS_OF_INTEREST, looked_up_by=["listing"])
BlockEvent = tracked(Block)
AdoptionEvent = tracked(Adoption, without=["reason"], looked_up_by=["listing"])
AskEvent = tracked(Ask, looked_up_by=["listing"])
CallEvent = tracked(Call)
CallEntryEvent = tracked(CallEntry, looked_up_by=["listing"])
IntroductionEvent = tracked(Introduction, without=["words", "outcome_words"])
