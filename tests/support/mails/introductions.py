"""Mails about introductions: what sends each, by the name of its template."""

from collections.abc import Callable

from django.utils import timezone

from councils.actions.outbox import post, send_waiting
from councils.models import OutgoingMail, User
from tests.support.factories import make_council, make_manager, make_person
from tests.support.joining import make_introduction


def mails() -> dict[str, Callable[[], None]]:
    """Return what sends each mail."""
    exford, borset = make_council("Exford"), make_council("Borset")
    reader, other, moderator = make_manager(exford), make_manager(borset), make_person(is_staff=True)
    made = make_introduction(councils=[exford, borset])
    ended = make_introduction(
        councils=[exford, borset], outcome="met", outcome_words="We talk.", ended_at=timezone.now(), due_on=None
    )

    def send(mail: str, introduction: int, to: User = reader, **about: int) -> Callable[[], None]:
        def run() -> None:
            posted = post(to=to, mail=mail, about={"introduction": introduction} | about)
            send_waiting(mails=OutgoingMail.objects.filter(pk=posted.pk))

        return run

    return {
        "introduction": send("introduction", made.pk),
        "introduction_asked": send("introduction_asked", made.pk),
        "introduction_unanswered": send("introduction_unanswered", made.pk, moderator),
        "introduction_outcome": send("introduction_outcome", ended.pk, moderator),
        "introduction_address": send("introduction_address", made.pk, person=other.pk),
    }
