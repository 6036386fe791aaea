"""Forms about messages that should not be: reporting a conversation, and what a moderator decides about it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from collaboration.models import Interest
from councils.models import User
from directory.forms import SiteForm
from listings.part_forms import words_field


class ReportForm(SiteForm):
    """Says what is wrong with a conversation."""

    words = words_field(
        "What is wrong with it?",
        "Moderators read this, and the whole conversation. The other side does not see it.",
        longest=500,
        required="Say in a sentence what is wrong",
        rows=4,
    )


class ReportAnswerForm(forms.Form):
    """What a moderator decides about a reported conversation, and who may write to nobody from then on."""

    answer = forms.ChoiceField(
        label="Decision",
        choices=[
            (Interest.ReportAnswer.STOPPED, "Stop it: nobody can write in it any more, and it counts in no figures"),
            (Interest.ReportAnswer.FINE, "Nothing is wrong with it: it goes on"),
        ],
        error_messages={"required": "Choose what happens to it", "invalid_choice": "Choose one of the two"},
        widget=forms.RadioSelect,
    )
    bar: Any = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who may write to nobody through the site any more",
        required=False,
        help_text="Only where it is stopped. You can undo this below the queue of reports.",
        error_messages={
            "invalid_choice": "Somebody else has written since you opened this. Choose again",
            "invalid_pk_value": "Choose from the list",
        },
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bar: Any = self.fields["bar"]
        bar.queryset = User.objects.filter(pk__in=[person.pk for person in people])

    def clean(self) -> dict[str, Any]:
        """Refuse to keep somebody out for what is fine."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("answer") == Interest.ReportAnswer.FINE and cleaned.get("bar"):
            self.add_error("bar", "Nobody is kept from writing for a conversation in which nothing is wrong")
        return cleaned
