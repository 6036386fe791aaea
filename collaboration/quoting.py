"""What people wrote to each other, as it stands in a mail: quoted, so that it poses as nothing of ours."""

from councils.mail import one_line


def quoted(text: str) -> str:
    """Return words of people with “> ” before each line, and without control characters.

    A line that begins so is no link of ours, no code and no paragraph of ours, whatever it says.
    """
    lines = (one_line(line.replace("\t", " ")) for line in text.strip().splitlines())
    return "\n".join(f"> {line}".rstrip() for line in lines)
