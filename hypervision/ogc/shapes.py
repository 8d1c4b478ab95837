"""Geometries that are asked for, as PostGIS takes them: in degrees, valid, and not endless."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _

from hypervision.ogc import crs as systems
from hypervision.ogc.crs import Crs

MOST_POINTS = 2000


def of_wkt(text: str) -> shapely.Geometry:
    """Raises ValueError with a sentence."""
    try:
        return shapely.from_wkt(text)
    except (shapely.errors.ShapelyError, ValueError) as error:
        raise ValueError(_("A geometry is no well-known text, such as POINT(24.94 60.17).")) from error


def of_geojson(words: dict[str, Any]) -> shapely.Geometry:
    """Raises ValueError with a sentence."""
    try:
        return shapely.from_geojson(json.dumps(words))
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        raise ValueError(_("A geometry is no GeoJSON.")) from error


def in_degrees(shape: shapely.Geometry, crs: Crs) -> GEOSGeometry:
    """Raises ValueError with a sentence where it is empty, endless, nowhere or crosses itself."""
    if shape.is_empty:
        raise ValueError(_("A geometry is empty."))
    if shapely.get_num_coordinates(shape) > MOST_POINTS:
        raise ValueError(_("A geometry has %(most)d points at most.") % {"most": MOST_POINTS})
    placed = shapely.transform(shapely.force_2d(shape), systems.to_degrees(crs))
    return _as_geos(placed)


def of_box(numbers: Sequence[float], crs: Crs) -> GEOSGeometry:
    """numbers: four, or six with heights, which do not matter here. Raises ValueError with a sentence."""
    if len(numbers) == 6:
        numbers = [*numbers[0:2], *numbers[3:5]]
    if len(numbers) != 4 or not np.isfinite(numbers).all():
        raise ValueError(_("A box is four finite numbers: its lower corner, then its upper one."))
    parts = [_flat(ring) for ring in systems.box(numbers, crs)]
    return _as_geos(parts[0] if len(parts) == 1 else shapely.multipolygons(parts))


def _flat(ring: systems.Numbers) -> shapely.Geometry:
    """A box without width or height is the line or the point that it is."""
    turns = np.unique(ring, axis=0)
    if len(turns) == 1:
        return shapely.points(turns[0])
    return shapely.linestrings(turns) if len(turns) == 2 else shapely.polygons(ring)


def _as_geos(shape: shapely.Geometry) -> GEOSGeometry:
    if not shapely.is_valid(shape):
        raise ValueError(
            _("A geometry is not valid: %(reason)s.") % {"reason": shapely.is_valid_reason(shape).partition("[")[0]}
        )
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=systems.STORED)
