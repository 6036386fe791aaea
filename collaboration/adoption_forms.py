"""Forms of reuse: an adopter's own word, what they correct of it later, and the owners' answer."""

from typing import Any

from django import forms

from collaboration.models import Adoption
from directory.forms import SiteForm
from listings.forms import DateField, TextField
from listings.part_forms import A_DATE, words_field

LONGEST_SUPPORT = 200


class AdoptForm(SiteForm):
    """Says that one's council reuses an entry."""

    since = DateField(
        label="Since when do you use it?",
        help_text="A year is enough, such as 2024 or March 2024.",
        is_past=True,
        required=True,
        error_messages={"required": "Enter since when you use it: a year is enough"},
    )
    supported_by = TextField(
        label="Who supports it for you?",
        help_text=(
            "For example your own IT team, a supplier, or the council that made it. The name of an organisation or a "
            "team, not of a person: everybody can read it."
        ),
        longest=LONGEST_SUPPORT,
    )
    happy_to_talk = forms.TypedChoiceField(
        label="Are you happy to talk to others about it?",
        help_text="The entry then says so beside your council’s name. It shows no name or address of a person.",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        error_messages={"required": "Choose yes or no", "invalid_choice": "Choose yes or no"},
        widget=forms.RadioSelect,
    )


class ChangeAdoptionForm(AdoptForm):
    """Corrects what an adopter said, and says that it has stopped."""

    until = DateField(
        label="Until when did you use it?",
        help_text=f"Only if you have stopped: the entry then says so. {A_DATE}",
        is_past=True,
    )
    field_order = ("since", "until", "supported_by", "happy_to_talk")

    def __init__(self, *args: Any, may_stop: bool, **kwargs: Any) -> None:
        """`may_stop` is for what is confirmed: what waits is taken back instead."""
        super().__init__(*args, **kwargs)
        if not may_stop:
            del self.fields["until"]


class AnswerAdoptionForm(SiteForm):
    """Answers an organisation that says it reuses an entry."""

    answer = forms.ChoiceField(
        label="Do they use it?",
        choices=[("yes", "Yes: the entry names them as using it"), ("no", "No, not as far as we know")],
        error_messages={"required": "Choose yes or no", "invalid_choice": "Choose yes or no"},
        widget=forms.RadioSelect,
    )
    reason = words_field("Message to them", "They read this in the email with your answer.", longest=300)


def as_said(adoption: Adoption, *, since: str, until: str) -> dict[str, str]:
    """Return what a form about an adoption begins with; the dates are those that the entry gives."""
    happy = "yes" if adoption.happy_to_talk else "no"
    return {"since": since, "until": until, "supported_by": adoption.supported_by, "happy_to_talk": happy}
