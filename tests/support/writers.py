"""People who write at the same moment while something is killed again and again, and what became of it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse

from listings.models import Listing, ListingEvent, Update, UpdateEvent
from tests.support.factories import make_area, make_council, make_officer, make_project
from tests.support.killing import DONE, Site, in_a_thread
from tests.support.visits import signed_in
from tests.test_worker import eventually

WRITERS, UPDATES = 8, 12
"""How many people, and how many updates each of them writes."""


class Writers:
    """Officers of councils that take part in the same two entries. Each writes updates, and sends in a draft.

    Every second of them sends each form until the site says yes, the others once. `sent` is what each form says, by its
    key, and `acknowledged` are the keys to which the site said yes; of a draft both are by its number.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        councils = [make_council() for _ in range(WRITERS)]
        self.entries = [make_project(leads=[make_council()], partners=councils) for _ in range(2)]
        self.drafts = [make_project(state="draft", leads=[council], areas=[make_area()]) for council in councils]
        self.councils = councils
        self.browsers: list[Client] = [signed_in(make_officer(council)) for council in councils]
        self.sent: dict[UUID, str] = {}
        self.acknowledged: list[UUID | int] = []

    def write_while(self, kill: Callable[[int], None], *, times: int) -> None:
        """Let all of them write at once, and kill so many times on the way, evenly by what was acknowledged."""
        sure = WRITERS // 2 * UPDATES
        with ThreadPoolExecutor(WRITERS) as hands:
            at_it = [hands.submit(in_a_thread(self.write_all), number) for number in range(WRITERS)]
            for number in range(times):
                reached = sure * (number + 1) // (times + 1)
                assert eventually(partial(self.has_acknowledged, reached))
                kill(number)
            for one in at_it:
                one.result()

    def has_acknowledged(self, number: int) -> bool:
        """True once the site has said yes to so many forms."""
        return len(self.acknowledged) >= number

    def write_all(self, number: int) -> None:
        """Write all that one person writes."""
        council, draft = self.councils[number], self.drafts[number]
        for turn in range(UPDATES):
            if turn == UPDATES // 2:
                self.send(number, draft.pk, reverse("project-submit", args=[council.slug, draft.pk]))
            key, says = uuid4(), f"Writer {number} did thing {turn}."
            self.sent[key] = says
            about = self.entries[turn % 2]
            self.send(number, key, reverse("entry-updates", args=[council.slug, about.pk]), happened=says, key=str(key))

    def send(self, number: int, what: UUID | int, path: str, **fields: Any) -> None:
        """Send a form, and note when the site says yes."""

        def is_taken() -> bool:
            return self.site.post(self.browsers[number], path, **fields) == DONE

        if eventually(is_taken) if number % 2 else is_taken():
            self.acknowledged.append(what)

    # What became of it

    def lost(self) -> set[UUID | int]:
        """Return what was acknowledged and is not there."""
        waiting = Listing.objects.filter(pk__in=[draft.pk for draft in self.drafts], state="waiting")
        there = {*Update.objects.values_list("key", flat=True), *waiting.values_list("pk", flat=True)}
        return set(self.acknowledged) - there

    def broken(self) -> list[str]:
        """Return what is there, but not as it was sent; and drafts that are neither as they were nor sent in."""
        found = [says for key, says in self.written().values_list("key", "happened") if self.sent.get(key) != says]
        for draft in Listing.objects.filter(pk__in=[draft.pk for draft in self.drafts]):
            whole = draft.submitted_at is not None and draft.confirmed_by is not None
            if draft.state != ("waiting" if whole else "draft") or whole != (draft.confirmed_at is not None):
                found.append(f"{draft} is {draft.state}")
        return found

    def changes(self) -> Counter[str]:
        """Return every change that is there, in words."""
        sent_in = Listing.objects.filter(pk__in=[draft.pk for draft in self.drafts], state="waiting")
        return Counter([*self.written().values_list("happened", flat=True), *sent_in.values_list("title", flat=True)])

    def history(self) -> Counter[str]:
        """Return every change that the history tells of, in the same words, each by a person of its own."""
        told = UpdateEvent.objects.filter(listing__in=[entry.pk for entry in self.entries])
        sent_in = ListingEvent.objects.filter(pgh_obj__in=[draft.pk for draft in self.drafts], state="waiting")
        assert all(event.pgh_context.metadata["user"] for event in [*told, *sent_in])
        return Counter([*told.values_list("happened", flat=True), *sent_in.values_list("title", flat=True)])

    def written(self) -> Any:
        """Return the updates of the entries that all of them write about."""
        return Update.objects.filter(listing__in=self.entries)
