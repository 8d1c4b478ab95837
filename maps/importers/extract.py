"""Reads an OpenStreetMap extract (.osm.pbf) into tables, through GDAL."""

import warnings
from pathlib import Path
from typing import Any

import numpy
import pyogrio
import shapely
from django.utils.translation import gettext as _
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.geometry import box

from hypervision.lib.errors import Refusal
from maps.importers.plain import Geometry

CONFIG = Path(__file__).with_name("osmconf.ini")
Frame = Any
"""A geopandas GeoDataFrame (geopandas carries no types)."""


def layer(path: Path, name: str) -> tuple[Frame, int]:
    """One layer (points, lines, multipolygons) in WGS 84, and how many of its shapes were broken and left out.

    Raises Refusal when the file cannot be read to its end.
    """
    try:
        with warnings.catch_warnings():
            # GDAL warns of each ring that the extract's edge cuts; those come back without a shape and are counted.
            warnings.simplefilter("ignore", RuntimeWarning)
            frame = pyogrio.read_dataframe(path, layer=name, on_invalid="ignore", CONFIG_FILE=str(CONFIG))
    except DataSourceError as error:
        raise _not_a_pbf(path) from error
    except DataLayerError as error:
        raise Refusal(
            _("%(file)s is damaged or was not copied to its end (%(reason)s). Download it again. Nothing was changed.")
            % {"file": path, "reason": error},
            "damaged",
        ) from error
    usable = ~(frame.geometry.isna() | frame.geometry.is_empty)
    return frame[usable], int((~usable).sum())


def extent(path: Path) -> Geometry:
    """The box that the file says it covers, else the box of what it holds. Raises Refusal when it holds nothing."""
    try:
        info = pyogrio.read_info(path, layer="points", force_total_bounds=True, CONFIG_FILE=str(CONFIG))
    except DataSourceError as error:
        raise _not_a_pbf(path) from error
    except DataLayerError as error:
        raise Refusal(
            _("%(file)s is damaged (%(reason)s). Nothing was changed.") % {"file": path, "reason": error}
        ) from error
    bounds = info["total_bounds"]
    if bounds is None or not numpy.isfinite(bounds).all():
        raise empty(path)
    found = box(*bounds)
    if found.area == 0:
        raise empty(path)
    return found


def check(path: Path) -> None:
    """Raises Refusal for what can be told without reading the file."""
    if not path.is_file():
        raise Refusal(_("There is no file %(file)s. Nothing was changed.") % {"file": path}, "missing")
    with path.open("rb") as file:
        # A PBF begins with a blob header: four bytes of length, then field 1 of type string, "OSMHeader".
        if file.read(15)[6:] != b"OSMHeader":
            raise _not_a_pbf(path)


def mend(shapes: Any) -> Any:
    """Makes self-crossing areas valid; what has no area afterwards becomes empty."""
    mended = numpy.array(shapes, dtype=object)
    crossed = ~shapely.is_valid(mended)
    mended[crossed] = [polygons(shape) for shape in shapely.make_valid(mended[crossed])]
    return mended


def polygons(shape: Geometry) -> Geometry:
    """The areas of a shape as one MultiPolygon, which may be empty."""
    parts = [part for part in shapely.get_parts(shapely.get_parts([shape])) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def empty(path: Path) -> Refusal:
    return Refusal(
        _("%(file)s holds no street. Take an extract that covers the city. Nothing was changed.") % {"file": path},
        "empty",
    )


def _not_a_pbf(path: Path) -> Refusal:
    return Refusal(
        _("%(file)s is not an OpenStreetMap extract in PBF format (.osm.pbf). Nothing was changed.") % {"file": path},
        "not_a_pbf",
    )
