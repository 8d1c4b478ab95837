"""Reads of the city: whose cameras, which street, what is called so."""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import Area
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When

from hypervision.accounts.permissions import Person, can_see, may
from hypervision.accounts.rights import Right
from maps.models import Camera, District, Street

STREET_WITHIN = 60.0
"""Metres. Farther away than this a place is not "in" a street."""
LONGEST_QUERY = 100
MOST_HITS = 50

# Web Mercator keeps angles, so "nearest" on it is nearest on the ground; its metres are long by 1 / cos(latitude).
# The index "maps_feature_named" answers the ORDER BY; the box of the WHERE keeps it from walking far outside a city.
NEAREST_STREET = """
WITH here AS (
  SELECT ST_Transform(ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326), 3857) AS place,
         %(metres)s / cos(radians(%(lat)s)) AS reach)
SELECT name FROM maps_feature, here
WHERE layer = 'road' AND name <> '' AND shape && ST_Expand(place, reach) AND ST_DWithin(shape, place, reach)
ORDER BY shape <-> place, level DESC LIMIT 1
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
    with connection.cursor() as cursor:
        cursor.execute(NEAREST_STREET, {"lon": point.x, "lat": point.y, "metres": STREET_WITHIN})
        row = cursor.fetchone()
    district = District.objects.filter(area__covers=point).order_by(Area("area"), "name").first()
    return Whereabouts(street=row[0] if row else "", district=district)


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
