"""Where somebody goes on after signing in: only ever to a page of this site."""

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000
"""Letters of an address; longer ones are none that this site made."""


def safe_path(path: str) -> str:
    """Return a path of this site as it is, and nothing for whatever might lead a browser elsewhere."""
    is_plain = path.startswith("/") and len(path) <= LONGEST and "\\" not in path and path.isprintable()
    return path if is_plain and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
