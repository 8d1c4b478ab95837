"""In which coordinates a file is: what it declares, else what lies where the city lies.

A file without declared coordinates is tried in each of the usual ones, and those are proposed in which its shapes lie
in or near the city. Where there is no city yet, those that put the shapes where such coordinates are used at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache

import numpy
import pyproj
import shapely
from django.utils.translation import gettext as _
from pyproj.exceptions import CRSError, ProjError

from hypervision.lib.errors import Refusal
from maps.layers.plain import Geometry, Row, Source
from maps.layers.reading import DEGREES

SWAPPED = "LATLON"
"""Degrees with latitude first: the usual mistake."""
FRENCH = ("EPSG:2154", *(f"EPSG:{code}" for code in range(3942, 3951)), "EPSG:27572")
MERCATOR = "EPSG:3857"
EUROPE = range(28, 39)
"""UTM zones that are tried where there is no city yet."""
WGS84 = "EPSG:4326"
TRIED = 2000
NEAR = 0.5
"""A shape outside the city's box, but within this part of its size around it, is half as good as one inside."""
ENOUGH = 0.5
"""A declared system is believed where so many of its shapes lie in the city."""
MOST_PROPOSED = 8
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Proposal:
    """share: 0 to 1, how well the shapes lie. bounds: west, south, east, north of the shapes, in degrees."""

    crs: str
    name: str
    share: float
    bounds: Box

    @property
    def percent(self) -> int:
        return round(100 * self.share)


class Undeclared(Refusal):
    """proposals: from the most likely one down; none where nothing fits."""

    def __init__(self, sentence: str, proposals: list[Proposal]) -> None:
        super().__init__(sentence, "undeclared_crs", proposals=[asdict(one) for one in proposals])
        self.proposals = proposals


def chosen(source: Source, wanted: str, city: Geometry | None) -> str:
    """The system to read the source in. wanted: what a person said, or "".

    Raises Undeclared where a person must say, Refusal for a system that nobody knows.
    """
    if wanted:
        _check(wanted)
        return wanted
    sample = _sample(source.rows)
    declared = _short(source.crs) if source.crs else ""
    if declared:
        stands = _proposal(declared, sample, city)
        if city is None or not sample or (stands is not None and stands.share >= ENOUGH):
            return declared
    found = proposals(source, city)
    if found and found[0].crs == SWAPPED:
        words = _("%(file)s seems to have latitude and longitude the wrong way round. Choose how it is meant.")
    elif not found:
        words = _(
            "In none of the usual coordinates does %(file)s lie in the city. Is it of another city? Otherwise say "
            "which coordinates it has."
        )
    elif declared:
        words = _("%(file)s says %(crs)s, but so hardly anything of it lies in the city. Choose how it is meant.")
    else:
        words = _("%(file)s does not say in which coordinates it is. Choose those in which it lies right.")
    raise Undeclared(words % {"file": source.name, "crs": declared}, found)


def proposals(source: Source, city: Geometry | None) -> list[Proposal]:
    sample = _sample(source.rows)
    found = [one for crs in _candidates(city) if (one := _proposal(crs, sample, city)) is not None and one.share > 0]
    return sorted(found, key=lambda one: -one.share)[:MOST_PROPOSED]


def moved(shapes: Sequence[Geometry], crs: str) -> list[Geometry]:
    """The shapes in degrees, longitude first; None for one that lies nowhere then."""
    change = _transformer(crs)
    return [_moved(shape, change) for shape in shapes]


def _moved(shape: Geometry, change: pyproj.Transformer | None) -> Geometry:
    if shape is None or shape.is_empty:
        return None
    if change is None:
        plain = shapely.transform(shape, lambda places: places[:, ::-1])
    else:
        plain = shapely.transform(shape, lambda places: numpy.column_stack(change.transform(*places.T)))
    return plain if _is_on_earth(plain.bounds) and numpy.isfinite(shapely.get_coordinates(plain)).all() else None


def _is_on_earth(bounds: Box) -> bool:
    west, south, east, north = bounds
    return west >= -180 and south > -90 and east <= 180 and north < 90


