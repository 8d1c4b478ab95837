"""Events as GeoJSON, written by the database: a thousand features cost one query and no work row by row."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import HttpResponse
from rest_framework.request import Request

from hypervision.lib import paging
from hypervision.lib.jsonrow import JsonRow
from hypervision.lib.lists import address
from hypervision.lib.tables import Csv, table
from maps.models import Event

_PROPERTIES = {
    "kind": "kind",
    "camera": "camera_id",
    "camera_name": "camera__name",
    "zone": "zone_name",
    "street": "street",
    "district": "district__name",
    "place_source": "place_source",
    "facts": "facts",
    "regime": "regime",
    "authorisation": "authorisation_id",
    "rule": "rule_id",
    "rule_version": "rule_version",
    "model_hash": "model_hash",
    "started_at": "started_at",
    "captured_at": "captured_at",
    "created_at": "created_at",
    "alert": "alert__id",
    "state": "alert__state",
    "severity": "alert__severity",
}


_AS_TEXT = (Cast("captured_at", TextField()), Cast("id", TextField()))
"""Only those of a page's last row are read, for its cursor."""

NAMES = ("place_error_m", "score", *_PROPERTIES)


def as_feature(names: Collection[str] = NAMES) -> Func:
    """One event as the text of a GeoJSON feature. names: the properties that are wanted."""
    properties = JsonRow(**{name: F(_source(name)) for name in NAMES if name in names})
    before, between, behind = Value('{"type":"Feature","id":"'), Value('","geometry":'), Value(',"properties":')
    parts = (before, F("id"), between, AsGeoJSON("place", precision=6), behind, properties, Value("}"))
    return Func(*parts, function="concat", output_field=TextField())


def _source(name: str) -> str:
    return {"place_error_m": "place_error"}.get(name) or _PROPERTIES.get(name, name)


def page(request: Request, events: QuerySet[Event], limit: int, names: Collection[str] = NAMES) -> HttpResponse:
    """One page as a FeatureCollection with ``next``, the address of the page behind it or null; or as CSV."""
    newest = events.order_by("-captured_at", "-id")
    found = list(newest.values_list(as_feature(names), *_AS_TEXT)[: limit + 1])
    shown = [feature for feature, _, _ in found[:limit]]
    following = address(request, _behind(*found[limit - 1][1:])) if len(found) > limit else None
    if isinstance(request.accepted_renderer, Csv):
        return _as_csv([json.loads(feature) for feature in shown], following)
    head = f'{{"type":"FeatureCollection","next":{json.dumps(following)},"features":['
    return HttpResponse(f"{head}{','.join(shown)}]}}", content_type="application/geo+json")


def _behind(captured_at: str, key: str) -> str:
    return paging.encode(datetime.fromisoformat(captured_at), UUID(key))


def _as_csv(features: Sequence[Mapping[str, Any]], following: str | None) -> HttpResponse:
    """The place as two columns."""
    rows = []
    for one in features:
        lon, lat = one["geometry"]["coordinates"]
        rows.append({"id": one["id"], "lon": lon, "lat": lat, **one["properties"]})
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return HttpResponse(table(rows), content_type="text/csv; charset=utf-8", headers=headers)
