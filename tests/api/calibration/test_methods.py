"""Specification of calibration without points on the ground: by persons of known height, or by parallel lines."""

from typing import Any

import numpy as np
import pytest

from detectors.vision.locate.pinhole import Pinhole
from maps.models import Calibration, Camera
from tests.api.calibration.marks import PIXELS, Post
from tests.vision.locate.cameras import looking_down

pytestmark = pytest.mark.django_db

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
