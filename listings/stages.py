"""One piece of work, published as several entries: which they are, and in which order."""

from collections.abc import Iterable

from collabhub.permissions import Action, Visitor, allowed
from listings.models import Listing, RelatedListing

SAME_WORK = """
WITH RECURSIVE work (id) AS (
    SELECT %s::bigint
    UNION
    SELECT CASE WHEN link.earlier_id = work.id THEN link.later_id ELSE link.earlier_id END
    FROM listings_relatedlisting AS link JOIN work ON work.id IN (link.earlier_id, link.later_id)
)
SELECT link.* FROM listings_relatedlisting AS link JOIN work ON link.earlier_id = work.id
"""


def places(links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return how many stages lie before each listing, for links of (earlier, later). Circles end where they began."""
    pairs = list(links)
    depth = {listing: 0 for pair in pairs for listing in pair}
    for _ in depth:
        for earlier, later in pairs:
            depth[later] = min(max(depth[later], depth[earlier] + 1), len(depth))
    return depth


def visible_stages(listing: Listing, visitor: Visitor) -> list[Listing]:
    """Return the stages of the work that `listing` belongs to, first to last, itself included; none for single work."""
    links = RelatedListing.objects.raw(SAME_WORK, [listing.pk])
    place = places((link.earlier_id, link.later_id) for link in links)
    if not place:
        return []
    stages = allowed(visitor, Action.VIEW, Listing.objects.filter(pk__in=place)).select_related("project")
    return sorted(stages, key=lambda stage: (place[stage.pk], stage.started or "9", stage.pk))
