"""Calibrations: judged as often as somebody marks a point, stored as a new version when somebody says so."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from django.contrib.gis.geos import Point, Polygon
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from detectors import changes, presets
from detectors.said import said
from detectors.set_up_cards import CalibrationCard
from detectors.vision.config import CalibrationConfig
from detectors.vision.locate.bands import ENOUGH, bands, least
from detectors.vision.locate.calibration import fit
from detectors.vision.locate.earth import Anchor
from detectors.vision.locate.ellipses import ellipses
from detectors.vision.locate.homography import Coordinates, Homography
from detectors.vision.locate.solve import Marking
from detectors.vision.locate.view import field_of_view
from detectors.vision.sentences import SentenceError
from hypervision.accounts.models import User
from hypervision.law import log
from hypervision.lib.errors import Refusal
from maps.models import Calibration, Camera

FARTHEST_M = 1000.0
"""A reference point farther from its camera is a slip: of a figure, or of longitude and latitude."""
MOST_UNCERTAIN_M = 10.0
"""A larger ellipse says no more than that nothing is known there."""
GRID = [(x / 8, y / 8) for y in (1, 3, 5, 7) for x in (1, 3, 5, 7)]
"""Where ellipses are drawn beside those of the marks: fractions of the picture."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked point: the pixel, its place in degrees, by how many metres it misses, and what the others say of it."""

    pixel: tuple[float, float]
    place: tuple[float, float]
    residual: float
    leave_one_out: float | None
    bad: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found, before anybody stores it; version 0 of ``config`` stands for "not yet".

    sigma: pixels by which marks tremble, as they themselves tell. given: what was sent, to be kept with it.
    geometry: of the camera, where that was estimated.
    """

    camera: Camera
    method: str
    config: CalibrationConfig
    forecast: float | None
    sigma: float
    marks: tuple[Mark, ...] = ()
    given: dict[str, Any] = field(default_factory=dict)
    geometry: dict[str, float] | None = None

    @property
    def anchor(self) -> Anchor:
        return anchor_of(self.camera)

    @property
    def ground(self) -> Homography:
        return Homography.of(self.config, self.config.width, self.config.height)


def anchor_of(camera: Camera) -> Anchor:
    return Anchor(camera.location.x, camera.location.y)


def from_points(camera: Camera, given: dict[str, Any]) -> Judged:
    """given: ``pairs`` of ``pixel`` and ``place``, ``width``, ``height``, ``map_error``. Raises Refusal, a sentence."""
    pairs, width, height = given["pairs"], given["width"], given["height"]
    pixels = [tuple(pair["pixel"]) for pair in pairs]
    places = [tuple(pair["place"]) for pair in pairs]
    check_picture(pixels, width, height)
    metres = _metres(camera, places)
    with refused():
        found = fit(pixels, metres, Marking(ground=given["map_error"]))
    marks = tuple(
        Mark(pixels[index], places[index], residual, _known(left_out), index in found.bad)
        for index, (residual, left_out) in enumerate(
            zip(found.residuals.tolist(), found.leave_one_out.tolist(), strict=True)
        )
    )
    config = found.to_config(0, width, height)
    kept = {"pairs": pairs, "map_error": given["map_error"]}
    return Judged(camera, Calibration.Method.POINTS, config, found.forecast, found.marking.picture, marks, kept)


@contextmanager
def refused() -> Iterator[None]:
    """What vision refuses with a sentence is refused to whoever asked, in their language."""
    try:
        yield
    except SentenceError as error:
        raise Refusal(said(error.sentence), "no_calibration") from error


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None


def check_picture(pixels: Sequence[tuple[float, ...]], width: int, height: int) -> None:
    """Raises Refusal for a pixel that the picture does not have."""
    for number, (x, y) in enumerate(pixels, 1):
        if not (0 <= x <= width and 0 <= y <= height):
            raise Refusal(
                _("Point %(number)d lies outside the picture of %(width)d × %(height)d pixels.")
                % {"number": number, "width": width, "height": height},
                "outside",
            )


def _metres(camera: Camera, places: list[tuple[float, ...]]) -> list[tuple[float, float]]:
    anchor = anchor_of(camera)
    metres = [anchor.to_metres(lon, lat) for lon, lat in places]
    for number, place in enumerate(metres, 1):
        away = float(np.hypot(*place))
        if not away <= FARTHEST_M:
            raise Refusal(
                _("Point %(number)d lies %(away)d m from the camera. Is its longitude the first of the two numbers?")
                % {"number": number, "away": round(away)},
                "far_away",
            )
    return metres


@transaction.atomic
def store(judged: Judged, by: User, reason: str, asked: UUID | None = None) -> Calibration:
    """A new version; older ones stay as they are. Running watches work by it within seconds.

    asked: the id of the view in which it was marked; else the one that the newest picture shows. What this view looks
    like is taken anew, if there is a picture of it. Raises Refusal where nobody can say which view it is.
    """
    camera = Camera.objects.select_for_update().get(pk=judged.camera.pk)
    newest = Calibration.objects.filter(camera=camera).aggregate(newest=Max("version"))["newest"] or 0
    config = judged.config
    with changes.told(Camera.objects.filter(pk=camera.pk)):
        preset = presets.marked_in(camera, by, asked)
        row = Calibration.objects.create(
            camera=camera,
            preset=preset,
            version=newest + 1,
            method=judged.method,
            width=config.width,
            height=config.height,
            homography=list(config.homography),
            covariance=list(config.covariance),
            anchor=Point(judged.anchor.lon, judged.anchor.lat, srid=4326),
            rmse=config.rmse,
            forecast=judged.forecast,
            marks=judged.given,
            view=_polygon(view(judged)),
            reason=reason,
            created_by=by,
        )
        log.write(
            *(str(by), "calibration.save", str(camera.id)),
            version=row.version,
            view=preset.name if preset else None,
            method=row.method,
            rmse=row.rmse,
            reason=reason,
        )
    return row


def _polygon(ring: list[list[float]]) -> Polygon | None:
    return Polygon(ring, srid=4326) if ring else None


def view(judged: Judged) -> list[list[float]]:
    """The ring of ground that the camera sees, degrees, closed; empty when it sees none."""
    seen = field_of_view(judged.ground, judged.config.width, judged.config.height)
    if len(seen) < 3:
        return []
    ring = _degrees(judged.anchor, seen)
    return [*ring, ring[0]]


def _degrees(anchor: Anchor, metres: Coordinates) -> list[list[float]]:
    return [list(anchor.to_lonlat(east, north)) for east, north in metres.tolist()]


def answer(judged: Judged) -> dict[str, Any]:
    """All that is told of it, as plain JSON. Lengths in metres, angles in degrees, pixels of the picture as given."""
    config = judged.config
    ring = view(judged)
    return {
        "method": judged.method,
        "width": config.width,
        "height": config.height,
        "anchor": [judged.anchor.lon, judged.anchor.lat],
        "homography": list(config.homography),
        "rmse_m": config.rmse,
        "leave_one_out_m": judged.forecast,
        "click_sigma_px": judged.sigma,
        "geometry": judged.geometry,
        "points": [_point(mark) for mark in judged.marks],
        "ellipses": [*_ellipses(judged, [mark.pixel for mark in judged.marks], "point"), *_on_grid(judged)],
        "view": {"type": "Polygon", "coordinates": [ring]} if ring else None,
        "bands": [
            {"pixels_per_metre": band.pixels_per_metre, "lines": [line.tolist() for line in band.lines]}
            for band in bands(judged.ground, config.width, config.height)
        ],
        "warnings": list(warnings(judged)),
    }


def _point(mark: Mark) -> dict[str, Any]:
    return {
        "pixel": list(mark.pixel),
        "place": list(mark.place),
        "residual_m": mark.residual,
        "leave_one_out_m": mark.leave_one_out,
        "bad": mark.bad,
    }


def _on_grid(judged: Judged) -> list[dict[str, Any]]:
    size = (judged.config.width, judged.config.height)
    return _ellipses(judged, [(x * size[0], y * size[1]) for x, y in GRID], "grid")


def _ellipses(judged: Judged, pixels: list[tuple[float, float]], at: str) -> list[dict[str, Any]]:
    if not pixels:
        return []
    return [
        {
            "at": at,
            "place": list(judged.anchor.to_lonlat(one.east, one.north)),
            "major_m": one.major,
            "minor_m": one.minor,
            "bearing": one.bearing,
        }
        for one in ellipses(judged.ground, pixels, judged.sigma)
        if one.major <= MOST_UNCERTAIN_M
    ]


def warnings(judged: Judged) -> Iterator[str]:
    """Sentences: marks that the others contradict, zones in which too little can be seen."""
    for number, mark in enumerate(judged.marks, 1):
        if mark.bad:
            yield _(
                "Point %(number)d does not fit the others. Look whether it is the same corner in both, or delete it."
            ) % {"number": number}
    size = np.array([judged.config.width, judged.config.height])
    for zone in presets.zones_in_picture(judged.camera):
        density = least(judged.ground, np.asarray(zone.points, np.float64) * size)
        if density == 0:
            yield _("Zone “%(zone)s” reaches beyond the horizon: what stands there has no place.") % {"zone": zone.name}
        elif density < ENOUGH:
            yield _(
                "In zone “%(zone)s” a metre has only %(density)d pixels at its farthest corner, and %(enough)d are "
                "needed to find persons there. Draw the zone nearer, or take a camera that sees more."
            ) % {"zone": zone.name, "density": int(density), "enough": int(ENOUGH)}


def versions(camera: Camera, preset: UUID | None = None) -> list[CalibrationCard]:
    """Newest first. preset: only those that were marked in this view."""
    wanted = {"preset": preset} if preset else {}
    return [
        {
            "version": row.version,
            "preset": str(row.preset_id) if row.preset_id else None,
            "method": row.method,
            "created_at": row.created_at.isoformat(),
            "reason": row.reason,
            "width": row.width,
            "height": row.height,
            "anchor": [anchor.x, anchor.y],
            "homography": row.homography,
            "rmse_m": row.rmse,
            "leave_one_out_m": row.forecast,
            "marks": row.marks,
        }
        for row in Calibration.objects.filter(camera=camera, **wanted).order_by("-version")
        for anchor in [row.anchor or camera.location]
    ]
