"""OpenStreetMap's two ways to write nodes: the XML that its editors open, and the JSON of its API."""

import json
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from maps.exporters.cameras import Node

GENERATOR = "Hypervision"
_VERSION = 1
"""Editors want one for each node that the map knows; they fetch the real one when they merge."""


def as_xml(nodes: Iterable[Node]) -> bytes:
    root = Element("osm", version="0.6", generator=GENERATOR)
    for node in nodes:
        place = {"id": str(node.id), "lat": f"{node.lat:.7f}", "lon": f"{node.lon:.7f}"}
        # A node that nobody has yet carries no version; one that is known is offered as a change.
        place |= {"version": str(_VERSION), "action": "modify"} if node.is_known else {}
        element = SubElement(root, "node", place)
        for key, value in node.tags.items():
            SubElement(element, "tag", k=key, v=value)
    indent(root)
    written = BytesIO()
    ElementTree(root).write(written, encoding="UTF-8", xml_declaration=True)
    return written.getvalue()


def as_json(nodes: Iterable[Node]) -> bytes:
    body = {"version": "0.6", "generator": GENERATOR, "elements": [_element(node) for node in nodes]}
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _element(node: Node) -> dict[str, Any]:
    known = {"version": _VERSION} if node.is_known else {}
    return {"type": "node", "id": node.id, "lat": node.lat, "lon": node.lon, **known, "tags": node.tags}


FORMS: dict[str, tuple[Callable[[Iterable[Node]], bytes], str]] = {
    "osm": (as_xml, "application/xml"),
    "json": (as_json, "application/json"),
}
"""Ending of the file -> who writes it, and its media type."""
