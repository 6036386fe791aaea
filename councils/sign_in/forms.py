"""Forms of the second step: allauth's, in the site's words and markup."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction

from councils.models import User
from councils.sign_in.words import WRONG_CODE
from directory.forms import SiteForm, no_control_characters

LONGEST_NAME = 60
NOT_FROM_A_PASSKEY = "That passkey did not work. Try again, or use another way."

NONSENSE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading something that no passkey said may raise, beside a ValidationError."""


class CredentialField(forms.JSONField):
    """What a passkey says, as the browser hands it on. What was sent once is never shown in the page again."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        """Return what was sent as Python reads it. Raises ValidationError, also for lists in lists without end."""
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(NOT_FROM_A_PASSKEY) from error

    def bound_data(self, data: Any, initial: Any) -> None:
        """Return nothing: each press of the button asks the passkey anew."""


def code_field(label: str, hint: str) -> forms.CharField:
    """Return the field for a code that somebody types; phones show their digits."""
    attributes = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "spellcheck": "false",
        "class": "govuk-input--width-10",
    }
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=20,
        widget=forms.TextInput(attributes),
        error_messages={
            "required": "Enter the code",
            "max_length": "Enter the code alone: it is 6 or 8 digits long",
        },
    )


def name_field(*, required: bool) -> forms.CharField:
    """Return the field for what a person calls a passkey."""
    return forms.CharField(
        label="Name of this passkey",
        help_text="So that you can tell it from others: for example, the computer or key it is on.",
        required=required,
        max_length=LONGEST_NAME,
        validators=[no_control_characters],
        error_messages={"max_length": f"Shorten the name to {LONGEST_NAME} letters", "required": "Enter a name"},
    )


def use_up(code: str, user: User) -> bool:
    """Note that a code was used, for as long as an app's clock may show it; return False when it was used before.

    allauth itself forgets after the 30 seconds of a code, which is good for 90, because clocks differ.
    """
    kept = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
    return bool(cache.add(f"second-step-used:{user.pk}:{normalize_user_code(code)}", 1, timeout=kept))


class TypedCode(SiteForm):
    """A code of an authenticator app, or a recovery code."""

    code = code_field("Code", "6 digits from your authenticator app, or one of your recovery codes")
    user: User

    def clean_code(self) -> str:
        """Return the code, which lets in once however many requests carry it at the same moment.

        Raises ValidationError, outside the transaction: what was counted stays counted.
        """
        refusal, code = None, ""
        with transaction.atomic():
            User.objects.select_for_update().get(pk=self.user.pk)
            try:
                code = super().clean_code()  # type: ignore[misc]  # the classes beside this one
            except ValidationError as error:
                refusal = error
            else:
                refusal = None if use_up(code, self.user) else ValidationError(WRONG_CODE)
        if refusal:
            raise refusal
        return code


class SecondStepForm(TypedCode, AuthenticateForm):
    """The second step of signing in."""


class SecondStepAgainForm(TypedCode, ReauthenticateForm):
    """The second step once more, before something that matters."""


class SetUpAppForm(SiteForm, ActivateTOTPForm):
    """The first code of a new authenticator app, which shows that it works."""

    code = code_field("Code that the app shows", "6 digits")
    user: User

    def clean_code(self) -> str:
        """Return the code, which nobody can sign in with afterwards. Raises ValidationError."""
        code: str = super().clean_code()
        use_up(code, self.user)
        return code


class FromPasskey(SiteForm):
    """What the browser says after somebody used a passkey. It comes from outside: it may be anything."""

    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        """Return whose passkey it was. Raises ValidationError for what no passkey says."""
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]  # the classes beside this one
        except NONSENSE as error:
            raise ValidationError(NOT_FROM_A_PASSKEY) from error
        return found


class PasskeyForm(FromPasskey, passkeys.AuthenticateWebAuthnForm):
    """A passkey as the second step of signing in."""


class PasskeyAgainForm(FromPasskey, passkeys.ReauthenticateWebAuthnForm):
    """A passkey once more, before something that matters."""


class PasskeySignInForm(FromPasskey, passkeys.LoginWebAuthnForm):
    """A passkey instead of a code from the mail and a second step."""


class AddPasskeyForm(SiteForm, passkeys.AddWebAuthnForm):
    """A new passkey. A name may be missing: by then the browser has made the passkey."""

    credential = CredentialField()
    name = name_field(required=False)
    passwordless = forms.BooleanField(
        label="Sign in with this passkey alone, without a code from an email",
        help_text="The passkey then asks for your fingerprint, face or PIN each time.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Check what the browser sent. Raises ValidationError for what no passkey says."""
        try:
            cleaned: dict[str, Any] = super().clean() or {}
        except NONSENSE as error:
            raise ValidationError(NOT_FROM_A_PASSKEY) from error
        return cleaned


class RenamePasskeyForm(SiteForm, passkeys.EditWebAuthnForm):
    """A new name for a passkey."""

    name = name_field(required=True)
