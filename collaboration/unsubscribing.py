"""The links that end an alert from within a mail, without signing in (RFC 8058).

A token names one follow of a person, all their digests, or what these suggest, and is signed for this purpose alone:
nobody can make one, and one made for anything else ends nothing. It never expires: a link in an old mail has to work.
What it names is gone once it has been used, and numbers are never given twice. After SECRET_KEY is renewed, tokens of
the earlier key hold for as long as SECRET_KEY_FALLBACKS names it.
"""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from collaboration.models import Follow
from councils.models import User
from councils.tasks.memberships import link

_SALT = "collaboration.unsubscribing"
_ONE, _ALL, _SUGGESTIONS = "one", "all", "suggestions"


class NoSuchToken(Exception):
    """The token was not made here, or not for this."""


@dataclass(frozen=True)
class Named:
    """What a token names: the digests of a person, one follow of theirs, or what their digests suggest."""

    user_id: int
    follow_id: int | None = None
    is_of_suggestions: bool = False


def token_of(follow: Follow) -> str:
    """Return the token that ends this follow alone."""
    return _signer().sign(f"{_ONE}-{follow.user_id}-{follow.pk}")


def token_of_all(user: User) -> str:
    """Return the token that ends all digests of a person; what they follow stays."""
    return _signer().sign(f"{_ALL}-{user.pk}")


def token_of_suggestions(user: User) -> str:
    """Return the token that ends what digests suggest to a person; all else goes on."""
    return _signer().sign(f"{_SUGGESTIONS}-{user.pk}")


def read_token(token: str) -> Named:
    """Return what a token names. Raises NoSuchToken for one that was not made here."""
    try:
        kind, *numbers = _signer().unsign(token).split("-")
    except BadSignature:
        raise NoSuchToken from None
    user, *follow = map(int, numbers)
    return Named(user, follow[0] if follow else None, is_of_suggestions=kind == _SUGGESTIONS)


def link_of(token: str) -> str:
    """Return the whole address that ends what the token names: a page for people, and an answer to programs."""
    return link("unsubscribe", token)


def headers_of(token: str) -> dict[str, str]:
    """Return the headers of a mail by which mail programs end what the token names (RFC 2369, RFC 8058)."""
    return {"List-Unsubscribe": f"<{link_of(token)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _signer() -> Signer:
    """Return what signs with the present key and knows what earlier ones signed."""
    return Signer(sep=".", salt=_SALT)
