"""What the mails about introductions say: who the others are, never how to reach them, unless they share that."""

from typing import Any

from collaboration.models import Introduction
from collaboration.parties import Party, named_once, own_of, parties_of
from collaboration.quoting import quoted
from councils.mail import one_line
from councils.models import OutgoingMail, User
from councils.outbox import Letter, writes
from councils.tasks.memberships import link
from listings.models.listing import in_one_phrase


@writes(mail="introduction")
def introduction(mail: OutgoingMail) -> Letter | None:
    """Tell somebody whom they are introduced to, and why; a moderator who stands in, whom to pass it on to."""
    return _letter(mail, _introduction_of(mail))


@writes(mail="introduction_asked")
def introduction_asked(mail: OutgoingMail) -> Letter | None:
    """Ask somebody what came of an introduction, unless somebody has said so by now."""
    about = _introduction_of(mail)
    return None if about.ended_at else _letter(mail, about)


@writes(mail="introduction_unanswered")
def introduction_unanswered(mail: OutgoingMail) -> Letter | None:
    """Tell a moderator that nobody says what came of an introduction."""
    about = _introduction_of(mail)
    if about.ended_at or not mail.user.is_staff:
        return None
    context = {"names": _names(parties_of(about)), "made_at": about.made_at, "link": _page(about)}
    return Letter(context)


@writes(mail="introduction_outcome")
def introduction_outcome(mail: OutgoingMail) -> Letter | None:
    """Tell the moderator who made an introduction what came of it."""
    about = _introduction_of(mail)
    if not about.ended_at or not mail.user.is_staff:
        return None
    said = {"outcome": about.get_outcome_display(), "words": quoted(about.outcome_words)}
    return Letter({"names": _names(parties_of(about)), "link": _page(about), **said})


@writes(mail="introduction_address")
def introduction_address(mail: OutgoingMail) -> Letter | None:
    """Give somebody the address of a person of another party, who wants them to have it."""
    about = _introduction_of(mail)
    person = User.objects.open().get(pk=mail.about["person"])
    parties = parties_of(about)
    own = own_of(person, parties)
    if not own or not own_of(mail.user, parties):
        return None
    context = {"who": one_line(person.name) or "Somebody", "of": _names(own), "address": person.email}
    return Letter({**context, "link": _page(about)})


# Parts of the above


def written_for(reader: User, words: str, parties: list[Party], address: str) -> dict[str, Any]:
    """Return what the mails of an introduction name, for one reader: shown to the moderator before it is sent, too.

    Who is one of the people of several parties reads of the others. A moderator who stands in reads of all.
    """
    own = own_of(reader, parties)
    others = [party for party in parties if party not in own] or parties
    return {
        "names": _names(named_once(others)),
        "parties": [_in_a_list(party) for party in others],
        "of": _names(named_once(own)),
        "unreached": "" if own else _names([party for party in parties if not party.people]),
        "words": quoted(words),
        "link": address,
    }


def _letter(mail: OutgoingMail, about: Introduction) -> Letter | None:
    parties = parties_of(about)
    is_stand_in = mail.user.is_staff and not all(party.people for party in parties)
    if not own_of(mail.user, parties) and not is_stand_in:
        return None
    made_at = {"made_at": about.made_at, "times": about.times_asked}
    return Letter(made_at | written_for(mail.user, about.words, parties, _page(about)))


def _introduction_of(mail: OutgoingMail) -> Introduction:
    return Introduction.objects.select_related("made_by").get(pk=mail.about["introduction"])


def _names(parties: list[Party]) -> str:
    return in_one_phrase([one_line(str(party)) for party in parties])


def _in_a_list(party: Party) -> dict[str, Any]:
    facts = " ".join(f"{said.rstrip('.')}." for said in (party.facts, party.summary) if said and party.is_public)
    page = _address_of(party)
    return {"name": one_line(str(party)), "facts": one_line(facts), "page": page, "is_reached": bool(party.people)}


def _address_of(party: Party) -> str:
    if party.organisation is not None:
        return link("council", party.organisation.slug)
    return link(party.listing.kind, party.listing.pk, party.listing.slug) if party.is_public else ""


def _page(about: Introduction) -> str:
    return link("introduction", about.pk)
