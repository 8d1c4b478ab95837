"""The city as shapes in a flat picture: its limit, its districts, its cameras. No map of others is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from maps.models import Camera, City, District

WIDTH, TALLEST = 640.0, 360.0
"""Of the picture, in its own units; shapes are told to a tenth of one."""
COARSE = 0.6
"""What lies off the line by less is left out."""

Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Frame:
    """From longitude and latitude to x and y from the upper left corner: a plane that touches in the middle."""

    west: float
    north: float
    scale: float
    squeeze: float

    def place(self, lon: float, lat: float) -> list[float]:
        x, y = (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale
        return [round(x, 1), round(y, 1)]


def shapes() -> dict[str, Any]:
    """``width``, ``height``, ``limit`` and each district's ``rings`` as lists of x and y; ``label``: a point inside.

    ``metre``: how long a metre is. Empty without a city and without districts.
    """
    city, districts = City.objects.first(), list(District.objects.order_by("name"))
    whole = [one.area for one in districts] + ([city.extent] if city else [])
    if not whole:
        return {}
    west, south, east, north = _bounds(whole)
    squeeze = cos(radians((south + north) / 2))
    scale = min(WIDTH / max((east - west) * squeeze, 1e-9), TALLEST / max(north - south, 1e-9))
    frame = Frame(west, north, scale, squeeze)
    cameras = Camera.objects.exclude(address="")
    return {
        "width": round((east - west) * squeeze * scale, 1),
        "height": round((north - south) * scale, 1),
        "metre": round(scale / 111_320, 6),
        "limit": _rings(city.extent, frame) if city else [],
        "districts": [
            {
                "name": one.name,
                "rings": _rings(one.area, frame),
                "label": frame.place(*one.area.point_on_surface.coords),
            }
            for one in districts
        ],
        "cameras": sorted(frame.place(*camera.location.coords) for camera in cameras),
    }


def _bounds(shapes: Iterable[GEOSGeometry]) -> tuple[float, float, float, float]:
    west, south, east, north = zip(*(shape.extent for shape in shapes), strict=True)
    return min(west), min(south), max(east), max(north)


def _rings(shape: GEOSGeometry, frame: Frame) -> list[Ring]:
    """Outer and inner ones alike: drawn by the rule of even and odd."""
    plain: Any = shape.simplify(COARSE / frame.scale, preserve_topology=True)
    polygons = plain if plain.geom_type == "MultiPolygon" else [plain]
    return [[frame.place(*point[:2]) for point in ring.coords] for polygon in polygons for ring in polygon]