def _sample(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """A place on each shape, of at most TRIED of them."""
    shapes = [row.shape for row in rows if row.shape is not None and not row.shape.is_empty]
    step = max(1, len(shapes) // TRIED)
    places = [shapely.get_coordinates(shape)[0] for shape in shapes[::step]]
    return [(float(x), float(y)) for x, y in places if numpy.isfinite([x, y]).all()]


def _candidates(city: Geometry | None) -> Iterator[str]:
    yield from (DEGREES, SWAPPED, *FRENCH, MERCATOR)
    if city is None:
        yield from (f"EPSG:326{zone}" for zone in EUROPE)
        return
    centre = city.centroid
    middle = int((centre.x + 180) // 6) + 1
    for zone in (middle, middle - 1, middle + 1):
        yield f"EPSG:32{'6' if centre.y >= 0 else '7'}{(zone - 1) % 60 + 1:02d}"


def _proposal(crs: str, sample: list[tuple[float, float]], city: Geometry | None) -> Proposal | None:
    if not sample:
        return None
    x, y = numpy.array(sample).T
    change = _transformer(crs)
    lon, lat = (y, x) if change is None else change.transform(x, y)
    on_earth = numpy.isfinite(lon) & numpy.isfinite(lat) & (abs(lon) <= 180) & (abs(lat) <= 90)
    if not on_earth.any():
        return None
    share = _share_of_city(lon, lat, on_earth, city) if city is not None else _share_of_use(lon, lat, on_earth, crs)
    lon, lat = lon[on_earth], lat[on_earth]
    bounds = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    return Proposal(crs, _title(crs), share, bounds)


def _share_of_city(lon: numpy.ndarray, lat: numpy.ndarray, on_earth: numpy.ndarray, city: Geometry) -> float:
    west, south, east, north = city.bounds
    margin = NEAR * max(east - west, north - south)
    near = (lon >= west - margin) & (lon <= east + margin) & (lat >= south - margin) & (lat <= north + margin)
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return float(numpy.where(on_earth, (inside + near.astype(float)) / 2, 0).mean())


def _share_of_use(lon: numpy.ndarray, lat: numpy.ndarray, on_earth: numpy.ndarray, crs: str) -> float:
    """Without a city: how much lies where these coordinates are meant to be used."""
    west, south, east, north = _area_of_use(crs)
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    spread = max(numpy.ptp(lon[on_earth]), numpy.ptp(lat[on_earth]))
    return float((on_earth & inside).mean()) if spread < 5 else 0.0


def _area_of_use(crs: str) -> Box:
    if crs in (SWAPPED, DEGREES):
        return -180, -90, 180, 90
    area = pyproj.CRS.from_user_input(crs).area_of_use
    return area.bounds if area else (-180, -90, 180, 90)


@cache
def _transformer(crs: str) -> pyproj.Transformer | None:
    """To degrees, longitude first; None for those that are degrees with latitude first."""
    if crs == SWAPPED:
        return None
    return _change(crs, WGS84)


@cache
def _change(one: str, other: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(one, other, always_xy=True)


def _check(crs: str) -> None:
    try:
        _transformer(crs)
    except (CRSError, ProjError) as error:
        words = _(
            "Nobody knows the coordinates %(crs)s. Write them as EPSG:2154, or LATLON for latitude before longitude."
        )
        raise Refusal(words % {"crs": crs}, "unknown_crs") from error


def _short(crs: str) -> str:
    """EPSG:2154 instead of a page of text, where the database of systems knows it."""
    try:
        known = pyproj.CRS.from_user_input(crs)
    except CRSError:
        return ""
    authority = known.to_authority(min_confidence=70)
    return ":".join(authority) if authority else crs


def _title(crs: str) -> str:
    if crs == SWAPPED:
        return _("degrees, latitude before longitude")
    if crs == DEGREES:
        return _("degrees, longitude before latitude")
    return str(pyproj.CRS.from_user_input(crs).name)


def in_mercator(shape: Geometry) -> Geometry:
    """Degrees to the metres of the map."""
    change = _change(WGS84, MERCATOR)
    return shapely.transform(shape, lambda places: numpy.column_stack(change.transform(*places.T)))


def from_mercator(shapes: Sequence[Geometry]) -> list[Geometry]:
    change = _change(MERCATOR, WGS84)
    return [shapely.transform(one, lambda places: numpy.column_stack(change.transform(*places.T))) for one in shapes]


def sample(source: Source, crs: str, most: int) -> list[tuple[float, float]]:
    """Longitude and latitude of a place on some of the shapes, for a map to show."""
    found = _sample(source.rows)
    shapes = moved([shapely.Point(place) for place in found[:: max(1, len(found) // most)]], crs)
    return [(round(shape.x, 6), round(shape.y, 6)) for shape in shapes if shape is not None]
