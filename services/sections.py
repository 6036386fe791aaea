"""All that is asked about a shared service, in the order of asking."""

from listings.models import Listing
from listings.registering import common
from listings.registering.sections import Journey, Section
from services.forms import AgreementForm, BenefitsForm, MembersForm, ModelForm
from services.models import SharedService

JOURNEY = Journey(
    model=SharedService,
    kind=Listing.Kind.SERVICE,
    sections=(
        common.WHAT,
        common.AREAS,
        Section("model", "Delivery model", ModelForm, is_required=True, subjects=["phase"]),
        common.LEAD,
        common.WHY,
        Section("members", "Since when, and who may join", MembersForm, subjects=["dates"]),
        Section("benefits", "Benefits", BenefitsForm, subjects=["money"]),
        Section("agreement", "Review and notice", AgreementForm),
        common.LEARNT,
        common.WANTED,
        common.LINKS,
        common.TECHNOLOGY,
        common.CONTACT,
    ),
)
