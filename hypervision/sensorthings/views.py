"""SensorThings 1.1 at ``/sta/v1.1``: who is let in, and which answer goes out. It is read, never written."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from hypervision.accounts.api import MaySee, person_of
from hypervision.accounts.models import ApiToken
from hypervision.accounts.rights import Right, Scope
from hypervision.lib.negotiation import OwnForm
from hypervision.ogc import answers
from hypervision.ogc.asking import only
from hypervision.ogc.bounds import bounded
from hypervision.ogc.offered.base import Reader
from hypervision.sensorthings import arrays, asking, paging, paths
from hypervision.sensorthings.entities import ENTITIES
from hypervision.sensorthings.errors import NotOffered, reckoned
from hypervision.sensorthings.fetching import Fetcher
from hypervision.sensorthings.paths import REF, VALUE, Target
from hypervision.sensorthings.telling import COUNT, NEXT, SELF, Teller
from hypervision.sensorthings.tree import Wish

_SPEC = "http://www.opengis.net/spec/iot_sensing/1.1/req/"
CONFORMANCE = [
    f"{_SPEC}{name}"
    for name in (
        "datamodel",
        "resource-path/resource-path-to-entities",
        *(f"request-data/{each}" for each in ("order", "expand", "select", "status-code", "query-status-code")),
        *(f"request-data/{each}" for each in ("orderby", "top", "skip", "count", "filter", "pagination")),
    )
]
TEXT = "text/plain; charset=utf-8"


class Door(APIView):
    schema = None
    http_method_names = ["get", "head", "options"]
    permission_classes: list[type[BasePermission]] = [IsAuthenticated]
    content_negotiation_class = OwnForm

    def handle_exception(self, exc: Exception) -> Any:
        """What is not offered is no fault of ours, and nobody need be woken for it: it is marked as logged already."""
        answer = super().handle_exception(exc)
        if isinstance(exc, NotOffered):
            answer._has_been_logged = True  # type: ignore[attr-defined]
        return answer

    def reader(self, request: Request) -> Reader:
        token = request.auth
        return Reader(person_of(request), token if isinstance(token, ApiToken) else None)


def root(request: Request) -> str:
    """Without a slash at its end."""
    return answers.address(request, reverse("sta"))


class Root(Door):
    """The sets of entities that the reader may read, and what of the standard there is."""

    def get(self, request: Request) -> HttpResponseBase:
        only(request.query_params, ())
        here, reader = root(request), self.reader(request)
        sets = [{"name": name, "url": f"{here}/{name}"} for name, each in ENTITIES.items() if each.is_open_to(reader)]
        return answers.as_json(request, {"value": sets, "serverSettings": {"conformance": CONFORMANCE}})


class Resource(Door):
    """Asks for the right and the scope of what the path leads to, and of all that it leads through."""

    permission_classes = [IsAuthenticated, MaySee]

    @cached_property
    def target(self) -> Target:
        """Raises Http404."""
        return paths.read(self.kwargs["resource"].removesuffix("/"))

    @property
    def right(self) -> Right:
        target: Target = self.target
        return target.last.entity.right

    @property
    def scope(self) -> Scope:
        target: Target = self.target
        return target.last.entity.scope

    def get(self, request: Request, resource: str) -> HttpResponseBase:
        reader = self.reader(request)
        fetcher = Fetcher(Teller(root(request), reader))
        is_one = not self.target.last.is_set
        wish = asking.read(self.target, reader, request.query_params)
        with bounded(), reckoned():
            if not is_one:
                return self._set(request, fetcher, wish)
            told = fetcher.entity(self.target, wish)
        if self.target.form == REF:
            return answers.as_json(request, {SELF: told[SELF]})
        if self.target.of_property:
            return self._property(request, told[self.target.of_property])
        return answers.as_json(request, told)

    def _set(self, request: Request, fetcher: Fetcher, wish: Wish) -> HttpResponseBase:
        given = request.query_params.dict()
        page = fetcher.page(self.target, wish, given.get(asking.CURSOR, ""))
        words: dict[str, Any] = {} if page.matched is None else {COUNT: page.matched}
        if not page.is_last and page.rows:
            address = answers.address(request, request.path)
            entity = self.target.last.entity
            words[NEXT] = paging.following(address, entity, given, wish, len(page.told), page.rows[-1])
        if self.target.form == REF:
            return answers.as_json(request, {**words, "value": [{SELF: each[SELF]} for each in page.told]})
        value = arrays.of(page, fetcher.teller, wish.select) if wish.is_in_arrays else page.told
        return answers.as_json(request, {**words, "value": value})

    def _property(self, request: Request, value: Any) -> HttpResponseBase:
        """Its bare value where that is asked for. What is nothing has no content, as the standard wants."""
        if value is None:
            return HttpResponse(status=204)
        if self.target.form != VALUE:
            return answers.as_json(request, {self.target.of_property: value})
        if not isinstance(value, str | int | float):
            raise Http404
        return answers.as_text(request, str(value).encode(), TEXT)
