"""What an importer hands over: plain values, no rows. Any source that can fill a CityData can feed the map."""

from dataclasses import dataclass, field
from typing import Any

MERCATOR = 3857
WGS84 = 4326

Geometry = Any
"""A shapely geometry (shapely carries no types)."""


@dataclass(frozen=True)
class Shape:
    """A shape of the base map. ``geometry`` is in Web Mercator (EPSG:3857)."""

    osm_id: int
    layer: str
    kind: str
    name: str
    min_zoom: int
    level: int
    geometry: Geometry


@dataclass(frozen=True)
class SeenCamera:
    """A surveillance camera as its mappers describe it; what they do not say is None or empty.

    bearing: degrees clockwise from north. field_angle: degrees. height: metres.
    """

    osm_id: int
    lon: float
    lat: float
    name: str = ""
    bearing: float | None = None
    field_angle: float | None = None
    height: float | None = None
    camera_type: str = ""
    mount: str = ""
    operator: str = ""


@dataclass(frozen=True)
class CityData:
    """A city as read from one file. ``extent``, ``streets`` and ``districts`` are in WGS 84 (EPSG:4326).

    streets: name to MultiLineString. districts: name to MultiPolygon. broken: how many shapes could not be used.
    """

    name: str
    source: str
    attribution: str
    extent: Geometry
    shapes: list[Shape]
    streets: dict[str, Geometry]
    districts: dict[str, Geometry]
    districts_are_approximate: bool
    cameras: list[SeenCamera] = field(default_factory=list)
    broken: int = 0
