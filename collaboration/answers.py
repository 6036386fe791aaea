"""The three answers to an interest, with kind reasons for no and the months that it can be put off to."""

import datetime

from django.db import models

MOST_MONTHS_AHEAD = 12


class Answer(models.TextChoices):
    """What those who answer for an entry say to somebody who is interested."""

    TALK = "talk", "Let’s talk"
    LATER = "later", "Later"
    NO = "no", "Not now"


REASONS = {
    "no-time": "We have no time for it at the moment",
    "enough": "We have as many partners as we can work with",
    "too-early": "It is too early: there is nothing to share yet",
    "no-fit": "It does not fit what we are doing",
    "nearly-over": "The work is over, or will be soon",
    "others": "Somebody else would be better to ask",
    "other": "Another reason",
}
"""Reasons for no that a stranger can take well, each by its key in `Interest.reason`."""


def months_ahead(today: datetime.date) -> list[datetime.date]:
    """Return the first day of each month to which an answer can be put off: the next twelve."""
    numbers = range(today.year * 12 + today.month, today.year * 12 + today.month + MOST_MONTHS_AHEAD)
    return [datetime.date(number // 12, number % 12 + 1, 1) for number in numbers]
