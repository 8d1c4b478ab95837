"""Specification of the way back: an import is taken back whole, once, and loses nothing that came after."""

from typing import Any

import pytest

from hypervision.lib.errors import Conflict, Refusal
from maps.layers.plain import Verdict
from maps.models import Camera, City, District, ImportedRow, Layer, LayerShape
from tests.factories import make_alert, make_camera
from tests.layers.files import SQUARE
from tests.layers.worlds import NORTH_SIDE, Desk, back, district, seen, verdicts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("target", ["districts", "cameras", "layer"])
def test_an_import_is_taken_back_whole(desk: Desk, city: City, target: str) -> None:
    make = seen if target == "cameras" else district
    first = desk.bring(target, [make("A", id="1"), make("B", (3.87, 43.6), id="2")], name="Lieux")
    models: dict[str, Any] = {"districts": District, "cameras": Camera, "layer": LayerShape}
    model = models[target]
    before = list(model.objects.order_by("pk").values())
    second = desk.bring(target, [make("A'", NORTH_SIDE, id="1"), make("C", id="3")], name="Lieux", remove=True)
    assert list(model.objects.order_by("pk").values()) != before
    back(second)
    stands = list(model.objects.order_by("pk").values())
    assert len(stands) == len(before)
    for one, other in zip(stands, before, strict=True):
        assert {k: str(v) for k, v in one.items()} == {k: str(v) for k, v in other.items()}
    back(first)
    assert not model.objects.exists()
    assert not Layer.objects.exists()
    assert City.objects.get() == city


def test_what_was_changed_since_is_not_lost(desk: Desk, city: City) -> None:
    brought = desk.bring("cameras", [seen("C1"), seen("C2")])
    Camera.objects.filter(name="C2").update(height=5)
    with pytest.raises(Refusal, match="1 of its rows have changed or are in use: C2"):
        back(brought)
    assert Camera.objects.count() == 2


def test_what_others_changed_of_the_same_row_is_not_in_the_way(desk: Desk, city: City) -> None:
    make_camera(SQUARE, name="C1", bearing=10)
    brought = desk.bring("cameras", [seen("C1", direction="90")])
    Camera.objects.update(height=5)
    back(brought)
    camera = Camera.objects.get()
    assert (camera.bearing, camera.height) == (10, 5)


def test_a_camera_that_somebody_uses_stays(desk: Desk, city: City) -> None:
    brought = desk.bring("cameras", [seen("C1")])
    make_alert(Camera.objects.get())
    with pytest.raises(Refusal, match="in use: C1"):
        back(brought)


def test_an_import_is_taken_back_once(desk: Desk, city: City) -> None:
    brought = desk.bring("districts", [district("Nord")])
    back(brought)
    brought.refresh_from_db()
    assert brought.taken_back_by == "anna"
    with pytest.raises(Conflict, match="taken back already"):
        back(brought)


def test_what_was_taken_back_is_known_no_more(desk: Desk, city: City) -> None:
    desk.bring("districts", [district("Nord")], key="")
    back(desk.bring("districts", [district("Nord", Code="N")]))
    assert verdicts(desk.plan("districts", [district("Grand Nord", Code="N")])) == [("Grand Nord", Verdict.NEW)]


def test_an_import_remembers_no_credentials(desk: Desk, city: City) -> None:
    desk.bring("cameras", [seen("C1", user="root", password="secret")])
    camera = Camera.objects.get()
    assert camera.credentials is None
    Camera.objects.update(credentials=b"sealed")
    desk.bring("cameras", [seen("C2", user="root")], remove=True)
    assert "sealed" not in str(list(ImportedRow.objects.values_list("before", flat=True)))
