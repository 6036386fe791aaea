"""Forms of a conversation: showing interest, answering it, writing, and saying what came of it."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localdate

from collaboration.answers import REASONS, Answer, months_ahead
from collaboration.models import Interest
from collaboration.ways import MEANING
from councils.forms.account import LOOKS_LIKE_AN_ADDRESS
from councils.models import Organisation
from directory.forms import SiteForm, no_control_characters
from listings.forms import DateField, Explained, ExplainedRadios, TextField
from listings.part_forms import words_field

OPEN_AGAIN = {
    "required": "Open this page again before you send it",
    "invalid": "Open this page again before you send it",
}
LONGEST_LINE = 500
"""Characters of the line that goes with an answer."""
MYSELF = "myself"
"""The choice of nobody but oneself."""
OUTCOMES = [
    ("met", "We have met or talked, and that is all for now"),
    ("joined", "The organisation takes part now"),
    ("reused", "The organisation reuses what was made"),
    ("nothing", "Nothing came of it"),
]
ROLES = [
    ("partner", "Partner: works on it"),
    ("funder", "Funder: pays for it"),
    ("supplier", "Supplier: is paid for it"),
]
"""Roles in which an organisation joins, with what they mean."""


def short_answer(label: str, help_text: str, *, longest: int) -> TextField:
    """Return a question that is answered in a line, or left."""
    return TextField(label=label, help_text=help_text, longest=longest, validators=[no_control_characters])


class InterestForm(SiteForm):
    """Writes to those who answer for an entry, or to who uses its work: these are only asked to talk, without `ways`.

    `ways` are the kinds that the entry takes, `councils` those of the visitor.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=OPEN_AGAIN)
    kind = forms.ChoiceField(
        label="What do you want to do?",
        error_messages={"required": "Choose what you want to do", "invalid_choice": "Choose what you want to do"},
        widget=ExplainedRadios,
    )
    whom = forms.ChoiceField(
        label="For whom do you write?",
        error_messages={"required": "Choose for whom you write", "invalid_choice": "Choose for whom from the list"},
        widget=forms.RadioSelect,
    )
    company = short_answer(
        "Who do you work for?", "They see this. Suppliers have to say it, everybody else may.", longest=200
    )
    message = words_field(
        "Your message",
        "What brings you to them, in two or three sentences. No attachments, and no personal data of others.",
        longest=2000,
        required="Write a message",
        rows=6,
    )
    have = short_answer(
        "What you have", "For example: “a working prototype”, or “two developers for a day a week”.", longest=500
    )
    need = short_answer(
        "What you need", "For example: “to see your contract”, or “a partner for the bid”.", longest=500
    )
    by_when = short_answer("By when", "For example: “before the bid closes on 12 March”, or “no hurry”.", longest=100)

    def __init__(
        self, *args: Any, ways: Iterable[Interest.Kind], councils: Iterable[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.councils = {str(council.pk): council for council in councils}
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(kind.value, Explained(kind.label, MEANING[kind])) for kind in ways]
        if not fields["kind"].choices:
            del fields["kind"]
        fields["key"].initial = uuid.uuid4
        if self.councils:
            del fields["company"]
            choices = [(number, council.name) for number, council in self.councils.items()]
            fields["whom"].choices = [*choices, (MYSELF, "Myself: I do not write for a council")]
            fields["whom"].initial = choices[0][0] if len(choices) == 1 else None
        else:
            del fields["whom"]

    def clean_company(self) -> str:
        """Return for whom somebody works. Raises ValidationError for addresses, which mails would make links of."""
        company: str = self.cleaned_data["company"]
        if LOOKS_LIKE_AN_ADDRESS.search(company):
            raise ValidationError("Enter only a name, without an email or web address")
        return company

    def clean(self) -> dict[str, Any]:
        """Return the answers; a supplier has to say for whom they work."""
        found = super().clean() or {}
        found["organisation"] = self.councils.get(found.pop("whom", ""))
        if "kind" not in self.fields:
            found["kind"] = Interest.Kind.TALK
        is_supplier = found.get("kind") == Interest.Kind.SUPPLY
        if is_supplier and "company" in self.fields and not found.get("company"):
            self.add_error("company", "Say who you work for: suppliers are shown by name")
        if is_supplier and "whom" in self.fields and not found["organisation"] and "whom" not in self.errors:
            self.add_error("whom", "Choose the council that offers it: an offer to supply comes from an organisation")
        return found


class AnswerForm(SiteForm):
    """Answers somebody who is interested, by one of three buttons."""

    answer = forms.ChoiceField(
        choices=Answer.choices,
        error_messages={
            "required": "Press one of the three buttons",
            "invalid_choice": "Press one of the three buttons",
        },
    )
    line = words_field("Add a line", "They read this in the email with your answer.", longest=LONGEST_LINE)
    month = forms.ChoiceField(
        label="In which month?",
        error_messages={"required": "Choose a month", "invalid_choice": "Choose a month from the list"},
        widget=forms.Select,
    )
    reason = forms.ChoiceField(
        label="Why not now?",
        choices=list(REASONS.items()),
        error_messages={
            "required": "Choose a reason: it helps them to understand",
            "invalid_choice": "Choose a reason from the list",
        },
        widget=forms.RadioSelect,
    )
    better = short_answer(
        "Who would be better to ask?", "Only where somebody else would be. Name a council or team.", longest=150
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month: Any = self.fields["month"]
        month.choices = [(f"{day:%Y-%m}", date_format(day, "F Y")) for day in months_ahead(localdate())]
        if self.is_bound:
            said = self.data.get(self.add_prefix("answer"))
            self.fields["month"].required = said == Answer.LATER
            self.fields["reason"].required = said == Answer.NO

    def clean(self) -> dict[str, Any]:
        """Return the answers, and let the page ask again for what belongs to each button."""
        self.fields["month"].required = self.fields["reason"].required = True
        found = super().clean() or {}
        better, line = found.get("better", ""), found.get("line", "")
        if found.get("answer") == Answer.NO and found.get("reason") == "others" and better:
            found["line"] = "\n".join(filter(None, [line, f"Better to ask: {better}"]))
        if len(found.get("line", "")) > LONGEST_LINE:
            self.add_error("line", f"Enter at most {LONGEST_LINE - len(better) - 20} characters")
        return found

    def answered(self) -> dict[str, Any]:
        """Return a valid answer as the action takes it."""
        found = self.cleaned_data
        month = datetime.date.fromisoformat(f"{found['month']}-01") if found["answer"] == Answer.LATER else None
        return {"answer": found["answer"], "month": month, "reason": found["reason"], "words": found["line"]}


class WriteForm(SiteForm):
    """Writes to the other side."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=OPEN_AGAIN)
    words = words_field("Write to them", "They get it by email.", longest=5000, required="Write a message", rows=5)
    shares_address = forms.BooleanField(
        label="Show them my email address, so that we can go on by email", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4


class OutcomeForm(SiteForm):
    """Says what came of a conversation. What an organisation alone can do is not asked where there is none."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=OUTCOMES,
        error_messages={"required": "Choose what came of it", "invalid_choice": "Choose what came of it from the list"},
        widget=forms.RadioSelect,
    )
    role = forms.ChoiceField(
        label="If it takes part: as what?",
        help_text="Leave this and the date empty otherwise.",
        choices=ROLES,
        required=False,
        error_messages={"invalid_choice": "Choose a role from the list"},
        widget=forms.RadioSelect,
    )
    since = DateField(
        label="Since when?",
        help_text="If it takes part or reuses it. A year, a month or a day, such as March 2026.",
        is_past=True,
    )
    came = words_field("In a sentence", "Only you and they read this.", longest=500)

    def __init__(self, *args: Any, organisation: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        if organisation is None:
            outcome.choices = [one for one in OUTCOMES if one[0] in ("met", "nothing")]
            del self.fields["role"], self.fields["since"]
            return
        names = {"joined": f"{organisation} takes part now", "reused": f"{organisation} reuses what was made"}
        outcome.choices = [(key, names.get(key, label)) for key, label in OUTCOMES]

    def clean(self) -> dict[str, Any]:
        """Return what came of it; who takes part does so in a role."""
        found = super().clean() or {}
        if found.get("outcome") == "joined" and not found.get("role") and "role" not in self.errors:
            self.add_error("role", "Choose in which role it takes part")
        return found

    def came_of_it(self) -> dict[str, Any]:
        """Return a valid outcome as the action takes it."""
        found = self.cleaned_data
        given = {name: found[name] for name in ("role", "since") if name in found}
        return {"outcome": found["outcome"], "words": found["came"]} | given
