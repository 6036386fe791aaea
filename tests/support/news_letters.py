"""A mail of the outbox that only tests send: its words are in tests/data/templates/mail."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.template import Engine

from councils.models import OutgoingMail
from councils.outbox import Letter, writes

TEMPLATES = Path(__file__).parent.parent / "data" / "templates"
NOTHING, UNWRITABLE, UNREADABLE = 1, 2, 3
"""What `about` may ask for under "trouble": nothing to say, a fault of the letter, and one of its question."""


@writes(mail="plain_news")
def plain_news(mail: OutgoingMail) -> Letter | None:
    """Write it, unless it is to be trouble."""
    trouble = mail.about.get("trouble")
    if trouble == NOTHING:
        return None
    if trouble == UNWRITABLE:
        raise RuntimeError("This letter has a fault.")
    if trouble == UNREADABLE:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
    return Letter({"what": f"number {mail.pk}"})


@contextmanager
def with_its_template() -> Iterator[None]:
    """Let the process of the tests find the words of this mail, besides those of the site."""
    engine = Engine.get_default()
    loaders = [("django.template.loaders.filesystem.Loader", [TEMPLATES]), *engine.loaders]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "template_loaders", engine.get_template_loaders(loaders))
        yield
