"""What becomes of somebody's interest, messages and alerts when they close their account."""

from django.db.models import Case, Value, When

from collaboration.actions.interest.steps import finish, locked_interest, tell
from collaboration.models import Adoption, Interest, Introduction, Message
from councils.models import User
from councils.parting import when_an_account_closes

GONE = "Whoever wrote this has closed their account, so the words are gone."
COMPANY_GONE = Case(
    When(kind=Interest.Kind.SUPPLY, organisation=None, then=Value("A former supplier")), default=Value("")
)
"""For whom they worked. An offer to supply says by whom it is, also when that is known no more."""


@when_an_account_closes
def leave_no_words(user: User) -> None:
    """Take back what a person is interested in, which its owners are told, and take away what they wrote and follow."""
    for interest in user.interests.open().order_by("pk"):
        now = locked_interest(interest)
        if now.is_open:
            finish(now, Interest.State.TAKEN_BACK, by=user)
            tell(now, Interest.Side.OWNERS, "interest_ended", but=user)
    user.interests.update(message=GONE, have="", need="", by_when="", company=COMPANY_GONE, outcome_words="")
    Interest.objects.filter(ended_by=user).update(outcome_words="")
    Interest.objects.filter(answered_by=user).update(reason_words="")
    Interest.objects.filter(reported_by=user).update(report_words="")
    Adoption.objects.filter(answered_by=user).update(reason="")
    Introduction.objects.filter(ended_by=user).update(outcome_words="")
    Message.objects.filter(author=user).update(words=GONE, shares_address=False)
    for theirs in (user.follows, user.digests, user.outgoing_mails, user.blocks):
        theirs.all().delete()
    if settings := getattr(user, "alert_settings", None):
        settings.delete()
