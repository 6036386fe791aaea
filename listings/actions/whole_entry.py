"""Saving what was answered about an entry on one page: several sections, and a partner that is named besides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from councils.models import Organisation, User
from directory.history import recorded
from listings.actions.partners import add_partner
from listings.actions.registering import save_section
from listings.models import Listing
from listings.registering.sections import Answers, Section


@dataclass(frozen=True)
class NamedPartner:
    """An organisation that takes part in a role."""

    organisation: Organisation
    role: str


@recorded
def save_whole_entry(
    *,
    listing: Listing,
    sent: Iterable[tuple[Section, Answers]],
    opened: str,
    partner: NamedPartner | None,
    by: User,
) -> Any:
    """Save the answers of some sections and name a partner, all of it or nothing; return the entry.

    Raises SectionConflict and SaveRefused as `save_section` does, and PartRefused as `add_partner` does.
    """
    saved: Any = listing
    for section, answers in sent:
        saved = save_section(listing=saved, section=section, sent=answers, opened=opened, by=by)
    if partner is not None:
        add_partner(listing=saved, organisation=partner.organisation, role=partner.role, by=by)
    return saved
