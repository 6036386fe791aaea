"""Every word that lies in the database, table by table: for tests that look for what must not be there."""

import json
from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection


def all_tables() -> list[str]:
    """Return the names of the tables of the database."""
    return sorted(connection.introspection.table_names())


def dump() -> dict[str, str]:
    """Return the rows of every table as PostgreSQL writes them in a backup, in small letters, by the table's name.

    What people's sessions hold is packed in a column of its own; here it is unpacked as well.
    """
    found = {table: _copy(table) for table in all_tables()}
    sessions = [session.get_decoded() for session in Session.objects.all()]
    found["django_session"] += json.dumps(sessions, cls=DjangoJSONEncoder, ensure_ascii=False).lower()
    return found


def tables_with(words: Iterable[str]) -> set[str]:
    """Return the tables in which any of the words is found; a word counts as JSON writes it, too."""
    wanted = {form for word in words for form in (word.lower(), json.dumps(word)[1:-1].lower())}
    return {table for table, text in dump().items() if any(word in text for word in wanted)}


def _copy(table: str) -> str:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as lines:
        return b"".join(bytes(line) for line in lines).decode().lower()
