"""What belongs to a view: its zones, its calibrations, and the ground on the map."""

import pytest

from maps.models import Calibration, Preset, Still, Zone
from tests.api.calibration.marks import body
from tests.api.presets.desk import EDGES, GROUNDS, OTHERS, Desk, give_still, ground_of
from tests.factories import NOON, make_camera, make_rule, make_zone

pytestmark = pytest.mark.django_db


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
