"""Beginning an entry, and saving what officers answer about it, section by section."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from councils.models import Membership, Organisation, User
from directory.history import recorded
from listings.actions.partners import let_go
from listings.actions.saving import locked, save_listing
from listings.models import Link, Listing, ListingOfficer, Participation, PhaseChange, StartCheck
from listings.models.listing import slug_for
from listings.registering.common import LinksForm, standing_lead
from listings.registering.conflicts import Difference, conflict, merged
from listings.registering.sections import Answers, Section

Role, Standing = Participation.Role, Participation.Standing
MODELS = {Listing.Kind.PROJECT: "project", Listing.Kind.SERVICE: "sharedservice"}


class StartRefused(Exception):
    """The entry cannot be begun; the text is a sentence for the person who tried."""


class SaveRefused(Exception):
    """The answers cannot be saved; the text is a sentence for the person who sent them."""


class SectionConflict(Exception):
    """Somebody else has changed what these answers change; nothing is saved until the sender has chosen."""

    def __init__(self, now: Answers, differences: list[Difference]) -> None:
        super().__init__("Somebody else has changed this while you were writing.")
        self.now, self.differences = now, differences


@recorded
def start_listing(
    *,
    kind: str,
    title: str,
    summary: str,
    council: Organisation,
    key: UUID,
    by: User,
    offered: Collection[Listing] = (),
    linked: Collection[Listing] = (),
) -> Any:
    """Begin an entry of a kind as a draft that a council leads and `by` looks after, and return it.

    `key` is that of the form: sent twice, it is one entry, as the first sent it. `offered` is the similar work that was
    shown, `linked` what of it the new entry points to among its links. Both are kept for the moderators to see.
    Raises StartRefused for who does not belong to the council, for an abolished council, and for the key of others.
    """
    membership = _membership(council, by)
    if membership is None:
        raise StartRefused(f"You do not belong to {council} any more, so you cannot register entries for it.")
    if council.is_abolished:
        raise StartRefused(f"{council} was abolished. Register the entry for the council that took over.")
    model: Any = Listing._meta.get_field(MODELS[Listing.Kind(kind)]).related_model
    try:
        with transaction.atomic():
            listing = model.objects.create(title=title, summary=summary, slug=slug_for(title), start_key=key)
    except IntegrityError:
        listing = Listing.objects.filter(start_key=key).first()
        if listing is None or not Listing.objects.kept_by(council).filter(pk=listing.pk).exists():
            raise StartRefused("This form was used before. Press Continue once more to begin an entry.") from None
        return listing.specific
    Participation.objects.create(
        listing_id=listing.pk, organisation=council, role=Role.LEAD, standing=Standing.CONFIRMED
    )
    ListingOfficer.objects.create(listing_id=listing.pk, membership=membership)
    _keep_what_was_shown(listing, offered, linked)
    save_listing(listing=listing, by=by)
    return listing


def _keep_what_was_shown(listing: Listing, offered: Collection[Listing], linked: Collection[Listing]) -> None:
    """Keep which similar work was shown before an entry began, and point to some of it."""
    chose = StartCheck.Choice
    choice = chose.LINK if linked else chose.GO_ON if offered else chose.NOTHING_SIMILAR
    check = StartCheck.objects.create(listing_id=listing.pk, choice=choice)
    check.offered.set(one.pk for one in offered)
    for other in linked:
        Link.objects.create(listing_id=listing.pk, url=f"{settings.SITE_URL}{other.get_absolute_url()}")


@recorded
def save_section(*, listing: Listing, section: Section, sent: Answers, opened: str, by: User) -> Any:
    """Save the answers of a section of an entry, and return the entry.

    `opened` says how the answers stood when the form was opened: what the sender did not change stays as somebody else
    has changed it since. Answers as they stand already change nothing.
    Raises SectionConflict when both changed the same answer, and SaveRefused for an entry that is withdrawn.
    """
    listing = locked(listing)
    if listing.merged_into_id:
        raise SaveRefused("This entry was joined with another one, so it cannot be changed any more.")
    if listing.state == Listing.State.WITHDRAWN:
        raise SaveRefused("This entry is withdrawn. Bring it back first, then save this again.")
    now = section.form.values(listing)
    if differences := conflict(opened, now, sent):
        raise SectionConflict(now, differences)
    answers = merged(opened, now, sent)
    if answers == now:
        return listing
    related = [name for name in answers if name in RELATED]
    for name in answers.keys() - set(related):
        field: Any = listing._meta.get_field(name)
        setattr(listing, name, None if answers[name] == "" and field.null else field.to_python(answers[name]))
    for name in related:
        if answers[name] != now[name]:
            RELATED[name](listing, answers[name], by)
    try:
        listing.validate_constraints()
    except ValidationError as error:
        raise SaveRefused(" ".join(error.messages)) from None
    save_listing(listing=listing, by=by)
    if "phase" in answers:
        _save_phase_since(listing, answers["phase_since"])
    return listing


def _membership(council: Organisation, person: User) -> Membership | None:
    """Return a person's membership of a council, which cannot end before the action does."""
    held = council.memberships.current().filter(user=person)
    return held.select_for_update(no_key=True, of=["self"]).first()


