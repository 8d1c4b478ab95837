"""Small worlds written as real .osm.pbf files."""

from pathlib import Path

import osmium
from osmium.osm import Box, Location
from osmium.osm.mutable import Node, Relation, Way

Spot = tuple[float, float]
"""Longitude, latitude."""


class World:
    """Gathers nodes, ways and relations, then writes them as an extract that covers ``box``."""

    def __init__(
        self, west: float = 24.930, south: float = 60.165, east: float = 24.950, north: float = 60.175
    ) -> None:
        self.box = (west, south, east, north)
        self._nodes: list[Node] = []
        self._ways: list[Way] = []
        self._relations: list[Relation] = []

    def node(self, lon: float, lat: float, node_id: int = 0, **tags: str) -> int:
        node_id = node_id or len(self._nodes) + 1
        self._nodes.append(Node(id=node_id, version=1, location=(lon, lat), tags=_tags(tags)))
        return node_id

    def way(self, *spots: Spot, **tags: str) -> int:
        way_id = 1000 + len(self._ways)
        nodes = [self.node(*spot) for spot in spots]
        if spots[0] == spots[-1]:
            nodes[-1] = nodes[0]
        self._ways.append(Way(id=way_id, version=1, nodes=nodes, tags=_tags(tags)))
        return way_id

    def block(self, lon: float, lat: float, half: float = 0.0005, **tags: str) -> int:
        """A square area around a place, `half` degrees to each side."""
        west, south, east, north = lon - half, lat - half, lon + half, lat + half
        return self.way((west, south), (east, south), (east, north), (west, north), (west, south), **tags)

    def multipolygon(self, outer: int, inner: int, **tags: str) -> int:
        relation_id = 5000 + len(self._relations)
        members = [("w", outer, "outer"), ("w", inner, "inner")]
        tags = {"type": "multipolygon", **tags}
        self._relations.append(Relation(id=relation_id, version=1, members=members, tags=_tags(tags)))
        return relation_id

    def write(self, path: Path) -> Path:
        west, south, east, north = self.box
        header = osmium.io.Header()
        header.add_box(Box(Location(west, south), Location(east, north)))
        with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
            for node in sorted(self._nodes, key=lambda node: node.id or 0):
                writer.add_node(node)
            for way in self._ways:
                writer.add_way(way)
            for relation in self._relations:
                writer.add_relation(relation)
        return path


def _tags(tags: dict[str, str]) -> dict[str, str]:
    """``camera__type`` stands for the tag camera:type."""
    return {key.replace("__", ":"): value for key, value in tags.items()}


def square() -> World:
    """A street from west to east in three ways, one across it, a park, a pond, a house, two suburbs, two cameras."""
    world = World()
    world.way((24.932, 60.170), (24.936, 60.170), highway="residential", name="Kaivokatu")
    world.way((24.936, 60.170), (24.940, 60.170), highway="residential", name="Kaivokatu")
    world.way((24.940, 60.170), (24.944, 60.170), highway="residential", name="Kaivokatu")
    world.way((24.946, 60.166), (24.946, 60.174), highway="primary", name="Östra allén")
    world.block(24.938, 60.172, leisure="park")
    world.block(24.942, 60.172, natural="water", name="Lammikko")
    world.block(24.938, 60.168, building="yes")
    world.node(24.935, 60.170, place="suburb", name="Länsi")
    world.node(24.945, 60.170, place="suburb", name="Itä")
    world.node(24.9380, 60.1701, node_id=900, man_made="surveillance", camera__type="dome")
    world.node(24.9400, 60.1699, node_id=901, man_made="surveillance")
    return world
