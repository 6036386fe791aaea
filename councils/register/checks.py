"""What must agree between the lines and the files of the register."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from councils.geography import Nation, Region
from councils.models import Organisation, Succession
from councils.models.organisations import Tier
from councils.register.tables import Problem, Register, Row

REGION_OF_NATION = {
    Nation.SCOTLAND: Region.SCOTLAND,
    Nation.WALES: Region.WALES,
    Nation.NORTHERN_IRELAND: Region.NORTHERN_IRELAND,
}
"""Outside England the region is the nation; every other region is England's."""

Status = Organisation.Status


def contradictions(register: Register) -> Iterator[Problem]:
    """Yield every way in which the register contradicts itself."""
    organisations = register["organisations.csv"] + register["partner_organisations.csv"]
    yield from repeated(organisations, "slug")
    yield from repeated(register["organisations.csv"] + register["former_codes.csv"], "gss_code")
    yield from repeated(register["aliases.csv"], "name", "organisation_slug")
    yield from repeated(register["email_domains.csv"], "domain", "organisation_slug")
    yield from repeated(register["successions.csv"], "successor_slug", "predecessor_slug")
    known = {row["slug"]: row for row in organisations}
    for file in ("aliases.csv", "email_domains.csv", "former_codes.csv"):
        for row in register[file]:
            if row["organisation_slug"] not in known:
                yield unknown(row, "organisation_slug")
    for row in register["organisations.csv"]:
        for check in COUNCIL_CHECKS:
            yield from check(row)
        yield from check_parents(row, known)
    for row in register["successions.csv"]:
        yield from check_succession(row, known)


def repeated(rows: list[Row], column: str, *more: str) -> Iterator[Problem]:
    """Yield a problem for each row whose facts in `column` and `more` together stood in an earlier row."""
    first: dict[tuple, Row] = {}
    for row in rows:
        if row[column] is None:
            continue
        key = tuple(row[name] for name in (column, *more))
        earlier = first.setdefault(key, row)
        if earlier is not row:
            yield row.problem(column, f"“{row[column]}” already stands in {earlier.file}, line {earlier.line}.")


def unknown(row: Row, column: str) -> Problem:
    """The problem of a slug that no organisation has."""
    return row.problem(column, f"no organisation has the slug “{row[column]}”.")


def check_life(row: Row) -> Iterator[Problem]:
    """An abolished council has a last day, a planned one a first day and how certain it is; others have neither."""
    status, starts, ends = row["status"], row["start_date"], row["end_date"]
    if status == Status.ABOLISHED and not ends:
        yield row.problem("end_date", "an abolished council needs its last day in force.")
    if status != Status.ABOLISHED and ends:
        yield row.problem("end_date", f"a {status} council has no last day; empty it or make the council abolished.")
    if starts and ends and ends < starts:
        yield row.problem("end_date", "the last day is before the first (start_date).")
    if status == Status.PLANNED and not starts:
        yield row.problem("start_date", "a planned council needs the day it is to begin.")
    if status == Status.PLANNED and not row["announcement"]:
        yield row.problem("announcement", "a planned council needs “enacted” or “announced”.")
    if status != Status.PLANNED and row["announcement"]:
        yield row.problem("announcement", f"a {status} council has no announcement; empty the cell.")


def check_region(row: Row) -> Iterator[Problem]:
    """The region lies in the nation."""
    nation, region = row["nation"], row["region"]
    expected = REGION_OF_NATION.get(nation)
    if (expected and region != expected) or (not expected and region in REGION_OF_NATION.values()):
        yield row.problem("region", f"{region} is not a region of {nation}.")


def check_pairs(row: Row) -> Iterator[Problem]:
    """Two cells that only mean something together are both filled or both empty."""
    pairs = (("latitude", "longitude"), ("map_x", "map_y"), ("hex_q", "hex_r"), ("population", "population_year"))
    for one, other in pairs:
        if (row[one] is None) != (row[other] is None):
            empty, filled = (one, other) if row[one] is None else (other, one)
            yield row.problem(empty, f"it is empty though {filled} is filled; fill in both or neither.")


COUNCIL_CHECKS: tuple[Callable[[Row], Iterator[Problem]], ...] = (check_life, check_region, check_pairs)


def check_parents(row: Row, known: dict[str, Row]) -> Iterator[Problem]:
    """Only a district lies in a county, and only a council of one place lies in a strategic authority's area."""
    for column in ("county_slug", "strategic_authority_slug"):
        if row[column] is None:
            continue
        parent = known.get(row[column])
        if parent is None:
            yield unknown(row, column)
        elif parent["slug"] == row["slug"]:
            yield row.problem(column, "a council cannot be its own parent.")
        elif row["tier"] == Tier.STRATEGIC:
            yield row.problem(column, "a strategic authority has no parent; empty the cell.")
        elif column == "county_slug" and row["tier"] != Tier.LOWER:
            yield row.problem(column, "only a district (tier lower) has a county; empty the cell.")
        elif column == "county_slug" and parent.facts.get("tier") not in (Tier.UPPER, Tier.SINGLE):
            yield row.problem(column, f"“{parent['slug']}” is not a county.")
        elif column == "strategic_authority_slug" and parent.facts.get("tier") != Tier.STRATEGIC:
            yield row.problem(column, f"“{parent['slug']}” is not a strategic authority.")


def check_succession(row: Row, known: dict[str, Row]) -> Iterator[Problem]:
    """A successor starts on the day of the succession, the day after its predecessor's last."""
    missing = [column for column in ("predecessor_slug", "successor_slug") if row[column] not in known]
    if missing:
        yield from (unknown(row, column) for column in missing)
        return
    predecessor, successor = known[row["predecessor_slug"]], known[row["successor_slug"]]
    if predecessor is successor:
        yield row.problem("successor_slug", "a council cannot take over from itself.")
        return
    starts, date = successor.facts.get("start_date"), row["date"]
    if starts != date:
        yield row.problem("date", f"“{successor['slug']}” begins on {starts or 'no known day'}, not on {date}.")
    if predecessor.facts.get("start_date") and predecessor["start_date"] >= date:
        yield row.problem("date", f"“{predecessor['slug']}” begins only on {predecessor['start_date']}.")
    if row["status"] == Succession.Status.DONE:
        yield from check_done(row, predecessor, successor)
    elif predecessor.facts.get("status") == Status.ABOLISHED or successor.facts.get("status") != Status.PLANNED:
        yield row.problem("status", "a succession to come leads from a council in force to a planned one.")


def check_done(row: Row, predecessor: Row, successor: Row) -> Iterator[Problem]:
    """A succession that has happened ended the predecessor the day before and is not to a council still planned."""
    ended = predecessor["end_date"]
    if ended != row["date"] - timedelta(days=1):
        known = f"is {ended}" if ended else "is not known"
        yield row.problem("date", f"the last day of “{predecessor['slug']}” {known}; it must be the day before.")
    if successor.facts.get("status") == Status.PLANNED:
        yield row.problem("status", f"it cannot be done while “{successor['slug']}” is only planned.")
