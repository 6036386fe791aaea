"""What is asked about projects alone."""

from typing import Any

from django import forms

from listings.forms import DateField, Explained, ExplainedRadios, PoundsField, TextField
from listings.phases import Phase
from listings.registering.dates import DatesInOrder
from listings.registering.sections import Answers, SectionForm
from projects.models import Project


class PhaseForm(SectionForm):
    """The phase, and since when."""

    phase = forms.ChoiceField(
        label="How far has it come?",
        help_text="Choose the nearest. You can change it whenever it moves on. Shown in lists and on the public page.",
        choices=[(phase.value, Explained(str(phase.label), phase.meaning)) for phase in Phase],
        error_messages={"required": "Choose how far it has come", "invalid_choice": "Choose one of these phases"},
        widget=ExplainedRadios,
    )
    phase_since = DateField(
        label="Since when?",
        help_text="A year, a month or a day, such as March 2026. The public page shows when each phase began.",
        is_past=True,
    )

    @classmethod
    def values(cls, listing: Any) -> Answers:
        last = listing.phase_changes.filter(phase=listing.phase).last()
        return {"phase": listing.phase, "phase_since": str(last.since) if last else ""}

    def clean(self) -> None:
        """Leave out the date of the phase before, when only the phase was chosen anew."""
        before = self.values(self.listing)
        data = self.cleaned_data
        if data.get("phase") != before["phase"] and data.get("phase_since") == before["phase_since"]:
            data["phase_since"] = ""


class MoneyForm(DatesInOrder, SectionForm):
    """Money and dates."""

    started = DateField(
        label="When did it start, or when will it?",
        help_text="A year, a month or a day, such as March 2026. Shown on the public page, like all below.",
    )
    ended = DateField(label="When did it end, or when is it due to?", help_text="Such as 2027.")
    budget_band = forms.ChoiceField(
        label="What does it cost in all?",
        choices=[*Project.BudgetBand.choices, ("", "Not said")],
        required=False,
        error_messages={"invalid_choice": "Choose one of these"},
        widget=forms.RadioSelect,
    )
    funding_source = TextField(
        label="Who pays, or who was asked to?",
        help_text="Such as: own budget, or the name of a fund.",
        longest=120,
    )
    funding_amount_gbp = PoundsField(
        label="How much was awarded?", help_text="In pounds, such as £80,000. For grants and bids."
    )
    funding_outcome = forms.ChoiceField(
        label="What became of the bid?",
        help_text="Bids that were turned down are welcome here: others learn from them.",
        choices=[*Project.FundingOutcome.choices, ("", "There was no bid, or it is not decided")],
        required=False,
        error_messages={"invalid_choice": "Choose one of these"},
        widget=forms.RadioSelect,
    )
    funding_reason = TextField(label="What reason was given?", rows=2, longest=500)
