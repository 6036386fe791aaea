"""Moderators bring councils together, and ask them what came of it until somebody says so."""

import datetime
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from collaboration.limits import refuse_if_barred
from collaboration.models import Introduction, IntroductionParty
from collaboration.parties import Party, of_council, of_listing, own_of, parties_of, readers_of
from collaboration.recipients import moderators
from councils.actions.outbox import post
from councils.models import Organisation, OutgoingMail, User
from directory.history import recorded
from directory.one_by_one import OneByOne
from directory.working_days import working_days_after
from listings.actions.partners import PartRefused
from listings.models import Listing

ASKED_AFTER, ASKED_AGAIN_AFTER = 20, 10
"""Working days after which the parties are asked what came of it: first, and each time after that."""
TIMES_ASKED = 3
MODERATORS_ASKED = TIMES_ASKED + 1
"""How often it was asked once the moderators were told, too: then it stays with them until somebody says."""
FEWEST, MOST = 2, 8
"""Parties of an introduction."""


class IntroductionRefused(PartRefused):
    """It cannot be done; the text is a sentence for the person who tried."""


@recorded
def introduce(
    *,
    councils: Collection[Organisation],
    listings: Collection[Listing],
    words: str,
    without_people: Collection[str],
    by: User,
) -> Introduction:
    """Bring councils, and whoever answers for listings, together: each one's people get a mail with these words.

    `without_people` names those parties of which the moderator was told that nobody has an account; their mail goes to
    the moderators. Sent twice, it is one introduction. Raises IntroductionRefused for fewer than two parties or more
    than eight, when all are the same councils, when nobody would be reached, when somebody else has nobody by now, and
    when the same parties were introduced before and nobody has said yet what came of it.
    """
    parties = _locked_parties(councils, listings)
    _refuse_parties(parties)
    if (same := _open_between(parties)) is not None:
        if same.made_by == by and same.words == words.strip():
            return same
        raise IntroductionRefused("These were introduced already, and nobody has said yet what came of it.")
    if {str(party) for party in parties if not party.people} - set(without_people):
        raise IntroductionRefused("Who gets it has changed since you looked. Look at it again, then send it.")
    made = Introduction.objects.create(
        words=words.strip(), made_by=by, due_on=working_days_after(localdate(), ASKED_AFTER)
    )
    IntroductionParty.objects.bulk_create(
        IntroductionParty(introduction=made, organisation=party.organisation, listing=party.listing)
        for party in parties
    )
    for reader in readers_of(parties):
        post(to=reader, mail="introduction", about={"introduction": made.pk})
    return made


@recorded
def say_what_came(*, introduction: Introduction, outcome: str, words: str, seen: str, by: User) -> Introduction:
    """Say what came of an introduction; the moderator who made it is told. The same again changes nothing.

    It can be said anew, when more comes of it. `seen` is the outcome that the person saw while they wrote: raises
    IntroductionRefused when somebody has said something else meanwhile.
    """
    introduction = Introduction.objects.select_for_update(no_key=True).get(pk=introduction.pk)
    words = words.strip()
    if (introduction.outcome, introduction.outcome_words) == (outcome, words):
        return introduction
    if introduction.outcome != seen:
        said = introduction.get_outcome_display()
        raise IntroductionRefused(f"Somebody has said meanwhile: {said}. If that is not so, say it again.")
    introduction.outcome, introduction.outcome_words = outcome, words
    introduction.ended_at, introduction.ended_by, introduction.due_on = timezone.now(), by, None
    introduction.save(update_fields=["outcome", "outcome_words", "ended_at", "ended_by", "due_on"])
    maker = introduction.made_by
    if maker is not None and maker != by and maker.is_active and maker.is_staff:
        post(to=maker, mail="introduction_outcome", about={"introduction": introduction.pk})
    return introduction


