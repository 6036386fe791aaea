"""Words for templates: counts, dates, money and text from people."""

import datetime
import itertools
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from directory.counting import counted
from directory.filtered_list import FilteredList, Group, Option
from directory.markdown import render_markdown

register = template.Library()

BREAKS_OUT_OF_A_SCRIPT = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@register.simple_tag(name="counted")
def counted_tag(number: int, one: str, many: str = "") -> str:
    """A count in words: `{% counted 2 "project" %}` is "2 projects"."""
    return counted(number, one, many)


@register.simple_tag
def page_query(filtered: FilteredList, number: int) -> str:
    """The query string of another page of a list."""
    return filtered.page_query(number)


@register.simple_tag
def options(group: Group, control: str) -> SafeString:
    """The choices of a group, each as a `control`, "checkbox" or "radio", with its number of results.

    Written here and not as a template: a page has up to two hundred of them.
    """
    kind = "checkboxes" if control == "checkbox" else "radios"
    places = itertools.count(1)
    html = "".join(choice(group.word, option, control, kind, places) for option in group.options)
    return mark_safe(html)  # noqa: S308 - choice() escapes all that is not ours


def choice(word: str, option: Option, control: str, kind: str, places: Iterator[int]) -> str:
    """Return the HTML of one choice, and of those below it when it is open."""
    place = f"{word}-{next(places)}"
    state = " checked" if option.is_chosen else " disabled" if option.is_disabled else ""
    number = "" if option.number is None else f' <span class="count">({option.number:,})</span>'
    below = "".join(choice(word, one, control, kind, places) for one in option.below)
    return (
        f'<div class="govuk-{kind}__item">'
        f'<input class="govuk-{kind}__input" type="{control}" name="{word}" value="{escape(option.value)}" id="{place}"'
        f'{state}><label class="govuk-label govuk-{kind}__label" for="{place}">{escape(option.label)}{number}'
        "</label></div>" + (f'<div class="filter-group__below">{below}</div>' if below else "")
    )


@register.filter
def in_words(value: object) -> str:
    """A date as people read it, as precise as it is known; empty for no date."""
    if hasattr(value, "in_words"):
        return str(value.in_words())
    if isinstance(value, datetime.datetime):
        return date_format(localtime(value), "j F Y")
    if isinstance(value, datetime.date):
        return date_format(value, "j F Y")
    return ""


@register.filter
def pounds(value: int | None) -> str:
    """A sum in whole pounds: £350,000; empty for none."""
    return "" if value is None else f"£{value:,}"


@register.filter
def thousands(value: int) -> str:
    """A whole number with commas."""
    return f"{value:,}"


@register.filter
def host(url: str) -> str:
    """The site that an address leads to, without www."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def markdown(text: str) -> SafeString:
    """Text from people as safe HTML."""
    return render_markdown(text)


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Linked data as an inert block that no text inside can break out of; empty entries are left out."""
    filled = {key: value for key, value in data.items() if value not in ("", None, [], {})}
    text = json.dumps(filled, cls=DjangoJSONEncoder, ensure_ascii=False).translate(BREAKS_OUT_OF_A_SCRIPT)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - every character that HTML gives a meaning is escaped above
    )
