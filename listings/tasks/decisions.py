"""Mails about what moderators decided. What is no longer so when a job is done is not written."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app

from councils.models import User
from councils.tasks.memberships import link, skipping_what_is_gone
from councils.tasks.retries import MAIL
from councils.tasks.writing import write_to
from listings.keepers import keeper_among
from listings.models import Decision, Doubt, Listing
from listings.moderation.reasons import in_words, rule_name_of


def tell(decision: Decision, mail: Any, *, to: Iterable[User]) -> None:
    """Make the job of one mail to each of these people, but for whoever decided. Call it where the decision is made."""
    for reader in to:
        if reader.pk != decision.decided_by_id:
            mail.defer(decision_id=decision.pk, to_id=reader.pk)


@app.task(name="listings.approved", retry=MAIL)
def approved(*, decision_id: int, to_id: int) -> None:
    """Tell an officer that their entry is public."""
    with skipping_what_is_gone():
        decision = about(decision_id, listing__state=Listing.State.PUBLISHED)
        leads = [part.organisation for part in decision.listing.leads if part.organisation]
        councils = [str(council) for council in leads if council.publishes_directly]
        context = {"link": public_page(decision.listing), "publishing_directly": councils}
        write(decision, to_id, "approved", context=context)


@app.task(name="listings.sent_back", retry=MAIL)
def sent_back(*, decision_id: int, to_id: int) -> None:
    """Tell an officer what to mend before their entry can be public."""
    with skipping_what_is_gone():
        decision = about(decision_id, settled_at__isnull=True, listing__state=Listing.State.DRAFT)
        write(decision, to_id, "sent_back", context={"link": own_page(decision.listing, to_id)})


@app.task(name="listings.withdrawn", retry=MAIL)
def withdrawn(*, decision_id: int, to_id: int) -> None:
    """Tell an officer that a moderator took their entry off the public pages."""
    with skipping_what_is_gone():
        decision = about(decision_id, listing__state=Listing.State.WITHDRAWN)
        write(decision, to_id, "withdrawn", context={"link": own_page(decision.listing, to_id)})


@app.task(name="listings.brought_back", retry=MAIL)
def brought_back(*, decision_id: int, to_id: int) -> None:
    """Tell an officer that a moderator brought their entry back."""
    with skipping_what_is_gone():
        decision = about(decision_id)
        write(decision, to_id, "brought_back", context={"link": own_page(decision.listing, to_id)})


@app.task(name="listings.merged", retry=MAIL)
def merged(*, decision_id: int, to_id: int) -> None:
    """Tell an officer that their entry and another are one now."""
    with skipping_what_is_gone():
        decision = about(decision_id, listing__merged_into__isnull=False)
        into = decision.listing.merged_into
        write(decision, to_id, "merged", context={"link": public_page(into), "into": into})


@app.task(name="listings.lead_changed", retry=MAIL)
def lead_changed(*, decision_id: int, to_id: int) -> None:
    """Tell somebody of the councils concerned who leads an entry from now on."""
    with skipping_what_is_gone():
        decision = about(decision_id)
        write(decision, to_id, "lead_changed", context={"link": public_page(decision.listing)})


@app.task(name="listings.statement_hidden", retry=MAIL)
def statement_hidden(*, decision_id: int, to_id: int) -> None:
    """Tell an officer that a moderator took a statement out of their entry."""
    with skipping_what_is_gone():
        decision = about(decision_id)
        context = {
            "link": own_page(decision.listing, to_id),
            "statement": Doubt.Statement(decision.field).label.lower(),
        }
        write(decision, to_id, "statement_hidden", context=context)


@app.task(name="listings.publishing_changed", retry=MAIL)
def publishing_changed(*, decision_id: int, to_id: int) -> None:
    """Tell a manager whether their council's entries are public once they are sent in."""
    with skipping_what_is_gone():
        decision = Decision.objects.select_related("organisation").get(pk=decision_id)
        is_direct = decision.kind == Decision.Kind.DIRECT_PUBLISHING
        if decision.organisation is None or decision.organisation.publishes_directly != is_direct:
            return
        page = link("council-area", decision.organisation.slug)
        context = {"link": page, "organisation": decision.organisation, "is_direct": is_direct}
        write(decision, to_id, "publishing_changed", context=context)


# Parts of the above


def about(decision_id: int, **as_it_should_be: Any) -> Any:
    """Return a decision about an entry that is still as it was when the job was made. Raises Decision.DoesNotExist."""
    decisions = Decision.objects.select_related("listing__merged_into").exclude(listing=None)
    return decisions.get(pk=decision_id, **as_it_should_be)


def write(decision: Decision, to_id: int, name: str, *, context: dict[str, Any]) -> None:
    """Write a mail about a decision: its reasons, and the rule that they rest on. Raises User.DoesNotExist.

    Whoever has no say in it any more, because they left the council or it left the entry, gets none.
    """
    reader = User.objects.open().get(pk=to_id)
    if not may_still_read(decision, reader):
        return
    said = {
        "decision": decision,
        "listing": decision.listing,
        "reasons": in_words(decision),
        "rule": rule_name_of(decision),
    }
    write_to(reader, name, context=said | context)


def may_still_read(decision: Decision, reader: User) -> bool:
    """True for moderators, managers of the council, and people of those that answer for the entry; of a new lead all.

    Who led an entry before is told of it because their council does not answer for it any more.
    """
    if reader.is_staff or decision.kind == Decision.Kind.LEAD_CHANGED:
        return True
    if decision.listing is None:
        return decision.organisation_id in reader.manages
    return keeper_among(decision.listing.merged_into or decision.listing, reader.roles) is not None


def public_page(listing: Listing) -> str:
    """Return the whole address of an entry's public page."""
    return settings.SITE_URL + listing.get_absolute_url()


def own_page(listing: Listing, to_id: int) -> str:
    """Return the whole address of the page on which this person mends an entry, in the area of their own council."""
    council = keeper_among(listing, User.objects.get(pk=to_id).roles)
    return link(f"{listing.kind}-tasks", council.slug, listing.pk) if council else link("my-councils")