@recorded
def share_address(*, introduction: Introduction, by: User) -> int:
    """Let the people of the other parties have one's own address, once each; return how many get it now.

    Raises IntroductionRefused for who is none of those introduced, and when none of the others has an account;
    Blocked for who may write to nobody.
    """
    refuse_if_barred(by)
    Introduction.objects.select_for_update(no_key=True).get(pk=introduction.pk)
    parties = parties_of(introduction)
    own = own_of(by, parties)
    if not own:
        raise IntroductionRefused("Only those who are introduced can do that.")
    others = {person.pk: person for party in parties if party not in own for person in party.people if person != by}
    if not others:
        raise IntroductionRefused("Nobody of the others has an account, so nobody would get it.")
    about = {"introduction": introduction.pk, "person": by.pk}
    had_it = OutgoingMail.objects.about(about).filter(name="introduction_address").values_list("user", flat=True)
    new = [person for number, person in others.items() if number not in set(had_it)]
    for person in new:
        post(to=person, mail="introduction_address", about=about)
    return len(new)


def ask_what_came(*, today: datetime.date) -> int:
    """Ask the parties of every introduction that is due what came of it, or tell the moderators; return how many.

    Each is a transaction of its own with its mails: it may be killed anywhere, and run again on the same day. What is
    wrong with one keeps back no other: raises SomeFailed when everything else is done.
    """
    one_by_one = OneByOne("introductions")
    due = Introduction.objects.open().filter(due_on__lt=today, times_asked__lt=MODERATORS_ASKED)
    asked = one_by_one.each(list(due.order_by("due_on", "pk").values_list("pk", flat=True)), lambda pk: _ask(pk, today))
    one_by_one.end()
    return sum(asked)


# Steps of the above


def _locked_parties(councils: Collection[Organisation], listings: Collection[Listing]) -> list[Party]:
    """Return the parties, councils first; nobody else introduces any of them meanwhile."""
    by_number = Organisation.objects.select_for_update(no_key=True).order_by("pk")
    found = [of_council(one) for one in by_number.filter(pk__in=[council.pk for council in councils])]
    wanted = Listing.objects.filter(pk__in=[listing.pk for listing in listings])
    list(wanted.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    shown = wanted.select_related("project", "sharedservice").prefetch_related("participations__organisation")
    return found + [of_listing(one) for one in shown.order_by("pk")]


def _refuse_parties(parties: Sequence[Party]) -> None:
    if len(parties) < FEWEST:
        raise IntroductionRefused("Choose at least two to introduce to each other.")
    if len(parties) > MOST:
        raise IntroductionRefused(f"Choose at most {MOST}: in a larger group nobody answers.")
    if not all(party.is_public for party in parties):
        raise IntroductionRefused("One of the entries is not public any more.")
    if len({party.councils for party in parties}) < FEWEST:
        raise IntroductionRefused("These are all of the same councils: their people know each other.")
    if not any(party.people for party in parties):
        raise IntroductionRefused("Nobody there has an account, so nobody would get it. Write to them another way.")


def _open_between(parties: Sequence[Party]) -> Introduction | None:
    """Return an introduction of exactly these parties of which nobody has said what came; None for none."""
    wanted = {(party.organisation and party.organisation.pk, party.listing and party.listing.pk) for party in parties}
    first = parties[0]
    near = IntroductionParty.objects.filter(organisation=first.organisation, listing=first.listing)
    open_ones = Introduction.objects.open().filter(pk__in=near.values("introduction")).prefetch_related("parties")
    for one in open_ones:
        if {(party.organisation_id, party.listing_id) for party in one.parties.all()} == wanted:
            return one
    return None


@transaction.atomic
def _ask(pk: int, today: datetime.date) -> bool:
    """Ask about one introduction, if it is still due; return whether it was."""
    due = Introduction.objects.open().filter(due_on__lt=today, times_asked__lt=MODERATORS_ASKED)
    introduction = due.select_for_update(no_key=True).filter(pk=pk).first()
    if introduction is None:
        return False
    introduction.times_asked += 1
    introduction.due_on = working_days_after(today, ASKED_AGAIN_AFTER)
    introduction.save(update_fields=["times_asked", "due_on"])
    with_moderators = introduction.times_asked == MODERATORS_ASKED
    mail = "introduction_unanswered" if with_moderators else "introduction_asked"
    for reader in moderators() if with_moderators else readers_of(parties_of(introduction)):
        post(to=reader, mail=mail, about={"introduction": introduction.pk})
    return True
