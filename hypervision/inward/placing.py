"""Where an event of another system lies: by coordinates, by a street's name or by a district, each with its error."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, pi, radians, sqrt

from django.contrib.gis.geos import GEOSGeometry, Point

from hypervision.accounts.permissions import Sight
from hypervision.inward.reading import Errors, Row, Wrong
from hypervision.lib.said import gettext as _
from maps.models import City, District, Event, Street
from maps.selectors import Whereabouts, locate_all

POINT_ERROR = 10.0
"""Metres, where a system does not say how sure its coordinates are."""
METRES_A_DEGREE = 111_195.0
_NUMBER = re.compile(r"^\d+\s*(?:bis|ter|[a-z])?[\s,]+|[\s,]+\d+\s*(?:bis|ter|[a-z])?$", re.IGNORECASE)
"""House numbers stand before the street or behind it; the base map knows streets."""


@dataclass(frozen=True, slots=True)
class Place:
    """lon, lat: degrees. error: expected, in metres."""

    lon: float
    lat: float
    error: float
    source: Event.PlaceSource


@dataclass(frozen=True, slots=True)
class Placed:
    row: Row
    place: Place
    whereabouts: Whereabouts


def place_all(rows: Sequence[Row | Wrong], sight: Sight) -> list[Placed | Wrong]:
    """Each row with its place in words, in their order; Wrong where there is none, or none that the sender may name."""
    right = [row for row in rows if isinstance(row, Row)]
    finder = _Finder(right, sight)
    found = {id(row): finder.find(row) for row in right}
    places = sorted({(one.lon, one.lat) for one in found.values() if isinstance(one, Place)})
    words = dict(zip(places, locate_all(places), strict=True))
    return [row if isinstance(row, Wrong) else _placed(row, found[id(row)], words) for row in rows]


def _placed(row: Row, found: Place | Errors, words: Mapping[tuple[float, float], Whereabouts]) -> Placed | Wrong:
    if isinstance(found, Place):
        return Placed(row, found, words[found.lon, found.lat])
    return Wrong(row.id, found)


class _Finder:
    """What the rows of one batch name, asked once each."""

    def __init__(self, rows: Sequence[Row], sight: Sight) -> None:
        self._sight = sight
        city = City.objects.first()
        self._extent = city.extent.prepared if city else None
        self._streets = self._judged(_streets(row.address for row in rows if row.address))
        self._districts = self._judged(_districts(row.district for row in rows if row.district))
        self._points: dict[tuple[float, float], Place | Errors] = {}

    def find(self, row: Row) -> Place | Errors:
        if not self._sight.knows(row.kind):
            return {"kind": _("This account is not given this kind.")}
        if row.address:
            return self._streets.get(row.address) or {"address": _("No street of the city is called so.")}
        if row.district:
            return self._districts.get(row.district) or {"district": _("No district of the city is called so.")}
        place = self._at(row.point or (0.0, 0.0))
        if row.error_m is not None and isinstance(place, Place):
            return replace(place, error=row.error_m)
        return place

    def _at(self, point: tuple[float, float]) -> Place | Errors:
        """A sensor that tells ten thousand times stands at one place."""
        if point not in self._points:
            lon, lat = point
            if self._lies_in_city(lon, lat):
                self._points[point] = self._in_sight(Place(lon, lat, POINT_ERROR, Event.PlaceSource.SYSTEM))
            elif self._lies_in_city(lat, lon):
                sentence = _("This place lies outside the city; with lon and lat exchanged it would lie inside.")
                self._points[point] = {"lon": sentence}
            else:
                self._points[point] = {"lon": _("This place lies outside the city.")}
        return self._points[point]

    def _judged(self, places: Mapping[str, Place]) -> dict[str, Place | Errors]:
        return {name: self._in_sight(place) for name, place in places.items()}

    def _lies_in_city(self, lon: float, lat: float) -> bool:
        return self._extent is None or bool(self._extent.covers(Point(lon, lat, srid=4326)))

    def _in_sight(self, place: Place) -> Place | Errors:
        if self._sight.covers(place.lon, place.lat):
            return place
        return {"place": _("This place lies outside the account's perimeter.")}


def _streets(names: Iterable[str]) -> dict[str, Place]:
    """By what was written, with a house number or without."""
    found = dict[str, Place]()
    for written in set(names):
        for name in (written, _NUMBER.sub("", written)):
            street = Street.objects.filter(name__unaccent__iexact=name).first()
            if street is not None:
                found[written] = _middle(street.lines, Event.PlaceSource.ADDRESS, _half_diagonal(street.lines))
                break
    return found


def _districts(names: Iterable[str]) -> dict[str, Place]:
    found = dict[str, Place]()
    for name in set(names):
        district = District.objects.filter(name__unaccent__iexact=name).first()
        if district is not None:
            found[name] = _middle(district.area, Event.PlaceSource.DISTRICT, _radius(district.area))
    return found


def _middle(shape: GEOSGeometry, source: Event.PlaceSource, error: float) -> Place:
    point = shape.point_on_surface
    return Place(point.x, point.y, error, source)


def _half_diagonal(shape: GEOSGeometry) -> float:
    """Metres from the middle of its box to a corner: no place on it is farther away than twice that."""
    west, south, east, north = shape.extent
    return hypot((east - west) * cos(radians(south)), north - south) * METRES_A_DEGREE / 2


def _radius(area: GEOSGeometry) -> float:
    """Of the circle that is as large, in metres."""
    south = area.extent[1]
    return sqrt(area.area * cos(radians(south)) / pi) * METRES_A_DEGREE
