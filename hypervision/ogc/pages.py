"""What the pages of items show: the properties in the order of the collection, as people write them."""

import json
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hypervision.ogc.items import Page
from hypervision.ogc.offered.base import Collection, Kind, Property


def of_items(collection: Collection, page: Page, asked: dict[str, str]) -> dict[str, Any]:
    rows = [{"key": str(each.key), "values": _values(collection, json.loads(each.text))} for each in page.shown]
    return {
        "collection": collection,
        "page": page,
        "rows": rows,
        "asked": asked,
        "as_json": page.links[0]["href"],
        "example": f"{next(iter(collection.asked))} LIKE 'a%'",
    }


def of_item(collection: Collection, feature: dict[str, Any]) -> dict[str, Any]:
    values = list(zip(collection.properties, _values(collection, feature), strict=True))
    return {"collection": collection, "feature": feature, "values": values}


def _values(collection: Collection, feature: dict[str, Any]) -> list[Any]:
    return [_shown(each, feature["properties"][each.name]) for each in collection.properties]


def _shown(which: Property, value: Any) -> Any:
    if value is None:
        return None
    if which.kind == Kind.MOMENT:
        at = parse_datetime(value)
        return localize(localtime(at)) if at else value
    if which.kind == Kind.FLAG:
        return _("yes") if value else _("no")
    return json.dumps(value, ensure_ascii=False) if which.kind == Kind.FACTS else value
