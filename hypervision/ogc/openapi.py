"""The description of all this in OpenAPI 3.0, made from the collections that the reader may read."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from hypervision.lib.query import MOST
from hypervision.ogc import asking
from hypervision.ogc import crs as systems
from hypervision.ogc.answers import FORMATS, GEOJSON, HTML, JSON, OPENAPI, SCHEMA
from hypervision.ogc.describing import schema
from hypervision.ogc.offered.base import Collection

Words = dict[str, Any]
PROBLEM = "application/problem+json"


def describe(request: Request, offered: list[Collection]) -> Words:
    root = reverse("ogc")
    known = [crs.uri for crs in systems.known()]
    paths = {
        "/": _operation("landing", _("What there is"), [_form()], JSON),
        "/api": _operation("api", _("This description"), [_form()], OPENAPI),
        "/conformance": _operation("conformance", _("What it conforms to"), [_form()], JSON),
        "/collections": _operation("collections", _("Collections"), [_form()], JSON),
    }
    for each in offered:
        paths |= _of_collection(each, known)
    return {
        "openapi": "3.0.3",
        "info": {"title": "Hypervision · OGC API Features", "version": "1.0.0"},
        "servers": [{"url": request.build_absolute_uri(root).rstrip("/")}],
        "security": [{"token": []}, {"session": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": _("The word Token, a space, and the token."),
                },
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            },
        },
    }


def _of_collection(which: Collection, known: list[str]) -> Words:
    path, title = f"/collections/{which.id}", str(which.title)
    asked = [*_of_items(known), *(_parameter(name, **schema(each)) for name, each in which.asked.items())]
    crs = _parameter("crs", _("Reference system of the answer"), type="string", enum=known)
    item = {"name": "item", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        path: _operation(f"{which.id}_collection", title, [_form()], JSON),
        f"{path}/queryables": _operation(
            f"{which.id}_queryables", f"{title}: {_('What may be asked for')}", [_form()], SCHEMA
        ),
        f"{path}/items": _operation(f"{which.id}_items", f"{title}: {_('Items')}", asked, GEOJSON),
        f"{path}/items/{{item}}": _operation(
            f"{which.id}_item", f"{title}: {_('One item')}", [item, _form(), crs], GEOJSON
        ),
    }


def _of_items(known: list[str]) -> list[Words]:
    system: Words = {"type": "string", "enum": known}
    box = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    return [
        _form(),
        _parameter("limit", _("Rows a page."), type="integer", minimum=1, maximum=MOST, default=asking.USUAL),
        _parameter("cursor", _("From the `next` of the page before."), type="string"),
        {**_parameter("bbox", _("Only what lies in this box"), **box), "style": "form", "explode": False},
        _parameter("bbox-crs", _("Reference system of the box"), **system),
        _parameter("datetime", _("A moment, or two with a slash between"), type="string"),
        _parameter("crs", _("Reference system of the answer"), **system),
        _parameter("filter", _("A filter in CQL2"), type="string"),
        _parameter("filter-lang", _("How the filter is written"), type="string", enum=list(asking.LANGUAGES)),
        _parameter("filter-crs", _("Reference system of the filter"), **system),
    ]


def _form() -> Words:
    return _parameter(asking.FORMAT, _("JSON, or a page for people"), type="string", enum=list(FORMATS))


def _parameter(name: str, title: str = "", **words: Any) -> Words:
    return {"name": name, "in": "query", "required": False, "description": title, "schema": words}


def _operation(key: str, title: str, parameters: list[Words], media: str) -> Words:
    problem = {"content": {PROBLEM: {"schema": {"type": "object"}}}}
    told = {media: {"schema": {"type": "object"}}, HTML: {"schema": {"type": "string"}}}
    return {
        "get": {
            "operationId": key,
            "summary": title,
            "parameters": parameters,
            "responses": {
                "200": {"description": title, "content": told},
                "400": {"description": _("What was asked is not understood."), **problem},
                "401": {"description": _("Nobody is logged in."), **problem},
                "403": {"description": _("The account or its token may not read this."), **problem},
                "404": {"description": _("There is no such thing, or not for this account."), **problem},
            },
        }
    }
