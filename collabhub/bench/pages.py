"""What is asked for: the addresses of each kind of page, many where one alone would measure a cache."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.management import CommandError
from django.test import Client

from councils.geography import Region
from councils.models import Organisation
from listings.models import Listing
from listings.phases import Phase

PROJECTS = "/projects/"
MANY = 20
"""Addresses of one kind of page."""
SAMPLE = 4_000
"""Entries whose words are counted to find those that are as frequent as wanted."""
MOST_TRIES = 150


@dataclass(frozen=True)
class Share:
    """Search words by the share of all projects that they find: those wanted, and how many of them."""

    least: float
    most: float
    words: int


NARROW, BROAD = Share(0.01, 0.025, MANY), Share(0.15, 0.25, 6)


@dataclass(frozen=True)
class Page:
    """A kind of page: its addresses, and whether the cache of whole pages may answer."""

    name: str
    paths: tuple[str, ...]
    page_cache: bool = False

    def with_at_most(self, number: int) -> "Page":
        """Return the same page with some of its addresses only."""
        return replace(self, paths=self.paths[:number])


LIST, FILTERED, NARROW_SEARCH, BROAD_SEARCH = "list, no query", "list, two filters", "search, ~2%", "search, ~20%"
DETAIL, COUNCIL = "one listing", "one council"


def uncached_pages() -> list[Page]:
    """Return the pages that are measured without the cache, those first whose growth is followed.

    Raises CommandError when no search words are as frequent as wanted.
    """
    narrow, broad = words_that_find(NARROW), words_that_find(BROAD)
    filters = [{"phase": phase, "region": region} for phase in Phase.values for region in Region.values]
    return [
        Page(LIST, (PROJECTS,)),
        Page(FILTERED, tuple(f"{PROJECTS}?{urlencode(chosen)}" for chosen in evenly(filters))),
        Page(NARROW_SEARCH, searches(PROJECTS, narrow)),
        Page(BROAD_SEARCH, searches(PROJECTS, broad)),
        Page(DETAIL, some_listings()),
        Page(COUNCIL, some_councils()),
        Page("search everything, ~2%", searches("/search/", narrow)),
        Page("search everything, ~20%", searches("/search/", broad)),
        Page("suggestions", searches("/search/suggest/", [word[:4] for word in narrow])),
    ]


def cached_pages(uncached: Sequence[Page]) -> list[Page]:
    """Return the pages that are measured with the cache, on the same addresses."""
    wanted = {LIST, FILTERED, NARROW_SEARCH, DETAIL, COUNCIL}
    front = Page("front page", ("/",), page_cache=True)
    return [front, *(replace(page, page_cache=True) for page in uncached if page.name in wanted)]


def searches(path: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return addresses that search for each of some words."""
    return tuple(f"{path}?{urlencode({'q': word})}" for word in words)


def evenly[Thing](things: Sequence[Thing], number: int = MANY) -> list[Thing]:
    """Return at most `number` of some things, from all parts of the row."""
    step = max(1, math.ceil(len(things) / number))
    return list(things[step // 2 :: step])


def some_listings() -> tuple[str, ...]:
    """Return addresses of projects and shared services, of all ages."""
    published = evenly(list(Listing.objects.published().order_by("id").values_list("id", flat=True)))
    return tuple(listing.get_absolute_url() for listing in Listing.objects.filter(id__in=published).order_by("id"))


def some_councils() -> tuple[str, ...]:
    """Return addresses of councils that take part in something."""
    there = Organisation.objects.councils().filter(participations__isnull=False).distinct().order_by("id")
    return tuple(council.get_absolute_url() for council in evenly(list(there)))


def words_that_find(share: Share) -> list[str]:
    """Return words that find a wanted share of all projects, by asking the site itself.

    Counts the words in titles and summaries first, and asks for those that are nearest to the share, most likely first:
    searching also looks at other fields. Raises CommandError when there are none.
    """
    client = Client(HTTP_HOST="localhost")
    everything = number_found(client, PROJECTS)
    found = []
    for word in likely_words(math.sqrt(share.least * share.most)):
        if share.least <= number_found(client, searches(PROJECTS, [word])[0]) / everything <= share.most:
            found.append(word)
        if len(found) == share.words:
            break
    if not found:
        raise CommandError(
            f"No word finds {share.least:.1%} to {share.most:.1%} of the projects: measure more entries."
        )
    return found


def likely_words(share: float) -> Iterator[str]:
    """Yield words in the order of how near they come to standing in this share of all entries."""
    newest = Listing.objects.published().order_by("-id").values_list("title", "summary", "description")[:SAMPLE]
    seen: Counter[str] = Counter()
    for texts in newest:
        seen.update(set(re.findall(r"[a-z]{3,}", " ".join(texts).lower())))
    entries = len(newest)
    nearest = sorted(seen, key=lambda word: (abs(math.log(seen[word] / entries / share)), word))
    yield from nearest[:MOST_TRIES]


def number_found(client: Client, path: str) -> int:
    """Return how many entries a list says that it holds. Raises CommandError when it does not say."""
    text = client.get(path).content.decode()
    said = re.search(r"<title>\s*(No|[\d,]+) ", text)
    if said is None:
        raise CommandError(f"{path} does not say how many entries it found.")
    return 0 if said[1] == "No" else int(said[1].replace(",", ""))
