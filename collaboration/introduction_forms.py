"""Forms of introductions: what came of one."""

from django import forms

from collaboration.models import Introduction
from directory.forms import SiteForm
from listings.part_forms import words_field

LONGEST_OUTCOME = 500


class OutcomeForm(SiteForm):
    """Says what came of an introduction."""

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
