"""The database as it was before a migration, for tests that look what it does to rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

State = list[tuple[str, str]]
"""App and migration."""


def migrated(to: State) -> Any:
    """Goes there, forwards or backwards, and returns the models as they are then."""
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return executor.loader.project_state(to).apps


@contextmanager
def at(state: State) -> Iterator[Any]:
    """``migrated``; afterwards all stands as it did."""
    try:
        yield migrated(state)
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
