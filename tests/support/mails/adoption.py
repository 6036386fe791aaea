"""Mails about reuse: what sends each, by the name of its template."""

from collections.abc import Callable

from django.utils import timezone

from collaboration.models import Adoption
from councils.actions.outbox import post, send_waiting
from councils.models import OutgoingMail
from tests.support.factories import make_council, make_manager, make_project
from tests.support.joining import make_adoption


def mails() -> dict[str, Callable[[], None]]:
    """Return what sends each mail."""
    council = make_council()
    reader = make_manager(council)
    own = make_project(leads=[council])
    answered = {"answered_at": timezone.now(), "said_by": reader, "reason": "We know of no one there."}

    def send(mail: str, adoption: Adoption) -> None:
        posted = post(to=reader, mail=mail, about={"adoption": adoption.pk})
        send_waiting(mails=OutgoingMail.objects.filter(pk=posted.pk))

    return {
        "adoption_said": lambda: send("adoption_said", make_adoption(listing=own, since="2024")),
        "adoption_answered": lambda: send(
            "adoption_answered", make_adoption(organisation=council, answer="no", **answered)
        ),
    }
