"""What is done every day about entries without anybody asking. The queue finds it by PROCRASTINATE_IMPORT_PATHS."""

from datetime import UTC, datetime

from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from councils.tasks.retries import UPKEEP
from listings.actions import review_mails, upkeep


@app.periodic(cron="7 7 * * *", periodic_id="ask_for_reviews")
@app.task(name="listings.ask_for_reviews", queueing_lock="ask_for_reviews", retry=UPKEEP, pass_context=False)
def ask_for_reviews(timestamp: int) -> None:
    """Make the mails of the day, as `manage.py ask_for_reviews` does; `timestamp` is when it was meant to happen."""
    review_mails.ask_for_reviews(today=localdate(datetime.fromtimestamp(timestamp, UTC)), by=None)


@app.periodic(cron="37 2 * * *", periodic_id="tidy_entries")
@app.task(name="listings.tidy_entries", queueing_lock="tidy_entries", retry=UPKEEP, pass_context=False)
def tidy_entries(timestamp: int) -> None:
    """Take away what has had its time; `timestamp` is when the queue meant it to happen."""
    upkeep.tidy_entries()
