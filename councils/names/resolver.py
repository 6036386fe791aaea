"""Resolves a name as a source writes it to the organisations it means, and never guesses between two.

The rules and the reasons for them are in docs/decisions/0003-names-to-organisations.md.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councils.models import FormerCode, Organisation, OrganisationAlias, Succession
from councils.models.organisations import Kind, Tier
from councils.names.lists import fewest_parts, split_brackets
from councils.names.style import StyledOrganisation
from councils.names.written import WrittenName

Status = Organisation.Status

UNDATED_SINCE = date(2010, 1, 1)
"""An undated source is taken to be no older: the bare name of a council that ended before is not sure to mean it."""


class Outcome(StrEnum):
    """What became of a name."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Resolution:
    """What a written name means.

    `organisations` holds the one organisation of a resolved name, or several when the name lists several.
    `candidates` holds those that a person may choose from when it is not resolved; it may be empty.
    """

    outcome: Outcome
    organisations: tuple[Organisation, ...] = ()
    candidates: tuple[Organisation, ...] = ()


@dataclass(frozen=True)
class Period:
    """When a name was written, as far as that is known."""

    first: date | None
    last: date | None


class NameResolver:
    """Knows the names of every organisation; made once, it resolves any number of names without a query."""

    def __init__(
        self,
        organisations: Iterable[Organisation],
        aliases: Iterable[tuple[int, str]],
        successions: Iterable[tuple[int, int]],
        continued: Iterable[int],
    ) -> None:
        """Take what the register says.

        `aliases` are pairs of an organisation's primary key and another name, `successions` pairs of predecessor and
        successor, `continued` the organisations that have a former code, and so were the same body before.
        """
        self.organisations = {organisation.pk: organisation for organisation in organisations}
        self.successors: dict[int, set[int]] = defaultdict(set)
        began: set[int] = set()
        for predecessor, successor in successions:
            self.successors[predecessor].add(successor)
            began.add(successor)
        self.began = began - set(continued)
        self.by_text: dict[str, set[int]] = defaultdict(set)
        self.by_place: dict[str, set[int]] = defaultdict(set)
        self.styles: dict[int, set[str]] = defaultdict(set)
        for organisation in self.organisations.values():
            self.learn_name(organisation, organisation.name)
            self.learn_name(organisation, without_brackets(organisation.name))
            self.learn_place(organisation, organisation.short_name)
        for number, name in aliases:
            self.by_text[WrittenName.parse(name).text].add(number)
            self.learn_place(self.organisations[number], name)
        self.styled = {
            number: StyledOrganisation(organisation, frozenset(self.styles[number]), has_predecessors=number in began)
            for number, organisation in self.organisations.items()
        }

    @classmethod
    def from_register(cls) -> "NameResolver":
        """Return a resolver of the names that the database knows now, read in four queries."""
        return cls(
            Organisation.objects.all(),
            OrganisationAlias.objects.values_list("organisation_id", "name"),
            Succession.objects.values_list("predecessor_id", "successor_id"),
            FormerCode.objects.values_list("organisation_id", flat=True),
        )

    def learn_name(self, organisation: Organisation, name: str) -> None:
        """Remember an official name, whole and in parts.

        A planned council whose name is still a bare area ("West Essex") is not known by the area's name alone.
        """
        written = WrittenName.parse(name)
        if organisation.status != Status.PLANNED or written.says_council:
            self.by_text[written.text].add(organisation.pk)
        self.learn_place(organisation, name)

    def learn_place(self, organisation: Organisation, name: str) -> None:
        """Remember the place and the style that a council's name holds; other organisations have only whole names."""
        if organisation.is_council:
            written = WrittenName.parse(without_brackets(name))
            self.by_place[written.place].add(organisation.pk)
            self.styles[organisation.pk] |= written.style

    def resolve(self, name: str, on: date | None = None, until: date | None = None) -> Resolution:
        """Return what `name` means.

        `on` is the day it was written or speaks of, which tells an abolished council from its successor; None when
        that is not known. `until` is the last day it may be, when only a month or a year is known.
        """
        period = Period(on, until or on)
        whole = self.resolve_one(name, period)
        if whole.outcome is Outcome.RESOLVED:
            return whole
        bracketed = self.resolve_brackets(name, period)
        if bracketed:
            return bracketed
        listed = self.resolve_list(name, period)
        is_one_place = bool(whole.candidates) and not WrittenName.parse(name).is_plural
        if not is_one_place:
            return listed or whole
        if whole.outcome is Outcome.UNKNOWN:
            return whole
        return Resolution(whole.outcome, candidates=merged(whole.candidates, listed.organisations if listed else ()))

    def resolve_brackets(self, name: str, period: Period) -> Resolution | None:
        """Resolve "Greater London Authority (GLA)": what stands in brackets must be known too, or be initials."""
        parts = split_brackets(name)
        if not parts:
            return None
        outside, inside = parts
        found = self.resolve(outside, period.first, period.last)
        if found.outcome is not Outcome.RESOLVED:
            return None
        if is_initials(inside, outside):
            return found
        more = self.resolve(inside, period.first, period.last)
        if more.outcome is not Outcome.RESOLVED:
            return None
        return Resolution(Outcome.RESOLVED, merged(found.organisations, more.organisations))

    def resolve_list(self, name: str, period: Period) -> Resolution | None:
        """Resolve a name that lists several, when every part is known; None when one is not."""
        parts = fewest_parts(name, lambda part: self.resolve_one(part, period).outcome is Outcome.RESOLVED)
        if parts:
            found = merged(*(self.resolve_one(part, period).organisations for part in parts))
            return Resolution(Outcome.RESOLVED, found) if self.lived_together(found) else ambiguous(found)
        parts = fewest_parts(name, lambda part: self.resolve_one(part, period).outcome is not Outcome.UNKNOWN)
        if parts and len(parts) > 1:
            each_part = [self.resolve_one(part, period) for part in parts]
            return ambiguous(merged(*(part.organisations + part.candidates for part in each_part)))
        return None

    def lived_together(self, found: tuple[Organisation, ...]) -> bool:
        """Whether there was a day when all were in force: the old Poole cannot be listed with the new Dorset."""
        ends = [each.end_date for each in found if each.end_date]
        return not ends or all(self.in_force(each, Period(min(ends), min(ends))) for each in found)

    def resolve_one(self, name: str, period: Period) -> Resolution:
        """Resolve a name that stands for one organisation: by its whole text first, then by place and style."""
        written = WrittenName.parse(name)
        exact = [self.organisations[number] for number in sorted(self.by_text.get(written.text, ()))]
        near = self.by_place.get(written.place, set()) if written.place else set()
        fitting = self.fitting(near, written)
        if exact:
            return self.decide_exact(exact, fitting, written, period)
        if fitting:
            return self.decide(fitting, written, period)
        return Resolution(Outcome.UNKNOWN, candidates=self.in_order(near))

    def decide_exact(
        self, exact: list[Organisation], fitting: list[Organisation], written: WrittenName, period: Period
    ) -> Resolution:
        """Choose among organisations that have this very name, unless one of the same place was there at the time."""
        chosen, *more = self.choose(exact, period)
        if more:
            return ambiguous([chosen, *more])
        is_area = chosen.is_council and not written.style and not written.says_council
        if is_area and not self.is_sure_of_area(chosen, period):
            return ambiguous([chosen, *self.in_order(self.successors[chosen.pk])])
        if self.in_force(chosen, period):
            return resolved(chosen)
        others = [each for each in fitting if each is not chosen and is_strategic(each) == is_strategic(chosen)]
        rivals = [each for each in others if self.in_force(each, period)]
        return ambiguous([chosen, *rivals]) if rivals else resolved(chosen)

    def fitting(self, numbers: set[int], written: WrittenName) -> list[Organisation]:
        """Those of one place that the words of style fit: the ones whose own names hold them, if there are any."""
        styled = [self.styled[number] for number in sorted(numbers)]
        fitting = [each for each in styled if each.may_be_named_by(written.style)]
        named = [each for each in fitting if each.is_named_by(written.style)]
        return [each.organisation for each in named or fitting]

    def decide(self, fitting: list[Organisation], written: WrittenName, period: Period) -> Resolution:
        """Choose among councils of one place. A strategic authority needs to be called one, a planned council too."""
        if written.style & {"strategic", "authority"}:
            called_so = self.choose(fitting, period)
            return resolved(called_so[0]) if len(called_so) == 1 else ambiguous(called_so)
        councils = [each for each in fitting if not is_strategic(each) and each.status != Status.PLANNED]
        planned = [each for each in fitting if each.status == Status.PLANNED]
        if not councils:
            is_named = written.says_council and len(planned) == 1
            return resolved(planned[0]) if is_named else ambiguous(fitting)
        chosen, *more = self.choose(councils, period)
        if more:
            return ambiguous([chosen, *more])
        if not written.style and not self.is_sure_of_area(chosen, period):
            successors = self.in_order(self.successors[chosen.pk])
            return ambiguous([chosen, *successors, *(each for each in fitting if is_strategic(each))])
        return resolved(chosen)

    def is_sure_of_area(self, council: Organisation, period: Period) -> bool:
        """Whether the bare name of an area means this council: not after its end, nor for a county that is gone."""
        if council.end_date is None:
            return True
        if period.first is None:
            return council.kind != Kind.COUNTY and council.end_date >= UNDATED_SINCE
        return period.first <= council.end_date

    def choose(self, pool: list[Organisation], period: Period) -> list[Organisation]:
        """Narrow a pool by date; without a date, to the one in force that took over from all the others."""
        if len(pool) == 1:
            return pool
        if period.first is not None:
            return [each for each in pool if self.in_force(each, period)] or pool
        current = [each for each in pool if each.status == Status.CURRENT]
        gone = [each for each in pool if each.status != Status.CURRENT]
        if len(current) == 1 and all(current[0].pk in self.successors[each.pk] for each in gone):
            return current
        return pool

    def in_force(self, organisation: Organisation, period: Period) -> bool:
        """Whether an organisation was in force at some time in the period; True when no date is known.

        A first day counts only where the council took over from others on it, or is still planned: other first days
        of the register mark a change of area or powers of a council that was there before.
        """
        if period.first is None or period.last is None:
            return True
        begins = organisation.start_date
        is_new = organisation.pk in self.began or organisation.status == Status.PLANNED
        if is_new and begins is not None and period.last < begins:
            return False
        return organisation.end_date is None or period.first <= organisation.end_date

    def in_order(self, numbers: Iterable[int]) -> tuple[Organisation, ...]:
        """Organisations of these primary keys, always in the same order."""
        return tuple(self.organisations[number] for number in sorted(numbers))


