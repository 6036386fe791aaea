"""Short updates: what happened and what is next, by officers of the councils that take part."""

from uuid import UUID

from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.saving import locked, save_listing
from listings.models import Listing, Update


class UpdateRefused(Exception):
    """It cannot be done; the text is a sentence for the person who tried."""


class SentAlready(UpdateRefused):
    """The form was sent before, with other words. `update` is what was published then."""

    def __init__(self, update: Update) -> None:
        super().__init__(
            f"You have sent this form already, and it is published as “{update}”. To publish this as well, "
            "press the button once more."
        )
        self.update = update


@recorded
def post_update(
    *, listing: Listing, organisation: Organisation, happened: str, next_step: str, key: UUID, by: User
) -> Update:
    """Publish an update of a public entry for one of the organisations that take part, and return it.

    `key` is that of the form: sent twice, it is one update. Raises SentAlready when the second says something else, and
    UpdateRefused for an entry that is not public, an organisation that does not take part in it, and who does not
    belong to the organisation.
    """
    listing = locked(listing)
    if found := Update.objects.filter(key=key).first():
        if (found.listing_id, found.happened, found.next_step) != (listing.pk, happened, next_step):
            raise SentAlready(found)
        return found
    if listing.state != Listing.State.PUBLISHED:
        raise UpdateRefused("This entry is not public any more, so nothing can be added to it. Bring it back first.")
    if not listing.participations.filter(organisation=organisation, left="").exists():
        raise UpdateRefused(f"{organisation} does not take part in this entry any more, so it cannot write updates.")
    if not organisation.memberships.current().filter(user=by).select_for_update(no_key=True, of=["self"]).first():
        raise UpdateRefused(f"You do not belong to {organisation} any more, so you cannot write for it.")
    update = Update.objects.create(
        listing_id=listing.pk,
        organisation=organisation,
        happened=happened,
        next_step=next_step,
        written_by=by,
        key=key,
    )
    save_listing(listing=listing, by=by)
    return update


@recorded
def change_update(*, update: Update, happened: str, next_step: str, before: tuple[str, str], by: User) -> None:
    """Change what an update says. `before` is what happened and what was next when the form was opened.

    Raises UpdateRefused when it is gone, and when somebody else has changed it in the meantime.
    """
    update, listing = _locked(update)
    stands = (update.happened, update.next_step)
    if stands == (happened, next_step):
        return
    if stands != before:
        said = " ".join(filter(None, stands))
        raise UpdateRefused(
            f"Somebody else has changed this update. It says now: “{said}”. Yours is not saved yet: put the two "
            "together, and save it once more."
        )
    update.happened, update.next_step = happened, next_step
    update.save(update_fields=["happened", "next_step"])
    save_listing(listing=listing, by=by)


@recorded
def remove_update(*, update: Update, by: User) -> None:
    """Take an update out; the history keeps what it said. One that is gone already stays gone."""
    try:
        update, listing = _locked(update)
    except UpdateRefused:
        return
    update.delete()
    save_listing(listing=listing, by=by)


def _locked(update: Update) -> tuple[Update, Listing]:
    """Return an update as it stands, and its entry, both kept from others. Raises UpdateRefused when it is gone."""
    listing = locked(Listing(pk=update.listing_id))
    try:
        return Update.objects.select_for_update().get(pk=update.pk, listing=listing.pk), listing
    except Update.DoesNotExist:
        raise UpdateRefused("Somebody else has removed this update.") from None
