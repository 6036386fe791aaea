"""Deciding what a written name stands for."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.text import slugify

from councils.models import Organisation, OrganisationAlias, User
from councils.models.organisations import COUNCIL_KINDS, Kind
from directory.history import recorded
from listings.actions.partners import tell_named_partners
from listings.models import Doubt, Listing, NameToResolve, Participation, Source

Standing = Participation.Standing


@recorded
def resolve_name(*, name: NameToResolve, organisations: Sequence[Organisation], by: User | None) -> int:
    """Put organisations in the place of a written name wherever it waits, and return how many entries that mends.

    When the name stands for one organisation and could mean no other, it becomes that organisation's alias, so
    that later imports know it. Where an entry already has the organisation in the same role, the name is dropped.
    A council in force that only people named so, and no source, is to confirm it, and is told; where it has said before
    that it does not take part, it stays out. The entries keep the date of their last change. Raises ValueError when
    `organisations` is empty.
    """
    if not organisations:
        raise ValueError("Choose at least one organisation.")
    listings = set(name.participations.values_list("listing_id", flat=True))
    stated = _note_in_sources(name.name, listings, organisations)
    _replace(list(name.participations.select_for_update().order_by("id")), organisations, stated)
    for listing in Listing.objects.published().filter(pk__in=listings - stated).order_by("pk"):
        tell_named_partners(listing)
    if len(organisations) == 1 and _is_news(name, organisations[0]):
        OrganisationAlias.objects.get_or_create(organisation=organisations[0], name=name.name)
    name.delete()
    return len(listings)


def _replace(waiting: Sequence[Participation], organisations: Sequence[Organisation], stated: Collection[int]) -> None:
    """Give each waiting participation its organisation; further ones get a participation of their own.

    `stated` are the entries, by number, whose source has the name.
    """
    refused = _who_said_no({part.listing_id for part in waiting})
    taken = set(
        Participation.objects.filter(
            listing__in={part.listing_id for part in waiting}, organisation__in=organisations
        ).values_list("listing_id", "role", "organisation_id")
    )
    settled, extra = [], []
    for part in waiting:
        for organisation in organisations:
            place = (part.listing_id, part.role, organisation.pk)
            is_named = part.listing_id not in stated and organisation.is_council and not organisation.is_abolished
            if place in taken or (is_named and (part.listing_id, organisation.pk) in refused):
                continue
            standing = Standing.NAMED if is_named else Standing.STATED
            taken.add(place)
            if part.organisation_id is None:
                part.organisation, part.name_to_resolve, part.standing = organisation, None, standing
                settled.append(part)
            else:
                extra.append(_like(part, organisation, standing))
    Participation.objects.bulk_update(settled, ["organisation", "name_to_resolve", "standing"], batch_size=500)
    Participation.objects.bulk_create(extra, batch_size=500)
    Participation.objects.filter(pk__in=[part.pk for part in waiting if part.organisation_id is None]).delete()


def _who_said_no(listings: set[int]) -> set[tuple[int, int]]:
    """Return which organisations said of which entries that they take no part in them, both by number."""
    theirs = Doubt.objects.filter(listing__in=listings, statement=Doubt.Statement.OUR_PART)
    return set(theirs.exclude(answer=Doubt.Answer.PUT_BACK).values_list("listing_id", "organisation_id"))


def _like(part: Participation, organisation: Organisation, standing: Standing) -> Participation:
    """Return a new participation like another, of an organisation of its own."""
    return Participation(
        listing_id=part.listing_id,
        organisation=organisation,
        role=part.role,
        joined=part.joined,
        left=part.left,
        written_name=part.written_name,
        standing=standing,
    )


def _note_in_sources(name: str, listings: set[int], organisations: Sequence[Organisation]) -> set[int]:
    """Write the decision into the facts as imported, so that the next import does not take it for an edit.

    Returns the entries, by number, whose source has the name.
    """
    ids = [organisation.pk for organisation in organisations]
    sources = list(Source.objects.select_for_update().filter(listing__in=listings).order_by("id"))
    for source in sources:
        source.imported["organisations"] = [
            [role, written, ids if written == name and found is None else found]
            for role, written, found in source.imported.get("organisations", [])
        ]
    Source.objects.bulk_update(sources, ["imported"], batch_size=200)
    return {
        source.listing_id
        for source in sources
        if any(written == name for _, written, _ in source.imported.get("organisations", []))
    }


def _is_news(name: NameToResolve, organisation: Organisation) -> bool:
    """True when the name is new for the organisation and no other is known by it, so that it may become an alias."""
    if name.reason == NameToResolve.Reason.AMBIGUOUS or name.name in (organisation.name, organisation.short_name):
        return False
    others = Organisation.objects.exclude(pk=organisation.pk).filter(
        Q(name__iexact=name.name) | Q(short_name__iexact=name.name) | Q(aliases__name__iexact=name.name)
    )
    return not others.exists()


@recorded
def keep_as_partner(*, name: NameToResolve, kind: Kind, by: User | None) -> Organisation:
    """Make a partner organisation out of a written name that is no council, and use it wherever the name waits."""
    organisation = add_partner_organisations(kinds={name.name: kind}, by=by)[name.name]
    resolve_name(name=name, organisations=[organisation], by=by)
    return organisation


@recorded
def add_partner_organisations(*, kinds: Mapping[str, Kind], by: User | None) -> dict[str, Organisation]:
    """Return a partner organisation for each name, adding those of the given kind that are not there yet.

    Names that differ only in case are one organisation. Raises ValueError for a kind that comes from the register.
    """
    if not kinds:
        return {}
    folded = {name.casefold() for name in kinds}
    partners = Organisation.objects.partner_organisations().annotate(folded=Lower("name")).filter(folded__in=folded)
    found: dict[str, Organisation] = {partner.name.casefold(): partner for partner in partners}
    slugs = set(Organisation.objects.values_list("slug", flat=True))
    new = []
    for name, kind in kinds.items():
        if kind in COUNCIL_KINDS:
            raise ValueError(f"A {Kind(kind).label.lower()} comes from the register, not from a name.")
        if name.casefold() not in found:
            slug = _unused_slug(name, slugs)
            slugs.add(slug)
            new.append(Organisation(slug=slug, name=name, short_name=name[:120].strip(), kind=Kind(kind)))
            found[name.casefold()] = new[-1]
    Organisation.objects.bulk_create(new)
    return {name: found[name.casefold()] for name in kinds}


def _unused_slug(name: str, taken: set[str]) -> str:
    slug = base = slugify(name)[:90].strip("-") or "organisation"
    number = 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
