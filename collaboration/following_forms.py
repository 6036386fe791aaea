"""Forms of following and alerts."""

from typing import Any

from django import forms

from collaboration.followed import LONGEST_TITLE
from collaboration.models import AlertSettings
from directory.forms import SiteForm, no_control_characters


class AlertsForm(SiteForm):
    """How often to be told, and on which day."""

    frequency = forms.ChoiceField(
        choices=AlertSettings.Frequency.choices,
        widget=forms.RadioSelect,
        label="How often do you want an email?",
        help_text="One email for everything you follow, early in the morning, and only when there is something new.",
        error_messages={"required": "Choose how often you want an email"},
    )
    weekday = forms.TypedChoiceField(
        choices=AlertSettings.Weekday.choices,
        coerce=int,
        label="If once a week, on which day?",
        error_messages={"required": "Choose a day of the week"},
    )
    suggestions = forms.BooleanField(
        required=False,
        help_text="Entries that others like you work on, or that look for somebody like you. Five at most in an email.",
    )

    def __init__(self, *args: Any, councils: str, **kwargs: Any) -> None:
        """`councils` names the person's councils; who belongs to none is not asked about suggestions for it."""
        super().__init__(*args, **kwargs)
        self.fields["suggestions"].label = f"Tell me what would suit {councils}"
        if not councils:
            del self.fields["suggestions"]


class NameForm(SiteForm):
    """What a person calls something that they follow."""

    title = forms.CharField(
        max_length=LONGEST_TITLE,
        validators=[no_control_characters],
        label="What do you want to call it?",
        help_text="Only you see this name: on your page of alerts and in your emails.",
        error_messages={
            "required": "Enter a name",
            "max_length": "The name must be %(limit_value)d characters or fewer",
        },
    )

    def clean_title(self) -> Any:
        """Return the name with single spaces."""
        return " ".join(self.cleaned_data["title"].split())
