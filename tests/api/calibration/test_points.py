"""Specification of calibration by marked points: judged at once, stored as versions, used by the watch."""

import numpy as np
import pytest

from detectors import build
from detectors.vision.locate.homography import Homography
from hypervision.accounts.models import User
from hypervision.law.models import LogEntry
from hypervision.live.models import JournalEntry
from maps.models import Calibration, Camera
from tests.api.calibration.marks import PIXELS, TRUTH, Post, body
from tests.api.conftest import ClientOf
from tests.factories import NOON, make_event, make_zone

pytestmark = pytest.mark.django_db


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
    assert plan.config.calibration is not None
    assert plan.config.calibration.version == 2
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
