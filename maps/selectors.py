"""Reads of the city: whose cameras, which street, what is called so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When

from hypervision.accounts.permissions import Person, can_see, may
from hypervision.accounts.rights import Right
from maps.models import Camera, City, District, Street

STREET_WITHIN = 60.0
"""Metres. Farther away than this a place is not "in" a street."""
LONGEST_QUERY = 100
MOST_HITS = 50

# Web Mercator keeps angles, so "nearest" on it is nearest on the ground; its metres are long by 1 / cos(latitude).
# The index "maps_feature_named" answers the ORDER BY; the box of the WHERE keeps it from walking far outside a city.
WHEREABOUTS = """
SELECT street.name, district.id
FROM unnest(%(lons)s::float8[], %(lats)s::float8[]) WITH ORDINALITY AS asked (lon, lat, number)
CROSS JOIN LATERAL (
  SELECT point, ST_Transform(point, 3857) AS place, %(metres)s / cos(radians(lat)) AS reach
  FROM (SELECT ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS point) AS made
) AS here
LEFT JOIN LATERAL (
  SELECT name FROM maps_feature
  WHERE layer = 'road' AND name <> '' AND shape && ST_Expand(place, reach) AND ST_DWithin(shape, place, reach)
  ORDER BY shape <-> place, level DESC LIMIT 1
) AS street ON true
LEFT JOIN LATERAL (
  SELECT id FROM maps_district WHERE ST_Covers(area, point) ORDER BY ST_Area(area), name LIMIT 1
) AS district ON true
ORDER BY number
"""


@dataclass(frozen=True)
class Whereabouts:
    """A place in words. ``street`` is empty when no named street is within STREET_WITHIN."""

    street: str
    district: District | None


@dataclass(frozen=True)
class SearchHit:
    """type: "street", "district" or "camera". lon, lat: a place on it. bbox: west, south, east, north."""

    type: str
    name: str
    lon: float
    lat: float
    bbox: tuple[float, float, float, float]
    id: str = ""


def visible_cameras(user: Person) -> QuerySet[Camera]:
    """The cameras inside the person's perimeter. What may be done with them is a matter of rights: ask ``may``."""
    return Camera.objects.filter(can_see(user).q("location"))


def locate(point: Point) -> Whereabouts:
    """The nearest named street within 60 m and the district that covers the point (the smallest, if several do).

    point: longitude and latitude (EPSG:4326).
    """
    return locate_all([(point.x, point.y)])[0]


def locate_all(places: Sequence[tuple[float, float]]) -> list[Whereabouts]:
    """``locate`` for many at once, in their order. places: longitude and latitude."""
    lons, lats = [lon for lon, _ in places], [lat for _, lat in places]
    with connection.cursor() as cursor:
        cursor.execute(WHEREABOUTS, {"lons": lons, "lats": lats, "metres": STREET_WITHIN})
        rows = cursor.fetchall()
    districts = District.objects.in_bulk({district for _, district in rows if district is not None})
    return [Whereabouts(street or "", districts.get(district)) for street, district in rows]


def around(city: City, part: float) -> tuple[float, float, float, float]:
    """West, south, east and north of the city's box with a margin, as a part of its longer side."""
    west, south, east, north = city.extent.extent
    margin = part * max(east - west, north - south)
    return west - margin, south - margin, east + margin, north + margin


def search(query: str, user: Person, limit: int = 10) -> list[SearchHit]:
    """Streets, districts and the cameras that the person sees, by name; accents and case do not matter.

    Names that begin with the query come first, then names with a word that does, then names that hold it.
    """
    text = " ".join(query.replace("\x00", "").split())[:LONGEST_QUERY]
    if not text or not may(user, Right.SEE_MAP):
        return []
    limit = max(1, min(limit, MOST_HITS))
    found = [
        *_ranked(Street.objects.all(), text, "street", "lines", limit),
        *_ranked(District.objects.all(), text, "district", "area", limit),
        *_ranked(visible_cameras(user), text, "camera", "location", limit),
    ]
    found.sort(key=lambda ranked: ranked[0])  # stable: streets before districts before cameras, each by name
    return [hit for _rank, hit in found[:limit]]


def _ranked(rows: QuerySet[Any], text: str, kind: str, field: str, limit: int) -> list[tuple[int, SearchHit]]:
    rank = Case(
        When(name__unaccent__istartswith=text, then=Value(0)),
        When(name__unaccent__icontains=f" {text}", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    matching: QuerySet[Any] = rows.filter(name__unaccent__icontains=text).annotate(rank=rank).order_by("rank", "name")
    return [(row.rank, _hit(kind, row, getattr(row, field))) for row in matching[:limit]]


def _hit(kind: str, row: Any, shape: GEOSGeometry) -> SearchHit:
    place = shape.point_on_surface
    return SearchHit(kind, row.name, place.x, place.y, shape.extent, str(row.pk))
