"""How messages are answered, on the public pages of listings and councils, and what of them waits for moderators."""

from typing import Any

from django import template

from collaboration.admin.chasing import numbers_for
from collaboration.figures import figures_of_council, figures_of_listing
from councils.models import Organisation
from listings.models import Listing

register = template.Library()


@register.inclusion_tag("joining/chasing/figures.html")
def how_it_is_answered(what: Listing | Organisation) -> dict[str, Any]:
    """Show how messages about a listing, or to a council, are answered: `{% how_it_is_answered listing %}`."""
    if isinstance(what, Organisation):
        return {"figures": figures_of_council(what), "is_council": True}
    return {"figures": figures_of_listing(what), "is_council": False}


@register.inclusion_tag("admin/joining/numbers.html", takes_context=True)
def joining_queues(context: Any, *, is_landing: bool = False) -> dict[str, Any]:
    """Show what of joining in waits for moderators, with how much of it; nothing for anybody else."""
    return {"joining": numbers_for(context["request"].user), "is_landing": is_landing}
