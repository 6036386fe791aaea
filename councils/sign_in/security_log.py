"""What happened at the door, one line each, for whoever looks after the site. No address and no code is ever in it."""

import json
import logging
from typing import Any

logger = logging.getLogger("collabhub.security")


def note(event: str, *, level: int = logging.INFO, **facts: Any) -> None:
    """Write a line: `event` in words, and facts as JSON takes them (numbers of rows, names of limits)."""
    logger.log(level, "%s", json.dumps({"event": event, **facts}))
