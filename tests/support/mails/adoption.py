"""Mails about reuse: what sends each, by the name of its template."""

from collections.abc import Callable

from django.utils import timezone

from collaboration.models import Adoption
from councils.actions.outbox import post, send_waiting
from councils.models import OutgoingMail
from tests.support.factories import make_council, make_manager
from tests.support.joining import make_adoption


def mails() -> dict[str, Callable[[], None]]:
    """Return what sends each mail."""
    reader = make_manager(make_council())
    answered = {"answered_at": timezone.now(), "said_by": reader, "reason": "We know of no one there."}

    def send(mail: str, adoption: Adoption) -> None:
        posted = post(to=reader, mail=mail, about={"adoption": adoption.pk})
        send_waiting(mails=OutgoingMail.objects.filter(pk=posted.pk))

    return {
        "adoption_said": lambda: send("adoption_said", make_adoption(since="2024")),
        "adoption_answered": lambda: send("adoption_answered", make_adoption(answer="no", **answered)),
    }
