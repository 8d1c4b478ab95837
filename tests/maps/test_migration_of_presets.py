"""The one view of a camera becomes the first of several without loss, and back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from tests.factories import NOON, SQUARE
from tests.migrating import at, migrated

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

BEFORE, AFTER = [("maps", "0007_pictures_of_a_camera")], [("maps", "0008_several_presets")]


@pytest.fixture
def before() -> Iterator[Any]:
    with at(BEFORE) as models:
        yield models


def test_a_view_keeps_its_look_and_zones_go_on_to_hold(before: Any) -> None:
    place = Point(*SQUARE, srid=4326)
    camera = before.get_model("maps", "Camera").objects.create(name="Square", location=place)
    before.get_model("maps", "Preset").objects.create(camera=camera, background=b"edges", taken_at=NOON)
    before.get_model("maps", "Zone").objects.create(camera=camera, name="Gate", points=[])
    after = migrated(AFTER)
    row = after.get_model("maps", "Preset").objects.get()
    assert (row.camera_id, row.name, bytes(row.background), row.taken_at) == (camera.pk, "1", b"edges", NOON)
    assert after.get_model("maps", "Zone").objects.get().preset is None
    again = migrated(BEFORE).get_model("maps", "Preset").objects.get()
    assert (again.camera_id, bytes(again.background)) == (camera.pk, b"edges")