def _save_areas(listing: Any, numbers: list[str], _by: User) -> None:
    listing.service_areas.set(int(number) for number in numbers)


def _save_links(kind: str) -> Callable[[Any, list[str], User], None]:
    """Return what saves the links of one kind. An address that the entry has under another kind moves here."""

    def save(listing: Any, addresses: list[str], _by: User) -> None:
        listing.links.filter(kind=kind).exclude(url__in=addresses).delete()
        for address in addresses:
            elsewhere = listing.links.filter(url=address)
            if not elsewhere.exclude(kind=Link.Kind.SOURCE).update(kind=kind) and not elsewhere.exists():
                Link.objects.create(listing_id=listing.pk, url=address, kind=kind)

    return save


def _save_lead(listing: Any, number: str, by: User) -> None:
    """Let another council lead an entry: who led it becomes a partner, unless nobody but its own people saw it."""
    council = Organisation.objects.get(pk=number)
    membership = _membership(council, by)
    before = standing_lead(listing)
    if not by.is_staff and (membership is None or (before and before.organisation_id not in by.roles)):
        raise SaveRefused("Only people of both councils can let another one lead. A moderator can help you.")
    if before is not None:
        others = listing.participations.filter(organisation=before.organisation_id).exclude(pk=before.pk)
        if listing.published_at is None or others.exclude(role=Role.LEAD).exists():
            before.delete()
        else:
            before.role, before.claimed_at = Role.PARTNER, None
            before.save()
    listing.participations.filter(organisation=council, role=Role.PARTNER).delete()
    lead, _ = listing.participations.get_or_create(organisation=council, role=Role.LEAD)
    lead.standing, lead.left = Standing.CONFIRMED, ""
    lead.save()
    if membership is not None:
        ListingOfficer.objects.get_or_create(listing_id=listing.pk, membership=membership)
    let_go(listing)


def _save_phase_since(listing: Any, since: str) -> None:
    """Note since when a project is in its phase; a draft, which has no past in public, knows its last phase alone."""
    if listing.published_at is None:
        listing.phase_changes.exclude(phase=listing.phase).delete()
    last = listing.phase_changes.filter(phase=listing.phase).last()
    if last is not None and since:
        last.since = since
        last.save()
    elif last is not None and listing.published_at is None:
        last.delete()
    elif since:
        PhaseChange.objects.create(listing_id=listing.pk, phase=listing.phase, since=since)


def _nothing_yet(_listing: Any, _answer: str, _by: User) -> None:
    """The phase is saved first: see `_save_phase_since`."""


RELATED: dict[str, Callable[[Any, Any, User], None]] = {
    "service_areas": _save_areas,
    "lead": _save_lead,
    "phase_since": _nothing_yet,
    **{name: _save_links(kind) for name, kind in LinksForm.KINDS.items()},
}
"""How the answers are saved that are not in a column of the entry."""
