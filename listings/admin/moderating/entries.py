"""The page of one entry for moderators: what it says, what is new in it, and what can be decided."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from listings.admin.moderating.access import entry_to_moderate, for_moderators, next_in_queue, page
from listings.admin.moderating.choices import choices_for
from listings.models import Decision, Doubt, Listing
from listings.moderation.differences import everything, side_by_side, unseen
from listings.moderation.queues import flags_of, with_flags
from listings.moderation.reasons import in_words
from listings.required import missing_answers
from listings.views.history import words_for

MOST_DECISIONS = 20


@require_safe
@for_moderators
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an entry; of one that changed since a moderator looked, old beside new."""
    entry_to_moderate(request, pk)
    found = with_flags(Listing.objects.filter(pk=pk))
    listing = found.select_related("confirmed_by", "merged_into", "start_check").get()
    specific = listing.specific
    has_changed = listing.changed_since_review_at is not None
    change = unseen(specific) if has_changed else everything(specific)
    rows = side_by_side(change, specific, words_for([change], request.user))
    decisions = Decision.objects.filter(listing=pk).select_related("decided_by")[:MOST_DECISIONS]
    return page(
        request,
        "entry",
        listing.title,
        listing=listing,
        flags=flags_of(listing),
        similar=_shown_as_similar(listing),
        rows=rows,
        has_changed=has_changed,
        is_compared=any(row.old for row in rows),
        missing=missing_answers(specific) if listing.state != Listing.State.PUBLISHED else [],
        choices=choices_for(listing),
        decisions=[{"decision": one, "reasons": in_words(one)} for one in decisions],
        hidden=[
            {"decision": one, "what": Doubt.Statement(one.field).label}
            for one in Decision.objects.hidden().filter(listing=pk)
        ],
        doubts=Doubt.objects.open().filter(listing=pk).select_related("organisation"),
        following=next_in_queue(request, pk),
        change_address=reverse(f"admin:{specific._meta.app_label}_{specific._meta.model_name}_change", args=[pk]),
        history_address=reverse(f"{listing.kind}-history", args=[pk, listing.slug]),
    )


def _shown_as_similar(listing: Listing) -> list[Listing]:
    """Return the entries that the officer was shown before beginning this one."""
    check = getattr(listing, "start_check", None)
    return list(check.offered.all()) if check else []
