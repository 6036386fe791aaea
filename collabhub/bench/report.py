"""What was measured, as tables in Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from collabhub.bench.load import Figures, Weight
from collabhub.bench.pages import BROAD_SEARCH, COUNCIL, DETAIL, LIST, NARROW_SEARCH, Page

LEAST_CACHED, LEAST_LIST, LEAST_SEARCH = 0.5, 0.06, 0.04
NARROW_P50, BROAD_P99 = 60, 400
MOST_STATEMENTS = 8
MOST_GROWTH = 2.5
MOST_BYTES = 60_000
EVEN = 1.2
"""How much faster the constant view may be at one time of a run than at another."""
CACHED = (LIST, DETAIL, COUNCIL)


@dataclass(frozen=True)
class Measured:
    """One kind of page under load: its speed, SQL statements and compressed bytes."""

    page: Page
    figures: Figures
    statements: int
    size: int


@dataclass(frozen=True)
class Grown:
    """One kind of page at one size of the directory: milliseconds (p50, one connection) and statements."""

    milliseconds: float
    statements: int


@dataclass
class Results:
    """Everything that one run measured.

    `constants` holds what each run against the constant view gave, `growth` is by size, which ascend, and then by page.
    """

    constants: list[Figures] = field(default_factory=list)
    pages: list[Measured] = field(default_factory=list)
    growth: dict[int, dict[str, Grown]] = field(default_factory=dict)
    weight: Weight = field(default_factory=lambda: Weight(0, frozenset()))

    def of(self, name: str, *, page_cache: bool) -> Measured:
        """Return what one kind of page gave."""
        return next(one for one in self.pages if (one.page.name, one.page.page_cache) == (name, page_cache))

    @property
    def constant(self) -> float:
        """The mean of the constant view's requests a second."""
        return sum(one.requests_a_second for one in self.constants) / len(self.constants)

    def ratio(self, name: str, *, page_cache: bool) -> float:
        """Return the requests a second of one kind of page as a share of the constant view's."""
        return self.of(name, page_cache=page_cache).figures.requests_a_second / self.constant


def doubts(results: Results) -> str:
    """Return a warning when the constant view itself was uneven, so that ratios say little; else nothing."""
    rates = [one.requests_a_second for one in results.constants]
    if max(rates) <= EVEN * min(rates):
        return ""
    return f"Others used the machine: the constant view gave {min(rates):.0f} to {max(rates):.0f}. Measure again.\n"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def pages_table(results: Results) -> str:
    """Return the speed of every page, each run against the constant view first."""
    head = ["page", "page cache", "requests/s", "ratio", "p50 ms", "p99 ms", "SQL", "bytes gzip"]
    rows = [["constant view", "", *speed(one, results.constant), "0", ""] for one in results.constants]
    for one in results.pages:
        how = "on" if one.page.page_cache else "off"
        figures = speed(one.figures, results.constant)
        rows.append([one.page.name, how, *figures, f"{one.statements}", f"{one.size}"])
    return table(head, rows)


def speed(figures: Figures, constant: float) -> list[str]:
    """Return the cells of what wrk found."""
    rate = figures.requests_a_second
    return [f"{rate:.1f}", f"{rate / constant:.3f}", f"{figures.p50:.1f}", f"{figures.p99:.1f}"]


def growth_table(growth: Mapping[int, Mapping[str, Grown]]) -> str:
    """Return how time and statements of a page grow with the directory."""
    sizes = list(growth)
    head = ["page", *(f"{size:,}: ms" for size in sizes), *(f"{size:,}: SQL" for size in sizes)]
    rows = [
        [
            name,
            *(f"{growth[size][name].milliseconds:.1f}" for size in sizes),
            *(f"{growth[size][name].statements}" for size in sizes),
        ]
        for name in growth[sizes[0]]
    ]
    return table(head, rows)


def at_least(what: str, found: float, floor: float) -> list[str]:
    """Return the row of a figure that is to reach a floor."""
    return [
        what,
        f"at least {floor:g}",
        f"{found:.3f}",
        "met" if found >= floor else f"missed: {1 - found / floor:.0%} short",
    ]


def at_most(what: str, found: float, limit: float, unit: str = "") -> list[str]:
    """Return the row of a figure that is not to pass a limit."""
    said = f"{found:,.1f}".removesuffix(".0")
    over = f": {found / limit - 1:.0%} over" if limit else ""
    return [what, f"at most {limit:,g}{unit}", f"{said}{unit}", "met" if found <= limit else f"missed{over}"]


def floor_table(results: Results) -> str:
    """Return every figure that the design asks for, and whether it is met."""
    narrow, broad = (results.of(name, page_cache=False) for name in (NARROW_SEARCH, BROAD_SEARCH))
    rows = [at_least(f"{name}, cached", results.ratio(name, page_cache=True), LEAST_CACHED) for name in CACHED]
    rows += [
        at_least(f"{LIST}, uncached", results.ratio(LIST, page_cache=False), LEAST_LIST),
        at_least(f"{NARROW_SEARCH}, uncached", results.ratio(NARROW_SEARCH, page_cache=False), LEAST_SEARCH),
        at_most(f"{NARROW_SEARCH}, uncached, p50", narrow.figures.p50, NARROW_P50, " ms"),
        at_most(f"{BROAD_SEARCH}, uncached, p99", broad.figures.p99, BROAD_P99, " ms"),
        *growth_rows(results.growth),
        at_most("page weight of the list, first visit", results.weight.size, MOST_BYTES, " bytes"),
        at_most("things fetched from other sites", len(results.weight.elsewhere), 0),
    ]
    return table(["floor", "asked", "measured", "verdict"], rows)


def growth_rows(growth: Mapping[int, Mapping[str, Grown]]) -> list[list[str]]:
    """Return the rows on statements of a list page, and on how the time of a search grows."""
    sizes = list(growth)
    counts = {name: [growth[size][name].statements for size in sizes] for name in growth[sizes[0]]}
    most = max(max(found) for found in counts.values())
    changing = sum(len(set(found)) > 1 for found in counts.values())
    rows = [
        at_most("SQL statements of a list page", most, MOST_STATEMENTS),
        at_most("list pages whose statements grow with the directory", changing, 0),
    ]
    for size in sizes:
        if size * 10 in growth:
            before, after = (growth[one][NARROW_SEARCH].milliseconds for one in (size, size * 10))
            rows.append(
                at_most(f"{NARROW_SEARCH}, {size:,} to {size * 10:,} entries", after / before, MOST_GROWTH, " times")
            )
    return rows
