"""The newer mails, by what they are about."""

from tests.support.mails import moderating, parts, reviewing

BY_TOPIC = [parts, reviewing, moderating]
