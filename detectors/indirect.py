"""Calibrations without a point of the ground: what was sent and the camera's own row become vision's plain values."""

import math
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from detectors.calibrations import Judged, check_picture, refused
from detectors.vision.config import CalibrationConfig
from detectors.vision.locate.indirect import CLICK_SIGMA, Geometry, Known, Line, Upright, from_lines, from_uprights
from hypervision.lib.errors import Refusal
from maps.models import Calibration, Camera


def by_heights(camera: Camera, given: dict[str, Any]) -> Judged:
    """given: ``uprights`` of ``foot``, ``top`` and maybe ``height``; else each is a person of ``person_height``."""
    uprights = [
        Upright(_pixel(one["foot"]), _pixel(one["top"]), one.get("height", given["person_height"]))
        for one in given["uprights"]
    ]
    marked = [pixel for one in uprights for pixel in (one.foot, one.top)]
    check_picture(marked, given["width"], given["height"])
    with refused():
        found = from_uprights(uprights, _known(camera, given, given.get("camera_height")))
    feet = [one.foot for one in uprights]
    return _judged(camera, Calibration.Method.HEIGHTS, found, feet, given, "uprights", "person_height")


def by_lines(camera: Camera, given: dict[str, Any]) -> Judged:
    """given: ``lines`` of ``start``, ``end`` and ``across``; ``along``: the bearing of those that are not across."""
    lines = [Line(_pixel(one["start"]), _pixel(one["end"]), one["across"]) for one in given["lines"]]
    ends = [pixel for line in lines for pixel in (line.start, line.end)]
    check_picture(ends, given["width"], given["height"])
    with refused():
        height = given.get("camera_height", camera.height)
        found = from_lines(lines, _known(camera, given, height), given.get("along"))
    return _judged(camera, Calibration.Method.LINES, found, ends, given, "lines", "along")


def _pixel(numbers: list[float]) -> tuple[float, float]:
    return numbers[0], numbers[1]


def _known(camera: Camera, given: dict[str, Any], height: float | None) -> Known:
    """What was sent counts before what stands in the camera's row."""
    bearing = given.get("bearing", camera.bearing)
    if bearing is None:
        raise Refusal(
            _("The bearing of the camera is needed, because nothing here ties the picture to the map. Enter it first."),
            "no_bearing",
        )
    angle = given.get("field_angle", camera.field_angle)
    focal = given["width"] / 2 / math.tan(math.radians(angle) / 2) if angle and angle < 180 else None
    return Known(given["width"], given["height"], bearing, focal, height)


def _judged(
    camera: Camera, method: str, found: Geometry, marked: list[tuple[float, float]], given: dict[str, Any], *kept: str
) -> Judged:
    """The error that is stored is the one expected where something was marked: nothing was measured on the ground."""
    expected = found.homography.error(marked, sigma=0)
    expected = expected[np.isfinite(expected)]
    rmse = float(np.sqrt((expected**2).mean())) if len(expected) else 0.0
    matrix, covariance = found.homography.matrix, found.homography.covariance
    config = CalibrationConfig(
        *(0, given["width"], given["height"], tuple(matrix.ravel().tolist()), rmse),
        covariance=() if covariance is None else tuple(covariance.ravel().tolist()),
    )
    marks = {name: given[name] for name in kept if name in given}
    geometry = {
        "height_m": found.camera.height,
        "tilt": found.camera.tilt,
        "roll": found.camera.roll,
        "bearing": found.camera.heading % 360,
        "field_angle": math.degrees(2 * math.atan(given["width"] / 2 / found.camera.focal)),
    }
    return Judged(camera, method, config, None, max(1.0, found.sigma) * CLICK_SIGMA, (), marks, geometry)
