"""Forms of taking part: who, in which role, since when; and what officers say to one another about it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from directory.forms import SiteForm, no_control_characters
from listings.forms import DateField, TextField, no_email_address
from listings.models import Doubt, Participation

LONGEST_NAME = 200
LONGEST_WORDS = 500
NEW = "new"
"""The choice of none of the organisations that were found."""
ROLES = [
    ("lead", "Lead: answers for the entry"),
    ("partner", "Partner: works on it"),
    ("funder", "Funder: pays for it"),
    ("supplier", "Supplier: is paid for it"),
    ("adopter", "Adopter: uses what comes out of it"),
]
"""Roles with what they mean."""
A_DATE = "A year, a month or a day, such as 2024 or March 2024."


def role_field(roles: Iterable[str] = Participation.Role.values, label: str = "Role") -> forms.ChoiceField:
    """Return the question for a role, one of `roles`."""
    wanted = set(roles)
    return forms.ChoiceField(
        label=label,
        choices=[(role, words) for role, words in ROLES if role in wanted],
        initial=Participation.Role.PARTNER,
        error_messages={"required": "Choose a role", "invalid_choice": "Choose a role from the list"},
        widget=forms.RadioSelect,
    )


def words_field(label: str, help_text: str, *, longest: int, required: str = "", rows: int = 3) -> TextField:
    """Return a question that is answered in a few sentences; `required` is what to say to who leaves it empty."""
    return TextField(
        label=label,
        help_text=help_text,
        rows=rows,
        longest=longest,
        required=bool(required),
        validators=[no_control_characters],
        error_messages={"required": required},
    )


class FindOrganisationForm(SiteForm):
    """Finds an organisation by its name."""

    q = forms.CharField(
        label="Name of the organisation",
        help_text="A council, a company, a charity, or any other body. Part of the name is enough.",
        max_length=LONGEST_NAME,
        validators=[no_control_characters, no_email_address],
        error_messages={
            "required": "Enter the name of an organisation, or part of it",
            "max_length": f"Enter at most {LONGEST_NAME} characters",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-suggest": "councils"}),
    )


class AddPartnerForm(SiteForm):
    """Chooses one of the organisations that were found, or proposes the name that was searched for."""

    organisation = forms.ChoiceField(
        label="Which one?",
        error_messages={"required": "Choose an organisation", "invalid_choice": "Choose an organisation from the list"},
        widget=forms.RadioSelect,
    )
    role = role_field()
    joined = DateField(label="Takes part since", help_text=A_DATE)

    def __init__(self, *args: Any, found: Iterable[tuple[str, str]], name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*found, (NEW, f"None of these: propose “{name}”")]
        field: Any = self.fields["organisation"]
        field.choices = choices if len(choices) > 1 else [(NEW, f"Propose “{name}” as a new organisation")]
        field.initial = choices[0][0] if len(choices) in (1, 2) else None


class PartForm(SiteForm):
    """Changes in which role an organisation takes part, since when, and until when."""

    role = role_field()
    joined = DateField(label="Takes part since", help_text=A_DATE)
    left = DateField(label="Took part until", help_text=f"Only if it has left. {A_DATE}")


class NoteForm(SiteForm):
    """Describes partners that are known only as a group."""

    note = forms.CharField(
        label="Partners known only as a group",
        help_text="For example “all 32 Scottish councils”. Shown below the partners.",
        max_length=300,
        required=False,
        validators=[no_control_characters, no_email_address],
        error_messages={"max_length": "Enter at most 300 characters"},
    )


class ReasonForm(SiteForm):
    """Says why not, in words that the others read."""

    reason = words_field("Message to them", "They read this in an email.", longest=300)


class JoinForm(SiteForm):
    """Asks those who answer for an entry to name one's council."""

    role = role_field(label="How would your council take part?")
    words = words_field(
        "Message to them",
        "They read this in an email. For example, what you could bring in, and whom they can talk to.",
        longest=LONGEST_WORDS,
    )

    def __init__(self, *args: Any, roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = [choice for choice in field.choices if choice[0] in set(roles)]


class AnswerForm(SiteForm):
    """Answers a council that asks to take part."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=[("yes", "Yes, name it in the entry"), ("no", "No")],
        error_messages={"required": "Choose yes or no", "invalid_choice": "Choose yes or no"},
        widget=forms.RadioSelect,
    )
    reason = words_field("Message to them", "They read this in the email with your answer.", longest=300)


class DoubtForm(SiteForm):
    """Says what in an entry is wrong."""

    statement = forms.ChoiceField(
        label="What is wrong?",
        error_messages={"required": "Choose what is wrong", "invalid_choice": "Choose what is wrong from the list"},
        widget=forms.RadioSelect,
    )
    words = words_field(
        "Why is it wrong?",
        "The people who answer for the entry and the moderators read this. If you know what is right, write it here.",
        longest=1000,
        required="Say why it is wrong",
        rows=5,
    )

    def __init__(self, *args: Any, statements: Iterable[Doubt.Statement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["statement"]
        field.choices = [(each.value, each.label) for each in statements]
