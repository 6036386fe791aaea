"""How a listing came to be where it is: its phases, updates, and who came and went, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils.timezone import localdate

from collabhub.permissions import Action, Visitor, allowed
from councils.models import Organisation
from listings.models import Listing, Participation
from listings.partial_dates import PartialDate


@dataclass(frozen=True)
class Moment:
    """Something that happened, or is due to. `organisation` is whose words it is told in, where somebody wrote them."""

    date: PartialDate
    title: str
    organisation: Organisation | None = None
    text: str = ""
    next_step: str = ""

    @property
    def is_update(self) -> bool:
        return self.organisation is not None


def timeline(listing: Any, visitor: Visitor) -> list[Moment]:
    """Return what happened to a project or shared service, newest first, as far as `visitor` may see it.

    What is dated by year or month alone stands below what is known to the day in it. Of one day, what came later in
    the life of a listing stands first.
    """
    in_order = [*_beginning(listing), *_comings(listing), *_phases(listing), *_updates(listing, visitor)]
    in_order += [*_goings(listing), *_end(listing)]
    in_order.reverse()
    return sorted(in_order, key=lambda moment: moment.date, reverse=True)


def _beginning(listing: Any) -> Iterator[Moment]:
    if listing.started:
        is_ahead = listing.started.first_day > localdate()
        yield Moment(listing.started, "Due to start" if is_ahead else "Started")


def _comings(listing: Any) -> Iterator[Moment]:
    for part in listing.participations.all():
        if part.joined:
            note = ", as the lead says" if part.is_named_only else ""
            is_adopter = part.role == Participation.Role.ADOPTER
            began = "began to use it" if is_adopter else f"joined as {part.get_role_display().lower()}"
            yield Moment(part.joined, f"{part.name} {began}{note}")


def _goings(listing: Any) -> Iterator[Moment]:
    for part in listing.participations.all():
        if part.left:
            is_adopter = part.role == Participation.Role.ADOPTER
            ended = "stopped using it" if is_adopter else f"left ({part.get_role_display().lower()})"
            yield Moment(part.left, f"{part.name} {ended}")


def _phases(listing: Any) -> Iterator[Moment]:
    """Yield the phases that were reached. The end of work that has ended is told by `_end`."""
    changes = list(listing.phase_changes.all())
    for change, following in zip_longest(changes, changes[1:]):
        if change.phase != "ended":
            yield Moment(change.since, f"{change.get_phase_display()} phase")
        elif following is not None:
            yield Moment(change.since, "Ended, and went on later")


def _updates(listing: Any, visitor: Visitor) -> Iterator[Moment]:
    written = allowed(visitor, Action.VIEW, listing.updates.select_related("organisation"))
    for update in sorted(written, key=lambda update: (update.written_at, update.pk)):
        day = PartialDate(localdate(update.written_at).isoformat())
        yield Moment(day, "Update", update.organisation, update.happened, update.next_step)


def _end(listing: Any) -> Iterator[Moment]:
    if not listing.is_ended:
        if listing.ended and listing.ended.last_day >= localdate():
            yield Moment(listing.ended, "Due to end")
        return
    noted = [change.since for change in listing.phase_changes.all() if change.phase == "ended"]
    if date := listing.ended or (noted[-1] if noted else None):
        reason = Listing.EndReason(listing.end_reason).label if listing.end_reason else ""
        yield Moment(date, f"Ended: {reason[0].lower()}{reason[1:]}" if reason else "Ended")
