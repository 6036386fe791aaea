"""Entries that look like the starter entries, as many as are wanted and the same on every run.

Each one is modelled on a starter entry that is drawn at random, so that what belongs together stays together: phase,
end and reason, wants, funding, delivery model, the precision of dates, how many topics, leads, partners and links
there are, and how long title and summary are. New are:

- the words of title and summary, and topics (see collabhub.bench.words);
- who takes part: each organisation as often, in proportion, as in the starter entries; a partner is from the lead's own
  region as often as there;
- years, shifted by up to three, and sums of money, spread about the original.

What the starter entries cannot tell is assumed, in the constants below: they are all freshly imported, none has a
description, and none is as large as the largest arrangements that councils have.
"""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from collabhub.bench.starters import Starter, Starters
from collabhub.bench.words import GrowingStock, Writer
from listings.models import Listing, Participation
from listings.models.listing import REVIEW_AFTER, slug_for

SEED = 20_261_122
SERVICES = 0.2
"""The share of shared services."""
AGE = datetime.timedelta(days=6 * 365)
"""How long ago the oldest entry was added. Additions are spread evenly over this time."""
CONFIRMED = 0.65
"""The share that an officer has confirmed. The others keep the source that they were imported from."""
NOT_PUBLISHED = 0.02
DESCRIBED = 0.4
"""The share with a description, of 600 characters in the middle; one in six has more than twice, or less than half."""
DESCRIPTION, DESCRIPTION_SPREAD, LONGEST_DESCRIPTION = 600, 0.7, 6_000
SENTENCE = 110
LARGE = 0.01
"""The share with dozens of partners: a Pareto distribution from FEWEST_IN_LARGE, so half have more than 20."""
FEWEST_IN_LARGE, MOST_IN_LARGE, LARGE_EXPONENT = 13, 150, 1.5
OTHER_ROLES = 0.06
"""The share of partners that fund, supply or adopt instead."""
OTHER_AREA = 0.1
"""The share of service areas drawn from the whole standard list, which has terms that no starter entry names."""
SHIFT = 3
"""Years."""

TITLE, SUMMARY, TOPIC = 200, 500, 60
"""The longest that the tables take."""


@dataclass(frozen=True)
class Entry:
    """One made-up entry: the columns of its two tables, and what belongs to it."""

    common: dict[str, Any]
    own: dict[str, Any]
    participations: list[tuple[int, str]]
    areas: list[int]
    topics: list[str]
    links: Sequence[tuple[str, str]]
    source: tuple[str, str, str] | None


class Synthesiser:
    """Makes entries one after the other. With the same starter entries, `now` and seed they are always the same."""

    def __init__(self, starters: Starters, *, now: datetime.datetime, seed: int = SEED) -> None:
        self.starters = starters
        self.now = now
        self.chance = random.Random(seed)  # noqa: S311 - made-up data, which has to be the same every time
        self.writer = Writer(self.chance, starters.texts)
        self.topics = GrowingStock(self.chance, starters.topics, lambda: self.writer.write(6).lower()[:TOPIC])

    def make(self, number: int) -> Entry:
        """Return the next entry, whose listing is to have the identifier `number`."""
        is_service = self.chance.random() < SERVICES
        starter = self.chance.choice(self.starters.services if is_service else self.starters.projects)
        years = self.chance.randint(-SHIFT, SHIFT)
        title = self.writer.write(len(starter.common["title"]))[:TITLE]
        common = starter.common | {
            "id": number,
            "title": title,
            "slug": slug_for(title),
            "summary": self.writer.write(len(starter.common["summary"]))[: SUMMARY - 1] + ".",
            "description": self.description(),
            "started": shifted(starter.common["started"], years),
            "ended": shifted(starter.common["ended"], years),
            **self.dates(),
        }
        if self.chance.random() < NOT_PUBLISHED:
            common["state"] = self.chance.choice([Listing.State.DRAFT, Listing.State.WITHDRAWN]).value
        own = {name: self.sum_like(value) if name.endswith("_gbp") else value for name, value in starter.own.items()}
        return Entry(
            common=common,
            own=own | {"listing_ptr_id": number},
            participations=self.participations(starter),
            areas=sorted({self.area(area) for area in starter.areas}),
            topics=sorted({self.topics.draw() for _ in range(starter.topics)}),
            links=starter.links,
            source=None if common["confirmed_at"] else starter.source,
        )

    def description(self) -> str:
        """Return sentences, or nothing."""
        if self.chance.random() >= DESCRIBED:
            return ""
        length = min(DESCRIPTION * self.chance.lognormvariate(0, DESCRIPTION_SPREAD), LONGEST_DESCRIPTION)
        sentences = max(1, round(length / SENTENCE))
        return " ".join(f"{self.writer.write(SENTENCE)}." for _ in range(sentences))

    def dates(self) -> dict[str, Any]:
        """Return when it was added, published, last changed and confirmed, and when its review is due."""
        created = self.now - AGE * self.chance.random()
        since = self.now - created
        confirmed = created + since * self.chance.random() if self.chance.random() < CONFIRMED else None
        return {
            "created_at": created,
            "published_at": created,
            "updated_at": created + since * self.chance.random() ** 2,
            "confirmed_at": confirmed,
            "review_date": ((confirmed or created) + REVIEW_AFTER).date(),
        }

    def sum_like(self, pounds: int | None) -> int | None:
        """Return another sum of the same order, in whole thousands; what is not known stays so."""
        return pounds and 1000 * round(pounds * self.chance.lognormvariate(0, 0.5) / 1000)

    def area(self, usual: int) -> int:
        """Return a service area: mostly that of the starter entry."""
        return self.chance.choice(self.starters.areas) if self.chance.random() < OTHER_AREA else usual

    def participations(self, starter: Starter) -> list[tuple[int, str]]:
        """Return organisations and roles, no pair twice."""
        chance, taking_part = self.chance, dict[tuple[int, str], None]()
        region = None
        for _ in range(starter.leads):
            lead = self.starters.leads.draw(chance)
            region = region or self.starters.region_of.get(lead)
            taking_part[lead, Participation.Role.LEAD.value] = None
        number = starter.partners
        if chance.random() < LARGE:
            number = min(MOST_IN_LARGE, int(FEWEST_IN_LARGE * chance.paretovariate(LARGE_EXPONENT)))
        for _ in range(number):
            is_near = region is not None and chance.random() < self.starters.near
            partners = self.starters.partners_in[region] if region and is_near else self.starters.partners
            taking_part[partners.draw(chance), self.role()] = None
        return list(taking_part)

    def role(self) -> str:
        """Return the role of somebody who does not lead."""
        others = [Participation.Role.FUNDER, Participation.Role.SUPPLIER, Participation.Role.ADOPTER]
        return (self.chance.choice(others) if self.chance.random() < OTHER_ROLES else Participation.Role.PARTNER).value


def shifted(date: str, years: int) -> str:
    """Return a partial date some years later; 29 February becomes the day before, empty stays empty."""
    if not date:
        return ""
    later = f"{int(date[:4]) + years}{date[4:]}"
    return later.replace("-02-29", "-02-28")
