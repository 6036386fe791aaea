"""Two people change an entry in the admin at once: the second sees what the first has saved, and nothing is lost.

The form carries marks of how each answer stood when it was opened, as the site's own forms do: see
listings.registering.conflicts. What only one of the two changed is saved. Where both changed the same, nothing is
saved: the form keeps what was typed and says beside it what stands now, and saving once more replaces that.
"""

import datetime
from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from listings.actions.saving import locked
from listings.registering.conflicts import OPENED, conflict, merged, opened

ROWS = "rows"
LONGEST_SHOWN = 300
"""Characters of an answer of somebody else that a sentence quotes."""


class Mark(forms.CharField):
    """How the answers stood, signed with the moment: it is another one each second, which changes nothing."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return that a mark is no answer."""
        return False


class BothKeptForm(forms.ModelForm):
    """The fields of an entry, with the marks of how they stood."""

    opened = Mark(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial[OPENED] = opened(self._now(self.fields))

    def clean(self) -> dict[str, Any]:
        """Take what somebody else has saved where the sender changed nothing; where both did, note what stands now."""
        data = super().clean() or self.cleaned_data
        if not self.instance.pk:
            return data
        token, now = self.data.get(OPENED, ""), self._now(data)
        sent = {name: as_answer(data[name]) for name in now}
        kept = merged(token, now, sent)
        for one in conflict(token, now, sent):
            self.add_error(one.name, changed_by_another(self._in_words(one.name)))
        if self.errors.keys() & now.keys():
            # Next time what stands now is no news; what others changed elsewhere still is.
            were = {name: now[name] if kept[name] == sent[name] else sent[name] for name in now}
            self.data = with_mark(self.data, OPENED, opened(were))
        for name in now:
            if name in data and kept[name] != sent[name]:
                data[name] = self._as_it_stands(name)
        return data

    def _now(self, names: Iterable[str]) -> dict[str, Any]:
        return {name: as_answer(self.initial.get(name)) for name in names if name != OPENED}

    def _as_it_stands(self, name: str) -> Any:
        value = getattr(self.instance, name)
        return value.all() if hasattr(value, "all") else value

    def _in_words(self, name: str) -> str:
        value = self._as_it_stands(name)
        if isinstance(value, QuerySet):
            return ", ".join(map(str, value))
        display = getattr(self.instance, f"get_{name}_display", None)
        return str(display() if display and value else "" if value is None else value)


class BothKeptRows(BaseInlineFormSet):
    """Rows that belong to an entry, with a mark of how they stood."""

    @cached_property
    def management_form(self) -> Any:
        """The hidden fields of the rows, the mark among them."""
        form = super().management_form
        form.fields[OPENED] = Mark(required=False)
        form.initial[OPENED] = opened({ROWS: self._now()})
        return form

    def clean(self) -> None:
        """Refuse to replace, unseen, what somebody else has saved. Raises ValidationError."""
        super().clean()
        if not self.instance.pk or not self.has_changed():
            return
        token, now = self.data.get(f"{self.prefix}-{OPENED}", ""), self._now()
        if conflict(token, {ROWS: now}, {ROWS: [""]}):
            mark = opened({ROWS: now})
            self.management_form.data = with_mark(self.data, f"{self.prefix}-{OPENED}", mark)
            raise ValidationError(changed_by_another("; ".join(map(str, self._rows()))))

    def _now(self) -> list[str]:
        if not self.instance.pk:
            return []
        names = ["pk", *(name for name in self.form.base_fields if name in self._columns)]
        return [repr(row) for row in self._rows().values_list(*names)]

    def _rows(self) -> QuerySet[Any]:
        """Return the rows as they stand: those of the forms hold what was sent already."""
        return cast("type[Model]", self.model)._default_manager.filter(**{self.fk.name: self.instance.pk})

    @property
    def _columns(self) -> set[str]:
        return {field.name for field in cast("type[Model]", self.model)._meta.concrete_fields}


def with_mark(data: Any, name: str, mark: str) -> Any:
    """Return what was sent, with another mark."""
    changed = data.copy()
    changed[name] = mark
    return changed


def as_answer(value: Any) -> Any:
    """Return a value of a field as text or a list of texts, alike whether it was read or sent."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).replace(microsecond=0).isoformat()
    if isinstance(value, list | QuerySet):
        return sorted(as_answer(one) for one in value)
    if isinstance(value, Model):
        return str(value.pk)
    return "" if value is None else str(value)


def changed_by_another(now: str) -> str:
    """Return the sentence that says what somebody else has saved."""
    shown = f"{now[:LONGEST_SHOWN]}…" if len(now) > LONGEST_SHOWN else now
    return (
        f"Somebody else has changed this since you opened the page. It says now: {f'“{shown}”' if now else 'nothing'}. "
        "What you sent is still here and is not saved: save once more to replace what stands now."
    )


class KeepsBoth(admin.ModelAdmin):
    """Goes before an admin of entries."""

    form = BothKeptForm

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the entry, when something is sent kept from others until it is saved."""
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST" or not connection.in_atomic_block:
            return found
        locked(found)
        return super().get_object(request, object_id, from_field)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add the marks to the form of an entry that there is."""
        fieldsets = list(super().get_fieldsets(request, obj))
        return (
            [*fieldsets, (None, {"fields": [OPENED]})]
            if obj and self.has_change_permission(request, obj)
            else fieldsets
        )

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """Give rows that may be changed their mark."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            if inline.has_change_permission(request, obj):
                yield type(formset.__name__, (BothKeptRows, formset), {}), inline
            else:
                yield formset, inline
