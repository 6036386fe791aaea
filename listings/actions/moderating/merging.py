"""Making one entry of two that are about the same work."""

from collections.abc import Callable, Hashable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from councils.models import User
from directory.history import recorded
from listings.actions.moderating.refused import DecisionRefused, refuse_unless
from listings.actions.moderating.rows import move
from listings.actions.partners import tell_named_partners
from listings.actions.saving import locked, save_listing
from listings.keepers import officers_of_keepers
from listings.merging import MERGINGS
from listings.models import Decision, Doubt, Listing, Participation, ParticipationRequest, RelatedListing
from listings.tasks import decisions as mails

State, Standing = Listing.State, Participation.Standing
FIRM = [Standing.NAMED, Standing.STATED, Standing.CONFIRMED]
"""How firmly it is known that an organisation takes part, least first."""


@recorded
def merge(*, listing: Listing, into: Listing, words: str, by: User) -> Decision:
    """Join `listing` to the entry that stays: its old address leads there from now on, and its people are told.

    Who takes part, who looks after it, links, sources, areas, topics, updates, dates of phases, stages and requests go
    along, each once, and so does what other apps know of it (listings.merging). What the entry that stays says of
    itself stays as it is. Raises DecisionRefused for one entry twice, for entries that are merged or withdrawn already,
    and while somebody's doubt about `listing` is open.
    """
    if listing.pk == into.pk:
        raise DecisionRefused("Choose another entry: this one cannot be merged into itself.")
    # Always in the same order, so that two moderators who merge the same two do not wait for each other.
    rows = {pk: locked(Listing(pk=pk)) for pk in sorted([listing.pk, into.pk])}
    goes, stays = rows[listing.pk], rows[into.pk]
    refuse_unless(goes, State.PUBLISHED, State.WAITING, State.DRAFT)
    refuse_unless(stays, State.PUBLISHED, State.WAITING, State.DRAFT)
    if goes.state == State.PUBLISHED and stays.state != State.PUBLISHED:
        raise DecisionRefused(f"“{goes}” is public and “{stays}” is not: merge the other way round.")
    if Doubt.objects.open().filter(listing=goes.pk).exists():
        raise DecisionRefused(f"Answer first what is doubted in “{goes}”: what was taken out cannot go along.")
    told = {person.pk: person for person in [*officers_of_keepers(goes), *officers_of_keepers(stays)]}
    _bring_along(goes, stays)
    for merging in MERGINGS:
        merging(goes, stays, by)
    goes.state, goes.changed_since_review_at, goes.merged_into_id = State.WITHDRAWN, None, stays.pk
    save_listing(listing=goes, by=by)
    save_listing(listing=stays, by=by)
    tell_named_partners(stays)
    Listing.objects.filter(merged_into=goes.pk).update(merged_into=stays.pk)
    Decision.objects.create(kind=Decision.Kind.MERGED, listing_id=stays.pk, words=f"Took in: {goes}", decided_by=by)
    decision = Decision.objects.create(kind=Decision.Kind.MERGED, listing_id=goes.pk, words=words, decided_by=by)
    mails.tell(decision, mails.merged, to=told.values())
    return decision


def _bring_along(goes: Any, stays: Any) -> None:
    """Give everything that belongs to one entry to the other, each thing once."""
    _bring_participations(goes, stays)
    _bring_requests(goes, stays)
    _bring_stages(goes, stays)
    _bring(goes.links, stays, lambda link: link.url)
    move(list(goes.sources.all()), stays)
    move(list(goes.updates.all()), stays)
    _bring(goes.listing_officers, stays, lambda officer: officer.membership_id)
    same_kind = Q() if goes.kind == stays.kind else Q(phase="ended")
    _bring(goes.phase_changes.filter(same_kind), stays, lambda change: (change.phase, change.since))
    stays.service_areas.add(*goes.service_areas.all())
    stays.topics.add(*goes.topics.all())


def _bring(rows: Any, stays: Listing, alike: Callable[[Any], Hashable]) -> None:
    """Give rows that belong to one entry to the other, but for those that it has by what makes them `alike`."""
    found = list(rows.all())
    there = {alike(row) for row in type(found[0])._default_manager.filter(listing=stays.pk)} if found else set()
    move([row for row in found if alike(row) not in there], stays)
    rows.all().delete()


def _bring_participations(goes: Listing, stays: Listing) -> None:
    """Give those who take part to the other entry; of one that is in both, what is known better stays known."""

    def place(part: Participation) -> Hashable:
        return part.role, part.organisation_id, part.name_to_resolve_id

    there = {place(part): part for part in Participation.objects.select_for_update().filter(listing=stays.pk)}
    coming = list(Participation.objects.select_for_update().filter(listing=goes.pk))
    for part in coming:
        known = there.get(place(part))
        if known is None:
            continue
        known.standing = max(known.standing, part.standing, key=lambda standing: FIRM.index(Standing(standing)))
        known.claimed_at = known.claimed_at or part.claimed_at
        known.joined = min(filter(None, (known.joined, part.joined)), default="")
        known.left = max(known.left, part.left) if known.left and part.left else ""
        known.save()
    move([part for part in coming if place(part) not in there], stays)
    Participation.objects.filter(listing=goes.pk).delete()


def _bring_requests(goes: Listing, stays: Listing) -> None:
    """Give requests to take part to the other entry. What is asked of both is asked once."""
    open_there = ParticipationRequest.objects.open().filter(listing=stays.pk).values("organisation")
    twice = ParticipationRequest.objects.open().filter(listing=goes.pk, organisation__in=open_there)
    twice.update(answer=ParticipationRequest.Answer.TAKEN_BACK, answered_at=timezone.now())
    ParticipationRequest.objects.filter(listing=goes.pk).update(listing=stays.pk)


def _bring_stages(goes: Listing, stays: Listing) -> None:
    """Link the other entry to the stages before and after this one."""
    links = list(RelatedListing.objects.filter(Q(earlier=goes.pk) | Q(later=goes.pk)))
    pairs = {tuple(stays.pk if pk == goes.pk else pk for pk in (link.earlier_id, link.later_id)) for link in links}
    RelatedListing.objects.filter(pk__in=[link.pk for link in links]).delete()
    for earlier, later in sorted(pairs):
        if earlier != later:
            RelatedListing.objects.get_or_create(earlier_id=earlier, later_id=later)
