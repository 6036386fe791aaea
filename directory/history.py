"""Who changed what, when, and through which door. The database's own triggers write it: nothing can go past them.

`tracked` gives a model a table of events: what a row was after each insert and update, and before it was deleted. A
`door` says who acts and how, for everything that is written inside it. Neither holds a name or an address of a person.
See docs/decisions/0010-history.md.
"""

import contextlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import wraps
from typing import Any, ClassVar, cast

import pghistory
import pghistory.trigger
import pgtrigger
from django.apps.registry import Apps
from django.db import InterfaceError, OperationalError, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from pghistory.models import Event as PlainEvent

READING = ("GET", "HEAD", "OPTIONS", "TRACE")
"""Methods that write nothing (RFC 9110, 9.2.1)."""

AS_IT_STOOD = "stood"
"""The label of a row that was there before its table had a history."""


class Door(StrEnum):
    """The ways in which something comes to be changed."""

    FORM = "form"
    ADMIN = "admin"
    IMPORT = "import"
    COMMAND = "command"


@contextmanager
def door(name: Door, *, by: models.Model | None = None) -> Iterator[None]:
    """Say for everything written inside that it came through this door, and who did it; None for nobody.

    Doors may stand in one another: the outer one counts, and the inner one names the person if the outer does not.
    """
    with pghistory.context() as change:
        found = change.metadata
        found["door"] = found.get("door") or name
        found["user"] = found.get("user") or (by and by.pk)
        yield


def recorded[**P, R](action: Callable[P, R]) -> Callable[P, R]:
    """Make an action all or nothing, and let the history name `by`, who acts; outside a door it is a command."""

    @wraps(action)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        with door(Door.COMMAND, by=cast(models.Model | None, kwargs["by"])), transaction.atomic():
            return action(*args, **kwargs)

    return act


class HistoryDoor:
    """Middleware that says who sent a form. It stands behind the one that knows people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READING:
            return self.get_response(request)
        by = None
        in_admin = request.path_info.startswith(reverse("admin:index"))
        with contextlib.suppress(OperationalError, InterfaceError):  # then the page itself says what is wrong
            by = request.user if request.user.is_authenticated else None
        with door(Door.ADMIN if in_admin else Door.FORM, by=by):
            return self.get_response(request)


class Event(PlainEvent):
    """What a row was after a change, or before it was deleted."""

    pgh_id = models.BigAutoField(primary_key=True)
    objects: ClassVar[Any] = models.Manager()

    class Meta:
        abstract = True


ONLY_IF_ANY = "IF NOT EXISTS (SELECT 1 FROM {{{rows}}}) THEN RETURN NULL; END IF; "


class EventTrigger(pghistory.trigger.Event):
    """Writes the events of one statement, and nothing at all when it changed no row.

    pghistory by itself would note a context for each statement, such as the one that says when somebody signed in.
    """

    def get_func(self, model: Any) -> Any:
        func: Any = super().get_func(model)  # type: ignore[no-untyped-call]  # pghistory has no types here
        rows = "cond_old_values" if self.row == pghistory.Old else "cond_new_values"
        func.func = ONLY_IF_ANY.format(rows=rows) + func.func
        return func


class OnceForAStatement(pghistory.RowEvent):
    """Tracks with one trigger for each statement, so that writing many rows at once stays fast."""

    def add_event_trigger(self, event_model: Any) -> None:
        pgtrigger.register(
            EventTrigger(  # type: ignore[no-untyped-call]  # pghistory has no types here
                event_model=event_model,
                label=self.label,
                name=f"history_{self.label}",
                row=self.row,
                operation=self.operation,
                condition=self.condition,
                level=pghistory.Statement,
            )
        )(event_model.pgh_tracked_model)


class Inserted(OnceForAStatement, pghistory.InsertEvent):
    """What new rows are."""


class Updated(OnceForAStatement, pghistory.UpdateEvent):
    """What rows have become, where a tracked column differs."""


class Deleted(OnceForAStatement, pghistory.DeleteEvent):
    """What rows were that are gone."""


EVENTS: dict[type[models.Model], Any] = {}
"""The model of the events of each tracked model. pghistory's own note mixes up models that extend another."""


def tracked(
    model: type[models.Model],
    *,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
    looked_up_by: Collection[str] = (),
) -> Any:
    """Give a model a history and return the model of its events, `<Model>Event` in the same app.

    The events hold the model's own columns, or `only` these, `without` those that follow from others or that may name
    a person, and never the key, which is `pgh_obj`. What events refer to may be gone: nothing in the database binds
    them to it. `looked_up_by` names the references that have an index. Events can be added, never changed or deleted.
    """
    concrete = model._meta.concrete_model or model
    fields = [field for field in concrete._meta.local_concrete_fields if not field.primary_key]
    fields = [field for field in fields if field.name not in without and (only is None or field.name in only)]
    EVENTS[model] = pghistory.create_event_model(
        model,
        Inserted(),
        Updated(),
        Deleted(),
        fields=[field.name for field in fields],
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+"),
        context_field=pghistory.ContextForeignKey(db_index=False, related_query_name="+"),
        append_only=True,
        abstract=False,
        base_model=Event,
        model_name=f"{model.__name__}Event",
        attrs={
            field.name: _loose(field, has_index=field.name in looked_up_by)
            for field in fields
            if isinstance(field, models.ForeignKey)
        },
        meta={"default_permissions": ()},
    )
    return EVENTS[model]


def _loose(field: models.ForeignKey, *, has_index: bool) -> models.ForeignKey:
    """Return a reference like this one, which the database lets point at what is gone."""
    return models.ForeignKey(
        field.remote_field.model,
        models.DO_NOTHING,
        null=field.null,
        related_name="+",
        db_constraint=False,
        db_index=has_index,
    )


def note_what_stands(app_label: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """Return the step of a migration that begins the history of an app's tables with the rows that are there."""

    def note(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for event in apps.get_app_config(app_label).get_models():
            names = {field.name for field in event._meta.fields}
            if "pgh_obj" not in names:
                continue
            table: Any = cast(type[models.Model], event._meta.get_field("pgh_obj").related_model)._meta
            own = [str(field.column) for field in event._meta.fields if not field.name.startswith("pgh_")]
            columns = ", ".join(map(editor.quote_name, own))
            editor.execute(
                f"INSERT INTO {editor.quote_name(event._meta.db_table)} "  # noqa: S608 - names of our own tables
                f"(pgh_created_at, pgh_label, pgh_obj_id, {columns}) "
                f"SELECT now(), %s, {editor.quote_name(table.pk.column)}, {columns} "
                f"FROM {editor.quote_name(table.db_table)}",
                [AS_IT_STOOD],
            )

    return note
