"""When a job that failed is tried again."""

from smtplib import SMTPException

from procrastinate import RetryStrategy

MAIL = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions=[OSError, SMTPException])
"""After 4 s, 16 s, about 1, 4 and 17 minutes, and so on: a mail server that is away for a while loses nothing."""

UPKEEP = RetryStrategy(max_attempts=5, exponential_wait=4)
"""For what is done once a day or hour, whatever went wrong: after 4 s, 16 s, and about 1, 4 and 17 minutes."""
