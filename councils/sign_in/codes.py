"""Codes from the mail: asking for one, and showing that one has it.

A code is made in the job that mails it (councils.tasks.sign_in); here and in the database there is only its keyed hash.
It works once, for ten minutes, for five tries, in the browser that asked for it. Tries and requests are counted in the
database across browsers, sessions and workers. Why it is built like this: docs/decisions/0009-people-and-sign-in.md.
"""

import datetime
import logging
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from councils.models import SignInCode, Tally, User
from councils.sign_in.addresses import fold
from councils.sign_in.clients import client_of
from councils.sign_in.digits import NotDigits, is_right, read_digits
from councils.sign_in.known_browsers import is_known_browser
from councils.sign_in.limits import Limit, LimitReached, count, keyed_hash
from councils.sign_in.security_log import note
from councils.tasks.sign_in import send_code

Purpose = SignInCode.Purpose

LASTS = datetime.timedelta(minutes=10)
"""ASVS 5.0, 6.5.5 allows no longer."""
TRIES = 5
"""For each code."""
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)

# For a mailbox: enough for somebody who loses a mail or two, too few to flood it or to guess.
CODES_FOR_KNOWN_BROWSERS = Limit("codes in known browsers", 5, HOUR)
CODES_IN_AN_HOUR = Limit("codes in an hour", 5, HOUR)
CODES_IN_A_DAY = Limit("codes in a day", 20, DAY)
JOINING_IN_A_DAY = Limit("joining in a day", 3, DAY)
TRIES_IN_KNOWN_BROWSERS = Limit("tries in known browsers", 10, HOUR)
TRIES_IN_AN_HOUR = Limit("tries in an hour", 10, HOUR)
# For a network address: everybody in a council may have the same one.
CODES_FOR_CLIENT = Limit("codes from a network", 100, HOUR)
JOINING_FROM_CLIENT = Limit("joining from a network", 10, HOUR)
TRIES_FROM_CLIENT = Limit("tries from a network", 200, HOUR)
# For the whole site, as a breaker: more than all councils ever ask for in an hour.
CODES_FOR_ALL = Limit("codes for all", 600, HOUR)
ALERTS = Limit("alerts", 1, HOUR)

SENTENCES = {
    CODES_FOR_CLIENT: "Too many codes have been asked for from your network.",
    CODES_FOR_ALL: "Too many people are asking for codes at the moment.",
    JOINING_FROM_CLIENT: "Too many accounts are being made from your network.",
    TRIES_FROM_CLIENT: "Too many codes have been tried from your network.",
    TRIES_IN_AN_HOUR: "Too many codes have been tried for this address.",
    TRIES_IN_KNOWN_BROWSERS: "Too many codes have been tried for this address.",
}
TOO_MANY_CODES = "Too many codes have been asked for, for this address."
ASK_FIRST = "Ask for a code first: enter your email address"
WRONG = "That is not the code in our latest email to you. Check it and enter it again"
LAST_TRY_GONE = "That was not the code, and this was the last try. Ask for another code"
NO_LONGER = "This code no longer works. Ask for another code"

KEPT_IN_SESSION = "codes"


class CodeRefused(Exception):
    """Somebody cannot have a code now, or did not get in with one. `str()` is a sentence for them.

    `until` is when they may come back, where a limit is the reason.
    """

    def __init__(self, sentence: str, until: datetime.datetime | None = None) -> None:
        super().__init__(sentence)
        self.until = until


class AskedFor(NamedTuple):
    """The latest code that this browser asked for: its row, the address as it was typed, and where to go on then."""

    code_id: int
    typed: str
    next_path: str


def ask_for_code(
    *, request: HttpRequest, address: str, purpose: str, user: User | None = None, typed: str = "", next_path: str = ""
) -> SignInCode:
    """Note that this browser asks for a code at `address` (as `normalise` returns it), and have a job see to the mail.

    The same is done for every address, known or not. `user` is who is signed in, if anybody; `typed` and `next_path`
    are kept for the page that takes the code. Raises CodeRefused where a limit is reached.
    """
    mailbox = keyed_hash("mailbox", fold(address))
    is_known = purpose == Purpose.REAUTHENTICATE or is_known_browser(request, address)
    now = timezone.now()
    try:
        with transaction.atomic():
            count_request(
                client=keyed_hash("client", client_of(request)), mailbox=mailbox, purpose=purpose, is_known=is_known
            )
            code = SignInCode.objects.create(
                address=address,
                mailbox=mailbox,
                purpose=purpose,
                user=user,
                asked_at=now,
                expires_at=now + LASTS,
                is_from_known_browser=is_known,
            )
            send_code.defer(code_id=code.pk)
    except LimitReached as reached:
        raise refused(reached, "code refused", purpose) from reached
    if not request.user.is_authenticated:
        request.session.cycle_key()
    keep(request, purpose, AskedFor(code.pk, typed or address, next_path))
    note("code asked for", code=code.pk, purpose=purpose, is_from_known_browser=is_known)
    return code


