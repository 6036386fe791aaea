"""What is done every night, hour and minute without anybody asking, found by PROCRASTINATE_IMPORT_PATHS."""

from procrastinate.contrib.django import app

from councils.actions import outbox, upkeep
from councils.actions.kept_texts import forget_old_texts
from councils.tasks.retries import UPKEEP


@app.periodic(cron="17 2 * * *", periodic_id="tidy_personal_data")
@app.task(name="councils.tidy_personal_data", queueing_lock="tidy_personal_data", retry=UPKEEP, pass_context=False)
def tidy_personal_data(timestamp: int) -> None:
    """Take away personal data whose time is over; `timestamp` is when the queue meant it to happen."""
    upkeep.tidy_personal_data(by=None)


@app.periodic(cron="27 * * * *", periodic_id="forget_kept_texts")
@app.task(name="councils.forget_kept_texts", queueing_lock="forget_kept_texts", retry=UPKEEP, pass_context=False)
def forget_kept_texts(timestamp: int) -> None:
    """Take away what people typed while they were signed out and did not come back for; `timestamp` is when."""
    forget_old_texts()


@app.periodic(cron="* * * * *", periodic_id="send_waiting_mails")
@app.task(name="councils.send_waiting_mails", queueing_lock="send_waiting_mails", pass_context=False)
def send_waiting_mails(timestamp: int) -> None:
    """Send what is due in the outbox, whatever became of the jobs for it; `timestamp` is when the queue meant it to."""
    outbox.send_round()
