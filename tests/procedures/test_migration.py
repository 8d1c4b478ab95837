"""A procedure of one kind becomes one that is for that kind everywhere, its versions as they were."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOON
from tests.migrating import at, migrated

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

BEFORE, AFTER = [("procedures", "0002_stories_stay")], [("procedures", "0003_kinds_and_districts")]


@pytest.fixture
def before() -> Iterator[Any]:
    with at(BEFORE) as models:
        yield models


def test_its_versions_are_for_its_kind_and_stay_unchangeable(before: Any) -> None:
    old = before.get_model("procedures", "Procedure").objects.create(kind="fire")
    before.get_model("procedures", "ProcedureVersion").objects.create(procedure=old, number=1, steps=[], at=NOON)
    versions = migrated(AFTER).get_model("procedures", "ProcedureVersion").objects
    row = versions.get()
    assert (row.procedure_id, row.kinds, row.districts) == ("fire", ["fire"], [])
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        versions.update(kinds=["fall"])
