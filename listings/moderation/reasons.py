"""The reasons that moderators choose from when they send an entry back or take it off the public pages."""

from typing import NamedTuple

from django.urls import reverse

from listings.models import Decision


class Reason(NamedTuple):
    """A kept reason: its key in decisions, the sentence to the officer, its rule on /rules/, and the field to mend."""

    key: str
    sentence: str
    rule: str
    field: str = ""

    @property
    def rule_address(self) -> str:
        """The address of the rule that it rests on."""
        return f"{reverse('rules')}#{self.rule}"


REASONS = (
    Reason("plain-words", "Say in plain words what it is and for whom.", "plain", "summary"),
    Reason(
        "title-unclear", "Give it a title by which somebody from another council knows what it is.", "plain", "title"
    ),
    Reason("no-council", "Say which council has a part in it.", "council", "lead"),
    Reason("no-work", "Say which work or arrangement this is: it reads like an announcement.", "work", "description"),
    Reason("phase", "Check how far it has come: the text and the phase say different things.", "plain", "phase"),
    Reason("no-answer-for-it", "Say who answers for it, or where it can be read.", "source", "links"),
    Reason("advertising", "Leave out what advertises a product or a supplier.", "advertising", "description"),
    Reason(
        "personal-data", "Leave out names, addresses and telephone numbers of people.", "personal-data", "description"
    ),
    Reason(
        "verdict", "Leave out judgements on others: facts, dates and reasons are welcome.", "verdicts", "description"
    ),
    Reason("same-work", "This work is in the directory already: join that entry, or link to it.", "duplicates"),
    Reason("links", "Check the links: one of them leads nowhere, or to something else.", "source", "links"),
    Reason(
        "partners", "Check the partners: one of them is named wrongly, or does not take part.", "council", "partners"
    ),
)
"""In the order in which they are offered. Keys are kept in decisions: never change one."""
BY_KEY = {reason.key: reason for reason in REASONS}

FIELDS = (
    ("title", "Title"),
    ("summary", "Summary"),
    ("description", "Description"),
    ("service_areas", "Service areas"),
    ("phase", "Phase or delivery model"),
    ("lead", "Lead"),
    ("partners", "Partners"),
    ("learnt", "What has been learnt"),
    ("wants", "What is wanted or offered"),
    ("money", "Money"),
    ("dates", "Dates"),
    ("links", "Links"),
    ("technology", "Technology"),
    ("contact", "Contact"),
)
"""What an officer may be asked to look at, and what it is called."""
RULES = {
    "council": "A UK council has a part in it",
    "work": "It is work or an arrangement",
    "plain": "It says in plain words what it is",
    "source": "Somebody answers for it",
    "advertising": "No advertising",
    "personal-data": "No personal data",
    "verdicts": "No verdicts on others",
    "duplicates": "Not the same work twice",
}
"""What the rules are called in short, by their place on /rules/."""


def in_words(decision: Decision) -> list[str]:
    """Return the sentences of a decision to the people of the entry: the kept reason, then what was added."""
    kept = BY_KEY.get(decision.reason)
    return [sentence for sentence in (kept.sentence if kept else "", decision.words) if sentence]


def rule_name_of(decision: Decision) -> str:
    """Return what the rule is called that a decision rests on; empty where no kept reason was chosen."""
    kept = BY_KEY.get(decision.reason)
    return RULES[kept.rule] if kept else ""


def rule_of(decision: Decision) -> str:
    """Return the address of the rule that a decision rests on; of all rules where no kept reason was chosen."""
    kept = BY_KEY.get(decision.reason)
    return kept.rule_address if kept else reverse("rules")
