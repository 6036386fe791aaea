"""Forms in the markup of GOV.UK Frontend, which is in templates/django/forms/field.html and templates/forms/."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.HiddenInput, ""),
    (forms.widgets.Input, "govuk-input"),
]
"""The class that each kind of control has; the first that fits, special kinds before general ones."""
COLOURED = {"govuk-input", "govuk-textarea", "govuk-select"}
"""Controls that show by their own colour that something is wrong."""
CHOICES: dict[type[forms.Widget], str] = {
    forms.RadioSelect: "forms/radios.html",
    forms.CheckboxSelectMultiple: "forms/checkboxes.html",
}
"""Controls of several parts, with their templates."""


class SiteForm(forms.Form):
    """A form of the site's pages: GOV.UK markup, and no “:” after its labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for field in self.fields.values():
            dress(field.widget)

    def add_error(self, field: str | None, error: Any) -> None:
        """Note what is wrong, and give the controls that it concerns the colour of errors."""
        super().add_error(field, error)
        for name in self.errors.keys() & self.fields.keys():
            show_as_wrong(self.fields[name].widget)


def dress(widget: forms.Widget) -> None:
    """Give a control the class and template of its kind."""
    css = next((css for kind, css in CLASSES if isinstance(widget, kind)), "")
    widget.attrs["class"] = " ".join(filter(None, [css, widget.attrs.get("class", "")]))
    # Browsers cut what is pasted without a word; the form itself says what is too long.
    widget.attrs.pop("maxlength", None)
    if type(widget) in CHOICES:
        widget.template_name = CHOICES[type(widget)]


def show_as_wrong(widget: forms.Widget) -> None:
    """Give a control the colour of errors; those of several parts are marked by what stands around them."""
    classes = widget.attrs.get("class", "").split()
    if classes and classes[0] in COLOURED:
        widget.attrs["class"] = " ".join(dict.fromkeys([*classes, f"{classes[0]}--error"]))


def no_control_characters(text: str) -> None:
    """Refuse what nobody types and no page can show, such as the character NUL. Line breaks and tabs are fine.

    Raises ValidationError.
    """
    if any(ord(letter) < ord(" ") and letter not in "\t\r\n" for letter in text) or "\x7f" in text:
        raise ValidationError("Take out the characters that cannot be shown: type the text again instead of pasting it")
