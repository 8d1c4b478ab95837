"""Surveillance cameras from the tags of OpenStreetMap: https://wiki.openstreetmap.org/wiki/Tag:man_made=surveillance"""

import math
import re
from collections.abc import Iterator

from maps.importers.classify import Tags
from maps.importers.plain import SeenCamera

COMPASS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
FOOT = 0.3048
HIGHEST = 500.0


def camera(osm_id: int, lon: float, lat: float, tags: Tags) -> SeenCamera:
    bearing, angle = direction(tags.get("camera_direction") or tags.get("direction", ""))
    if angle is None:
        _, angle = direction(tags.get("direction", ""))  # of a camera that does not turn: what it views
    return SeenCamera(
        osm_id=osm_id,
        lon=lon,
        lat=lat,
        name=(tags.get("name") or tags.get("ref", "")).strip()[:200],
        bearing=bearing,
        field_angle=angle,
        height=height(tags.get("height", "")),
        camera_type=tags.get("camera_type", "")[:40],
        mount=tags.get("camera_mount", "")[:40],
        operator=tags.get("operator", "")[:200],
    )


def direction(text: str) -> tuple[float | None, float | None]:
    """Bearing and angle of view in degrees from "120", "SSE", "90-180" (a swept range) or "90;270" (its first)."""
    first = text.split(";")[0].strip()
    ends = [_degrees(part) for part in re.split(r"\s*-\s*", first)]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
        angle = (ends[1] - ends[0]) % 360 or 360.0
        return (ends[0] + angle / 2) % 360, max(angle, 1.0)
    return (ends[0], None) if len(ends) == 1 else (None, None)


def _degrees(text: str) -> float | None:
    text = text.strip().rstrip("°").upper()
    if text in COMPASS:
        return COMPASS.index(text) * 22.5
    return float(text.replace(",", ".")) % 360 if NUMBER.fullmatch(text) else None


def height(text: str) -> float | None:
    """Metres from "8", "8.5 m", "25 ft" or "25'"; None for what is no height of a camera."""
    found = NUMBER.match(text.strip())
    if found is None:
        return None
    metres = float(found.group().replace(",", "."))
    if "ft" in text or "'" in text:
        metres *= FOOT
    return metres if math.isfinite(metres) and 0 < metres <= HIGHEST else None


def numbered(base: str, taken: set[str]) -> Iterator[str]:
    """Names "base 1", "base 2" … that are not taken yet."""
    number = 1
    while True:
        name = f"{base} {number}"
        if name not in taken:
            yield name
        number += 1
