"""In which coordinates places are told and asked for (OGC API Features, part 2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor

import numpy as np
import numpy.typing as npt
from django.contrib.gis.db.models import GeometryField
from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import Combinable, Expression
from django.utils.translation import gettext as _
from pyproj import Transformer

from maps.models import City

STORED = 4326
DEGREES = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
WEB_MERCATOR, LAMBERT_93 = 3857, 2154
DEGREE_DIGITS, METRE_DIGITS = 6, 2
"""Of what is told: .1 m and .01 m."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Crs:
    """is_flipped: latitude first, as EPSG has it."""

    uri: str
    srid: int
    is_flipped: bool = False

    @property
    def is_degrees(self) -> bool:
        return self.srid == STORED


CRS84 = Crs(DEGREES, STORED)


def known() -> list[Crs]:
    """Degrees in both orders, Web Mercator, Lambert-93, and the UTM zones that the city lies in."""
    srids = [WEB_MERCATOR, LAMBERT_93, *_zones_of_city()]
    return [CRS84, Crs(f"{EPSG}{STORED}", STORED, is_flipped=True), *(Crs(f"{EPSG}{srid}", srid) for srid in srids)]


def find(uri: str) -> Crs:
    """Raises ValueError with a sentence."""
    for crs in (offered := known()):
        if crs.uri == uri:
            return crs
    raise ValueError(
        _("This reference system is not offered. Offered are %(known)s.")
        % {"known": ", ".join(crs.uri for crs in offered)}
    )


def _zones_of_city() -> list[int]:
    city = City.objects.only("extent").first()
    if city is None:
        return []
    west, south, east, north = city.extent.extent
    numbers = range(_zone(west), _zone(east) + 1)
    bands = [band for band, is_there in ((32600, north > 0), (32700, south < 0)) if is_there]
    return [band + number for band in bands for number in numbers]


def _zone(lon: float) -> int:
    return max(1, min(60, floor((lon + 180) / 6) + 1))


class _GeoJson(Func):
    """Without a member ``crs`` of its own: the answer's header names the system."""

    function = "ST_AsGeoJSON"
    template = "%(function)s(%(expressions)s, %(digits)s, 0)"
    output_field = TextField()


def drawn(place: str, crs: Crs) -> Expression:
    """The geometry of a row as the text of GeoJSON. place: the way to its field, which is in degrees."""
    shape: Combinable = F(place)
    if not crs.is_degrees:
        shape = Func(shape, Value(crs.srid), function="ST_Transform", output_field=GeometryField(srid=crs.srid))
    if crs.is_flipped:
        shape = Func(shape, function="ST_FlipCoordinates", output_field=GeometryField(srid=crs.srid))
    digits = DEGREE_DIGITS if crs.is_degrees else METRE_DIGITS
    return _GeoJson(shape, digits=digits)


def to_degrees(crs: Crs) -> Callable[[Numbers], Numbers]:
    """A function from rows of numbers, in the order of the system, to longitudes and latitudes.

    It raises ValueError with a sentence for what lies nowhere.
    """

    def place(numbers: Numbers) -> Numbers:
        ordered = numbers[:, ::-1] if crs.is_flipped else numbers
        found = ordered if crs.is_degrees else _projected(crs.srid, ordered)
        _check(found, crs)
        return found

    return place


def _projected(srid: int, numbers: Numbers) -> Numbers:
    return np.stack(_transformer(srid).transform(numbers[:, 0], numbers[:, 1]), axis=1)


@lru_cache(maxsize=64)
def _transformer(srid: int) -> Transformer:
    return Transformer.from_crs(srid, STORED, always_xy=True)


def _check(places: Numbers, crs: Crs) -> None:
    if not np.isfinite(places).all():
        raise ValueError(_("A place lies outside of what its reference system covers."))
    if (np.abs(places) > (180, 90)).any():
        order = _("latitude first") if crs.is_flipped else _("longitude first")
        raise ValueError(
            _("A place lies outside of the Earth. %(crs)s has the %(order)s.") % {"crs": crs.uri, "order": order}
        )


STEPS = 16
"""Parts of each side of a box: straight in one system is bent in another."""


def box(corners: Sequence[float], crs: Crs) -> list[Numbers]:
    """Rings of longitudes and latitudes around a box, two where it lies across the antimeridian.

    corners: lower first, second, then upper first, second, in the order of the system. Raises ValueError.
    """
    first, second, far_first, far_second = corners
    across = crs.is_degrees and (second > far_second if crs.is_flipped else first > far_first)
    if (far_first < first or far_second < second) and not across:
        raise ValueError(_("A box begins with its lower corner: both numbers of the first are the smaller ones."))
    if not across:
        return [_ring(corners, crs)]
    if crs.is_flipped:
        return [_ring((first, second, far_first, 180), crs), _ring((first, -180, far_first, far_second), crs)]
    return [_ring((first, second, 180, far_second), crs), _ring((-180, second, far_first, far_second), crs)]


def _ring(corners: Sequence[float], crs: Crs) -> Numbers:
    x, y, far_x, far_y = corners
    turns = np.array([(x, y), (far_x, y), (far_x, far_y), (x, far_y), (x, y)], np.float64)
    if crs.is_degrees:
        return to_degrees(crs)(turns)
    share = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    sides = [turns[at] + share * (turns[at + 1] - turns[at]) for at in range(4)]
    return to_degrees(crs)(np.concatenate([*sides, turns[:1]]))
