"""What there is, in the words of the standard: the landing page, the collections, what may be asked of each."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from hypervision.ogc import crs as systems
from hypervision.ogc.answers import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, address, here, link
from hypervision.ogc.cql2.to_q import GEOMETRY
from hypervision.ogc.offered.base import Collection, Kind, Property
from maps.models import City

_PART_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
_PART_2 = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/"
_PART_3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/"
_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/"
CONFORMS_TO = [
    *(_PART_1 + name for name in ("core", "oas30", "geojson", "html")),
    _PART_2 + "crs",
    *(_PART_3 + name for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")),
    *(
        _CQL2 + name
        for name in (
            *("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators"),
            *("case-insensitive-comparison", "accent-insensitive-comparison", "basic-spatial-functions"),
            *("basic-spatial-functions-plus", "spatial-functions", "temporal-functions", "property-property"),
        )
    ),
]
TYPES: dict[Kind, dict[str, str]] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "number"},
    Kind.WHOLE: {"type": "integer"},
    Kind.FLAG: {"type": "boolean"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.ID: {"type": "string", "format": "uuid"},
    Kind.FACTS: {"type": "object"},
}
WORLD = (-180.0, -90.0, 180.0, 90.0)


def landing(request: Request) -> dict[str, Any]:
    city = City.objects.first()
    return {
        "title": _("Hypervision of %(city)s") % {"city": city.name} if city else "Hypervision",
        "description": _("What the city's control room knows of places, for geographic information systems."),
        "links": [
            *here(request),
            link(address(request, reverse("ogc-api"), f="json"), "service-desc", OPENAPI, _("Description (OpenAPI)")),
            link(address(request, reverse("ogc-api"), f="html"), "service-doc", HTML, _("Description as a page")),
            link(address(request, reverse("ogc-conformance")), "conformance", JSON, _("What it conforms to")),
            link(address(request, reverse("ogc-collections")), "data", JSON, _("Collections")),
        ],
    }


def conformance(request: Request) -> dict[str, Any]:
    return {"links": here(request), "conformsTo": CONFORMS_TO}


def collections(request: Request, offered: list[Collection]) -> dict[str, Any]:
    known = [crs.uri for crs in systems.known()]
    whole = _extent()
    return {
        "links": here(request),
        "crs": known,
        "collections": [_collection(request, each, known, whole) for each in offered],
    }


def collection(request: Request, which: Collection) -> dict[str, Any]:
    words = _collection(request, which, [crs.uri for crs in systems.known()], _extent())
    return {**words, "links": [*here(request), *words["links"][1:]]}


def _collection(request: Request, which: Collection, known: list[str], whole: list[float]) -> dict[str, Any]:
    path = reverse("ogc-collection", args=[which.id])
    items, queryables = reverse("ogc-items", args=[which.id]), reverse("ogc-queryables", args=[which.id])
    extent: dict[str, Any] = {"spatial": {"bbox": [whole], "crs": systems.DEGREES}}
    if which.time:
        extent["temporal"] = {"interval": [[None, None]]}
    return {
        "id": which.id,
        "title": str(which.title),
        "description": str(which.description),
        "itemType": "feature",
        "extent": extent,
        "crs": known,
        "storageCrs": systems.DEGREES,
        "links": [
            link(address(request, path), "self", JSON, str(which.title)),
            link(address(request, items, f="json"), "items", GEOJSON, _("Items")),
            link(address(request, items, f="html"), "items", HTML, _("Items as a page")),
            link(
                address(request, queryables, f="json"),
                "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                SCHEMA,
                _("What may be asked for"),
            ),
        ],
    }


def _extent() -> list[float]:
    """Of the city, not of what is in sight: it says nothing of anybody's perimeter."""
    city = City.objects.only("extent").first()
    return [round(number, 6) for number in (city.extent.extent if city else WORLD)]


def queryables(request: Request, which: Collection) -> dict[str, Any]:
    geometry = "any" if which.geometry == "Geometry" else which.geometry.lower()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address(request, reverse("ogc-queryables", args=[which.id])),
        "type": "object",
        "title": str(which.title),
        "properties": {
            GEOMETRY: {
                "title": _("Place"),
                "x-ogc-role": "primary-geometry",
                "format": f"geometry-{geometry}",
            },
            **{name: schema(each) for name, each in which.asked.items()},
        },
        "additionalProperties": False,
    }


def schema(which: Property) -> dict[str, Any]:
    words: dict[str, Any] = {"title": str(which.title), **TYPES[which.kind]}
    return {**words, "enum": list(which.choices)} if which.choices else words
