"""What the directory knows when suggestions are made: read once, in a fixed number of statements, for all councils."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import F, Model, QuerySet

from collaboration.models import Adoption, Interest, IntroductionParty, Suggestion
from collaboration.wanted import shown_asks
from councils.models import Organisation, Succession
from listings.models import Listing, Participation, ParticipationRequest, RelatedListing, SearchEntry, ServiceArea

DOING = (Participation.Role.LEAD, Participation.Role.PARTNER)
"""Who does the work, and does not only pay for it, sell it or use it."""


INVITING = (Listing.Wants.READY_TO_REUSE, Listing.Wants.PARTNERS, Listing.Wants.SHARE_FUNDING)
"""What a listing wants of others when somebody else may be what it waits for."""


class Entry(NamedTuple):
    """A listing that anybody may join: public, running, not archived, not refused its funding, and open to others.

    `areas` are its own service areas, `areas_above` these and all that they belong to. `stage` is the phase of a
    project, "service" for a shared service, and empty where no phase is recorded.
    """

    pk: int
    title: str
    stage: str
    wants: str
    is_open: bool
    areas: frozenset[int]
    areas_above: frozenset[int]


class OpenAsk(NamedTuple):
    """What somebody asks for by a day."""

    kind: str
    deadline: datetime.date
    who: str


@dataclass(frozen=True)
class Facts:
    """Everything by number: of councils, listings and service areas.

    `works_on` has the entries that a council leads or is a partner in now, the most recently updated first. `known`
    are the listings that a council knows already: it has a part in them, or had, or has asked about them. `dismissed`
    are those that it does not want to hear of. `same_work` has for a listing all that are stages of the same work, or
    were merged with it. `inviting` are by service area, or one above it, the entries that ask for or offer something,
    and `numbers` how many there are in all.
    """

    entries: Mapping[int, Entry]
    works_on: Mapping[int, list[int]]
    known: Mapping[int, set[int]]
    dismissed: Mapping[int, set[int]]
    same_work: Mapping[int, set[int]]
    predecessors: Mapping[int, set[int]]
    asks: Mapping[int, list[OpenAsk]]
    labels: Mapping[int, str]
    inviting: Mapping[int, list[int]]
    numbers: Mapping[int, int]

    @classmethod
    def read(cls, today: datetime.date) -> Self:
        """Return what is known on a day."""
        entries = _entries(today)
        parts = Participation.objects.filter(organisation__isnull=False)
        known: defaultdict[int, set[int]] = defaultdict(set)
        for organisation, listing in _who_knows_what(parts):
            known[organisation].add(listing)
        now = parts.filter(left="", role__in=DOING).exclude(standing=Participation.Standing.NAMED)
        doing: defaultdict[int, dict[int, None]] = defaultdict(dict)
        newest_first = now.order_by("-listing__updated_at", "-listing")
        for organisation, listing in newest_first.values_list("organisation", "listing"):
            if listing in entries:
                doing[organisation][listing] = None
        asks = _asks(today)
        return cls(
            entries=entries,
            works_on={organisation: list(theirs) for organisation, theirs in doing.items()},
            known=known,
            dismissed=_grouped(Suggestion.objects.filter(dismissed_at__isnull=False), "organisation", "listing"),
            same_work=_same_work(),
            predecessors=_grouped(
                Succession.objects.filter(predecessor__status=Organisation.Status.ABOLISHED), "successor", "predecessor"
            ),
            asks=asks,
            labels=dict(ServiceArea.objects.values_list("esd_id", "label")),
            inviting=_inviting(entries, asks),
            numbers=Counter(area for entry in entries.values() for area in entry.areas_above),
        )

    def not_for(self, council: int) -> set[int]:
        """Return the listings that are never suggested to a council, stages of the same work included.

        It knows them, as they who came before it did, or it said that they are not for it.
        """
        found = set(self.known.get(council, ())) | self.dismissed.get(council, set())
        for predecessor in self.predecessors.get(council, ()):
            found |= self.known.get(predecessor, set())
        return self.with_same_work(found)

    def with_same_work(self, listings: Iterable[int]) -> set[int]:
        """Return these listings with all entries of the same work."""
        found = set(listings)
        return found.union(*(self.same_work.get(listing, set()) for listing in found))

    def in_common(self, council: int) -> dict[int, int]:
        """Return by council how many entries another works on with this one."""
        own = set(self.works_on.get(council, ()))
        shared = {other: len(own.intersection(theirs)) for other, theirs in self.works_on.items() if other != council}
        return {other: number for other, number in shared.items() if number}


def _entries(today: datetime.date) -> dict[int, Entry]:
    joinable = Listing.objects.published().without_archived(today).filter(is_ended=False)
    joinable = joinable.exclude(wants=Listing.Wants.NOT_NOW).exclude(project__funding_outcome="not-funded")
    own_areas = _grouped(Listing.service_areas.through.objects.all(), "listing", "servicearea")
    rows = SearchEntry.objects.filter(listing__in=joinable).values_list(
        "listing", "title", "kind", "phase", "wants", "is_open", "areas"
    )
    return {
        pk: Entry(
            pk,
            title,
            "service" if kind == Listing.Kind.SERVICE else phase,
            wants,
            is_open == "yes",
            frozenset(own_areas.get(pk, ())),
            frozenset(areas).union(own_areas.get(pk, ())),
        )
        for pk, title, kind, phase, wants, is_open, areas in rows
    }


def _inviting(entries: Mapping[int, Entry], asks: Mapping[int, list[OpenAsk]]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for entry in entries.values():
        if entry.pk in asks or entry.is_open or entry.wants in INVITING:
            for area in entry.areas_above:
                found[area].append(entry.pk)
    return found


def _who_knows_what(parts: QuerySet[Participation]) -> Iterable[tuple[int, int]]:
    """Yield each council with each listing that it has or had a part in, asked about, reuses, or was introduced to."""
    yield from parts.values_list("organisation", "listing")
    for model in (Interest, ParticipationRequest, Adoption):
        rows: QuerySet[Model] = model._default_manager.filter(organisation__isnull=False)
        yield from rows.values_list("organisation", "listing")
    introduced = IntroductionParty.objects.filter(
        organisation__isnull=False, introduction__parties__listing__isnull=False
    )
    yield from introduced.values_list("organisation", "introduction__parties__listing")


def _asks(today: datetime.date) -> dict[int, list[OpenAsk]]:
    found: defaultdict[int, list[OpenAsk]] = defaultdict(list)
    rows = shown_asks(today).order_by("deadline", "pk")
    for listing, kind, deadline, who in rows.values_list("listing", "kind", "deadline", "organisation__name"):
        found[listing].append(OpenAsk(kind, deadline, who))
    return found


def _same_work() -> dict[int, set[int]]:
    """Return for each listing that has stages, or was merged, all that belong to the same work, itself included."""
    pairs = list(RelatedListing.objects.values_list("earlier", "later"))
    pairs += Listing.objects.filter(merged_into__isnull=False).values_list("pk", F("merged_into"))
    work: dict[int, set[int]] = {}
    for one, other in pairs:
        together = work.get(one, {one}) | work.get(other, {other})
        work |= dict.fromkeys(together, together)
    return work


def _grouped(rows: QuerySet[Model], key: str, value: str) -> dict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in rows.values_list(key, value):
        found[one].add(other)
    return found
