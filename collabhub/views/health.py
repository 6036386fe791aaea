"""Two addresses for machines that watch the site."""

from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse


def alive(request: HttpRequest) -> HttpResponse:
    """200 while this process answers; asks nothing else."""
    return HttpResponse("alive\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has every migration, else 503 with the reason."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError:
        answer, status = "The database cannot be reached.\n", 503
    else:
        answer, status = ("The database waits for migrations.\n", 503) if waiting else ("ready\n", 200)
    return HttpResponse(answer, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
