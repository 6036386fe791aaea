"""A rule about dates that sections of both kinds share."""

from listings.partial_dates import PartialDate
from listings.registering.sections import SectionForm


class DatesInOrder(SectionForm):
    """A section that asks when something started and ended."""

    def clean(self) -> None:
        """Note at the end that it is before the start."""
        started, ended = self.cleaned_data.get("started"), self.cleaned_data.get("ended")
        if started and ended and not PartialDate(started).could_be_before(PartialDate(ended)):
            self.add_error("ended", "The end is before the start: check both dates")
