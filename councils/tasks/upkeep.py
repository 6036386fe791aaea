"""What is done every night without anybody asking."""

from procrastinate.contrib.django import app


@app.periodic(cron="17 2 * * *", periodic_id="tidy_personal_data")
@app.task(name="councils.tidy_personal_data", queueing_lock="tidy_personal_data", pass_context=False)
def tidy_personal_data(timestamp: int) -> None:
    """Take away personal data whose time is over; `timestamp` is when the queue meant it to happen."""
    # Only here: actions make jobs of this package, so they cannot be read before it.
    from councils.actions import upkeep  # noqa: PLC0415 - see above

    upkeep.tidy_personal_data(by=None)
