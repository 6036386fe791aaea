"""How much a test tries: a part every time, and with `THOROUGH=1 bin/test` all that was promised."""

import os

IS_THOROUGH = os.environ.get("THOROUGH", "") not in ("", "0")


def as_many_as(promised: int, *, each_time: int) -> int:
    """Return how often something is tried: as often as was promised, or in an ordinary run the smaller number."""
    return promised if IS_THOROUGH else each_time
