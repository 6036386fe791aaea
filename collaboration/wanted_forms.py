"""Forms about what is wanted, and about going for a call."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localdate

from collaboration.models import Ask, Call
from collaboration.wanted import LONGEST, usual_last_day
from directory.forms import SiteForm
from listings.forms import Explained, ExplainedRadios, TextField, read_date

KINDS = [
    (Ask.Kind.TEST_USERS, "People or councils that try it out"),
    (Ask.Kind.CO_FUNDERS, "Others who pay for part of it"),
    (Ask.Kind.PARTNERS, "Councils that do the work with you"),
    (Ask.Kind.ADOPTERS, "Councils that reuse what you have made"),
    (Ask.Kind.EXPERIENCE, "A talk with people who have been through it"),
]
AGAIN = "again"
"""The answer of who still looks."""
A_DAY = len("2027-03-14")
NOT_LISTED = "Choose one from the list"


class DayField(forms.CharField):
    """A day from today to a year ahead, written as people write it; gives a date, or None when it is left empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.validators = []

    def to_python(self, value: Any) -> Any:
        text = " ".join(str(super().to_python(value) or "").split())
        if not text:
            return None
        try:
            written = read_date(text)
        except ValidationError:
            written = None
        if written is None or len(written) < A_DAY:
            raise ValidationError(f"“{text[:40]}” is not a day: enter one with its year, such as 14 March 2027")
        day = written.first_day
        if day < localdate():
            raise ValidationError(f"{written.in_words()} is over: enter today or a later day")
        if day > localdate() + LONGEST:
            raise ValidationError(f"{written.in_words()} is more than a year ahead: enter an earlier day")
        return day

    def prepare_value(self, value: Any) -> Any:
        return date_format(value, "j F Y") if isinstance(value, date) else value


class AskForm(SiteForm):
    """Says what an entry wants of others, until when, and for which call if it is for one."""

    kind = forms.ChoiceField(
        label="What do you want?",
        choices=[(kind, Explained(kind.label, meaning)) for kind, meaning in KINDS],
        error_messages={"required": "Choose what you want", "invalid_choice": "Choose what you want from the list"},
        widget=ExplainedRadios,
    )
    words = TextField(
        label="In one sentence",
        help_text="Such as: two councils that try the new form with residents for a month. Shown publicly with the "
        "name of your council, without yours.",
        longest=300,
        required=True,
        error_messages={"required": "Enter what you want in one sentence"},
    )
    call = forms.ChoiceField(
        label="Is it for a call or an event?",
        required=False,
        error_messages={"invalid_choice": NOT_LISTED},
        widget=forms.RadioSelect,
    )
    deadline = DayField(label="Until when?")

    def __init__(self, *args: Any, calls: Iterable[Call], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calls = {str(call.pk): call for call in calls}
        field: Any = self.fields["call"]
        field.choices = [("", "No"), *((number, call_in_words(call)) for number, call in self.calls.items())]
        usual = f"until {date_format(usual_last_day(localdate()), 'j F Y')}"
        if not self.calls:
            del self.fields["call"]
        left_empty = f"{usual}, or the last day of the call if it is for one" if self.calls else usual
        help_text = f"The last day on which it is shown, such as 14 March 2027. If you leave it empty: {left_empty}."
        self.fields["deadline"].help_text = help_text

    def clean(self) -> dict[str, Any]:
        """Find the call, fill in the last day where it was left empty, and see that the call lasts as long."""
        found = self.cleaned_data
        found["call"] = call = self.calls.get(found.get("call", ""))
        if "deadline" not in found:
            return found
        found["deadline"] = found["deadline"] or usual_last_day(localdate(), call)
        if call and found["deadline"] > call.deadline:
            last = date_format(call.deadline, "j F Y")
            self.add_error("deadline", f"“{call}” closes on {last}: enter that day or an earlier one")
        return found


class OutcomeForm(SiteForm):
    """Says what came of an ask, or goes on asking."""

    answer = forms.ChoiceField(
        label="Did you find what you wanted?",
        choices=[
            (Ask.Outcome.FOUND, "Yes, we found it"),
            (Ask.Outcome.NOT_FOUND, "No, and we have stopped looking"),
            (Ask.Outcome.NOT_NEEDED, "We do not need it any more"),
            (AGAIN, "Not yet: go on showing it"),
        ],
        error_messages={"required": "Choose an answer", "invalid_choice": "Choose an answer from the list"},
        widget=forms.RadioSelect,
    )
    deadline = DayField(
        label="If you go on, until when?", help_text="The last day on which it is shown, such as 14 March 2027."
    )


class CallEntryForm(SiteForm):
    """Says that an entry goes for a call, and whether it looks for partners there."""

    call = forms.ChoiceField(
        label="Which one?",
        error_messages={"required": "Choose a call or an event", "invalid_choice": NOT_LISTED},
        widget=forms.RadioSelect,
    )
    looks_for_partners = forms.BooleanField(label="We look for partners for it", required=False, initial=True)
    words = TextField(
        label="What do you look for?",
        help_text="In one sentence, such as: a county that runs the same service. Shown publicly.",
        longest=300,
    )

    def __init__(self, *args: Any, calls: Iterable[Call], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calls = {str(call.pk): call for call in calls}
        field: Any = self.fields["call"]
        field.choices = [(number, call_in_words(call)) for number, call in self.calls.items()]

    def clean_call(self) -> Call:
        """Return the call itself."""
        return self.calls[self.cleaned_data["call"]]


def call_in_words(call: Call) -> str:
    """Return a call as a choice: its title and its last day."""
    return f"{call}, until {date_format(call.deadline, 'j F Y')}"
