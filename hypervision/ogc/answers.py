"""How answers are sent: as JSON or as a page, with the links between them, and kept by nobody else's cache."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from hypervision.ogc.asking import FORMAT

JSON, GEOJSON, SCHEMA = "application/json", "application/geo+json", "application/schema+json"
OPENAPI, HTML = "application/vnd.oai.openapi+json;version=3.0", "text/html"
FORMATS = ("json", "html")
VARIES = ["Authorization", "Cookie", "Accept", "Accept-Language"]
Link = dict[str, str]


def wants_page(request: HttpRequest) -> bool:
    """By the parameter, else by what the client likes best. Whoever names nothing that there is gets JSON."""
    asked = request.GET.get(FORMAT)
    if asked is None:
        return request.get_preferred_type([GEOJSON, JSON, HTML]) == HTML
    return asked == "html"


def check_format(request: Request) -> None:
    """Raises ValidationError for a format that there is not."""
    if request.query_params.get(FORMAT, "json") not in FORMATS:
        raise ValidationError({FORMAT: [_("One of %(known)s.") % {"known": ", ".join(FORMATS)}]})


def address(request: Request, path: str, **params: str) -> str:
    """Absolute. params: those of the question."""
    whole: str = request.build_absolute_uri(path)
    return f"{whole}?{urlencode(params)}" if params else whole


def link(href: str, rel: str, media: str, title: str) -> Link:
    return {"href": href, "rel": rel, "type": media, "title": title}


def here(request: Request, media: str = JSON) -> list[Link]:
    """To this very answer, and to the same as a page."""
    given = {name: value for name, value in request.query_params.dict().items() if name != FORMAT}
    asked, page = {**given, FORMAT: "json"}, {**given, FORMAT: "html"}
    return [
        link(address(request, request.path, **asked), "self", media, _("This document")),
        link(
            address(request, request.path, **page),
            "alternate",
            HTML,
            _("This document as a page"),
        ),
    ]


def as_json(request: Request, words: Mapping[str, Any], media: str = JSON) -> HttpResponseBase:
    return as_text(request, encoded(words), media)


def encoded(words: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(words)


def as_text(request: Request, body: bytes, media: str, headers: Mapping[str, str] | None = None) -> HttpResponseBase:
    """With a tag by which a client need not read the same again."""
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    answer = get_conditional_response(request._request, etag=etag) or HttpResponse(body, content_type=media)
    for name, value in (headers or {}).items():
        answer[name] = value
    answer["ETag"] = etag
    return _kept_by_nobody(answer)


def as_page(request: Request, template: str, words: Mapping[str, Any], status: int = 200) -> HttpResponse:
    answer = render(request._request, f"ogc/{template}.html", dict(words), status=status)
    _kept_by_nobody(answer)
    return answer


def _kept_by_nobody(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, VARIES)
    return answer
