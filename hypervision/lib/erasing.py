"""What the database lets happen at the end of retention only: see ``lib.append_only``, and counts that outlive rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def erasing() -> Iterator[None]:
    """Inside, rows go because their time is over. Holds for this transaction only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hypervision.erasing', 'on', true)")
        yield
        cursor.execute("SELECT set_config('hypervision.erasing', 'off', true)")
