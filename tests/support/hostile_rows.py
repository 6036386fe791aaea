"""Puts hostile texts into every column of every row that holds the words of people."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.apps import apps
from django.db import Error, transaction
from django.db.models import CharField, EmailField, SlugField, TextField, URLField

from listings.partial_dates import PartialDateField
from tests.support.cast import make_things
from tests.support.factories import make_project, make_service
from tests.support.payloads import packed

OURS = ("collaboration", "directory", "councils", "listings", "projects", "services")
NOT_WRITTEN = (SlugField, EmailField, PartialDateField)
"""Addresses that the site makes, and what is checked letter by letter."""
LONGEST = 20_000
KEYS = {("councils.User", "password"), ("listings.Decision", "field"), ("listings.Decision", "reason")}
"""Texts that nobody writes: people choose them from a list, or they are no words."""
BY_MACHINES = {
    "councils.SignInCode",
    "councils.MailSent",
    "listings.SearchEntry",
    "listings.Word",
    "listings.ReviewMail",
    "councils.KeptText",
}
"""Tables whose texts no person writes: hashes, numbers of mails, and what the search is made of."""


def columns() -> Iterator[tuple[Any, Any]]:
    """Yield every table with each of its columns that hold free text; histories are written by the database."""
    for model in apps.get_models():
        label = model._meta.label
        if model._meta.app_label not in OURS or label in BY_MACHINES or label.endswith("Event") or model._meta.proxy:
            continue
        for field in model._meta.local_fields:
            is_free = isinstance(field, CharField | TextField) and not field.choices
            if is_free and not isinstance(field, NOT_WRITTEN) and (label, field.name) not in KEYS:
                yield model, field


def make_hostile() -> set[str]:
    """Fill every such column of every row there is; return the names of the columns that took it.

    A column that refuses such a text by a rule of the database's own cannot hold one and is left.
    """
    took = set()
    for model, field in columns():
        length = min(field.max_length or LONGEST, LONGEST)
        texts = cycle(packed(length))
        for key in model._base_manager.order_by("pk").values_list("pk", flat=True):
            text = next(texts)
            written = f"https://zq.example/{text}"[:length] if isinstance(field, URLField) else text
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=key).update(**{field.name: written})
            except (Error, ValueError):
                continue
            took.add(f"{model.__name__}.{field.name}")
    return took


def fill_up() -> dict[str, Any]:
    """Return one of everything, and so many entries besides that every payload is in the title of one."""
    things = make_things()
    council = things["councils_organisation"]
    for _ in packed(200):
        make_project(leads=[council], partners=["Berkshire"], links=["https://papers.example/a"])
    make_service(leads=[council], is_ended=True, end_reason="completed")
    return things
