"""Districts: the borders that the source has, else cells around the centres of its suburbs."""

import shapely
from shapely.ops import unary_union

from maps.importers import extract
from maps.importers.plain import Geometry

PLACES = ("suburb", "neighbourhood", "quarter")
LEVELS = ("9", "10", "11")


def from_borders(areas: extract.Frame, extent: Geometry) -> dict[str, Geometry]:
    """Name to MultiPolygon, from the one level of division that covers most of the extent.

    Levels lie over one another (a borough and its quarters), and a place has one district.
    """
    named = areas[areas["name"].notna()]
    administrative = named[named["boundary"] == "administrative"]
    groups = [administrative[administrative["admin_level"] == level] for level in LEVELS]
    groups.append(named[named["place"].isin(PLACES)])
    found = [_by_name(group["name"], group.geometry) for group in groups if len(group)]
    return max(found, key=lambda districts: _covered(districts, extent), default={})


def around_centres(points: extract.Frame, extent: Geometry) -> dict[str, Geometry]:
    """Name to MultiPolygon: the Voronoi cells of the suburbs' and neighbourhoods' points, clipped to the extent.

    ``points`` and ``extent`` are in Web Mercator, so that "nearest" means nearest on the ground.
    """
    centres = points[points["place"].isin(PLACES) & points["name"].notna()]
    centres = centres[centres.within(extent)].drop_duplicates("geometry")
    if len(centres) < 2:
        return {name: shapely.MultiPolygon([extent]) for name in centres["name"]}
    seeds = shapely.MultiPoint(list(centres.geometry))
    cells = list(shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=extent)))
    tree = shapely.STRtree(cells)
    owned = [cells[tree.query(place, predicate="intersects")[0]].intersection(extent) for place in centres.geometry]
    return _by_name(centres["name"], owned)


def _by_name(names: extract.Frame, areas: extract.Frame) -> dict[str, Geometry]:
    parts: dict[str, list[Geometry]] = {}
    for name, area in zip(names, areas, strict=True):
        parts.setdefault(str(name)[:200], []).append(area)
    return {name: extract.polygons(unary_union(shapes)) for name, shapes in sorted(parts.items())}


def _covered(districts: dict[str, Geometry], extent: Geometry) -> tuple[float, int]:
    """The covered share in steps of five per cent, then how fine the division is."""
    share = unary_union(list(districts.values())).intersection(extent).area / extent.area
    return round(share * 20) / 20, len(districts)
