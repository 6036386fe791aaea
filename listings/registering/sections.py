"""What an officer is asked about an entry: sections, each one plain form.

The answers of a section are a dictionary of texts and lists of texts by the names of the questions, the same whether
they are read from an entry (`SectionForm.values`) or sent with a form (`SectionForm.sent`): so they can be compared.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from councils.models import Organisation
from directory.forms import SiteForm
from listings.forms import DateField, PoundsField
from listings.models import Listing
from listings.partial_dates import PartialDate

Answers = dict[str, Any]


class SectionForm(SiteForm):
    """The questions of a section, most of them named like the column that keeps the answer.

    `councils` are those of which one may lead the entry. `not_kept` are controls that only help to answer, `needed`
    questions that must be answered but not by one control alone.
    """

    not_kept: ClassVar[Collection[str]] = ()
    needed: ClassVar[Collection[str]] = ()

    def __init__(self, *args: Any, listing: Any, councils: Sequence[Organisation] = (), **kwargs: Any) -> None:
        self.listing = listing
        self.councils = councils
        super().__init__(*args, **kwargs)

    @classmethod
    def questions(cls) -> list[str]:
        """Return the names of the questions whose answers are kept."""
        return [name for name in cls.base_fields if name not in cls.not_kept]

    @classmethod
    def values(cls, listing: Any) -> Answers:
        """Return the answers that an entry has."""
        return {name: as_text(getattr(listing, name)) for name in cls.questions()}

    def sent(self) -> Answers:
        """Return the answers that were sent, of a form that is valid."""
        return {name: as_text(self.cleaned_data[name]) for name in self.questions()}

    def in_words(self, name: str, value: Any) -> list[str]:
        """Return an answer as people read it, line by line; nothing when there is none."""
        field = self.fields[name]
        if not value:
            return []
        if isinstance(field, DateField):
            return [PartialDate(value).in_words()]
        if isinstance(field, PoundsField):
            return [f"£{int(value):,}"]
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            labels = {str(key): str(label) for key, label in choices}
            return [labels.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value])]
        return list(value) if isinstance(value, list) else str(value).splitlines()

    def anchor(self, name: str) -> str:
        """Return the identifier of the control, or of the first, that answers a question."""
        field = self[name]
        return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)


def as_text(value: Any) -> Any:
    """Return an answer as forms send it: text, or a list of texts."""
    if value is None:
        return ""
    return [str(one) for one in value] if isinstance(value, list) else str(value)


@dataclass(frozen=True)
class Section:
    """A part of the task list: `key` is its word in the address, `title` what people call it.

    `subjects` are further words by which moderators name what it asks, see listings.moderation.reasons.
    """

    key: str
    title: str
    form: type[SectionForm]
    is_required: bool = False
    template: str = "registering/section.html"
    subjects: Collection[str] = ()

    def is_answered(self, listing: Any) -> bool:
        """True when all that is required has an answer; for an optional section, when anything has."""
        values = self.form.values(listing)
        if not self.is_required:
            return any(values.values())
        needed = {name for name, field in self.form.base_fields.items() if field.required}.union(self.form.needed)
        return all(values[name] for name in needed)


@dataclass(frozen=True)
class Journey:
    """All that is asked about entries of one kind, in the order of asking."""

    model: type[Any]
    kind: Listing.Kind
    sections: Sequence[Section]

    def section(self, key: str) -> Section | None:
        """Return the section of this key, if there is one."""
        return next((section for section in self.sections if section.key == key), None)

    def section_about(self, subject: str) -> Section | None:
        """Return the section that asks about what a moderator named."""
        about = (one for one in self.sections if subject in one.form.base_fields or subject in one.subjects)
        return next(about, None)

    def next_unanswered(self, listing: Any) -> Section | None:
        """Return the first required section that has no answer yet."""
        return next(
            (section for section in self.sections if section.is_required and not section.is_answered(listing)), None
        )
