"""Specification of calibration by the API: judged at once, stored as versions, refused with a sentence."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from detectors import build
from detectors.vision.locate.earth import Anchor
from detectors.vision.locate.homography import Homography
from detectors.vision.locate.pinhole import Pinhole
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.law.models import LogEntry
from hypervision.live.models import JournalEntry
from maps.models import Calibration, Camera
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, NOON, SQUARE, area, make_camera, make_event, make_user, make_zone
from tests.vision.locate.cameras import looking_down

ANCHOR = Anchor(*SQUARE)
TRUTH = looking_down(height=6, tilt=20, heading=70)
PIXELS: list[tuple[float, float]] = [
    (150, 660),
    (640, 690),
    (1130, 660),
    (200, 400),
    (1080, 400),
    (260, 240),
    (1020, 240),
    (640, 320),
]

pytestmark = pytest.mark.django_db


def places(pixels: list[tuple[float, float]]) -> list[list[float]]:
    return [list(ANCHOR.to_lonlat(east, north)) for east, north in TRUTH.to_ground(pixels).tolist()]


def body(pixels: list[tuple[float, float]] = PIXELS, **values: Any) -> dict[str, Any]:
    pairs = [{"pixel": list(pixel), "place": place} for pixel, place in zip(pixels, places(pixels), strict=True)]
    return {"width": 1280, "height": 720, "pairs": pairs, **values}


@pytest.fixture
def camera() -> Camera:
    return make_camera(name="Square")


Post = Callable[..., Any]


@pytest.fixture
def post(client_of: ClientOf, camera: Camera) -> Post:
    client = client_of(make_user(Role.ADMINISTRATOR))

    def send(sent: dict[str, Any], query: str = "") -> Any:
        return client.post(f"/api/v1/cameras/{camera.id}/calibration/{query}", sent, format="json")

    return send


def test_marked_points_become_the_first_version(post: Post, camera: Camera) -> None:
    answer = post(body(reason="First survey"))
    assert answer.status_code == 201
    assert answer.data["version"] == 1
    assert answer.data["rmse_m"] < 0.01
    row = Calibration.objects.get(camera=camera)
    assert (row.version, row.method, row.reason) == (1, "points", "First survey")
    assert row.created_by is not None
    assert LogEntry.objects.filter(action="calibration.save", subject=str(camera.id)).exists()


def test_the_answer_holds_all_that_a_page_draws(post: Post) -> None:
    told = post(body(), "?dry_run=true").data
    ground = Homography(np.array(told["homography"]).reshape(3, 3))
    np.testing.assert_allclose(ground.to_ground([(640, 500)]), TRUTH.to_ground([(640, 500)]), atol=0.01)
    assert len(told["points"]) == 8
    assert all(point["residual_m"] < 0.01 and not point["bad"] for point in told["points"])
    at_points = [one for one in told["ellipses"] if one["at"] == "point"]
    assert len(at_points) == 8
    assert all(one["major_m"] >= one["minor_m"] > 0 and 0 <= one["bearing"] < 180 for one in told["ellipses"])
    assert told["view"]["type"] == "Polygon"
    assert told["view"]["coordinates"][0][0] == told["view"]["coordinates"][0][-1]
    assert [band["pixels_per_metre"] for band in told["bands"]] == [20, 40, 80, 125, 250]
    assert told["leave_one_out_m"] < 0.02


def test_a_dry_run_stores_nothing(post: Post) -> None:
    answer = post(body(), "?dry_run=true")
    assert answer.status_code == 200
    assert answer.data["version"] is None
    assert not Calibration.objects.exists()


def test_a_second_calibration_is_a_second_version_and_the_first_stays(post: Post, client_of: ClientOf) -> None:
    post(body(reason="First"))
    first = Calibration.objects.values().get()
    answer = post(body(PIXELS[:5], reason="Camera was bumped"))
    assert answer.data["version"] == 2
    assert Calibration.objects.values().get(version=1) == first


def test_whoever_sees_the_camera_reads_its_versions_newest_first(
    post: Post, client_of: ClientOf, camera: Camera, operator: User
) -> None:
    post(body(reason="First"))
    post(body(reason="Second"))
    listed = client_of(operator).get(f"/api/v1/cameras/{camera.id}/calibration/").data["results"]
    assert [(row["version"], row["reason"]) for row in listed] == [(2, "Second"), (1, "First")]
    assert len(listed[0]["marks"]["pairs"]) == 8


def test_open_maps_hear_of_the_new_field_of_view(post: Post, camera: Camera) -> None:
    post(body())
    told = JournalEntry.objects.filter(kind="camera").latest("number")
    assert len(told.payload["card"]["view"]) > 4


def test_an_event_keeps_the_version_that_placed_it(post: Post, camera: Camera) -> None:
    post(body())
    event = make_event(camera, calibration_version=1)
    post(body())
    event.refresh_from_db()
    assert event.calibration_version == 1


def test_the_watch_works_by_the_newest_version(post: Post, camera: Camera) -> None:
    post(body())
    post(body(PIXELS[:6]))
    plan, _ = build.plan_of(camera.id, NOON)
    assert plan.calibration_version == 2
    assert plan.config.calibration is not None
    assert len(plan.config.calibration.covariance) == 81


def test_a_camera_whose_mark_is_moved_keeps_its_ground_where_it_was(post: Post, camera: Camera) -> None:
    post(body())
    before, _ = build.plan_of(camera.id, NOON)
    camera.location.x += 0.0003
    camera.location.y += 0.0001
    camera.save()
    after, _ = build.plan_of(camera.id, NOON)
    assert placed(after) == pytest.approx(placed(before), abs=1e-8)


def placed(plan: build.Plan) -> tuple[float, float]:
    assert plan.config.calibration is not None
    ground = Homography.of(plan.config.calibration, 1280, 720)
    return plan.anchor.to_lonlat(*ground.to_ground([(640, 500)])[0].tolist())


def test_a_point_that_does_not_fit_is_named(post: Post) -> None:
    sent = body()
    sent["pairs"][3]["pixel"][0] += 60
    told = post(sent, "?dry_run=true").data
    assert [point["bad"] for point in told["points"]] == [index == 3 for index in range(8)]
    assert any("Point 4 does not fit the others" in sentence for sentence in told["warnings"])


def test_a_zone_where_too_little_can_be_seen_is_named(post: Post, camera: Camera) -> None:
    make_zone(camera, name="Far corner", points=[[0.1, 0.06], [0.9, 0.06], [0.9, 0.3]])
    make_zone(camera, name="Near", points=[[0.3, 0.6], [0.7, 0.6], [0.5, 0.9]])
    make_zone(camera, name="House", purpose="private", points=[[0, 0], [1, 0], [1, 0.05]])
    warnings = post(body(), "?dry_run=true").data["warnings"]
    assert len(warnings) == 1
    assert "Far corner" in warnings[0]


def test_a_map_that_is_drawn_coarsely_is_believed_less(post: Post) -> None:
    sharp, coarse = (post(body(map_error=error), "?dry_run=true").data for error in (0.0, 0.5))
    assert coarse["ellipses"][0]["major_m"] > 2 * sharp["ellipses"][0]["major_m"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda pairs: pairs[:3], "needs at least 4 points"),
        (lambda pairs: [pairs[0]] * 5, "lie on one line"),
        (lambda pairs: swapped(pairs), "mirrored"),
        (lambda pairs: exchanged(pairs[:4]), "beyond the horizon"),
        (lambda pairs: [{**pair, "pixel": [2000, 5]} for pair in pairs], "outside the picture"),
        (lambda pairs: [{**pair, "place": list(ELSEWHERE)[::-1]} for pair in pairs], "from the camera"),
    ],
)
def test_what_no_camera_sees_is_refused_with_a_sentence(
    post: Post, change: Callable[[Any], Any], sentence: str
) -> None:
    sent = body()
    sent["pairs"] = change(sent["pairs"])
    answer = post(sent)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert sentence in answer.json()["detail"]
    assert not Calibration.objects.exists()


def swapped(pairs: Any) -> Any:
    return [{**pair, "pixel": [1280 - pair["pixel"][0], pair["pixel"][1]]} for pair in pairs]


def exchanged(pairs: Any) -> Any:
    first, second = pairs[0]["place"], pairs[1]["place"]
    return [{**pairs[0], "place": second}, {**pairs[1], "place": first}, *pairs[2:]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"heigth": 720},
        {"width": 0},
        {"pairs": "none"},
        {"pairs": [{"pixel": [1, 2, 3], "place": [24, 60]}]},
        {"pairs": [{"pixel": [1, 2], "place": [24, 60], "note": "x"}]},
        {"pairs": [{"pixel": [1, 2], "place": [60, 124]}]},
        {"map_error": -1},
    ],
)
def test_a_slip_of_the_pen_is_named(post: Post, wrong: dict[str, Any]) -> None:
    answer = post(body(**wrong))
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == set(wrong)


def test_an_unknown_parameter_is_refused(post: Post) -> None:
    assert post(body(), "?dryrun=true").status_code == 400
    assert not Calibration.objects.exists()


SIZE = {"width": 1280, "height": 720}


def persons() -> list[dict[str, Any]]:
    """Eight persons of 1.7 m, where the points are."""
    camera = Pinhole(6, 20, 70, 900, 1280, 720)
    feet = camera.ground().to_ground(PIXELS)
    tops = camera.to_pixels(np.column_stack([feet, np.full(len(feet), 1.7)]))
    return [{"foot": list(foot), "top": top} for foot, top in zip(PIXELS, tops.tolist(), strict=True)]


def test_persons_of_known_height_calibrate_where_no_ground_point_is_to_be_had(post: Post, camera: Camera) -> None:
    answer = post({**SIZE, "method": "heights", "uprights": persons(), "bearing": 70, "field_angle": 70.8})
    assert answer.status_code == 201
    assert answer.data["geometry"]["height_m"] == pytest.approx(6, rel=0.05)
    assert answer.data["leave_one_out_m"] is None
    assert answer.data["rmse_m"] > 0.1, "it is the expected error, since nothing was measured on the ground"
    row = Calibration.objects.get(camera=camera)
    assert row.method == "heights"
    assert row.forecast is None
    assert len(row.covariance) == 81
    assert len(row.marks["uprights"]) == 8


def test_two_pairs_of_kerbs_and_the_height_of_the_camera_calibrate(post: Post) -> None:
    corners = np.array([(-4, 8), (-4, 40), (4, 8), (4, 40)], np.float64)
    ends = looking_down(height=6, tilt=20).to_pixels(corners).tolist()
    lines = [{"start": ends[0], "end": ends[1]}, {"start": ends[2], "end": ends[3]}]
    sent = {**SIZE, "method": "lines", "lines": lines, "bearing": 70, "field_angle": 70.8, "camera_height": 6}
    answer = post(sent, "?dry_run=true")
    assert answer.status_code == 200
    assert answer.data["geometry"]["tilt"] == pytest.approx(20, abs=1.5)
    assert answer.data["view"] is not None


def test_without_a_bearing_nothing_ties_the_picture_to_the_map(post: Post) -> None:
    answer = post({**SIZE, "method": "heights", "uprights": persons()})
    assert answer.status_code == 422
    assert "The bearing of the camera is needed" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"method": "heights"}, "uprights"),
        ({"method": "lines"}, "lines"),
        ({"method": "points"}, "pairs"),
        ({"method": "heights", "uprights": [], "lines": []}, "lines"),
        ({"method": "guess", "pairs": []}, "method"),
    ],
)
def test_each_method_needs_its_own_marks(post: Post, wrong: dict[str, Any], field: str) -> None:
    answer = post({**SIZE, **wrong})
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {field}


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR, Role.OFFICIAL, Role.SYSTEM])
def test_only_who_configures_calibrates(client_of: ClientOf, camera: Camera, role: Role) -> None:
    answer = client_of(make_user(role)).post(f"/api/v1/cameras/{camera.id}/calibration/", body(), format="json")
    assert answer.status_code == 403


def test_a_token_needs_the_scope_for_it(client_of: ClientOf, camera: Camera) -> None:
    administrator = make_user(Role.ADMINISTRATOR)
    address = f"/api/v1/cameras/{camera.id}/calibration/"
    assert client_of(administrator, Scope.CAMERAS_READ).post(address, body(), format="json").status_code == 403
    assert client_of(administrator, Scope.CALIBRATIONS_WRITE).post(address, body(), format="json").status_code == 201


def test_a_camera_outside_the_perimeter_does_not_exist(client_of: ClientOf, camera: Camera) -> None:
    near = make_user(Role.ADMINISTRATOR, everywhere=False, perimeter=area(*ELSEWHERE))
    answer = client_of(near).post(f"/api/v1/cameras/{camera.id}/calibration/", body(), format="json")
    assert answer.status_code == 404


def test_refusals_are_said_in_french(client_of: ClientOf, camera: Camera) -> None:
    client = client_of(make_user(Role.ADMINISTRATOR))
    address = f"/api/v1/cameras/{camera.id}/calibration/"
    answer = client.post(address, body(PIXELS[:3]), format="json", headers={"accept-language": "fr"})
    assert "4 points" in answer.json()["detail"]
    assert "needs" not in answer.json()["detail"]


def test_too_many_points_are_refused(post: Post) -> None:
    sent = body()
    sent["pairs"] *= 7
    answer = post(sent)
    assert answer.status_code == 400
    assert "At most 50." in answer.json()["errors"]["pairs"]
