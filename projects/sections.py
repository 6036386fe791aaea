"""All that is asked about a project, in the order of asking."""

from listings.models import Listing
from listings.registering import common
from listings.registering.sections import Journey, Section
from projects.forms import MoneyForm, PhaseForm
from projects.models import Project

JOURNEY = Journey(
    model=Project,
    kind=Listing.Kind.PROJECT,
    sections=(
        common.WHAT,
        common.AREAS,
        Section("phase", "Phase", PhaseForm, is_required=True),
        common.LEAD,
        common.WHY,
        common.LEARNT,
        common.WANTED,
        Section("money", "Money and dates", MoneyForm, subjects=["money", "dates"]),
        common.LINKS,
        common.TECHNOLOGY,
        common.CONTACT,
    ),
)
