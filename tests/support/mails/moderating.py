"""Mails about moderating in the admin: what sends each, by the name of its template."""

from collections.abc import Callable
from typing import Any

from listings.models import Decision
from listings.tasks import decisions
from tests.support.factories import make_council, make_manager, make_project


def mails() -> dict[str, Callable[[], None]]:
    """Return what sends each mail."""
    council = make_council("Exford")
    reader = make_manager(council)
    public, other = make_project(leads=[council]), make_project(leads=[council])
    draft = make_project(state="draft", leads=[council])
    withdrawn = make_project(state="withdrawn", leads=[council])
    joined = make_project(state="withdrawn", leads=[council], merged_into=other)

    def send(mail: Any, **about: Any) -> Callable[[], None]:
        return lambda: mail(decision_id=Decision.objects.create(**about).pk, to_id=reader.pk)

    return {
        "approved": send(decisions.approved, kind="approved", listing_id=public.pk),
        "sent_back": send(decisions.sent_back, kind="sent-back", listing_id=draft.pk, reason="plain-words"),
        "withdrawn": send(decisions.withdrawn, kind="withdrawn", listing_id=withdrawn.pk, words="It is advertising."),
        "brought_back": send(decisions.brought_back, kind="brought-back", listing_id=public.pk),
        "merged": send(decisions.merged, kind="merged", listing_id=joined.pk, words="The same work."),
        "lead_changed": send(decisions.lead_changed, kind="lead-changed", listing_id=public.pk, words="Led by Exford."),
        "statement_hidden": send(
            decisions.statement_hidden, kind="hidden", listing_id=public.pk, reason="verdict", field="description"
        ),
        "publishing_changed": send(
            decisions.publishing_changed, kind="no-direct-publishing", organisation=council, words="Ask first."
        ),
    }
