"""The sea: OpenStreetMap maps only its shore, as lines with the land on their left and the water on their right."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import shapely
from shapely.geometry import LineString, Point
from shapely.ops import nearest_points, polygonize, unary_union

from maps.importers.plain import Geometry

REACH = 0.1
"""A shore that ends inside the extent, cut with it, is led to the edge over this share of its smaller side."""
ASIDE = 1e-3
"""How far beside a shore its two sides are felt, as a share of the segment's length."""
CLEAR = 0.8
"""An area is sea when so much of its shore says so; a torn shore that says both is taken for land."""


def areas(shores: list[Geometry], extent: Geometry) -> list[Geometry]:
    """The polygons of the sea inside the extent. Any planar coordinates."""
    inside = [part for shore in shores for part in _lines(shore.intersection(extent))]
    if not inside:
        return []
    merged = _lines(shapely.line_merge(unary_union(inside)))
    edge = extent.exterior
    cuts = [*merged, edge, *_leads_to_edge(merged, edge, extent)]
    faces = list(polygonize(unary_union(cuts)))
    return [face for face, share in _water_share(faces, inside) if share >= CLEAR]


def _lines(shape: Geometry) -> list[Geometry]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]


def _leads_to_edge(lines: list[Geometry], edge: Geometry, extent: Geometry) -> Iterator[Geometry]:
    west, south, east, north = extent.bounds
    reach = REACH * min(east - west, north - south)
    for line in lines:
        if line.is_ring:
            continue
        for end in (Point(line.coords[0]), Point(line.coords[-1])):
            target = nearest_points(end, edge)[1]
            if 0 < end.distance(target) <= reach:
                yield LineString([end, target])


def _water_share(faces: list[Geometry], shores: list[Geometry]) -> Iterator[tuple[Geometry, float]]:
    """Each face that touches a shore, with the share of that shore which has the face on its right."""
    tree = shapely.STRtree(faces)
    votes: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for length, sides in _segments(shores):
        for side, place in enumerate(sides):
            for face in tree.query(place, predicate="within"):
                votes[int(face)][side] += length
    for face, (water, land) in votes.items():
        yield faces[face], water / (water + land)


def _segments(shores: list[Geometry]) -> Iterator[tuple[float, tuple[Geometry, Geometry]]]:
    """Of each segment: its length, and a place just to its right and just to its left."""
    for shore in shores:
        points = list(shore.coords)
        for (x1, y1), (x2, y2) in pairwise(points):
            dx, dy = (x2 - x1) * ASIDE, (y2 - y1) * ASIDE
            x, y = (x1 + x2) / 2, (y1 + y2) / 2
            yield LineString([(x1, y1), (x2, y2)]).length, (Point(x + dy, y - dx), Point(x - dy, y + dx))
