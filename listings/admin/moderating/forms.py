"""What moderators fill in when they decide."""

import re
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget

from councils.models import Organisation
from directory.admin_widgets import SearchSelect
from listings.models import Doubt, Listing, Participation
from listings.moderation.reasons import FIELDS, REASONS

LONGEST = 700
"""Characters of a moderator's own words."""


class WordsForm(forms.Form):
    """What a moderator writes to the people of an entry."""

    words = forms.CharField(
        label="In your words",
        required=False,
        max_length=LONGEST,
        help_text="Sent by email to the people of the entry. Name nobody.",
        error_messages={"max_length": f"Shorten this to {LONGEST} characters"},
        widget=AdminTextareaWidget(attrs={"rows": 4}),
    )


class ReasonForm(WordsForm):
    """Why: a kept reason, words of one's own, or both."""

    reason = forms.ChoiceField(
        label="Reason",
        required=False,
        choices=[("", "None of these"), *[(reason.key, reason.sentence) for reason in REASONS]],
        error_messages={"invalid_choice": "Choose one of the reasons"},
        widget=forms.RadioSelect,
    )
    field_order: Any = ("reason", "field", "words")

    def clean(self) -> dict[str, Any]:
        """Ask for a reason or for words."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("reason") or cleaned.get("words")):
            self.add_error("reason", "Choose a reason, or write one below")
        return cleaned


class SendBackForm(ReasonForm):
    """Why an entry is sent back, and which answer the officer is to look at."""

    field = forms.ChoiceField(
        label="Where",
        required=False,
        choices=[("", "Where the reason belongs"), *FIELDS],
        help_text="The officer sees the reason beside this answer.",
        error_messages={"invalid_choice": "Choose one of the answers"},
    )


class HideForm(ReasonForm):
    """Which statement of an entry is taken out, and why."""

    statement = forms.ChoiceField(
        label="What is hidden",
        choices=[choice for choice in Doubt.Statement.choices if choice[0] not in ("our-part", "all")],
        error_messages={
            "required": "Choose what is to be hidden",
            "invalid_choice": "Choose what is to be hidden from the list",
        },
        widget=forms.RadioSelect,
    )
    field_order = ("statement", "reason", "words")


class MergeForm(WordsForm):
    """With which entry an entry is joined."""

    into = forms.CharField(
        label="The entry that stays",
        max_length=500,
        help_text="Its address, such as /projects/12/shared-parking/, or its number.",
        error_messages={
            "required": "Choose an entry above, or write the address of the entry that stays",
            "max_length": "Write the address of the entry that stays",
        },
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
    )
    field_order = ("into", "words")

    def clean_into(self) -> Listing:
        """Return the entry that is meant."""
        written = self.cleaned_data["into"].strip()
        found = re.search(r"/(?:projects|services|entries)/(\d{1,9})(?:/|$)", written) or re.fullmatch(
            r"(\d{1,9})", written
        )
        listing = Listing.objects.filter(pk=int(found[1])).first() if found else None
        if listing is None:
            raise forms.ValidationError("No entry has this address. Copy it from the entry’s page")
        return listing


class LeadForm(WordsForm):
    """Who leads an entry from now on, and what becomes of who led it."""

    to = forms.ModelChoiceField(
        Organisation.objects.all(),
        label="Led by",
        error_messages={
            "required": "Choose who leads from now on",
            "invalid_choice": "Choose an organisation from the list",
        },
        widget=SearchSelect(Participation._meta.get_field("organisation"), admin.site),
    )
    stays_partner = forms.BooleanField(label="Whoever led stays as a partner", required=False, initial=True)
    field_order = ("to", "stays_partner", "words")


class SplitForm(forms.Form):
    """What becomes an entry of its own."""

    title = forms.CharField(
        label="Title of the new entry",
        max_length=200,
        error_messages={"required": "Give the new entry a title", "max_length": "Shorten the title to 200 characters"},
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
    )
    summary = forms.CharField(
        label="Summary of the new entry",
        max_length=500,
        help_text="One or two plain sentences: what it is and for whom.",
        error_messages={
            "required": "Say in a sentence what the new entry is",
            "max_length": "Shorten the summary to 500 characters",
        },
        widget=AdminTextareaWidget(attrs={"rows": 3}),
    )
    participations: Any = forms.ModelMultipleChoiceField(None, label="Take part in both", required=False)
    service_areas: Any = forms.ModelMultipleChoiceField(None, label="Service areas of both", required=False)
    links: Any = forms.ModelMultipleChoiceField(None, label="Links that go over", required=False)
    sources: Any = forms.ModelMultipleChoiceField(None, label="Sources that go over", required=False)

    def __init__(self, *args: Any, listing: Listing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("participations", "service_areas", "links", "sources"):
            field = cast(forms.ModelMultipleChoiceField, self.fields[name])
            rows = getattr(listing, name).all()
            field.queryset = rows.select_related("organisation") if name == "participations" else rows
            field.error_messages["invalid_choice"] = "The entry has changed since you opened it. Choose again"
            field.error_messages["invalid_pk_value"] = "Choose from the list"
            field.widget = forms.CheckboxSelectMultiple()
            field.widget.choices = field.choices


class AnswerForm(forms.Form):
    """What a moderator answers to a doubt. Words are needed where it is put back."""

    answer = forms.ChoiceField(
        choices=Doubt.Answer.choices,
        error_messages={"required": "Choose an answer", "invalid_choice": "Choose one of the two answers"},
    )
    words = forms.CharField(
        label="In your words",
        required=False,
        max_length=1000,
        help_text="Sent by email to whoever doubted. Name nobody.",
        error_messages={"max_length": "Shorten this to 1,000 characters"},
        widget=AdminTextareaWidget(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask why, where what a council doubts is put back against its word."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("answer") == Doubt.Answer.PUT_BACK and not cleaned.get("words"):
            self.add_error("words", "Write why it is put back: the council said that it is wrong")
        return cleaned


class PublishingForm(WordsForm):
    """Why a council publishes directly, or does not."""

    def __init__(self, *args: Any, is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.required = is_needed
        words.help_text = "Sent by email to the council’s managers. Name nobody."
        words.error_messages["required"] = "Write why: the council’s managers get it by email"
