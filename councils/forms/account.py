"""Forms of a person's own account."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councils.models import User
from councils.sign_in.addresses import AddressRefused, normalise
from directory.forms import SiteForm, no_control_characters

LOOKS_LIKE_AN_ADDRESS = re.compile(r"://|www\.|[@<>]", re.IGNORECASE)
CLOSE = "close"


class DetailsForm(SiteForm):
    """A person's name."""

    name = forms.CharField(
        max_length=User._meta.get_field("name").max_length,
        required=False,
        validators=[no_control_characters],
        label="Your name",
        help_text="As colleagues know you. The people of your councils and moderators see it, and so do those whom you"
        " ask or invite for your council.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"max_length": "Your name must be %(limit_value)d characters or fewer"},
    )

    def clean_name(self) -> str:
        """Return the name with single spaces. Raises ValidationError for addresses, which mails would make links of."""
        name = " ".join(self.cleaned_data["name"].split())
        if LOOKS_LIKE_AN_ADDRESS.search(name):
            raise ValidationError("Enter only your name, without an email or web address")
        return name


class NewAddressForm(SiteForm):
    """Another email address."""

    email = forms.CharField(
        max_length=254,
        label="New email address",
        help_text="You need to be able to read email at your current address and at the new one.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your new email address",
            "max_length": "The address must be %(limit_value)d characters or fewer",
        },
    )

    def __init__(self, *args: Any, present: str, **kwargs: Any) -> None:
        self.present = present
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        """Return the address as it is stored. Raises ValidationError for one that sign-in would not take either."""
        try:
            address = normalise(self.cleaned_data["email"])
        except AddressRefused as refused:
            raise ValidationError(str(refused)) from None
        if address == self.present:
            raise ValidationError("This is your address already. Enter another one.")
        return address


class CodeForm(SiteForm):
    """A code from the email."""

    code = forms.CharField(
        max_length=40,
        label="Code",
        help_text="8 digits, such as 1234 5678",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
        error_messages={
            "required": "Enter the code from the email",
            "max_length": "Enter only the 8 digits from the email",
        },
    )


class CloseForm(SiteForm):
    """The word that somebody types who means it."""

    word = forms.CharField(
        max_length=20,
        label=f"Type “{CLOSE}” to close your account",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "class": "govuk-input--width-10"}
        ),
        error_messages={
            "required": f"Type “{CLOSE}” to close your account, or go back to keep it",
            "max_length": f"Type only the word “{CLOSE}”",
        },
    )

    def clean_word(self) -> str:
        """Return the word. Raises ValidationError for any other."""
        word = self.cleaned_data["word"].strip(" “”\"'.").casefold()
        if word != CLOSE:
            raise ValidationError(f"Type only the word “{CLOSE}”")
        return word
