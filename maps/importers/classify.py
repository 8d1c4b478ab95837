"""Which tags become which layer of the base map, and from which zoom they are worth drawing."""

import math
from collections.abc import Mapping
from typing import NamedTuple

Tags = Mapping[str, str]

NEAREST_ZOOM = 16
FARTHEST_ZOOM = 10
WORLD_PIXELS = 512
WORLD_METRES = 40_075_016.685578488
LEAST_PIXELS = 48
"""An area smaller than this on the screen (square pixels) is left out of a tile."""

ROADS: dict[str, int] = {
    "motorway": 10,
    "trunk": 10,
    "primary": 10,
    "motorway_link": 12,
    "trunk_link": 12,
    "secondary": 11,
    "primary_link": 13,
    "secondary_link": 13,
    "tertiary": 12,
    "tertiary_link": 13,
    "unclassified": 13,
    "residential": 13,
    "living_street": 13,
    "busway": 13,
    "road": 13,
    "pedestrian": 14,
    "service": 15,
    "track": 15,
    "cycleway": 15,
    "path": 16,
    "footway": 16,
    "bridleway": 16,
    "steps": 16,
}
WALKS = {"service", "track", "cycleway", "path", "footway", "bridleway", "steps", "pedestrian"}
RAILS: dict[str, int] = {
    "rail": 12,
    "light_rail": 12,
    "subway": 12,
    "narrow_gauge": 12,
    "funicular": 14,
    "monorail": 13,
    "tram": 15,
}
STREAMS: dict[str, int] = {"river": 10, "canal": 12, "stream": 14, "drain": 16, "ditch": 16}
GREEN: dict[str, frozenset[str]] = {
    "leisure": frozenset({"park", "garden", "golf_course", "nature_reserve", "pitch", "dog_park", "playground"}),
    "landuse": frozenset(
        {
            "forest",
            "grass",
            "meadow",
            "cemetery",
            "allotments",
            "recreation_ground",
            "village_green",
            "orchard",
            "vineyard",
            "greenfield",
        }
    ),
    "natural": frozenset({"wood", "scrub", "heath", "grassland", "wetland"}),
}
WATER: dict[str, frozenset[str]] = {
    "natural": frozenset({"water", "bay"}),
    "waterway": frozenset({"riverbank", "dock"}),
    "landuse": frozenset({"reservoir", "basin", "pond"}),
    "leisure": frozenset({"swimming_pool"}),
}
SQUARES = {"pedestrian", "footway"}


class Place(NamedTuple):
    """Where a shape belongs on the base map."""

    layer: str
    kind: str
    min_zoom: int


def level(tags: Tags) -> int:
    """-1 in a tunnel, 1 on a bridge, else 0. A passage through a building is seen from above as the building."""
    if is_tunnel(tags):
        return -1
    return 1 if tags.get("bridge", "no") != "no" else 0


def is_tunnel(tags: Tags) -> bool:
    return tags.get("tunnel", "no") not in ("no", "building_passage")


def is_hidden(tags: Tags) -> bool:
    """Inside a house or under the ground: nothing that a map of the street shows."""
    return tags.get("indoor", "no") != "no" or tags.get("location") == "underground"


def line(tags: Tags) -> Place | None:
    """The place of a way, or None when the base map does not show it."""
    if is_hidden(tags):
        return None
    if kind := tags.get("highway"):
        return _road(kind, tags)
    if kind := tags.get("railway"):
        return _rail(kind, tags)
    kind = tags.get("waterway", "")
    return Place("water", kind, STREAMS[kind]) if kind in STREAMS and not is_tunnel(tags) else None


def _road(kind: str, tags: Tags) -> Place | None:
    if kind not in ROADS or (kind in WALKS and is_tunnel(tags)):
        return None
    return Place("road", kind, ROADS[kind])


def _rail(kind: str, tags: Tags) -> Place | None:
    if kind not in RAILS or is_tunnel(tags):
        return None
    return Place("rail", kind, 14 if tags.get("service") else RAILS[kind])


def area(tags: Tags, square_metres: float) -> Place | None:
    """The place of an area of so many Mercator square metres, or None when the base map does not show it."""
    if is_hidden(tags) or is_tunnel(tags):
        return None
    if (building := tags.get("building", "no")) != "no":
        return Place("building", building, 15)
    if kind := _one_of(WATER, tags):
        return Place("water", kind, zoom_of_area(square_metres))
    if kind := _one_of(GREEN, tags):
        return Place("green", kind, zoom_of_area(square_metres))
    if tags.get("highway") in SQUARES or tags.get("place") == "square":
        return Place("road", "square", max(14, zoom_of_area(square_metres)))
    return None


def _one_of(table: dict[str, frozenset[str]], tags: Tags) -> str:
    return next((tags[key] for key, values in table.items() if tags.get(key) in values), "")


def zoom_of_area(square_metres: float) -> int:
    """The first zoom at which the area covers LEAST_PIXELS; Mercator metres in, so no latitude is needed."""
    if square_metres <= 0:
        return NEAREST_ZOOM
    metres_a_pixel = math.sqrt(square_metres / LEAST_PIXELS)
    zoom = math.ceil(math.log2(WORLD_METRES / WORLD_PIXELS / metres_a_pixel))
    return min(NEAREST_ZOOM, max(FARTHEST_ZOOM, zoom))
