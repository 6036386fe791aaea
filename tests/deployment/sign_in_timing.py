"""Can it be told from the time that an answer takes whether an address has an account?

    DEBUG=1 DATABASE_URL=postgres://… python -m tests.deployment.sign_in_timing

makes a database of its own beside the configured one, with the register and 200 people, and starts the site in gunicorn
with two workers as in production. Asks for a code, one request after the other and shuffled, for 200 addresses that
have an account, 200 at the same domains that have none, and 200 at domains that are no council's. Prints as one line of
JSON the median and the 95th percentile of each in milliseconds, and the chance that two kinds alike differ as much
(Mann and Whitney's rank test). Ends with 1 when the medians of known and unknown addresses are more than 15 ms apart,
when that chance is 1% or less, or when an answer was anything but the page that takes the code.
"""

import json
import os
import random
import statistics
import sys
import time
from collections import defaultdict
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlencode

import django
from django.core.management import call_command

from tests.deployment import loopback
from tests.deployment.crawlers import site
from tests.deployment.slow_sockets import percentile

EACH = 200
WARM_UP = 20
"""Requests that are not timed, so that both workers have loaded everything."""
APART, LEAST_CHANCE = 15, 0.01
"""Milliseconds between medians, and the chance, as reliability asks for."""


class Form(NamedTuple):
    """What a browser sends along with the form."""

    token: str
    cookie: str


def open_form(port: int) -> Form:
    """Open the page as a browser does."""
    connection = HTTPConnection("127.0.0.1", port, timeout=loopback.PATIENCE)
    connection.request("GET", "/account/sign-in/", headers={"Host": "localhost"})
    response = connection.getresponse()
    page, cookie = response.read().decode(), response.getheader("Set-Cookie", "").partition(";")[0]
    connection.close()
    return Form(page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0], cookie)


def ask(port: int, form: Form, address: str, number: int) -> tuple[int, float]:
    """Ask for a code from a loopback address of its own; return the status and the milliseconds."""
    body = urlencode({"email": address, "csrfmiddlewaretoken": form.token})
    headers = {"Host": "localhost", "Cookie": form.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    source = (f"127.1.{number // 250}.{number % 250 + 1}", 0)
    started = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=loopback.PATIENCE, source_address=source)
    connection.request("POST", "/account/sign-in/", body, headers)
    response = connection.getresponse()
    response.read()
    took = (time.perf_counter() - started) * 1000
    connection.close()
    return response.status, took


def chance_of(ones: list[float], others: list[float]) -> float:
    """Return the chance that two samples of one kind differ in rank as much as these, by the normal approximation."""
    ranked = sorted([(value, 0) for value in ones] + [(value, 1) for value in others])
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, start=1) if which == 0)
    u = ranks - len(ones) * (len(ones) + 1) / 2
    mean = len(ones) * len(others) / 2
    deviation = (mean * (len(ones) + len(others) + 1) / 6) ** 0.5
    return 2 * (1 - statistics.NormalDist().cdf(abs(u - mean) / deviation))


def addresses() -> list[tuple[str, str]]:
    """Make the people; return the addresses to ask for, each with its kind, shuffled."""
    from councils.models import EmailDomain, User  # noqa: PLC0415 - Django has to be set up first

    domains = sorted(set(EmailDomain.objects.values_list("domain", flat=True)))
    asked = []
    for number in range(EACH):
        domain = domains[number % len(domains)]
        User.objects.create_user(f"known{number}@{domain}")
        asked += [
            ("known", f"known{number}@{domain}"),
            ("unknown", f"other{number}@{domain}"),
            ("no council's", f"other{number}@example{number}.org"),
        ]
    random.Random(1).shuffle(asked)
    return asked


def main() -> int:
    """Run the trial and print its outcome."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collabhub.settings")
    django.setup()
    from collabhub.bench.database import database_url, own_database  # noqa: PLC0415 - as above
    from councils.models import Tally  # noqa: PLC0415 - as above

    times: defaultdict[str, list[float]] = defaultdict(list)
    statuses = set()
    with own_database(keep=False, warn=sys.stderr.write):
        call_command("migrate", verbosity=0)
        call_command("load_register", verbosity=0)
        asked = addresses()
        os.environ["DATABASE_URL"] = database_url()
        with site() as port:
            form = open_form(port)
            for number in range(WARM_UP):
                ask(port, form, f"warm{number}@example.org", number)
            Tally.objects.all().delete()
            for number, (kind, address) in enumerate(asked):
                status, took = ask(port, form, address, number)
                statuses.add(status)
                times[kind].append(took)
    shown = {kind: [percentile(sorted(took), share) for share in (0.5, 0.95)] for kind, took in times.items()}
    apart = abs(statistics.median(times["known"]) - statistics.median(times["unknown"]))
    chance = chance_of(times["known"], times["unknown"])
    sys.stdout.write(
        f"{json.dumps(shown | {'apart': round(apart, 2), 'chance': round(chance, 3), 'statuses': sorted(statuses)})}\n"
    )
    return 0 if apart <= APART and chance > LEAST_CHANCE and statuses == {302} else 1


if __name__ == "__main__":
    sys.exit(main())
