"""Writes the register into the database: adds and changes, never takes away."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from councils.models import EmailDomain, FormerCode, Organisation, OrganisationAlias, Succession
from councils.models.organisations import Tier
from councils.register.checks import contradictions
from councils.register.tables import Problem, Register, RegisterError, Row, read_register
from directory.history import Door, door

REGISTER_LOCK = 0x434F554E
"""Any number, so long as every loader of the register takes the same one."""

PARENTS = {"county_slug": "county_id", "strategic_authority_slug": "strategic_authority_id"}

PARENTS_FIRST = ((Tier.STRATEGIC, ""), (Tier.UPPER, Tier.SINGLE), (Tier.LOWER,))
"""Tiers in an order in which no organisation comes before its county or strategic authority."""

EMPTIED_BY_THE_FILE = {"announcement", "end_date", *PARENTS.values()}
"""Facts that an empty cell takes away. Any other empty cell means “not known” and leaves what the database knows."""

Facts = dict[str, Any]


@dataclass
class Tally:
    """What loading one file did: what was added and changed, and how many lines stood in the database already."""

    file: str
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0


def load_register(*, directory: Path) -> list[Tally]:
    """Load the register's files from `directory` in one transaction; a second run changes nothing.

    Organisations, aliases and other facts that are in the database and not in the files are kept as they are.
    Raises RegisterError, with every problem found, when a file cannot be read or contradicts another; nothing is
    written then.
    """
    register = read_register(directory)
    problems = register.problems or list(contradictions(register))
    if problems:
        raise RegisterError(problems)
    with door(Door.COMMAND), transaction.atomic():
        wait_for_other_loaders()
        clashes = list(codes_held_by_others(register))
        if clashes:
            raise RegisterError(clashes)
        return [
            write_organisations("organisations.csv", register),
            write_organisations("partner_organisations.csv", register),
            *write_what_belongs_to_them(register),
        ]


def wait_for_other_loaders() -> None:
    """Let one loader write at a time; the lock goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REGISTER_LOCK])


def codes_held_by_others(register: Register) -> Iterator[Problem]:
    """Yield a problem for each GSS code that the database gives to another organisation than the file does."""
    holders: dict[str | None, str] = dict(FormerCode.objects.values_list("gss_code", "organisation__slug"))
    holders.update(Organisation.objects.exclude(gss_code=None).values_list("gss_code", "slug"))
    for file, owner in (("organisations.csv", "slug"), ("former_codes.csv", "organisation_slug")):
        for row in register[file]:
            holder = holders.get(row["gss_code"], row[owner])
            if holder != row[owner]:
                yield row.problem("gss_code", f"in the directory {row['gss_code']} belongs to “{holder}”.")


def write_organisations(file: str, register: Register) -> Tally:
    """Write the organisations of one file, parents before those that lie in them."""
    tally = Tally(file)
    for tiers in PARENTS_FIRST:
        numbers = numbers_by_slug()
        rows = [row for row in register[file] if row.facts.get("tier", "") in tiers]
        upsert(Organisation, ("slug",), [(row["name"], organisation_facts(row, numbers)) for row in rows], tally)
    return tally


def numbers_by_slug() -> dict[str, int]:
    """Every organisation's primary key under its slug."""
    return dict(Organisation.objects.values_list("slug", "pk"))


def organisation_facts(row: Row, numbers: dict[str, int]) -> Facts:
    """A row's facts under the names of the model's fields."""
    facts: Facts = {column: fact for column, fact in row.facts.items() if column not in PARENTS}
    facts.update({name: numbers.get(row.facts.get(column) or "") for column, name in PARENTS.items()})
    if "status" not in facts:
        facts["status"] = Organisation.Status.ABOLISHED if facts["end_date"] else Organisation.Status.CURRENT
    return facts


def write_what_belongs_to_them(register: Register) -> Iterator[Tally]:
    """Write aliases, domains, former codes and successions; yield a tally for each file."""
    numbers = numbers_by_slug()
    for file, model, key in (
        ("aliases.csv", OrganisationAlias, ("organisation_id", "name")),
        ("email_domains.csv", EmailDomain, ("organisation_id", "domain")),
        ("former_codes.csv", FormerCode, ("gss_code",)),
        ("successions.csv", Succession, ("predecessor_id", "successor_id")),
    ):
        tally = Tally(file)
        upsert(model, key, [(label(row), linked_facts(row, numbers)) for row in register[file]], tally)
        yield tally


def label(row: Row) -> str:
    """What a person knows the line by: its first two cells."""
    return ": ".join(str(fact) for fact in list(row.facts.values())[:2])


def linked_facts(row: Row, numbers: dict[str, int]) -> Facts:
    """A row's facts with `…_slug` replaced by the organisation's primary key; an alias's form is not stored."""
    return {
        (column.replace("_slug", "_id")): (numbers[fact] if column.endswith("_slug") else fact)
        for column, fact in row.facts.items()
        if column != "form"
    }


def upsert(model: type[models.Model], key: tuple[str, ...], wanted: list[tuple[str, Facts]], tally: Tally) -> None:
    """Create what is missing and change what differs, in at most three statements; count it in `tally`.

    `wanted` holds for each line what people know it by and its facts under the names of the model's columns; `key`
    names the columns that identify it.
    """
    manager = model._default_manager
    existing = {tuple(getattr(found, column) for column in key): found for found in manager.all()}
    new: list[models.Model] = []
    changed: list[models.Model] = []
    columns: set[str] = set()
    for name, facts in wanted:
        found = existing.get(tuple(facts[column] for column in key))
        if found is None:
            new.append(model(**facts))
            tally.added.append(name)
            continue
        differing = sorted(column for column, fact in facts.items() if differs(found, column, fact))
        for column in differing:
            setattr(found, column, facts[column])
        if differing:
            columns.update(differing)
            changed.append(found)
            tally.changed.append(f"{name} ({', '.join(differing)})")
        else:
            tally.unchanged += 1
    manager.bulk_create(new)
    if changed:
        manager.bulk_update(changed, [model._meta.get_field(column.removesuffix("_id")).name for column in columns])


def differs(found: models.Model, column: str, fact: object) -> bool:
    """True when a line states something else than the database holds."""
    is_silent = fact in (None, "") and column not in EMPTIED_BY_THE_FILE
    return not is_silent and getattr(found, column) != fact
