"""Those who are introduced to each other: what others read of them, and who gets their mail."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime

from collaboration.models import Introduction, IntroductionParty
from collaboration.recipients import moderators, people_to_reach
from councils.models import Organisation, User
from listings.keepers import officers_of_keepers, people_of
from listings.models import Listing
from listings.models.listing import in_one_phrase


@dataclass(frozen=True)
class Party:
    """A council, or a listing with whoever answers for it, of which exactly one is there.

    `people` are those of it who are written to: nobody while nobody there has an account.
    """

    organisation: Organisation | None
    listing: Any
    people: Sequence[User]

    def __str__(self) -> str:
        """Its name among others: a council's, or who leads a listing with its title."""
        if self.organisation is not None:
            return str(self.organisation)
        if not self.is_public:
            return "An entry that is no longer public"
        lead = self.listing.lead_in_words
        return f"{lead} with “{self.listing}”" if lead else f"“{self.listing}”"

    @property
    def is_public(self) -> bool:
        """True while its page is there for everybody."""
        return self.organisation is not None or self.listing.state == Listing.State.PUBLISHED

    @property
    def address(self) -> str:
        """The address of its public page."""
        return str((self.organisation or self.listing).get_absolute_url())

    @property
    def facts(self) -> str:
        """What anybody may read of it, in a few words."""
        if self.organisation is not None:
            council = self.organisation
            return ", ".join(filter(None, [council.get_kind_display(), council.region]))
        specific = self.listing.specific
        stage = specific.phase_in_words if self.listing.kind == Listing.Kind.PROJECT else ""
        return ", ".join(filter(None, [self.listing.get_kind_display(), stage.lower()]))

    @property
    def summary(self) -> str:
        """What a listing is, in its own words; empty for a council."""
        return self.listing.summary if self.listing is not None else ""

    @property
    def councils(self) -> frozenset[int]:
        """The councils whose people are meant, by number."""
        if self.organisation is not None:
            return frozenset([self.organisation.pk])
        return frozenset(part.organisation_id for part in self.listing.participations.all() if part.is_keeper)


def of_council(council: Organisation) -> Party:
    """Return a council as a party."""
    return Party(council, None, people_of(council))


def of_listing(listing: Listing) -> Party:
    """Return a listing as a party, with its people if anybody who answers for it has an account."""
    return Party(None, listing, people_to_reach(listing) if officers_of_keepers(listing) else [])


def parties_of(introduction: Introduction) -> list[Party]:
    """Return those whom an introduction brings together."""
    rows = introduction.parties.select_related("organisation", "listing__project", "listing__sharedservice")
    rows = rows.prefetch_related("listing__participations__organisation")
    councils = (of_council(row.organisation) for row in rows if row.organisation)
    return [*councils, *(of_listing(row.listing) for row in rows if row.listing)]


def parties_about(council: Organisation) -> QuerySet[IntroductionParty]:
    """Return the parties that a council's people are among: the council itself, and the listings it answers for."""
    kept = Listing.objects.kept_by(council)
    return IntroductionParty.objects.filter(Q(organisation=council) | Q(listing__in=kept))


def named_parties(introduction: Introduction) -> str:
    """Return those whom an introduction brings together in one phrase, from rows that are fetched already."""
    rows = introduction.parties.all()
    return in_one_phrase([str(Party(row.organisation, row.listing, [])) for row in rows])


def named_once(parties: Iterable[Party]) -> list[Party]:
    """Return parties without the listings of councils that are among them: a phrase names each council once."""
    found = list(parties)
    councils = {party.organisation.pk for party in found if party.organisation}
    return [party for party in found if party.organisation or party.councils.isdisjoint(councils)]


def line_for(introduction: Introduction, reader: User, today: datetime.date) -> str:
    """Return an introduction in a line for one of those introduced: news at first, from the asking day on a question.

    Expects it with its parties fetched, as `with_parties` does.
    """
    parties = [Party(row.organisation, row.listing, []) for row in introduction.parties.all()]
    own = own_of(reader, parties)
    others = in_one_phrase([str(party) for party in named_once(party for party in parties if party not in own)])
    if not is_due(introduction, today):
        return f"New: you are introduced to {others or 'others'}"
    day = date_format(localtime(introduction.made_at), "j F Y")
    return f"Introduced to {others or 'others'} on {day}: what came of it?"


def is_due(introduction: Introduction, today: datetime.date) -> bool:
    """True from the day on which its parties are first asked what came of it, and once somebody has said."""
    return introduction.due_on is None or introduction.times_asked > 0 or introduction.due_on < today


def with_parties(introductions: QuerySet[Introduction]) -> QuerySet[Introduction]:
    """Fetch what an introduction is named by, in a fixed number of statements."""
    return introductions.prefetch_related("parties__organisation", "parties__listing__participations__organisation")


def own_of(reader: User, parties: Iterable[Party]) -> list[Party]:
    """Return the parties that a person is one of the people of: who gets its mail, or belongs to its councils."""
    return [party for party in parties if reader in party.people or not party.councils.isdisjoint(reader.roles)]


def readers_of(parties: Sequence[Party]) -> list[User]:
    """Return who is written to, each once; the moderators stand in for those who have nobody with an account."""
    found: dict[int, User] = {}
    for party in parties:
        found |= {person.pk: person for person in (party.people or moderators())}
    return list(found.values())
