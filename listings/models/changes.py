"""How often the data that public pages are made of has changed."""

from django.db import connection, models


class DataChange(models.Model):
    """One transaction that wrote to a table which public pages are made of. Triggers write it, nobody else does.

    The sum of all weights is the generation of the data: every commit makes it larger, and it never comes back to a
    number that it had before. See docs/decisions/0006-generation-cache.md.
    """

    id = models.BigAutoField(primary_key=True)
    weight = models.BigIntegerField(help_text="A random number, so that two histories never have the same sum.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"change {self.pk}"


def data_generation() -> int:
    """Return the number that every committed change of public data makes larger, as this statement sees it.

    Raises OperationalError or InterfaceError when the database cannot be reached.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(weight), 0) FROM listings_datachange")
        [generation] = cursor.fetchone() or [0]
    return int(generation)
