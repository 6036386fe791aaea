"""The admin's search fields, which find what is to be chosen by typing."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError


class _OnlyPossible(AutocompleteMixin):
    """Leaves out what cannot be the key of anything, such as words, when a refused form is shown again.

    Django's own field asks the database for whatever was sent, and fails.
    """

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        key = self.field.remote_field.model._meta.pk
        possible = [one for one in value if _may_be(key, one)]
        return super().optgroups(name, possible, attrs)


class SearchSelect(_OnlyPossible, AutocompleteSelect):
    """Chooses one."""


class SearchSelectMultiple(_OnlyPossible, AutocompleteSelectMultiple):
    """Chooses several."""


def _may_be(key: Any, value: str) -> bool:
    try:
        key.to_python(value)
    except ValidationError:
        return False
    return True
