"""What is done every night about entries without anybody asking."""

from procrastinate.contrib.django import app


@app.periodic(cron="37 2 * * *", periodic_id="tidy_entries")
@app.task(name="listings.tidy_entries", queueing_lock="tidy_entries", pass_context=False)
def tidy_entries(timestamp: int) -> None:
    """Take away what has had its time; `timestamp` is when the queue meant it to happen."""
    # Only here: actions make jobs of this package, so they cannot be read before it.
    from listings.actions import upkeep  # noqa: PLC0415 - see above

    upkeep.tidy_entries()
