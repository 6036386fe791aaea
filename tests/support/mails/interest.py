"""Mails of conversations: what sends each, by the name of its template."""

from collections.abc import Callable

from django.utils import timezone

from collaboration.models import Interest
from councils.actions.outbox import post, send_waiting
from councils.models import OutgoingMail, User
from tests.support.factories import make_council, make_officer, make_project
from tests.support.joining import make_interest, make_message


def mails() -> dict[str, Callable[[], None]]:
    """Return what sends each mail."""
    council = make_council()
    owner, listing = make_officer(council), make_project(leads=[council])
    now = timezone.now()

    def send(mail: str, interest: Interest, to: User | None, **about: int) -> None:
        assert to is not None
        posted = post(to=to, mail=mail, about={"interest": interest.pk} | about)
        send_waiting(mails=OutgoingMail.objects.filter(pk=posted.pk))

    def received() -> None:
        send("interest_received", make_interest(listing=listing, have="A prototype", by_when="May"), owner)

    def answered() -> None:
        interest = make_interest(listing=listing, state="talking", turn="sender", answered_at=now)
        send("interest_answered", interest, interest.sender)

    def message() -> None:
        interest = make_interest(listing=listing, state="talking", turn="sender", answered_at=now)
        words = make_message(interest=interest, author=owner, words="Tuesday?\nOr Friday.", shares_address=True)
        send("interest_message", interest, interest.sender, message=words.pk)

    def ended() -> None:
        done = {"turn": "", "due_on": None, "answered_at": now, "ended_at": now, "outcome_words": "We met in May."}
        interest = make_interest(listing=listing, state="met", **done)
        send("interest_ended", interest, interest.sender)

    def stepped_in() -> None:
        interest = make_interest(listing=listing, state="talking", turn="sender", answered_at=now)
        words = make_message(interest=interest, words="They are away. Ask me.")
        send("interest_stepped_in", interest, owner, message=words.pk, said=1)

    return {
        "interest_received": received,
        "interest_answered": answered,
        "interest_message": message,
        "interest_ended": ended,
        "interest_stepped_in": stepped_in,
    }
