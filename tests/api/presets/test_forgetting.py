"""A view is forgotten, and what is told of those that are left."""

import pytest

from hypervision.accounts.models import User
from hypervision.law.models import LogEntry
from maps.models import Calibration, Preset, Still
from tests.api.conftest import ClientOf
from tests.api.presets.desk import EDGES, OTHERS, Desk, give_still
from tests.factories import make_camera, make_rule, make_zone

pytestmark = pytest.mark.django_db


def test_what_belongs_to_the_last_view_holds_wherever_the_camera_looks_when_it_is_forgotten(desk: Desk) -> None:
    give_still(desk.camera)
    desk.add("Square")
    make_rule(desk.camera, zone=make_zone(desk.camera, preset=desk.of("Square")))
    desk.calibrate()
    assert desk.client.delete(f"{desk.address}{desk.of('Square').pk}/").json()["results"] == []
    plan = desk.plan()
    assert (len(plan.rules), plan.presets) == (1, ())
    assert plan.calibration is not None
    assert LogEntry.objects.filter(action="preset.forget").count() == 1


def test_the_last_view_is_the_last_though_others_were_forgotten(desk: Desk) -> None:
    desk.two()
    make_rule(desk.camera, zone=make_zone(desk.camera, preset=desk.of("Square")))
    for name in ("Yard", "Square"):
        assert desk.client.delete(f"{desk.address}{desk.of(name).pk}/").status_code == 200
    assert (len(desk.plan().rules), desk.plan().presets) == (1, ())


def test_one_of_several_is_not_forgotten_while_zones_lie_in_it(desk: Desk) -> None:
    desk.two()
    zone = make_zone(desk.camera, name="Gate", preset=desk.of("Yard"))
    address = f"{desk.address}{desk.of('Yard').pk}/"
    refused = desk.client.delete(address)
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("These zones lie in the view “Yard”: Gate.")
    zone.delete()
    assert [row["name"] for row in desk.client.delete(address).json()["results"]] == ["Square"]


def test_the_calibrations_of_a_forgotten_view_stay_for_its_events_and_place_nothing_more(desk: Desk) -> None:
    desk.two()
    give_still(desk.camera, OTHERS, desk.of("Yard"))
    desk.calibrate(preset=str(desk.of("Yard").pk))
    desk.client.delete(f"{desk.address}{desk.of('Yard').pk}/")
    assert Calibration.objects.get().version == 1
    assert desk.of("Yard").background is None, "nobody needs the edges any more"
    [square] = desk.plan().presets
    assert desk.plan().within(square).calibration is None


def test_the_picture_of_a_forgotten_view_goes_with_it_and_is_never_taken_for_another_one(desk: Desk) -> None:
    desk.two()
    give_still(desk.camera, OTHERS, desk.of("Yard"))
    desk.client.delete(f"{desk.address}{desk.of('Yard').pk}/")
    assert desk.client.post(desk.look("Square")).status_code == 422
    desk.calibrate()
    assert bytes(desk.of("Square").background or b"") == EDGES
    assert not Still.objects.exists()


def test_a_name_is_free_again_when_its_view_was_forgotten(desk: Desk) -> None:
    desk.two()
    desk.client.delete(f"{desk.address}{desk.of('Yard').pk}/")
    assert desk.add("Yard").status_code == 201


def test_a_camera_goes_with_its_views_and_zones(desk: Desk) -> None:
    desk.two()
    make_zone(desk.camera, preset=desk.of("Yard"))
    desk.calibrate(preset=str(desk.of("Yard").pk))
    desk.camera.delete()
    assert not Preset.objects.exists()


# --- who reads and writes --------------------------------------------------------------------------------------------


def test_nobody_is_told_the_edges(desk: Desk, client_of: ClientOf, operator: User) -> None:
    desk.two()
    rows = client_of(operator).get(desk.address).json()["results"]
    assert [set(row) for row in rows] == [{"id", "name", "taken_at", "in_picture", "calibration_version", "zones"}] * 2
    assert client_of(operator).post(desk.address).status_code == 403
    assert client_of(operator).delete(desk.look("Square")).status_code == 403


def test_of_each_view_its_zones_its_calibration_and_whether_the_picture_shows_it_are_told(desk: Desk) -> None:
    desk.two()
    make_zone(desk.camera, name="Gate", preset=desk.of("Yard"))
    for _ in range(2):
        desk.calibrate(preset=str(desk.of("Yard").pk))
    rows = desk.client.get(desk.address).json()["results"]
    names = ("name", "in_picture", "calibration_version", "zones")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("Square", True, None, []),
        ("Yard", False, 2, ["Gate"]),
    ]


def test_a_calibration_that_holds_in_all_views_is_told_of_each_that_has_none(desk: Desk) -> None:
    desk.calibrate()
    give_still(desk.camera)
    assert [row["calibration_version"] for row in desk.add("Square").json()["results"]] == [1]


def test_the_picture_says_which_view_it_shows(desk: Desk, client_of: ClientOf, operator: User) -> None:
    desk.two()
    assert client_of(operator).get(f"/api/v1/cameras/{desk.camera.id}/still/")["X-Preset"] == str(desk.of("Square").pk)


def test_the_view_of_another_camera_is_not_found(desk: Desk) -> None:
    other = Preset.objects.create(camera=make_camera(), name="Other")
    assert desk.client.delete(f"{desk.address}{other.pk}/").status_code == 404
