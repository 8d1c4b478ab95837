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


LISTS = [JSONRenderer, Csv]
"""For a view that answers with ``results``."""
FEATURES = [JSONRenderer, GeoJson, Csv]


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
