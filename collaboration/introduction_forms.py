"""Forms of introductions: what came of one."""

from typing import Any

from django import forms

from collaboration.models import Introduction
from directory.forms import SiteForm
from listings.part_forms import words_field

LONGEST_OUTCOME = 500
Outcome = Introduction.Outcome
OF_US = {
    Outcome.MET: "We met or talked",
    Outcome.JOINED: "One of us joined the other’s work",
    Outcome.REUSED: "One of us reuses what the other made",
    Outcome.NOTHING: "Nothing came of it",
}
"""What came of it, as those say who were introduced."""


class OutcomeForm(SiteForm):
    """Says what came of an introduction, in the words of those who were introduced where it is `of_us`."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=Introduction.Outcome.choices,
        error_messages={"required": "Choose what came of it", "invalid_choice": "Choose one of the four answers"},
        widget=forms.RadioSelect,
    )
    words = words_field(
        "In your words",
        "The others and moderators read it. Name nobody.",
        longest=LONGEST_OUTCOME,
    )
    seen = forms.ChoiceField(
        choices=[("", ""), *Introduction.Outcome.choices], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, of_us: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if of_us:
            outcome = self.fields["outcome"]
            assert isinstance(outcome, forms.ChoiceField)
            outcome.choices = list(OF_US.items())
