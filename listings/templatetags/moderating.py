"""What waits for moderators, on the admin's first page."""

from typing import Any

from django import template

from listings.admin.moderating.queues import numbers_for

register = template.Library()


@register.inclusion_tag("admin/moderating/numbers.html", takes_context=True)
def queue_numbers(context: Any) -> dict[str, Any]:
    """Show each queue with how many wait in it; nothing for anybody but moderators."""
    return {"numbers": numbers_for(context["request"].user)}
