"""Ask the web process whether it is alive: python deploy/healthcheck.py 127.0.0.1:8000"""

import os
import sys
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlsplit

PATIENCE = 4
"""Seconds to wait: less than the time that the container's health check allows."""


def main(address: str) -> None:
    """End the program with a sentence when /healthz at `address` (host:port) does not answer 200.

    Django answers only to the site's own name, so the request carries that and not the address.
    """
    connection = HTTPConnection(address, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(os.environ["SITE_URL"]).netloc})
        status = connection.getresponse().status
    except OSError as error:
        sys.exit(f"No answer from {address}: {error}")
    if status != HTTPStatus.OK:
        sys.exit(f"{address} answered {status} instead of 200.")


if __name__ == "__main__":
    main(sys.argv[1])
