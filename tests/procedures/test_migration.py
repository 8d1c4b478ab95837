"""A procedure of one kind becomes one that is for that kind everywhere, its versions as they were."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tests.factories import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

BEFORE, AFTER = [("procedures", "0002_stories_stay")], [("procedures", "0003_kinds_and_districts")]


def migrated(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return executor.loader.project_state(to).apps


@pytest.fixture
def before() -> Iterator[Any]:
    yield migrated(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_its_versions_are_for_its_kind_and_stay_unchangeable(before: Any) -> None:
    old = before.get_model("procedures", "Procedure").objects.create(kind="fire")
    before.get_model("procedures", "ProcedureVersion").objects.create(procedure=old, number=1, steps=[], at=NOON)
    versions = migrated(AFTER).get_model("procedures", "ProcedureVersion").objects
    row = versions.get()
    assert (row.procedure_id, row.kinds, row.districts) == ("fire", ["fire"], [])
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        versions.update(kinds=["fall"])
