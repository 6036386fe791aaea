"""Counts in words."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "No projects", "1 project", "1,234 projects".

    `many` is the plural where adding an s will not do.
    """
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if number else f"No {noun}"
