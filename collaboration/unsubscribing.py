"""The links that end an alert from within a mail, without signing in (RFC 8058).

A token names one follow, or all digests of one person, and is signed for this purpose alone: nobody can make one, and
one made for anything else ends nothing. It never expires: a link in an old mail has to work. What it names is gone once
it has been used, and numbers are never given twice.
"""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from collaboration.models import Follow
from councils.models import User
from councils.tasks.memberships import link

_SIGNER = Signer(sep=".", salt="collaboration.unsubscribing")
_ONE, _ALL = "one", "all"


class NoSuchToken(Exception):
    """The token was not made here, or not for this."""


@dataclass(frozen=True)
class Named:
    """What a token names: the digests of a person, or one follow of theirs."""

    user_id: int
    follow_id: int | None = None


def token_of(follow: Follow) -> str:
    """Return the token that ends this follow alone."""
    return _SIGNER.sign(f"{_ONE}-{follow.user_id}-{follow.pk}")


def token_of_all(user: User) -> str:
    """Return the token that ends all digests of a person; what they follow stays."""
    return _SIGNER.sign(f"{_ALL}-{user.pk}")


def read_token(token: str) -> Named:
    """Return what a token names. Raises NoSuchToken for one that was not made here."""
    try:
        words = _SIGNER.unsign(token).split("-")
    except BadSignature:
        raise NoSuchToken from None
    return Named(*map(int, words[1:]))


def link_of(token: str) -> str:
    """Return the whole address that ends what the token names: a page for people, and an answer to programs."""
    return link("unsubscribe", token)


def headers_of(token: str) -> dict[str, str]:
    """Return the headers of a mail by which mail programs end what the token names (RFC 2369, RFC 8058)."""
    return {"List-Unsubscribe": f"<{link_of(token)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
