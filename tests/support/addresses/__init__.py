"""The newer addresses, by what they are about."""

from tests.support.addresses import importing, moderating, parts, portfolio, progress, registering, reviewing

BY_TOPIC = [registering, parts, progress, portfolio, reviewing, moderating, importing]
