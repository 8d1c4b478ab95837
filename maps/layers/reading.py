"""A file becomes rows of text, each with its shape. Nothing is judged here."""

import math
import re
import warnings
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import shapely
from django.utils.translation import gettext as _

from hypervision.lib import csvtext
from hypervision.lib.csvtext import UnreadableError
from hypervision.lib.errors import Refusal
from maps.layers import opening
from maps.layers.gdal import failures, reader
from maps.layers.opening import Opened
from maps.layers.plain import Geometry, Row, Source

MOST_ROWS = 200_000
DEGREES = "OGC:CRS84"
"""Longitude and latitude, in that order (RFC 7946)."""
LONGEST_VALUE = 500
HEADS: dict[str, tuple[str, ...]] = {
    "wkt": ("wkt", "geom", "geometry", "the geom", "shape"),
    "lat": ("lat", "latitude", "xlat", "y wgs84", "coord y", "ycoord", "y"),
    "lon": ("lon", "lng", "long", "longitude", "xlong", "x wgs84", "coord x", "xcoord", "x"),
    "pair": ("geo point 2d", "geo point", "geopoint", "coordonnees geo", "coordinates", "coordonnees"),
}
TYPED = re.compile(r",[CNDLF],\d+(,\d+)?$")
"""What dBase writes behind the name of a column."""


def read(file: Opened) -> Source:
    """Raises Refusal, a sentence, for what cannot be read to its end."""
    source = _table(file) if file.is_table else _shapes(file)
    if not source.rows:
        raise Refusal(_("%(file)s holds no row.") % {"file": file.name}, "empty")
    if len(source.rows) > MOST_ROWS:
        raise _too_many(file)
    return source


def _too_many(file: Opened) -> Refusal:
    words = _("%(file)s holds more than %(most)d rows. Cut it to the city.")
    return Refusal(words % {"file": file.name, "most": MOST_ROWS}, "too_many")


def _table(file: Opened) -> Source:
    raw = file.path.read_bytes()
    if raw.count(b"\n") > 2 * MOST_ROWS:  # before each cell of it becomes a text
        raise _too_many(file)
    try:
        lines = csvtext.rows(csvtext.decoded(raw))
    except UnreadableError as error:
        raise Refusal(str(error), "unreadable") from error
    if not lines:
        raise Refusal(_("%(file)s is empty.") % {"file": file.name}, "empty")
    heads = tuple(TYPED.sub("", head) for head in lines[0][1])
    place = _place(heads, file.name)
    rows = tuple(
        Row(number, dict(zip(heads, (*cells, *[""] * len(heads)), strict=False)), place(cells))
        for number, cells in lines[1:]
    )
    return Source(file.name, file.sha256, tuple(head for head in heads if head), _degrees(rows), rows)


def _place(heads: Sequence[str], name: str) -> Any:
    """Cells to a shape, by what the columns are headed; None where they tell of none."""
    bare = [csvtext.plain(head) for head in heads]
    at = {part: _first(bare, said) for part, said in HEADS.items()}
    wkt, lat, lon, pair = at["wkt"], at["lat"], at["lon"], at["pair"]
    if lat is not None and lon is not None:
        return lambda cells: _point(_cell(cells, lon), _cell(cells, lat))
    if wkt is not None:
        return lambda cells: _from_text(_cell(cells, wkt))
    if pair is not None:
        return lambda cells: _pair(_cell(cells, pair))
    words = _(
        "%(file)s says nowhere where its rows lie. Head two columns latitude and longitude (or x and y), or one wkt. "
        "It has: %(heads)s."
    )
    raise Refusal(words % {"file": name, "heads": ", ".join(heads)}, "no_places")


def _first(heads: Sequence[str], said: Sequence[str]) -> int | None:
    return next((heads.index(word) for word in said if word in heads), None)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _point(x: str, y: str) -> Geometry | None:
    try:
        return shapely.Point(_number(x), _number(y))
    except ValueError:
        return None


def _number(text: str) -> float:
    """With a decimal comma too, and with the thin spaces of French thousands."""
    return float("".join(text.split()).replace(",", "."))


def _pair(text: str) -> Geometry | None:
    """Latitude first, as the open data portals of French cities write it."""
    lat, _comma, lon = text.partition(",")
    return _point(lon, lat)


def _from_text(text: str) -> Geometry | None:
    shape = shapely.from_wkt(text, on_invalid="ignore") if text else None
    return shape if shape is not None else shapely.from_wkb(text, on_invalid="ignore") if text else None


def _shapes(file: Opened) -> Source:
    options = {"layer": file.layer, "encoding": _encoding(file)}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            info = reader().read_info(file.path, **options)
            if info["features"] > MOST_ROWS:
                raise _too_many(file)
            frame = reader().read_dataframe(file.path, on_invalid="ignore", force_2d=True, **options)
    except failures() as error:
        raise opening.unreadable(file.name, error) from error
    if "geometry" not in frame:
        raise Refusal(_("%(file)s holds rows without shapes.") % {"file": file.name}, "no_places")
    columns = [str(name) for name in frame.columns if name != "geometry"]
    cells = [[_text(value) for value in frame[name].tolist()] for name in columns]
    rows = tuple(
        Row(number, dict(zip(columns, values, strict=True)), shape)
        for number, (shape, *values) in enumerate(zip(frame.geometry, *cells, strict=True), start=1)
    )
    return Source(file.name, file.sha256, tuple(columns), _declared(file, info["crs"], frame), rows)


def _encoding(file: Opened) -> str | None:
    """GDAL takes GeoJSON for UTF-8, and a shapefile for what its .cpg or header says, else for Latin-1."""
    if file.path.suffix not in opening.JSON:
        return None
    try:
        file.path.read_bytes().decode()
    except UnicodeDecodeError:
        return "cp1252"
    return None


def _declared(file: Opened, crs: str | None, frame: Any) -> str | None:
    """GDAL calls any GeoJSON WGS 84 that says nothing else; it is so only where its numbers can be degrees."""
    if file.path.suffix not in opening.JSON:
        return crs
    if _names_crs(file.path.read_bytes()):
        return crs
    return DEGREES if _are_degrees(frame.total_bounds) else None


def _degrees(rows: Sequence[Row]) -> str | None:
    """A table declares nothing; what can be degrees is taken for them, as in GeoJSON."""
    places = [(row.shape.x, row.shape.y) for row in rows if row.shape is not None and row.shape.geom_type == "Point"]
    finite = [place for place in places if all(map(math.isfinite, place))]
    if not finite:
        return None
    xs, ys = zip(*finite, strict=True)
    return DEGREES if _are_degrees((min(xs), min(ys), max(xs), max(ys))) else None


def _are_degrees(bounds: Sequence[float]) -> bool:
    west, south, east, north = bounds
    return west >= -180 and south >= -90 and east <= 180 and north <= 90


def _names_crs(raw: bytes) -> bool:
    around = raw[: max(raw.find(b'"features"'), 0)] + raw[-4096:]
    return re.search(rb'"crs"\s*:\s*\{', around) is not None


def _text(value: Any) -> str:
    if value is None or value != value:  # NaN and NaT are unlike themselves
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value.is_integer() else repr(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return " ".join(str(value).split())[:LONGEST_VALUE]
