"""The queues: one page for all of them, and one page for each."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from collabhub.permissions import Visitor, is_moderator
from listings.admin.moderating.access import for_moderators, page
from listings.moderation.queues import BY_KEY, QUEUES, Queue

FIRST = 5
"""How many of each queue the page of all queues shows."""
ON_A_PAGE = 50


@require_safe
@for_moderators
def landing(request: HttpRequest) -> HttpResponse:
    """All that waits: each queue with its number and those that wait longest."""
    shown = [{"queue": queue, "number": queue.find().count(), "rows": queue.first(FIRST)} for queue in QUEUES]
    return page(request, "queues", "What waits for moderators", queues=shown)


@require_safe
@for_moderators
def queue(request: HttpRequest, key: str) -> HttpResponse:
    """Everything in one queue, oldest first, in pages."""
    found = BY_KEY.get(key)
    if found is None:
        raise Http404
    shown = Paginator(found.find(), ON_A_PAGE).get_page(request.GET.get("page"))
    title = f"{found.title} ({shown.paginator.count:,})"
    return page(request, "queue", title, queue=found, rows=found.show(list(shown)), shown=shown)


def numbers_for(visitor: Visitor) -> list[tuple[Queue, int]]:
    """Return each queue with how many wait in it; nothing for anybody but moderators."""
    return [(queue, queue.find().count()) for queue in QUEUES] if is_moderator(visitor) else []
