"""Whether the words of style in a written name fit an organisation."""

from councils.models import Organisation
from councils.models.organisations import Kind, Tier

BOROUGH_KINDS = {Kind.LONDON_BOROUGH, Kind.METROPOLITAN_DISTRICT, Kind.DISTRICT}
DISTRICT_KINDS = {Kind.METROPOLITAN_DISTRICT, Kind.DISTRICT}


class StyledOrganisation:
    """An organisation with the words of style that its own names hold ("Newcastle City Council": city)."""

    def __init__(self, organisation: Organisation, own_style: frozenset[str], *, has_predecessors: bool) -> None:
        self.organisation = organisation
        self.own_style = own_style
        self.has_predecessors = has_predecessors

    def is_named_by(self, style: frozenset[str]) -> bool:
        """True when its own names hold every word of `style`."""
        return all(word in self.own_style or self.is_by_nature(word) for word in style)

    def may_be_named_by(self, style: frozenset[str]) -> bool:
        """True when no word of `style` speaks against it: a London borough may be called "Hackney Borough Council"."""
        return all(word in self.own_style or self.is_by_nature(word) or self.may_be(word) for word in style)

    def is_by_nature(self, word: str) -> bool:
        """What every organisation of a kind is, whatever its name."""
        kind, tier = self.organisation.kind, self.organisation.tier
        if word == "city or county":
            return bool({"city", "county"} & self.own_style) or kind == Kind.COUNTY
        checks: dict[str, bool] = {
            "london": kind == Kind.LONDON_BOROUGH,
            "county": kind == Kind.COUNTY,
            "metropolitan": kind == Kind.METROPOLITAN_DISTRICT,
            "unitary": tier == Tier.SINGLE,
            "strategic": tier == Tier.STRATEGIC,
            "authority": tier in (Tier.STRATEGIC, Tier.SINGLE),
        }
        return checks.get(word, False)

    def may_be(self, word: str) -> bool:
        """What writers call an organisation of a kind, though its own name does not.

        "City", "royal" and, but for Wales, "county" are left out on purpose: Lichfield City Council and Salisbury City
        Council are parish councils beside the districts, and there is no Nottingham County Council. A unitary council
        that was there before the reorganisations since 2009 was a borough or district in law, whatever it is called.
        """
        kind = self.organisation.kind
        is_lasting_unitary = kind == Kind.UNITARY and not self.has_predecessors and "county" not in self.own_style
        if word == "borough":
            return kind in BOROUGH_KINDS or is_lasting_unitary
        if word == "district":
            return kind in DISTRICT_KINDS or is_lasting_unitary
        return word == "county" and kind == Kind.WELSH
