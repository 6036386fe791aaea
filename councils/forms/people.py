"""Forms of the people of a council: asking, inviting, answering, and who looks after it next."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councils.actions.memberships import managers_of
from councils.models import Membership, Role
from councils.sign_in.addresses import AddressRefused, normalise
from directory.forms import SiteForm, dress, no_control_characters

LONGEST_MESSAGE = 500
MODERATORS = "moderators"
"""The choice of nobody in particular: the moderators look after the council."""


class CouncilSearchForm(SiteForm):
    """Finds a council by its name."""

    q = forms.CharField(
        label="Name of the council",
        max_length=100,
        validators=[no_control_characters],
        error_messages={
            "required": "Enter the name of a council, or part of it",
            "max_length": "Enter at most 100 characters",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AskForm(SiteForm):
    """Asks a council to let somebody join."""

    message = forms.CharField(
        label="What do you do there?",
        help_text="Whoever answers reads this. For example, your team, or who at the council knows you.",
        max_length=LONGEST_MESSAGE,
        required=False,
        validators=[no_control_characters],
        error_messages={"max_length": f"Enter at most {LONGEST_MESSAGE} characters"},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class InviteForm(SiteForm):
    """Invites somebody to a council."""

    email = forms.CharField(
        label="Email address",
        help_text="They sign in with exactly this address.",
        max_length=300,
        error_messages={"required": "Enter an email address", "max_length": "The address is too long"},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label="What they will be",
        choices=[
            (Role.OFFICER, "Officer: looks after the council’s entries"),
            (Role.MANAGER, "Manager: also looks after its people"),
        ],
        initial=Role.OFFICER,
        error_messages={
            "required": "Choose whether they will be an officer or a manager",
            "invalid_choice": "Choose whether they will be an officer or a manager",
        },
        widget=forms.RadioSelect,
    )

    def clean_email(self) -> str:
        """Return the address as sign-in writes it. Raises ValidationError when nobody could sign in with it."""
        try:
            return normalise(self.cleaned_data["email"])
        except AddressRefused as refused:
            raise ValidationError(str(refused)) from None


class AnswerForm(SiteForm):
    """Answers a person who asks to belong to a council."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=[("yes", "Yes, let them join as an officer"), ("no", "No")],
        error_messages={"required": "Choose yes or no", "invalid_choice": "Choose yes or no"},
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Message to them",
        help_text="They read this in the email with your answer.",
        max_length=LONGEST_MESSAGE,
        required=False,
        validators=[no_control_characters],
        error_messages={"max_length": f"Enter at most {LONGEST_MESSAGE} characters"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GoingForm(SiteForm):
    """Confirms that a manager or an officer goes. For the last manager it asks who looks after the council next."""

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        colleagues = membership.organisation.memberships.current().exclude(pk=membership.pk)
        self.is_last_manager = is_last_manager(membership)
        self.colleagues = {
            str(each.pk): each for each in colleagues.filter(user__is_active=True).select_related("user")
        }
        super().__init__(*args, **kwargs)
        if self.is_last_manager:
            self.fields["next"] = self.next_field()
            dress(self.fields["next"].widget)

    def next_field(self) -> forms.ChoiceField:
        """Return the question who looks after the council next."""
        return forms.ChoiceField(
            label="Who looks after the council next?",
            choices=[
                *[(number, f"{each.user} becomes manager") for number, each in self.colleagues.items()],
                (MODERATORS, "Nobody yet: the moderators look after it until there is a manager"),
            ],
            error_messages={
                "required": "Choose who looks after the council next",
                "invalid_choice": "Choose somebody who belongs to the council, or the moderators",
            },
            widget=forms.RadioSelect,
        )

    def who_is_next(self) -> dict[str, Any]:
        """Return the answer as the actions take it."""
        if not self.is_last_manager:
            return {}
        chosen = self.cleaned_data["next"]
        return {"successor": self.colleagues.get(chosen), "moderators_look_after": chosen == MODERATORS}


def is_last_manager(membership: Membership) -> bool:
    """True for a manager without whom nobody would look after the council. Nobody looks after an abolished one."""
    others = managers_of(membership.organisation).exclude(pk=membership.pk)
    return membership.role == Role.MANAGER and not membership.organisation.is_abolished and not others.exists()
