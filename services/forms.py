"""What is asked about shared services alone."""

from django import forms

from listings.forms import DateField, Explained, ExplainedRadios, PoundsField, TextField
from listings.registering.dates import DatesInOrder
from listings.registering.sections import SectionForm
from services.models import BenefitsBasis, DeliveryModel


class ModelForm(SectionForm):
    """The delivery model."""

    delivery_model = forms.ChoiceField(
        label="How is it shared?",
        help_text="Choose the nearest. Shown in lists and on the public page.",
        choices=[(model.value, Explained(str(model.label), model.meaning)) for model in DeliveryModel],
        error_messages={"required": "Choose how it is shared", "invalid_choice": "Choose one of these"},
        widget=ExplainedRadios,
    )


class MembersForm(DatesInOrder, SectionForm):
    """Since when, until when, and whether others may join."""

    started = DateField(
        label="Since when has it been shared?",
        help_text="A year, a month or a day, such as April 2019. Shown on the public page, like all below.",
    )
    ended = DateField(label="When did it end, or when is it due to?", help_text="Leave empty when no end is planned.")
    open_to_new_members = forms.ChoiceField(
        label="Could further councils join?",
        choices=[("True", "Yes"), ("False", "No"), ("", "Not said")],
        required=False,
        error_messages={"invalid_choice": "Choose yes or no, or that it is not said"},
        widget=forms.RadioSelect,
    )


class BenefitsForm(SectionForm):
    """What it brings, and what that statement rests on."""

    benefits = TextField(
        label="What does sharing bring?",
        help_text="For residents, staff and budgets. Shown on the public page, like all below.",
        rows=5,
        longest=2000,
    )
    annual_saving_gbp = PoundsField(label="Saving in a year", help_text="In pounds, such as £80,000.")
    total_saving_gbp = PoundsField(label="Saving in all", help_text="In pounds, such as 1.2 million.")
    benefits_basis = forms.ChoiceField(
        label="What does this rest on?",
        choices=[*BenefitsBasis.choices, ("", "Not said")],
        required=False,
        error_messages={"invalid_choice": "Choose one of these"},
        widget=forms.RadioSelect,
    )


class AgreementForm(SectionForm):
    """The dates of the agreement."""

    agreement_review = DateField(
        label="When is the agreement reviewed next?",
        help_text="A year, a month or a day, such as March 2027. Shown on the public page, like the next.",
    )
    notice_by = DateField(
        label="By when must a member give notice?", help_text="The last day, as far as you can say, such as 2027-09-30."
    )
