"""A camera as OpenStreetMap describes one: https://wiki.openstreetmap.org/wiki/Tag:man_made=surveillance

What ``maps.importers.cameras`` reads from these tags is the camera again.
"""

import re
from dataclasses import dataclass
from operator import itemgetter

from django.db.models import QuerySet

from hypervision.accounts.permissions import Sight
from maps.models import Camera

LONGEST = 255
"""Characters of a tag's value, by OpenStreetMap's own rule."""
FULL_CIRCLE = 360.0
TURNING = ("dome", "panning")
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""


@dataclass(frozen=True, slots=True)
class Node:
    """id: OpenStreetMap's own; negative for a node that it does not know yet. lon, lat: degrees, WGS 84."""

    id: int
    lon: float
    lat: float
    tags: dict[str, str]

    @property
    def is_known(self) -> bool:
        return self.id > 0


def own_cameras(sight: Sight) -> QuerySet[Camera]:
    """The city's own that stand in a street: no scene of a demonstration, and none that was only read from the map."""
    real = Camera.objects.filter(sight.q("location"), is_simulated=False).exclude(origin=Camera.Origin.DEMO)
    return real.exclude(origin=Camera.Origin.OSM, address="").order_by("name", "id")


def nodes(sight: Sight) -> list[Node]:
    """Those that OpenStreetMap knows by their ids, then the others by their names."""
    cameras = list(own_cameras(sight))
    known = sorted(((camera.osm_id, camera) for camera in cameras if camera.osm_id is not None), key=itemgetter(0))
    fresh = enumerate((camera for camera in cameras if camera.osm_id is None), 1)
    return [*(_node(osm_id, camera) for osm_id, camera in known), *(_node(-number, camera) for number, camera in fresh)]


def _node(node_id: int, camera: Camera) -> Node:
    return Node(node_id, round(camera.location.x, 7), round(camera.location.y, 7), tags(camera))


def tags(camera: Camera) -> dict[str, str]:
    """Without what nobody knows. The city's name of a camera is its reference, unless it was made up from the map."""
    written = {
        "man_made": "surveillance",
        "surveillance": "public",
        "surveillance:type": "camera",
        "surveillance:zone": "town",
        "camera:type": camera.camera_type,
        "camera:mount": camera.mount,
        **_directions(camera),
        "height": "" if camera.height is None else _number(camera.height),
        "operator": camera.operator,
        "ref": camera.name if camera.osm_id is None else "",
    }
    clean = {key: " ".join(_UNWRITABLE.sub("", value).split())[:LONGEST] for key, value in written.items()}
    return {key: value for key, value in clean.items() if value}


def _directions(camera: Camera) -> dict[str, str]:
    """``camera:direction`` may be a range only of a camera that turns; of another, ``direction`` says what it views."""
    if camera.bearing is None:
        return {}
    if camera.field_angle is None:
        return {"camera:direction": _number(camera.bearing % 360)}
    view = span(camera.bearing, camera.field_angle)
    if camera.camera_type in TURNING:
        return {"camera:direction": view}
    return {"camera:direction": _number(camera.bearing % 360), "direction": view}


def span(bearing: float, angle: float) -> str:
    """Clockwise: "90-150"."""
    if angle >= FULL_CIRCLE:
        return "0-360"
    return f"{_number((bearing - angle / 2) % 360)}-{_number((bearing + angle / 2) % 360)}"


def _number(value: float) -> str:
    """To a ten-thousandth, and never in powers of ten."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