def count_request(*, client: str, mailbox: str, purpose: str, is_known: bool) -> None:
    """Count a request for a code; what all share comes last, so that only what gets a code counts there.

    Raises LimitReached. To be called in a transaction: then a refusal counts nowhere.
    """
    if is_known:
        count(CODES_FOR_KNOWN_BROWSERS, mailbox)
        return
    if purpose == Purpose.JOIN:
        count(JOINING_FROM_CLIENT, client)
        count(JOINING_IN_A_DAY, mailbox)
    count(CODES_FOR_CLIENT, client)
    count(CODES_IN_AN_HOUR, mailbox)
    count(CODES_IN_A_DAY, mailbox)
    count(CODES_FOR_ALL)


def check_code(*, request: HttpRequest, purpose: str, typed: str) -> SignInCode:
    """Return the code that this browser asked for, used up now, if `typed` is it.

    A try is counted, and that is stored, before anything is compared: so call this outside of a transaction. Raises
    CodeRefused.
    """
    asked_for = latest(request, purpose)
    if asked_for is None:
        raise CodeRefused(ASK_FIRST)
    try:
        digits = read_digits(typed)
        with transaction.atomic():
            code = count_try(asked_for.code_id, client=keyed_hash("client", client_of(request)))
    except NotDigits as wrong:
        raise CodeRefused(str(wrong)) from wrong
    except LimitReached as reached:
        raise refused(reached, "try refused", purpose) from reached
    if not is_right(digits, code):
        note("wrong code", code=code.pk, purpose=purpose, tries=code.tries)
        raise CodeRefused(WRONG if code.tries < TRIES else LAST_TRY_GONE)
    if not SignInCode.objects.usable().filter(pk=code.pk).update(used_at=timezone.now()):
        raise CodeRefused(NO_LONGER)
    forget(request, purpose)
    return code


def count_try(code_id: int, *, client: str) -> SignInCode:
    """Return a code for which one more try has been counted. Raises CodeRefused or LimitReached instead.

    To be called in a transaction: a refusal uses up nothing.
    """
    if not SignInCode.objects.usable().filter(pk=code_id, tries__lt=TRIES).update(tries=F("tries") + 1):
        note("code no longer works", code=code_id)
        raise CodeRefused(NO_LONGER)
    code = SignInCode.objects.get(pk=code_id)
    if code.is_from_known_browser:
        count(TRIES_IN_KNOWN_BROWSERS, code.mailbox)
    else:
        count(TRIES_FROM_CLIENT, client)
        count(TRIES_IN_AN_HOUR, code.mailbox)
    return code


def refused(reached: LimitReached, event: str, purpose: str) -> CodeRefused:
    """Return the refusal, in words, after writing into the log which limit it was; the site's own raises an alert."""
    limit, until = reached.limit, reached.until
    note(event, level=logging.WARNING, purpose=purpose, limit=limit.what)
    if limit == CODES_FOR_ALL:
        alert()
    return CodeRefused(f"{SENTENCES.get(limit, TOO_MANY_CODES)} Try again {moment(until)}.", until)


def alert() -> None:
    """Write into the log, once an hour, that nobody but known browsers gets codes: somebody should look."""
    try:
        count(ALERTS)
    except LimitReached:
        return
    note("alert: as many codes were asked for as the site sends in an hour", level=logging.ERROR)


def moment(until: datetime.datetime) -> str:
    """Return when somebody may come back, in words, the next full minute: "at 14:05", "on 3 May at 09:10"."""
    local = timezone.localtime(until + datetime.timedelta(seconds=59))
    day = "" if local.date() == timezone.localdate() else f"on {date_format(local, 'j F')} "
    return f"{day}at {local:%H:%M}"


# What a browser asked for is kept in its session: the number of a row, which is worth nothing elsewhere.


def slot(purpose: str) -> str:
    """Return under which word a session keeps a code; signing in and joining are one door."""
    return Purpose.SIGN_IN if purpose == Purpose.JOIN else purpose


def keep(request: HttpRequest, purpose: str, asked_for: AskedFor) -> None:
    """Let this browser's earlier code for the same purpose go, and keep this one."""
    request.session[KEPT_IN_SESSION] = request.session.get(KEPT_IN_SESSION, {}) | {slot(purpose): list(asked_for)}


def latest(request: HttpRequest, purpose: str) -> AskedFor | None:
    """Return what this browser asked for last, for a purpose, if anything."""
    kept = request.session.get(KEPT_IN_SESSION, {}).get(slot(purpose))
    return AskedFor(*kept) if kept else None


def forget(request: HttpRequest, purpose: str) -> None:
    """Let the code for a purpose go."""
    kept = dict(request.session.get(KEPT_IN_SESSION, {}))
    kept.pop(slot(purpose), None)
    request.session[KEPT_IN_SESSION] = kept


def clear_sign_in() -> tuple[int, int]:
    """Delete codes and counts that have run out; return how many of each. Safe to repeat."""
    now = timezone.now()
    codes, _ = SignInCode.objects.filter(expires_at__lt=now).delete()
    tallies, _ = Tally.objects.filter(until__lt=now).delete()
    return codes, tallies
