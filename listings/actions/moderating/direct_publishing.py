"""Whether a council's entries are public once they are sent in."""

from councils.models import Membership, Organisation, User
from directory.history import recorded
from listings.actions.moderating.refused import DecisionRefused
from listings.models import Decision
from listings.tasks import decisions as mails

Kind = Decision.Kind


@recorded
def take_back_direct_publishing(*, organisation: Organisation, words: str, by: User) -> Decision:
    """Let a council's further entries wait for a moderator again, and write to its managers why.

    What is public stays public. Raises DecisionRefused without a reason, and when it does not publish directly.
    """
    if not words:
        raise DecisionRefused("Write why: the council’s managers get it by email.")
    return _decide(organisation, is_direct=False, words=words, by=by)


@recorded
def give_direct_publishing(*, organisation: Organisation, words: str, by: User) -> Decision:
    """Let a council's further entries be public once they are sent in, and write to its managers.

    Raises DecisionRefused when it publishes directly already.
    """
    return _decide(organisation, is_direct=True, words=words, by=by)


def _decide(organisation: Organisation, *, is_direct: bool, words: str, by: User) -> Decision:
    """Note how a council publishes from now on, under a lock, and write to its managers."""
    council = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if council.publishes_directly == is_direct:
        state = "publishes directly already" if is_direct else "does not publish directly"
        raise DecisionRefused(f"{council} {state}. Nothing was changed.")
    Organisation.objects.filter(pk=council.pk).update(publishes_directly=is_direct)
    kind = Kind.DIRECT_PUBLISHING if is_direct else Kind.NO_DIRECT_PUBLISHING
    decision = Decision.objects.create(kind=kind, organisation=council, words=words, decided_by=by)
    managers = Membership.objects.current().managers().filter(organisation=council, user__is_active=True)
    readers = [membership.user for membership in managers.select_related("user")]
    mails.tell(decision, mails.publishing_changed, to=readers)
    return decision
