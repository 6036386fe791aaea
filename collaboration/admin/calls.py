"""The admin of funding calls and events."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate

from collabhub.admin import ModeratedAdmin, ModeratedInline
from collaboration.actions.calls import save_call
from collaboration.models import Call, CallEntry
from directory.forms import no_control_characters
from listings.admin.common import acting


class CallForm(forms.ModelForm):
    """One call. It closes itself after its deadline, and earlier when a moderator says so."""

    is_closed = forms.BooleanField(
        label="Closed early",
        required=False,
        help_text="Nothing can be added any more; the page says so, and stays with everything that is on it.",
    )

    class Meta:
        model = Call
        fields = ("kind", "title", "funder", "deadline", "link", "topic", "words")
        help_texts = {"deadline": "The last day on which one can apply or register, such as 2027-03-14."}
        widgets = {
            "title": AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
            "funder": AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
            "words": AdminTextareaWidget(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_closed"].initial = self.instance.closed_at is not None
        for name in {"title", "funder", "words"} & self.fields.keys():
            self.fields[name].validators.append(no_control_characters)

    def clean_deadline(self) -> date:
        """Refuse a day that is over for a new call, which would be closed from the start."""
        deadline: date = self.cleaned_data["deadline"]
        if self.instance.pk is None and deadline < localdate():
            raise forms.ValidationError("That day is over, so the call would be closed at once. Enter a later day.")
        return deadline


class CallEntryInline(ModeratedInline):
    """The entries that go for a call: their people attach them, moderators take off what is wrong."""

    model = CallEntry
    extra = 0
    fields = readonly_fields = ("listing", "looks_for_partners", "words", "attached_at")
    verbose_name_plural = "entries that go for it"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("listing", "call")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Call)
class CallAdmin(ModeratedAdmin):
    """Funding calls and events that moderators hear of."""

    form = CallForm
    list_display = ("title", "kind", "funder", "deadline", "is_open", "entries_attached")
    list_filter = ("kind", "deadline")
    list_per_page = 50
    search_fields = ("title", "funder")
    search_help_text = "Words of the title, or who holds it."
    autocomplete_fields = ("topic",)
    actions = None  # calls are closed, one by one; their pages stay
    fields = ("kind", "title", "funder", "deadline", "link", "topic", "words", "is_closed")
    inlines = (CallEntryInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        return super().get_queryset(request).annotate(attached=Count("entries"))

    @admin.display(boolean=True, description="open")
    def is_open(self, call: Call) -> bool:
        return call.is_open

    @admin.display(description="entries", ordering="attached")
    def entries_attached(self, call: Any) -> int:
        return int(call.attached)

    def save_model(self, request: HttpRequest, obj: Call, form: forms.ModelForm, change: bool) -> None:
        if not change or form.has_changed():
            save_call(call=obj, is_closed=form.cleaned_data["is_closed"], by=acting(request))