def resolved(organisation: Organisation) -> Resolution:
    """The resolution of a name that means one organisation."""
    return Resolution(Outcome.RESOLVED, (organisation,))


def ambiguous(candidates: Iterable[Organisation]) -> Resolution:
    """The resolution of a name that may mean several."""
    return Resolution(Outcome.AMBIGUOUS, candidates=merged(tuple(candidates)))


def merged(*groups: tuple[Organisation, ...]) -> tuple[Organisation, ...]:
    """Every organisation of the groups once, in order."""
    return tuple({organisation.pk: organisation for group in groups for organisation in group}.values())


def is_strategic(organisation: Organisation) -> bool:
    """Whether an organisation is a combined authority or the Greater London Authority."""
    return organisation.tier == Tier.STRATEGIC


def without_brackets(name: str) -> str:
    """A register name without what tells it apart, such as "(2014 to 2024)"."""
    return re.sub(r"\s*\(.*?\)", "", name)


def is_initials(short: str, name: str) -> bool:
    """Whether `short` is made of the first letters of `name`: "LCC" of "Leeds City Council"."""
    letters = "".join(word[0] for word in re.findall(r"\w+", name.casefold()))
    main_letters = "".join(
        word[0] for word in re.findall(r"\w+", name.casefold()) if word not in {"of", "the", "and", "for"}
    )
    return short.strip().casefold() in {letters, main_letters}
