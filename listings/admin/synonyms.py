"""The admin of the sector's own words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.http import HttpRequest

from collabhub.admin import ModeratedAdmin
from listings.actions import save_synonym_group
from listings.admin.common import acting
from listings.models import SynonymGroup
from listings.models.synonyms import check_terms


class TermsField(forms.Field):
    """Terms, one on each line; empty lines and spaces around a term do not count."""

    widget = AdminTextareaWidget

    def prepare_value(self, value: Sequence[str] | str | None) -> str:
        return (value if isinstance(value, str) else "\n".join(value or [])).strip()

    def to_python(self, value: str | None) -> list[str]:
        return [" ".join(line.split()) for line in (value or "").split("\n") if line.strip()]

    def validate(self, value: list[str]) -> None:
        check_terms(value)


class SynonymGroupForm(forms.ModelForm):
    """One group. What is wrong with its terms is said beside them."""

    terms = TermsField(help_text=SynonymGroup._meta.get_field("terms").help_text)

    class Meta:
        model = SynonymGroup
        fields = ("terms", "direction", "note", "is_used")
        widgets = {"note": AdminTextInputWidget(attrs={"class": "vLargeTextField"})}


@admin.register(SynonymGroup)
class SynonymGroupAdmin(ModeratedAdmin):
    """Groups are switched off, never deleted: loading the file would bring a deleted one back."""

    form = SynonymGroupForm
    list_display = ("__str__", "direction", "note", "is_used", "is_edited")
    list_filter = ("is_used", "direction", "is_edited")
    search_fields = ("terms",)
    search_help_text = "Words of a term."
    list_per_page = 100

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: SynonymGroup, form: forms.ModelForm, change: bool) -> None:
        if not change or form.has_changed():
            save_synonym_group(group=obj, by=acting(request))
