"""An OpenStreetMap extract becomes a CityData. Reads only; ``maps.services`` writes."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas
import numpy
import shapely
from django.utils.translation import gettext as _

from maps.importers import cameras, classify, districts, extract, sea
from maps.importers.plain import MERCATOR, WGS84, CityData, Geometry, SeenCamera, Shape

ATTRIBUTION = "© OpenStreetMap contributors"
TOWNS = ("city", "town", "municipality", "village")
SEA = 0
"""No id: the sea is drawn from many ways."""

Say = Callable[[str], None]


def read(path: Path, name: str, say: Say) -> CityData:
    """Reads the whole file. Raises Refusal with a sentence for a file that is missing, damaged, empty or no PBF."""
    extract.check(path)
    points, broken_points = extract.layer(path, "points")
    lines, broken_lines = extract.layer(path, "lines")
    areas, broken_areas = extract.layer(path, "multipolygons")
    extent = extract.extent(path)
    say(_("Read %(points)d points, %(lines)d lines and %(areas)d areas.") % _counts(points, lines, areas))

    areas = areas.set_geometry(geopandas.GeoSeries(extract.mend(areas.geometry.to_numpy()), areas.index, crs=WGS84))
    hollow = areas.geometry.is_empty
    areas = areas[~hollow]
    roads = _line_shapes(lines.to_crs(MERCATOR))
    squares_and_areas = _area_shapes(areas.to_crs(MERCATOR))
    shapes = [*_merged(roads), *squares_and_areas, *_sea_shapes(lines, extent)]
    streets = _streets([*roads, *squares_and_areas])
    if not streets:
        raise extract.empty(path)
    say(_("Drew %(shapes)d shapes and %(streets)d named streets.") % {"shapes": len(shapes), "streets": len(streets)})

    borders = districts.from_borders(areas, extent)
    return CityData(
        name=name or _town(points) or path.name.split(".")[0].title(),
        source=path.name,
        attribution=ATTRIBUTION,
        extent=extent,
        shapes=shapes,
        streets=streets,
        districts=borders or _cells(points, extent),
        districts_are_approximate=not borders,
        cameras=list(_cameras(points)),
        broken=broken_points + broken_lines + broken_areas + int(hollow.sum()),
    )


def _counts(points: extract.Frame, lines: extract.Frame, areas: extract.Frame) -> dict[str, int]:
    return {"points": len(points), "lines": len(lines), "areas": len(areas)}


def _rows(frame: extract.Frame) -> Iterator[tuple[classify.Tags, Geometry]]:
    """Each row as its tags (those that are set, as text) and its shape."""
    columns = [column for column in frame.columns if column != "geometry"]
    values = [frame[column].tolist() for column in columns]
    for *tags, shape in zip(*values, frame.geometry, strict=True):
        yield {key: tag for key, tag in zip(columns, tags, strict=True) if isinstance(tag, str)}, shape


def _line_shapes(lines: extract.Frame) -> list[Shape]:
    shapes = []
    for tags, shape in _rows(lines):
        if place := classify.line(tags):
            shapes.append(_shape(int(tags["osm_id"]), place, tags, shape))
    return shapes


def _area_shapes(areas: extract.Frame) -> list[Shape]:
    shapes = []
    for tags, shape in _rows(areas):
        if place := classify.area(tags, shape.area):
            # Relations and closed ways have separate numbers; a minus tells them apart.
            osm_id = int(tags["osm_way_id"]) if "osm_way_id" in tags else -int(tags["osm_id"])
            shapes.append(_shape(osm_id, place, tags, shape))
    return shapes


def _shape(osm_id: int, place: classify.Place, tags: classify.Tags, shape: Geometry) -> Shape:
    name = " ".join(tags.get("name", "").split())[:200]
    return Shape(osm_id, place.layer, place.kind[:40], name, place.min_zoom, classify.level(tags), shape)


def _merged(shapes: list[Shape]) -> Iterator[Shape]:
    """Ways of one name and kind that touch become one line: fewer, longer lines carry their names better."""
    groups: dict[tuple[str, str, str, int], list[Shape]] = defaultdict(list)
    for shape in shapes:
        if shape.name:
            groups[shape.layer, shape.kind, shape.name, shape.level].append(shape)
        else:
            yield shape
    for group in groups.values():
        first = min(group, key=lambda shape: shape.osm_id)
        joined = shapely.line_merge(shapely.MultiLineString([shape.geometry for shape in group]))
        for part in shapely.get_parts(joined):
            yield Shape(first.osm_id, first.layer, first.kind, first.name, first.min_zoom, first.level, part)


def _sea_shapes(lines: extract.Frame, extent: Geometry) -> Iterator[Shape]:
    shores = lines[lines["natural"] == "coastline"].to_crs(MERCATOR).geometry
    for area in sea.areas(list(shores), _mercator(extent)):
        yield Shape(SEA, "water", "sea", "", classify.FARTHEST_ZOOM, 0, area)


def _streets(shapes: list[Shape]) -> dict[str, Geometry]:
    """Name to MultiLineString in WGS 84: one street however many ways it has. A square counts with its border."""
    lines: dict[str, list[Geometry]] = defaultdict(list)
    for shape in shapes:
        if shape.layer == "road" and shape.name:
            lines[shape.name].extend(shapely.get_parts(_outline(shape.geometry)))
    joined = [shapely.line_merge(shapely.MultiLineString(parts)) for parts in lines.values()]
    plain = geopandas.GeoSeries(joined, crs=MERCATOR).to_crs(WGS84)
    return {
        name: shapely.MultiLineString(list(shapely.get_parts(line))) for name, line in zip(lines, plain, strict=True)
    }


def _outline(shape: Geometry) -> Geometry:
    return shape.boundary if shape.geom_type.endswith("Polygon") else shape


def _cells(points: extract.Frame, extent: Geometry) -> dict[str, Geometry]:
    cells = districts.around_centres(points.to_crs(MERCATOR), _mercator(extent))
    plain = geopandas.GeoSeries(list(cells.values()), crs=MERCATOR).to_crs(WGS84)
    return dict(zip(cells, plain, strict=True))


def _cameras(points: extract.Frame) -> Iterator[SeenCamera]:
    for tags, place in _rows(points[points["man_made"] == "surveillance"]):
        yield cameras.camera(int(tags["osm_id"]), place.x, place.y, tags)


def _town(points: extract.Frame) -> str:
    towns = points[points["place"].isin(TOWNS) & points["name"].notna()]
    order = numpy.argsort([TOWNS.index(place) for place in towns["place"]], kind="stable")
    return str(towns["name"].iloc[order[0]]) if len(towns) else ""


def _mercator(shape: Geometry) -> Geometry:
    return geopandas.GeoSeries([shape], crs=WGS84).to_crs(MERCATOR).iloc[0]
