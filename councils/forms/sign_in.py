"""Forms of signing in."""

from django import forms

from councils.sign_in.addresses import PLAIN, TOO_LONG, AddressRefused, normalise
from councils.sign_in.digits import NOT_A_CODE
from directory.forms import SiteForm


class AddressForm(SiteForm):
    """Asks for the address that a code is sent to. `typed` is what was entered, without blanks around it."""

    email = forms.CharField(
        label="Email address",
        max_length=1000,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={
            "required": "Enter your email address",
            "max_length": TOO_LONG,
            "null_characters_not_allowed": PLAIN,
        },
    )

    @property
    def typed(self) -> str:
        """The address as its owner writes it."""
        return self.data["email"].strip()

    def clean_email(self) -> str:
        """Return the address as it is stored. Raises ValidationError for what is no plain address."""
        try:
            return normalise(self.cleaned_data["email"])
        except AddressRefused as refused:
            raise forms.ValidationError(str(refused)) from refused


class CodeForm(SiteForm):
    """Asks for the code from the email; whether it is right is found out elsewhere (councils.sign_in.codes)."""

    code = forms.CharField(
        label="Code from the email",
        help_text="8 digits, such as 1234 5678",
        max_length=100,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "spellcheck": "false",
                "class": "govuk-input--width-10 govuk-input--extra-letter-spacing",
            }
        ),
        error_messages={
            "required": "Enter the code from the email",
            "max_length": NOT_A_CODE,
            "null_characters_not_allowed": NOT_A_CODE,
        },
    )
