"""The post: does what waits in the queue, and returns the mails that went out."""

import re
from typing import Any

from django.core import mail
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def waiting_jobs() -> list[Any]:
    """Return the jobs that nobody has done yet, oldest first."""
    return list(ProcrastinateJob.objects.filter(status="todo").order_by("id"))


def deliver() -> list[Any]:
    """Do every job that waits, in this process, as a worker would; return the mails that this sent.

    The worker itself runs on a connection of its own, which does not see what a test has not committed.
    """
    sent_before = len(mail.outbox)
    while jobs := waiting_jobs():
        for job in jobs:
            app.tasks[job.task_name].func(**job.args)
        # Rows of the queue are written by its own functions only; a test ends before anybody misses these.
        ProcrastinateJob.objects.filter(pk__in=[job.pk for job in jobs])._raw_delete(ProcrastinateJob.objects.db)
    return mail.outbox[sent_before:]


def code_in(message: Any) -> str:
    """Return the code in a mail, as it is written there."""
    found = re.search(r"^    (\d{4} \d{4})$", message.body, re.MULTILINE)
    assert found, message.body
    return found[1]
