"""What is done again and again so that nobody waits for ever. The queue finds it by PROCRASTINATE_IMPORT_PATHS."""

from datetime import UTC, datetime

from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from collaboration.actions import ask_reminders, chasing, digests, introducing, suggesting, tidying
from collaboration.actions.interest import outcomes
from councils.tasks.retries import UPKEEP


@app.periodic(cron="23 7 * * *", periodic_id="chase_interest")
@app.task(name="collaboration.chase_interest", queueing_lock="chase_interest", retry=UPKEEP, pass_context=False)
def chase_interest(timestamp: int) -> None:
    """Remind whoever is to move, and tell others; `timestamp` is when the queue meant it to happen."""
    chasing.chase(today=localdate(datetime.fromtimestamp(timestamp, UTC)))


@app.periodic(cron="*/5 * * * *", periodic_id="end_what_was_confirmed")
@app.task(name="collaboration.end_what_was_confirmed", queueing_lock="end_what_was_confirmed", pass_context=False)
def end_what_was_confirmed(timestamp: int) -> None:
    """End conversations whose outcome was confirmed elsewhere; `timestamp` is when the queue meant it to happen."""
    outcomes.end_what_was_confirmed()


@app.periodic(cron="11 7 * * *", periodic_id="ask_what_came_of_asks")
@app.task(
    name="collaboration.ask_what_came_of_asks", queueing_lock="ask_what_came_of_asks", retry=UPKEEP, pass_context=False
)
def ask_what_came_of_asks(timestamp: int) -> None:
    """Ask whether people found what they wanted; `timestamp` is when the queue meant it to happen."""
    ask_reminders.ask_what_came_of_it(today=localdate(datetime.fromtimestamp(timestamp, UTC)), by=None)


@app.periodic(cron="47 3 * * *", periodic_id="suggest")
@app.task(name="collaboration.suggest", queueing_lock="suggest", retry=UPKEEP, pass_context=False)
def suggest(timestamp: int) -> None:
    """Find what to suggest to each council; `timestamp` is when the queue meant it to happen."""
    suggesting.suggest(today=localdate(datetime.fromtimestamp(timestamp, UTC)))


@app.periodic(cron="17 7 * * *", periodic_id="ask_what_came_of_introductions")
@app.task(
    name="collaboration.ask_what_came_of_introductions",
    queueing_lock="ask_what_came_of_introductions",
    retry=UPKEEP,
    pass_context=False,
)
def ask_what_came_of_introductions(timestamp: int) -> None:
    """Ask who was introduced what came of it; `timestamp` is when the queue meant it to happen."""
    introducing.ask_what_came(today=localdate(datetime.fromtimestamp(timestamp, UTC)))


@app.periodic(cron="40 6 * * *", periodic_id="send_digests")
@app.task(name="collaboration.send_digests", queueing_lock="send_digests", retry=UPKEEP, pass_context=False)
def send_digests(timestamp: int) -> None:
    """Tell people what is new in what they follow; `timestamp` is when the queue meant it to happen."""
    digests.send_digests(day=localdate(datetime.fromtimestamp(timestamp, UTC)))


@app.periodic(cron="*/15 * * * *", periodic_id="go_on_with_digests")
@app.task(name="collaboration.go_on_with_digests", queueing_lock="go_on_with_digests", pass_context=False)
def go_on_with_digests(timestamp: int) -> None:
    """Bring to an end what a killed worker or a mail server left open; `timestamp` is when it was meant to happen."""
    digests.go_on_with_digests(today=localdate(datetime.fromtimestamp(timestamp, UTC)))


@app.periodic(cron="57 2 * * *", periodic_id="tidy_joining")
@app.task(name="collaboration.tidy_joining", queueing_lock="tidy_joining", retry=UPKEEP, pass_context=False)
def tidy_joining(timestamp: int) -> None:
    """Take away what has had its time; `timestamp` is when the queue meant it to happen."""
    tidying.tidy_joining()
