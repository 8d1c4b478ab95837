"""Lists of the API as a table (CSV, RFC 4180) for whoever asks for ``text/csv``, and features for ``geo+json``."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a spreadsheet takes a text for something to work out."""


class GeoJson(JSONRenderer):
    media_type = "application/geo+json"
    format = "geojson"


class Csv(BaseRenderer):
    """The rows of ``results``, or of ``features`` with their place; what is no list is said in JSON as it is."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        if isinstance(data, Mapping) and "results" in data:
            if renderer_context and (following := data.get("next")):
                renderer_context["response"]["Link"] = f'<{following}>; rel="next"'
            return table(data["results"]).encode()
        return json.dumps(data, ensure_ascii=False).encode()


class Places(GeoJson):
    """The rows of ``results`` as features: what has no place has no geometry."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        if isinstance(data, Mapping) and "results" in data:
            place = getattr((renderer_context or {}).get("view"), "place", at_a_point)
            features = [_feature(row, place(row)) for row in data["results"]]
            data = {"type": "FeatureCollection", "next": data.get("next"), "features": features}
        rendered: bytes = super().render(data, accepted_media_type, renderer_context)
        return rendered


LISTS = [JSONRenderer, Csv]
"""For a view that answers with ``results``."""
PLACED = [JSONRenderer, Places, Csv]
"""For one whose rows lie somewhere: at ``lon`` and ``lat``, or where its ``place`` says."""
FEATURES = [JSONRenderer, GeoJson, Csv]


def at_a_point(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The geometry of a row with ``lon`` and ``lat``, in GeoJSON."""
    lon, lat = row.get("lon"), row.get("lat")
    return None if lon is None or lat is None else {"type": "Point", "coordinates": [lon, lat]}


def in_geometry(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Of a row that holds one."""
    geometry: dict[str, Any] | None = row.get("geometry")
    return geometry


def _feature(row: Mapping[str, Any], geometry: dict[str, Any] | None) -> dict[str, Any]:
    properties = {name: value for name, value in row.items() if name not in ("id", "lon", "lat", "geometry")}
    return {"type": "Feature", "id": row.get("id"), "geometry": geometry, "properties": properties}


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """With a line of names: those of all rows, in the order in which they come."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
