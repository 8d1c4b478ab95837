"""What the cameras see of the ground: how many see each place, how finely, and what none of them sees.

All of it follows from the calibrations, which never change: what was worked out for a set of them is kept in the
process for the next who asks with the same sight. A camera without a calibration sees nobody knows what.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, MultiPolygon, Polygon
from django.db import connection

from detectors.cards import with_card_parts
from detectors.ground import Feature, degrees, feature, ground_of, newest_of, start_of
from detectors.vision.locate.bands import BANDS, reaches
from detectors.vision.locate.homography import Coordinates, Homography
from hypervision.accounts.permissions import Person, can_see
from maps.models import Calibration, City
from maps.selectors import visible_cameras

KEPT = 16
"""Sets of calibrations, or sights, of which the answer is kept."""
EMPTY = Polygon(srid=4326)

# The borders of all views cut each other into faces; each face lies wholly inside a view or outside it.
SEEN_BY = """
WITH view AS (SELECT ST_MakeValid(view) AS geom FROM maps_calibration WHERE id = ANY(%(ids)s) AND view IS NOT NULL),
face AS (
  SELECT (ST_Dump(ST_Polygonize(lines))).geom FROM (SELECT ST_Union(ST_Boundary(geom)) AS lines FROM view) AS border),
counted AS (
  SELECT face.geom, (SELECT count(*) FROM view WHERE ST_Covers(view.geom, ST_PointOnSurface(face.geom))) AS cameras
  FROM face)
SELECT cameras, ST_AsGeoJSON(ST_Union(geom), 6) FROM counted WHERE cameras > 0 GROUP BY cameras ORDER BY cameras
"""
BLIND = """
WITH seen AS (
  SELECT ST_Union(ST_MakeValid(view)) AS geom FROM maps_calibration WHERE id = ANY(%(ids)s)),
district AS (
  SELECT name, CASE WHEN %(area)s::text IS NULL THEN area::geometry
                    ELSE ST_CollectionExtract(ST_Intersection(area, ST_GeomFromText(%(area)s, 4326)), 3) END AS geom
  FROM maps_district)
SELECT name,
       1 - ST_Area(blind::geography) / ST_Area(district.geom::geography) AS seen,
       ST_AsGeoJSON(blind, 6)
FROM district, seen,
     LATERAL (SELECT coalesce(ST_Difference(district.geom, seen.geom), district.geom)) AS left_over (blind)
WHERE NOT ST_IsEmpty(district.geom) ORDER BY name
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the answer follows from. rows: of calibrations, the key and the place where its metres begin.

    area: the perimeter as text, None without bounds. imported_at: of the districts.
    """

    rows: tuple[tuple[Any, ...], ...]
    area: str | None
    imported_at: datetime | None

    @property
    def ids(self) -> list[int]:
        return [row[0] for row in self.rows]


def coverage(person: Person) -> dict[str, Any]:
    """GeoJSON of three kinds, each named by ``layer``: "seen" with the number of ``cameras``; "band" with the ``least``
    pixels a metre; "blind" with the ``district`` and which share of it is ``seen``. Only cameras in sight count.
    """
    cameras = list(with_card_parts(visible_cameras(person)))
    newest = [row for camera in cameras if (row := newest_of(camera))]
    sight = can_see(person)
    imported_at = City.objects.values_list("imported_at", flat=True).first()
    known = Known(
        rows=tuple(sorted((row.pk, *start_of(row).coords) for row in newest)),
        area=None if sight.everywhere else (sight.area or MultiPolygon()).wkt,
        imported_at=imported_at,
    )
    return {
        "type": "FeatureCollection",
        "cameras": {"all": len(cameras), "calibrated": len(newest)},
        "features": _features(known),
    }


@lru_cache(maxsize=KEPT)
def _features(known: Known) -> list[Feature]:
    rows = list(Calibration.objects.filter(pk__in=known.ids).select_related("camera"))
    return [*_blind(known), *_seen(known), *_bands(rows)]


def _seen(known: Known) -> list[Feature]:
    with connection.cursor() as cursor:
        cursor.execute(SEEN_BY, {"ids": known.ids})
        return [feature(shape, layer="seen", cameras=cameras) for cameras, shape in cursor.fetchall()]


def _blind(known: Known) -> list[Feature]:
    with connection.cursor() as cursor:
        cursor.execute(BLIND, {"ids": known.ids, "area": known.area})
        return [
            feature(shape, layer="blind", district=name, seen=round(seen, 4)) for name, seen, shape in cursor.fetchall()
        ]


def _bands(rows: Sequence[Calibration]) -> list[Feature]:
    """Each place belongs to the best band that any camera has there."""
    reached = [_union(shapes) for shapes in zip(*map(_reached, rows), strict=True)]
    rings = [here.difference(nearer) for here, nearer in pairwise([*reached, EMPTY])]
    return [
        feature(ring.json, layer="band", least=least)
        for least, ring in zip(BANDS, rings, strict=False)
        if not ring.empty
    ]


def _reached(row: Calibration) -> list[GEOSGeometry]:
    """For each of BANDS the ground that this camera sees so finely."""
    ground = ground_of(row)
    return [_seen_part(row, ground, area) for area in reaches(ground, row.width, row.height)]


def _seen_part(row: Calibration, ground: Homography, pixels: Coordinates) -> GEOSGeometry:
    if len(pixels) < 3 or row.view is None:
        return EMPTY
    ring = degrees(row, ground.to_ground(pixels))
    whole = Polygon([*ring, ring[0]], srid=4326).buffer(0)  # valid, whatever the columns of the border do
    seen: GEOSGeometry = whole.intersection(row.view)
    return seen


def _union(shapes: Sequence[GEOSGeometry]) -> GEOSGeometry:
    whole: GEOSGeometry = MultiPolygon([part for shape in shapes for part in _areas(shape)], srid=4326).unary_union
    return whole


def _areas(shape: GEOSGeometry) -> list[Polygon]:
    """What is a line or a point alone covers nothing."""
    parts = shape if isinstance(shape, GeometryCollection) else [shape]
    return [part for part in parts if isinstance(part, Polygon) and not part.empty]
