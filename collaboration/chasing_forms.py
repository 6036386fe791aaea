"""Forms about messages that should not be: reporting a conversation, and what a moderator decides about it."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.db.models import Case, When

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
            (Interest.ReportAnswer.FINE, "Nothing is wrong with it"),
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

    def __init__(self, *args: Any, interest: Interest, people: Iterable[User], by: Any, **kwargs: Any) -> None:
        """Offer the `people` of a conversation; whoever reported it comes last, and is named as that."""
        super().__init__(*args, **kwargs)
        answer: Any = self.fields["answer"]
        fine = "it goes on" if interest.is_open else "it stays ended"
        answer.choices = [answer.choices[0], (Interest.ReportAnswer.FINE, f"Nothing is wrong with it: {fine}")]
        bar: Any = self.fields["bar"]
        is_reporter = When(pk=interest.reported_by_id or 0, then=1)
        offered = User.objects.filter(pk__in=[person.pk for person in people])
        bar.queryset = offered.order_by(Case(is_reporter, default=0), "pk")
        bar.label_from_instance = partial(_named, interest, by)

    def clean(self) -> dict[str, Any]:
        """Refuse to keep somebody out for what is fine."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("answer") == Interest.ReportAnswer.FINE and cleaned.get("bar"):
            self.add_error("bar", "Nobody is kept from writing for a conversation in which nothing is wrong")
        return cleaned


def _named(interest: Interest, reader: Any, person: User) -> str:
    """Return somebody's name with what they have to do with a conversation, and whether they are the reader."""
    parts = [
        "you" if person == reader else "",
        f"wrote first, for {interest.organisation or interest.company or 'themselves'}"
        if person.pk == interest.sender_id
        else "wrote for those who are asked",
        "reported it" if person.pk == interest.reported_by_id else "",
    ]
    return f"{person} ({'; '.join(filter(None, parts))})"
