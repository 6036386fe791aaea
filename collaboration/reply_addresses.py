"""Addresses to which somebody answers a mail: what arrives there is passed on as their message.

`reply+<interest>.<reader>.<day>.<signature>@<INBOUND_MAIL_DOMAIN>` names a conversation and one of its people, is
signed, and grows old. It opens nothing by itself: a mail counts only when it also comes from the account's own address
(collaboration/actions/receiving.py). Where the setting is empty there are none, and mails lead to the page alone.
"""

import base64
import datetime
import re
from typing import NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.utils.timezone import localdate

from collaboration.models import Interest
from councils.models import User

HOLDS_FOR = datetime.timedelta(days=180)
SIGNATURE_BYTES = 15
"""120 bits: nobody guesses them, and the part before the @ stays below the 64 characters of RFC 5321, 4.5.3.1.1."""
FORM = re.compile(r"reply\+([0-9a-z]{1,12})\.([0-9a-z]{1,12})\.([0-9a-z]{1,6})\.([a-z2-7]{24})", re.IGNORECASE)


class ReplyAddress(NamedTuple):
    """What a reply address names: the numbers of a conversation and of one of its people, and when it was made."""

    interest_id: int
    user_id: int
    made_on: datetime.date

    @property
    def is_old(self) -> bool:
        """True once nobody can answer to it any more."""
        return localdate() > self.made_on + HOLDS_FOR


def reply_headers(interest: Interest, reader: User) -> dict[str, str]:
    """Return the header by which one of the people of a conversation answers a mail; none where no mail comes in."""
    address = reply_address(interest, reader)
    return {"Reply-To": f"CollabHub <{address}>"} if address else {}


def reply_address(interest: Interest, reader: User) -> str:
    """Return to which address one of the people of a conversation answers; empty where no mail comes in."""
    if not settings.INBOUND_MAIL_DOMAIN:
        return ""
    named = ".".join(int_to_base36(number) for number in (interest.pk, reader.pk, localdate().toordinal()))
    return f"reply+{named}.{_signature(named, settings.SECRET_KEY)}@{settings.INBOUND_MAIL_DOMAIN}"


def read_reply_address(address: str) -> ReplyAddress | None:
    """Return what a reply address of ours names, old ones too; None for any other and for one that we never signed.

    Mail servers may write capitals for small letters.
    """
    local, _, domain = address.strip().rpartition("@")
    found = FORM.fullmatch(local)
    if not found or not settings.INBOUND_MAIL_DOMAIN or domain.lower() != settings.INBOUND_MAIL_DOMAIN:
        return None
    interest, user, day, signature = (part.lower() for part in found.groups())
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    ours = [_signature(f"{interest}.{user}.{day}", key) for key in keys]
    if not any(constant_time_compare(one, signature) for one in ours):
        return None
    return ReplyAddress(base36_to_int(interest), base36_to_int(user), datetime.date.fromordinal(base36_to_int(day)))


def holds_reply_address(words: str) -> bool:
    """True for words in which a reply address stands, ours or what looks like one, also within a `mailto:` link.

    Whoever has one could write as its person, if their mail server let them: nobody else is to see it.
    """
    plain = unquote(words)
    domain = re.escape(settings.INBOUND_MAIL_DOMAIN)
    # Longer ones are no addresses, and would take long to search for.
    return bool(FORM.search(plain) or (domain and re.search(rf"reply\+\S{{0,200}}@{domain}", plain, re.IGNORECASE)))


def _signature(named: str, key: str) -> str:
    """Return by which we know an address again that we made."""
    digest = salted_hmac("collaboration.reply_addresses", named, secret=key, algorithm="sha256").digest()
    return base64.b32encode(digest[:SIGNATURE_BYTES]).decode().lower()
