"""Specification of a camera's presets: taken from its newest picture, named, left to wait, forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Polygon

from detectors import build
from detectors.vision.config import PipelineConfig
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from maps.models import Calibration, Camera, Preset, Still, Zone
from tests.api.calibration.marks import body
from tests.api.conftest import ClientOf
from tests.factories import NOON, make_camera, make_rule, make_user, make_zone

pytestmark = pytest.mark.django_db

EDGES = b"edges of the square"
OTHERS = b"edges of the yard"
GROUNDS = {
    "Square": Polygon(((24.94, 60.17), (24.95, 60.17), (24.95, 60.18), (24.94, 60.17))),
    "Yard": Polygon(((24.94, 60.17), (24.93, 60.17), (24.93, 60.16), (24.94, 60.17))),
}


def give_still(camera: Camera, background: bytes | None = EDGES, preset: Preset | None = None) -> None:
    values = {"captured_at": NOON, "erase_at": NOON + timedelta(days=1), "background": background, "preset": preset}
    Still.objects.update_or_create(camera=camera, defaults={"jpeg": b"masked", **values})


class Desk:
    """An administrator before the presets of one camera."""

    def __init__(self, client_of: ClientOf, camera: Camera) -> None:
        self.client = client_of(make_user(Role.ADMINISTRATOR))
        self.camera = camera
        self.address = f"/api/v1/cameras/{camera.id}/presets/"

    def add(self, name: str = "") -> Any:
        return self.client.post(self.address, {"name": name}, format="json")

    def of(self, name: str) -> Preset:
        return Preset.objects.get(camera=self.camera, name=name)

    def look(self, name: str) -> str:
        return f"{self.address}{self.of(name).pk}/look/"

    def calibrate(self, **more: Any) -> Any:
        return self.client.post(f"/api/v1/cameras/{self.camera.pk}/calibration/", body(**more), format="json")

    def two(self) -> None:
        """The square, of which there is a picture, and the yard, which waits for its own."""
        give_still(self.camera)
        self.add("Square")
        self.add("Yard")

    def plan(self) -> PipelineConfig:
        return build.plan_of(self.camera.id, NOON)[0].config


def ground_of(desk: Desk) -> str | None:
    """On whose ground the map shows the camera."""
    ring = desk.client.get(f"/api/v1/cameras/{desk.camera.id}/").json()["view"]
    return next((name for name, ground in GROUNDS.items() if ring == [list(place) for place in ground.coords[0]]), ring)


@pytest.fixture
def desk(client_of: ClientOf, camera: Camera) -> Desk:
    return Desk(client_of, camera)


def test_the_first_view_is_that_of_the_newest_picture(desk: Desk) -> None:
    give_still(desk.camera)
    answer = desk.add("Square")
    assert answer.status_code == 201
    [row] = answer.json()["results"]
    assert (row["name"], row["taken_at"], row["zones"]) == ("Square", NOON.isoformat(), [])
    assert bytes(desk.of("Square").background or b"") == EDGES
    assert desk.of("Square").taken_by == User.objects.get(role=Role.ADMINISTRATOR)
    logged = LogEntry.objects.filter(subject=str(desk.camera.id)).order_by("number")
    assert list(logged.values_list("action", flat=True)) == ["preset.add", "preset.take"]


def test_a_view_without_a_name_gets_the_first_free_number(desk: Desk) -> None:
    give_still(desk.camera)
    desk.add("1")
    assert [row["name"] for row in desk.add().json()["results"]] == ["1", "2"]


def test_a_further_view_waits_until_the_camera_looks_there(desk: Desk) -> None:
    desk.two()
    assert desk.of("Yard").background is None
    refused = desk.client.post(desk.look("Yard"))
    assert refused.status_code == 422
    assert "The newest picture shows the view “Square”. Turn the camera to “Yard”" in refused.json()["detail"]
    give_still(desk.camera, OTHERS, desk.of("Yard"))
    assert desk.client.post(desk.look("Yard")).status_code == 200
    assert bytes(desk.of("Yard").background or b"") == OTHERS


def test_a_picture_of_which_nobody_knows_the_view_is_taken_for_the_only_one_and_for_none_of_several(desk: Desk) -> None:
    desk.two()
    give_still(desk.camera, OTHERS)
    assert desk.client.post(desk.look("Square")).status_code == 422
    desk.client.delete(f"{desk.address}{desk.of('Yard').pk}/")
    assert desk.client.post(desk.look("Square")).status_code == 200
    assert bytes(desk.of("Square").background or b"") == OTHERS


def test_only_one_view_waits_at_a_time(desk: Desk) -> None:
    desk.two()
    for refused in (desk.add("Roof"), desk.client.delete(desk.look("Square"))):
        assert refused.status_code == 409
        assert "View “Yard” waits for its picture" in refused.json()["detail"]


def test_two_views_of_a_camera_do_not_share_a_name(desk: Desk) -> None:
    desk.two()
    renamed = desk.client.patch(f"{desk.address}{desk.of('Yard').pk}/", {"name": "Square"}, format="json")
    assert (renamed.status_code, renamed.json()["code"]) == (409, "name_taken")
    assert (
        desk.client.patch(f"{desk.address}{desk.of('Yard').pk}/", {"name": "Court"}, format="json").status_code == 200
    )
    assert desk.of("Court").camera == desk.camera
    assert LogEntry.objects.get(action="preset.rename").facts == {"before": "Yard", "name": "Court"}


def test_a_view_may_be_given_the_name_that_it_has(desk: Desk) -> None:
    desk.two()
    same = desk.client.patch(f"{desk.address}{desk.of('Yard').pk}/", {"name": "Yard"}, format="json")
    assert same.status_code == 200
    assert not LogEntry.objects.filter(action="preset.rename").exists()


@pytest.mark.parametrize("with_picture", [True, False])
def test_without_a_picture_there_is_no_view_to_take(desk: Desk, with_picture: bool) -> None:
    if with_picture:
        give_still(desk.camera, background=None)
    desk.add("Square")
    answer = desk.client.post(desk.look("Square"))
    assert answer.status_code == 422
    assert "There is no picture of this camera yet" in answer.json()["detail"]


def test_a_camera_that_was_moved_for_good_lets_its_view_wait(desk: Desk) -> None:
    give_still(desk.camera)
    desk.add("Square")
    [row] = desk.client.delete(desk.look("Square")).json()["results"]
    assert row["taken_at"] is None
    assert (desk.of("Square").background, desk.of("Square").taken_by) == (None, None)
    assert LogEntry.objects.filter(action="preset.wait").count() == 1


def test_a_view_that_waits_already_may_be_let_wait(desk: Desk) -> None:
    desk.two()
    assert desk.client.delete(desk.look("Yard")).status_code == 200
    assert not LogEntry.objects.filter(action="preset.wait").exists()


# --- what belongs to a view ------------------------------------------------------------------------------------------


def test_for_a_camera_without_a_view_all_zones_and_calibrations_hold(desk: Desk) -> None:
    make_rule(desk.camera)
    desk.calibrate()
    plan = desk.plan()
    assert (len(plan.rules), plan.presets) == (1, ())
    assert plan.calibration is not None


def test_with_its_only_view_nothing_changes_for_a_fixed_camera(desk: Desk) -> None:
    """Zones drawn before and after it was taken name no view, and hold."""
    make_rule(desk.camera)
    give_still(desk.camera)
    desk.add()
    make_rule(desk.camera)
    [preset] = desk.plan().presets
    assert (preset.background, len(desk.plan().within(preset).rules)) == (EDGES, 2)


def test_with_a_second_view_what_was_drawn_belongs_to_the_first_but_private_zones_stay_everywhere(desk: Desk) -> None:
    rule = make_rule(desk.camera)
    make_zone(desk.camera, purpose=Zone.Purpose.PRIVATE)
    desk.calibrate()
    desk.two()
    square, yard = (desk.plan().within(preset) for preset in desk.plan().presets)
    assert ([one.id for one in square.rules], yard.rules) == ([str(rule.id)], ())
    assert (square.calibration is None, yard.calibration) == (False, None)
    assert len(square.private_zones) == len(yard.private_zones) == 1


def test_what_is_drawn_in_all_views_stays_so_when_a_third_one_comes(desk: Desk) -> None:
    desk.two()
    give_still(desk.camera, OTHERS, desk.of("Yard"))
    desk.client.post(desk.look("Yard"))
    everywhere = make_zone(desk.camera, name="Everywhere")
    assert desk.add("Roof").status_code == 201
    everywhere.refresh_from_db()
    assert everywhere.preset is None


def test_what_belongs_to_another_camera_stays_as_it_is(desk: Desk) -> None:
    other = make_camera()
    zone = make_zone(other)
    give_still(other)
    ground = {"width": 640, "height": 360, "homography": [1.0, 0, 0, 0, 1, 0, 0, 0, 1], "rmse": 0.1}
    Calibration.objects.create(camera=other, version=1, **ground)
    desk.two()
    for kept in (Zone.objects.get(pk=zone.pk), Still.objects.get(camera=other), Calibration.objects.get(camera=other)):
        assert kept.preset is None


def test_each_view_has_its_zones_and_its_newest_calibration(desk: Desk) -> None:
    desk.two()
    for name in ("Square", "Yard"):
        make_rule(desk.camera, zone=make_zone(desk.camera, preset=desk.of(name), name=f"In {name}"))
    versions = [desk.calibrate(preset=str(desk.of(name).pk)).json()["version"] for name in ("Square", "Yard", "Square")]
    views = [desk.plan().within(preset) for preset in desk.plan().presets]
    assert versions == [1, 2, 3]
    assert [view.calibration.version for view in views if view.calibration] == [3, 2]
    assert [[rule.shape.name for rule in view.rules] for view in views] == [["In Square"], ["In Yard"]]


def test_the_map_shows_the_ground_that_the_camera_sees_now(desk: Desk) -> None:
    desk.two()
    for name in ("Square", "Yard"):
        desk.calibrate(preset=str(desk.of(name).pk))
        Calibration.objects.filter(preset=desk.of(name)).update(view=GROUNDS[name])
    assert ground_of(desk) == "Square"
    give_still(desk.camera, OTHERS, desk.of("Yard"))
    assert ground_of(desk) == "Yard"


def test_a_view_without_a_calibration_has_no_ground_on_the_map(desk: Desk) -> None:
    desk.two()
    desk.calibrate(preset=str(desk.of("Square").pk))
    give_still(desk.camera, OTHERS, desk.of("Yard"))
    assert ground_of(desk) is None


def test_a_calibration_takes_the_view_in_which_it_was_marked(desk: Desk) -> None:
    give_still(desk.camera)
    address = f"/api/v1/cameras/{desk.camera.id}/calibration/"
    desk.client.post(f"{address}?dry_run=true", body(), format="json")
    assert not Preset.objects.exists()
    desk.calibrate()
    assert Preset.objects.get().taken_at == NOON
    assert Calibration.objects.get().preset == Preset.objects.get()


def test_whoever_calibrates_is_warned_of_zones_in_all_views_and_in_that_of_the_picture_and_of_no_others(
    desk: Desk,
) -> None:
    desk.two()
    far = [[0.1, 0.06], [0.9, 0.06], [0.9, 0.3]]
    for name, preset in (("Here", desk.of("Square")), ("There", desk.of("Yard")), ("Everywhere", None)):
        make_zone(desk.camera, name=name, points=far, preset=preset)
    address = f"/api/v1/cameras/{desk.camera.id}/calibration/?dry_run=true"
    warnings = desk.client.post(address, body(), format="json").json()["warnings"]
    assert [name for name in ("Here", "There", "Everywhere") if any(f"“{name}”" in one for one in warnings)] == [
        "Here",
        "Everywhere",
    ]


def test_of_several_views_a_calibration_belongs_to_that_of_the_picture_and_leaves_the_others_as_they_are(
    desk: Desk,
) -> None:
    desk.two()
    give_still(desk.camera, OTHERS, desk.of("Yard"))
    assert desk.calibrate().json()["preset"] == str(desk.of("Yard").pk)
    assert [bytes(desk.of(name).background or b"") for name in ("Square", "Yard")] == [EDGES, OTHERS]
    desk.calibrate(preset=str(desk.of("Square").pk))
    assert bytes(desk.of("Square").background or b"") == EDGES


def test_where_nobody_knows_which_view_was_marked_it_is_asked(desk: Desk) -> None:
    desk.two()
    Still.objects.all().delete()
    for refused in (desk.calibrate(), desk.calibrate(preset=str(desk.camera.pk))):
        assert refused.status_code == 422
        assert refused.json()["detail"] == "Say in which view of the camera this was marked: Square, Yard."
    assert not Calibration.objects.exists()


def test_a_calibration_of_a_view_that_the_camera_does_not_have_is_refused_though_it_has_but_one(desk: Desk) -> None:
    give_still(desk.camera)
    desk.add("Square")
    others = Preset.objects.create(camera=make_camera(), name="Other")
    assert desk.calibrate(preset=str(others.pk)).status_code == 422
    assert not Calibration.objects.exists()


@pytest.mark.parametrize("with_picture", [True, False])
def test_without_a_picture_to_keep_a_view_of_a_calibration_belongs_to_none_or_to_the_only_one(
    desk: Desk, with_picture: bool
) -> None:
    if with_picture:
        give_still(desk.camera, background=None)
    assert (desk.calibrate().status_code, desk.calibrate().json()["preset"]) == (201, None)
    desk.add("Square")
    Still.objects.all().delete()
    assert desk.calibrate().json()["preset"] == str(desk.of("Square").pk)


# --- the end of a view -----------------------------------------------------------------------------------------------


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
