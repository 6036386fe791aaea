"""What the names that a source writes stand for, asked once for a whole run."""

from collections.abc import Iterable

from councils.names import NameResolver, Outcome, suggest_partner_kind
from listings.actions import add_partner_organisations
from listings.models import NameToResolve
from listings.partial_dates import PartialDate

type WrittenName = tuple[str, PartialDate | None]


class WrittenNames:
    """Names and dates on the one hand, identifiers of organisations on the other."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}
        self.new_partners: list[str] = []
        self._found: dict[WrittenName, list[int] | None] = {}

    def settle(self, names: Iterable[WrittenName]) -> None:
        """Find out what `names` stand for.

        A body that is not a council and not yet known becomes a partner organisation. What cannot be decided is
        kept in `reasons`, for a moderator.
        """
        resolver = NameResolver.from_register()
        unknown = []
        for name, on in dict.fromkeys(names):
            resolution = resolver.resolve(name, on.first_day, on.last_day) if on else resolver.resolve(name)
            self._found[name, on] = [organisation.pk for organisation in resolution.organisations] or None
            if resolution.outcome is Outcome.AMBIGUOUS:
                self.reasons[name] = str(NameToResolve.Reason.AMBIGUOUS)
            elif resolution.outcome is Outcome.UNKNOWN:
                unknown.append((name, on))
        kinds = {name: kind for name, _ in unknown if (kind := suggest_partner_kind(name))}
        made = add_partner_organisations(kinds=kinds, by=None)
        self.new_partners = sorted({organisation.name for organisation in made.values()})
        for name, on in unknown:
            if name in made:
                self._found[name, on] = [made[name].pk]
            else:
                self.reasons.setdefault(name, str(NameToResolve.Reason.UNKNOWN))

    def organisations(self, name: str, on: PartialDate | None) -> list[int] | None:
        """Return the identifiers for a settled name, or None while a moderator has to decide."""
        return self._found[name, on]
