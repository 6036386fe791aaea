"""Reads the forms of a page as a browser does: where each goes, what can be typed and chosen, what it would send."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django import forms

TYPED = {"text", "textarea", "email", "search", "url", "number", "tel", "date", "time", "password"}
CHOSEN = {"radio", "checkbox", "select", "hidden"}
PRESSED = {"submit", "button", "image", "reset"}
PLAIN = "Plain words of an officer"


@dataclass
class Control:
    """What bears one name in a form: the values that it would send now, and those that it offers."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form of a page. `buttons` are the names and values of what can be pressed, "" for a button without."""

    address: str
    method: str
    is_multipart: bool
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def of_kinds(self, kinds: set[str]) -> list[Control]:
        """Return the controls of some kinds that are somebody's answers.

        The token against forged forms is none, nor is what the admin counts its rows with and makes new ones from.
        """
        found = [one for one in self.controls.values() if one.kind in kinds and one.name != "csrfmiddlewaretoken"]
        return [one for one in found if not re.search("_FORMS$|__prefix__|^select_across$", one.name)]

    def sent(self) -> dict[str, list[str]]:
        """Return what an untouched form sends when its button is pressed: the one that saves, else the first."""
        found = {name: list(one.values) for name, one in self.controls.items() if one.kind != "file"}
        named = {name: [value] for name, value in self.buttons[::-1] if name}
        pressed = next(
            (name for name in ("save", "_save") if name in named), self.buttons[0][0] if self.buttons else ""
        )
        return found | {name: named[name] for name in [pressed] if name in named}


class _FormReader(HTMLParser):
    """Collects the forms of a page; controls outside of forms are nobody's."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.found: list[Form] = []
        self.form: Form | None = None
        self.text: list[str] | None = None
        self.control: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_multipart = given.get("enctype") == "multipart/form-data"
            address = urljoin(self.page, given.get("action", ""))
            self.form = Form(address, given.get("method", "get").lower(), is_multipart)
            self.found.append(self.form)
        elif self.form is not None and "disabled" not in given:
            self.take(tag, given)

    def take(self, tag: str, given: dict[str, str]) -> None:
        """Note a control, or what a control offers."""
        assert self.form is not None
        name = given.get("name", "")
        kind = given.get("type", "text" if tag == "input" else "submit") if tag in {"input", "button"} else tag
        if tag == "option" and self.control:
            self.control.offered.append(given.get("value", ""))
            if "selected" in given:
                self.control.values.append(given.get("value", ""))
        elif tag in {"input", "button"} and kind in PRESSED:
            self.form.buttons.append((name, given.get("value", "")))
        elif tag in {"input", "select", "textarea"} and name:
            self.control = self.form.controls.setdefault(name, Control(name, kind))
            self.text = [] if tag == "textarea" else None
            if kind in {"radio", "checkbox"}:
                self.control.offered.append(given.get("value", "on"))
            if tag == "input" and (kind not in {"radio", "checkbox"} or "checked" in given):
                self.control.values.append(given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text is not None and self.control:
            self.control.values.append("".join(self.text).removeprefix("\r\n").removeprefix("\n"))
            self.text = None
        elif tag == "select" and self.control:
            self.control.values = self.control.values or self.control.offered[:1]
            self.control = None
        elif tag == "form":
            self.form = None


def forms_of(response: Any) -> list[Form]:
    """Return the forms of a page, in order."""
    request = response.request
    query = f"?{request['QUERY_STRING']}" if request.get("QUERY_STRING") else ""
    reader = _FormReader(request["PATH_INFO"] + query)
    reader.feed(response.content.decode())
    reader.close()
    return reader.found


def controls_by_name(forms_found: list[Form]) -> dict[str, Control]:
    """Return the controls of all forms of a page by their names; of several with one name, the last."""
    return {name: one for form in forms_found for name, one in form.controls.items()}


def fields_of(response: Any) -> dict[str, forms.Field]:
    """Return the fields of Django's forms on a page, by the names that their controls bear in HTML."""
    found: dict[str, forms.Field] = {}
    for context in response.context or []:
        for value in context.flatten().values():
            for form in _django_forms(value):
                found |= {form.add_prefix(name): one for name, one in form.fields.items()}
    return found


def _django_forms(value: Any) -> Iterator[forms.BaseForm]:
    """Yield the forms that a value of a page's context is or has: those of the admin lie in others."""
    if isinstance(value, forms.BaseForm):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _django_forms(one)
    elif isinstance(form := getattr(value, "form", None), forms.BaseForm):
        yield form
    elif formset := getattr(value, "formset", None):
        yield from formset.forms
    elif hasattr(value, "fieldsets"):
        yield from (form for _, form in value.fieldsets if isinstance(form, forms.BaseForm))


def filled_in(form: Form, fields: dict[str, forms.Field]) -> dict[str, list[str]]:
    """Return what a form sends when somebody writes plain words where it is empty, and chooses the first of each."""
    sent = form.sent()
    for control in form.of_kinds(TYPED | CHOSEN):
        asked = fields.get(control.name)
        is_needed = asked is None or asked.required or control.kind == "textarea"
        if any(sent[control.name]) or not is_needed:
            continue
        if control.kind in {"text", "textarea"} and not isinstance(asked, forms.ModelMultipleChoiceField):
            sent[control.name] = [PLAIN]
        elif control.kind == "email":
            sent[control.name] = ["somebody@people.example"]
        elif control.kind in {"radio", "select", "checkbox"}:
            sent[control.name] = [one for one in control.offered if one][:1]
    return sent
