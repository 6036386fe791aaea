"""Which listings fit a council: those like its own work, those that ask or offer where it works, those of its kind.

What only uses the same words fits nobody. Every one comes with the facts for which it was chosen.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser

from collaboration.suggesting.facts import Entry, Facts
from collaboration.suggesting.reasons import (
    STAGES,
    Reason,
    because_alike,
    because_asked,
    because_experienced,
    because_invited,
    because_of_area,
    because_of_topics,
)
from councils.alike import councils_like
from councils.models import Organisation
from listings.models import Listing
from listings.similar.finding import similar_to
from listings.similar.work import Work

OWN_WORK = 8
"""Entries of a council whose similar work is looked for, the most recently updated first."""
MOST_SIMILAR = 20
MOST_REASONS = 3
ENOUGH_ALIKE = 2
"""Councils like one that must do the same for that alone to be worth telling a council that does nothing there."""
NOBODY = AnonymousUser()
"""Suggestions are made of what everybody may read."""


@dataclass(frozen=True)
class Candidate:
    """A listing that fits a council, how well, and why, the most telling first."""

    listing: int
    weight: float
    reasons: list[str]


@dataclass
class Likeness:
    """How a listing is like a council's own work: its best score, and the topics that it shares with which entry."""

    score: float = 0.0
    topics: Sequence[str] = ()
    own: Entry | None = None


@dataclass(frozen=True)
class Ground:
    """What a council works on, and what others do who are like it.

    `own` are its entries, `within` these by their own service areas, and `below` by those and all that they belong to.
    `alike` says by service area and stage which councils like it do that, each with its entries.
    """

    own: Sequence[Entry]
    within: Mapping[int, list[Entry]]
    below: Mapping[int, list[Entry]]
    alike: Mapping[tuple[int, str], Mapping[str, set[int]]]

    def shared_areas(self, entry: Entry) -> set[int]:
        """Return the service areas that a listing shares with this council's: the same, or one below the other."""
        return {
            area for area in entry.areas_above if area in self.within or (area in entry.areas and area in self.below)
        }

    def in_area(self, area: int, entry: Entry) -> Sequence[Entry]:
        """Return this council's entries that share a service area with a listing."""
        return self.below[area] if area in entry.areas else self.within[area]

    def doing_the_same(self, entry: Entry) -> tuple[int, list[str]] | None:
        """Return in which of a listing's service areas most councils alike do the same, and who; one works on it.

        Of a council that has entries only the service areas in which it works itself count.
        """
        areas = [area for area in sorted(entry.areas) if area in self.below or not self.own]
        groups = [(area, self.alike.get((area, entry.stage), {})) for area in areas]
        found = [(area, list(group)) for area, group in groups if any(entry.pk in theirs for theirs in group.values())]
        return max(found, key=lambda one: len(one[1]), default=None)


@dataclass(frozen=True)
class Chooser:
    """Chooses for one council after the other; what is similar to an entry is found once for all who work on it."""

    facts: Facts
    found: dict[int, list[tuple[int, float, list[str]]]] = field(default_factory=dict)

    def candidates(self, council: Organisation) -> list[Candidate]:
        """Return the listings that fit a council, the best first."""
        facts, ground = self.facts, self._ground(council)
        like_own = self._like_own(ground)
        inviting = {pk for area in ground.below for pk in facts.inviting.get(area, ())}
        of_alike = {pk for councils in ground.alike.values() for theirs in councils.values() for pk in theirs}
        chosen = []
        for pk in (like_own.keys() | inviting | of_alike) - facts.not_for(council.pk):
            likeness = like_own.get(pk, Likeness())
            if reasons := self._reasons(facts.entries[pk], ground, likeness):
                weight = sum(reason.weight for reason in reasons) + likeness.score
                chosen.append(Candidate(pk, weight, [reason.words for reason in reasons[:MOST_REASONS]]))
        return sorted(chosen, key=lambda one: (-one.weight, -one.listing))

    def _ground(self, council: Organisation) -> Ground:
        own = [self.facts.entries[pk] for pk in self.facts.works_on.get(council.pk, ())]
        within: defaultdict[int, list[Entry]] = defaultdict(list)
        below: defaultdict[int, list[Entry]] = defaultdict(list)
        for entry in own:
            for area in entry.areas:
                within[area].append(entry)
            for area in entry.areas_above:
                below[area].append(entry)
        return Ground(own, dict(within), dict(below), self._alike(council))

    def _reasons(self, entry: Entry, ground: Ground, likeness: Likeness) -> list[Reason]:
        """Return why a listing fits, nothing where it does not."""
        labels, asks = self.facts.labels, self.facts.asks
        rarest_first = sorted(ground.shared_areas(entry), key=lambda area: (self.facts.numbers[area], area))
        in_area = ground.in_area(rarest_first[0], entry) if rarest_first else []
        is_fit = bool(in_area or likeness.topics)
        reasons = [because_asked(ask) for ask in asks.get(entry.pk, [])[:1]]
        invitations = because_invited(entry, in_area)
        if (theirs := ground.doing_the_same(entry)) is not None:
            area, names = theirs
            is_fit = is_fit or len(names) >= ENOUGH_ALIKE or bool(reasons or invitations)
            reasons.append(because_alike(names, entry.stage, labels[area], is_shared=area in ground.below))
        own_asks = [ask for one in in_area for ask in asks.get(one.pk, ())]
        reasons += [*invitations, *because_experienced(entry, own_asks)]
        if likeness.topics and likeness.own:
            reasons.append(because_of_topics(likeness.topics, likeness.own))
        if in_area:
            reasons.append(because_of_area(labels[rarest_first[0]], in_area))
        return reasons if is_fit else []

    def _alike(self, council: Organisation) -> dict[tuple[int, str], dict[str, set[int]]]:
        groups: defaultdict[tuple[int, str], defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for one in councils_like(council, Organisation.objects.all(), self.facts.in_common(council.pk)):
            for pk in self.facts.works_on.get(one.other.pk, ()):
                entry = self.facts.entries[pk]
                for area in entry.areas if entry.stage in STAGES else ():
                    groups[area, entry.stage][one.other.short_name].add(pk)
        return {key: dict(group) for key, group in groups.items()}

    def _like_own(self, ground: Ground) -> dict[int, Likeness]:
        """Return the listings like a council's own work, by more than their wording."""
        best: dict[int, Likeness] = {}
        for own in ground.own[:OWN_WORK]:
            for pk, score, topics in self._similar(own):
                known = best.setdefault(pk, Likeness())
                known.score = max(known.score, score)
                if len(topics) > len(known.topics):
                    known.topics, known.own = topics, own
        return best

    def _similar(self, own: Entry) -> list[tuple[int, float, list[str]]]:
        if own.pk not in self.found:
            self.found[own.pk] = list(self._look(own))
        return self.found[own.pk]

    def _look(self, own: Entry) -> Iterator[tuple[int, float, list[str]]]:
        listing = Listing.objects.with_people_and_subjects().prefetch_related("topics").get(pk=own.pk)
        for one in similar_to(Work.of(listing), NOBODY, limit=MOST_SIMILAR):
            is_more_than_wording = bool(one.shared.area or one.shared.topics)
            if is_more_than_wording and one.listing.pk in self.facts.entries:
                yield one.listing.pk, one.score, [topic.name for topic in one.shared.topics]
