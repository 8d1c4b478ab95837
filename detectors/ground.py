"""What lies in the pictures of cameras, on the map: places, zones and lines by the calibration that holds now."""

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.contrib.gis.geos import Point

from detectors.cards import with_card_parts
from detectors.vision.config import CalibrationConfig
from detectors.vision.locate.earth import Anchor
from detectors.vision.locate.homography import Coordinates, Homography
from detectors.vision.locate.view import FARTHEST, on_ground
from hypervision.accounts.permissions import Person
from maps.models import Calibration, Camera, Zone
from maps.selectors import visible_cameras

Feature = dict[str, Any]
Place = tuple[float, float]


def newest_of(camera: Camera) -> Calibration | None:
    """Of a camera from ``cards.with_card_parts``: what holds where it looks now."""
    return next(iter(camera.calibrations.all()), None)


def start_of(row: Calibration) -> Point:
    """Where the metres of a calibration begin."""
    start: Point = row.anchor or row.camera.location
    return start


def ground_of(row: Calibration) -> Homography:
    config = CalibrationConfig(row.version, row.width, row.height, tuple(row.homography), row.rmse)
    return Homography.of(config, row.width, row.height)


def degrees(row: Calibration, metres: Coordinates) -> list[Place]:
    start = start_of(row)
    anchor = Anchor(start.x, start.y)
    return [anchor.to_lonlat(east, north) for east, north in metres.tolist()]


def feature(geometry: str, **properties: Any) -> Feature:
    """geometry: as GeoJSON."""
    return {"type": "Feature", "properties": properties, "geometry": json.loads(geometry)}


def zones(person: Person) -> list[Feature]:
    """Zones and lines of the calibrated cameras in sight, as far as they lie on ground that is seen.

    A private zone hides what is no ground, and is not told. Nor is a zone of a view where the camera does not look now.
    """
    cameras = with_card_parts(visible_cameras(person)).filter(calibrations__isnull=False).distinct()
    holding = {camera.pk: row for camera in cameras if (row := newest_of(camera))}
    rows = Zone.objects.filter(camera__in=holding).exclude(purpose=Zone.Purpose.PRIVATE).order_by("name", "pk")
    return list(_drawn(rows, holding))


def _drawn(rows: Iterable[Zone], holding: dict[Any, Calibration]) -> Iterable[Feature]:
    for zone in rows:
        row = holding[zone.camera_id]
        if zone.preset_id and row.preset_id and zone.preset_id != row.preset_id:
            continue
        geometry = _line(zone, row) if zone.purpose == Zone.Purpose.LINE else _area(zone, row)
        if geometry:
            properties = {"id": str(zone.pk), "name": zone.name, "purpose": zone.purpose, "camera": str(zone.camera_id)}
            yield {"type": "Feature", "properties": properties, "geometry": geometry}


def _pixels(zone: Zone, row: Calibration) -> Coordinates:
    return np.array(zone.points, np.float64) * (row.width, row.height)


def _area(zone: Zone, row: Calibration) -> dict[str, Any] | None:
    metres = on_ground(ground_of(row), _pixels(zone, row), row.width, row.height)
    if len(metres) < 3:
        return None
    ring = degrees(row, metres)
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _line(zone: Zone, row: Calibration) -> dict[str, Any] | None:
    """Whole or not at all: a part of a line would count something else."""
    ground, pixels = ground_of(row), _pixels(zone, row)
    if not ground.is_ground(pixels).all():
        return None
    metres = ground.to_ground(pixels)
    nearest = ground.to_ground([[row.width / 2, row.height]])[0]
    if np.linalg.norm(metres - nearest, axis=1).max() > FARTHEST:
        return None
    return {"type": "LineString", "coordinates": degrees(row, metres)}
