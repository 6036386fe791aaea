"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPV6_NETWORK = 64
"""Bits of an address that one connection to the internet has for itself."""


def client_of(request: HttpRequest) -> str:
    """Return the address that a visitor comes from; of IPv6 the network, whose other addresses are theirs as well.

    Behind a front that can be trusted it is what the front wrote last; whatever stands before that may be forged.
    """
    written = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_FORWARDED_FOR:
        written = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return "unknown"
    if address.version == 4 or address.ipv4_mapped:
        return str(address)
    return str(ipaddress.ip_network((address.packed, IPV6_NETWORK), strict=False))
