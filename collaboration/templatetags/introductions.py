"""Suggestions and introductions on pages that are about something else, for templates."""

from typing import Any

from django import template
from django.utils.timezone import localdate

from collabhub.permissions import Action, allowed, is_moderator
from collaboration.actions.introducing import MODERATORS_ASKED
from collaboration.models import Introduction
from collaboration.parties import line_for, parties_about, with_parties
from collaboration.suggested import still_fitting
from councils.models import Organisation

register = template.Library()


@register.inclusion_tag("joining/introductions/in_area.html", takes_context=True)
def for_the_council(context: Any, council: Organisation) -> dict[str, Any]:
    """What a council's people may want to know of, in its area: `{% for_the_council council %}`; nothing for others."""
    user = context["request"].user
    theirs = allowed(user, Action.VIEW, still_fitting(localdate()).filter(organisation=council))
    open_ones = allowed(user, Action.VIEW, Introduction.objects.open()).filter(parties__in=parties_about(council))
    lines = [
        {"number": one.pk, "words": line_for(one, user, localdate())} for one in with_parties(open_ones.distinct())
    ]
    return {"council": council, "suggestions": theirs.select_related("listing"), "introductions": lines}


@register.inclusion_tag("joining/introductions/to_look_after.html", takes_context=True)
def introductions_to_look_after(context: Any) -> dict[str, Any]:
    """The introductions that nobody has said anything about, on moderators' first page; nothing for anybody else."""
    if not is_moderator(context["request"].user):
        return {"is_shown": False}
    waiting = Introduction.objects.open().filter(times_asked__gte=MODERATORS_ASKED).count()
    return {"is_shown": True, "waiting": waiting, "open": Introduction.objects.open().count()}
