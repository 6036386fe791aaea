"""The queue looks after itself: jobs of workers that were killed, and jobs that were done long ago."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from collabhub import worker
from councils.tasks.retries import UPKEEP

DONE_JOBS_STAY_FOR = 7 * 24
"""Hours. What failed for good is written in the log of the worker when it happens."""


@app.periodic(cron="* * * * *")
@app.task(name="collabhub.retry_stalled_jobs", queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Do again what a worker had begun when it was killed: one that gives no sign of life does it no more."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=worker.stalled_after()):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # one like it waits already, and does what this one left
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="17 * * * *")
@app.task(name="collabhub.remove_old_jobs", queueing_lock="remove_old_jobs", retry=UPKEEP, pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Forget the jobs that came to an end a week ago."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=DONE_JOBS_STAY_FOR, include_failed=True, include_cancelled=True, include_aborted=True
    )
