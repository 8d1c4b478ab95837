"""Small files as cities send them, written by hand; and a made-up town that lies where they do."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas
import shapely
from django.contrib.gis.geos import Polygon

from hypervision.lib import clock
from maps.layers import opening, reading
from maps.layers.plain import Source
from maps.models import City

WEST, SOUTH, EAST, NORTH = 3.80, 43.56, 3.94, 43.66
SQUARE = (3.88, 43.61)
LAMBERT = (771063.0, 6279390.2)
"""The same square in Lambert-93 (EPSG:2154), to the metre."""


def town() -> City:
    extent = Polygon.from_bbox((WEST, SOUTH, EAST, NORTH))
    return City.objects.create(id=1, name="Villeneuve", extent=extent, source="x", imported_at=clock.now())


def box(lon: float, lat: float, half: float = 0.005) -> Any:
    return shapely.box(lon - half, lat - half, lon + half, lat + half)


def geojson(path: Path, rows: Sequence[tuple[Mapping[str, Any], Any]], **more: Any) -> Path:
    """rows: properties and a shapely shape, or None."""
    features = [
        {"type": "Feature", "properties": dict(told), "geometry": shape and json.loads(shapely.to_geojson(shape))}
        for told, shape in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", **more, "features": features}))
    return path


def shapefile(
    folder: Path, name: str, rows: Sequence[tuple[Mapping[str, Any], Any]], crs: str = "EPSG:2154", without: str = ""
) -> Path:
    """A ZIP archive. without: the part that somebody forgot, such as ".prj"."""
    parts = folder / f"{name}-parts"
    parts.mkdir()
    told = [values for values, _shape in rows]
    frame = geopandas.GeoDataFrame(told, geometry=[shape for _values, shape in rows], crs=crs)
    frame.to_file(parts / f"{name}.shp", encoding="utf-8")
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(parts.iterdir()):
            if part.suffix != without:
                archive.write(part, f"donnees/{part.name}")
    return path


def geopackage(path: Path, **layers: Sequence[tuple[Mapping[str, Any], Any]]) -> Path:
    for name, rows in layers.items():
        told = [values for values, _shape in rows]
        frame = geopandas.GeoDataFrame(told, geometry=[shape for _values, shape in rows], crs="EPSG:4326")
        frame.to_file(path, layer=name, driver="GPKG")
    return path


def read(path: Path, layer: str = "") -> Source:
    with opening.opened(path, path.name, layer) as file:
        return reading.read(file)
