"""Results of lists, for templates."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from listings.results import REASONS, markable, result_html

register = template.Library()
register.filter("markable", markable)


@register.simple_tag(takes_context=True)
def result(context: template.Context, listing: Any, level: str) -> SafeString:
    """A listing as a result: `{% result item "h3" %}`. `sought` and `remembered` of the context do what they say."""
    return result_html(listing, level, sought=context.get("sought"), remembered=context.get("remembered"))


@register.simple_tag
def place_of_reasons() -> str:
    """Where a result says why it is one."""
    return REASONS
