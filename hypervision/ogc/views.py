"""OGC API Features at ``/ogc/``: who is let in, and which answer goes out in which form."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponseBase
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from hypervision.accounts.api import MaySee, person_of
from hypervision.accounts.models import ApiToken
from hypervision.accounts.rights import Right, Scope
from hypervision.lib.negotiation import OwnForm
from hypervision.ogc import answers, asking, describing, items, openapi, pages
from hypervision.ogc.answers import GEOJSON, OPENAPI, SCHEMA
from hypervision.ogc.asking import FORMAT
from hypervision.ogc.offered import COLLECTIONS
from hypervision.ogc.offered.base import Collection, Reader


class Door(APIView):
    """What says what there is; a page for people, JSON for systems. Open to every account, and it lists what is its."""

    schema = None
    http_method_names = ["get", "head", "options"]
    permission_classes: list[type[BasePermission]] = [IsAuthenticated]
    content_negotiation_class = OwnForm

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        answers.check_format(request)

    def handle_exception(self, exc: Exception) -> Any:
        """People without a login are led to it, and read a refusal as a page."""
        page = answers.wants_page(self.request._request)
        if page and isinstance(exc, NotAuthenticated):
            return redirect_to_login(self.request.get_full_path())
        problem = super().handle_exception(exc)
        if not page or self.request.user.is_anonymous:
            return problem
        return answers.as_page(self.request, "problem", {"problem": problem.data}, problem.status_code)

    def reader(self, request: Request) -> Reader:
        token = request.auth
        return Reader(person_of(request), token if isinstance(token, ApiToken) else None)

    def send(
        self, request: Request, template: str, words: dict[str, Any], media: str = answers.JSON
    ) -> HttpResponseBase:
        asking.only(request.query_params, (FORMAT,))
        if answers.wants_page(request._request):
            return answers.as_page(request, template, {"words": words})
        return answers.as_json(request, words, media)


class Landing(Door):
    def get(self, request: Request) -> HttpResponseBase:
        return self.send(request, "landing", describing.landing(request))


class Conformance(Door):
    def get(self, request: Request) -> HttpResponseBase:
        return self.send(request, "conformance", describing.conformance(request))


class Collections(Door):
    """Those that the reader may read."""

    def get(self, request: Request) -> HttpResponseBase:
        return self.send(request, "collections", describing.collections(request, offered(self.reader(request))))


class Api(Door):
    """OpenAPI 3.0 of all that the reader may read."""

    def get(self, request: Request) -> HttpResponseBase:
        return self.send(request, "api", openapi.describe(request, offered(self.reader(request))), OPENAPI)


def offered(reader: Reader) -> list[Collection]:
    return [each for each in COLLECTIONS.values() if each.is_open_to(reader)]


class OfCollection(Door):
    """Asks for the right and the scope of the one collection."""

    permission_classes = [IsAuthenticated, MaySee]

    @property
    def collection(self) -> Collection:
        """Raises Http404."""
        found = COLLECTIONS.get(self.kwargs["collection"])
        if found is None:
            raise Http404
        return found

    @property
    def right(self) -> Right:
        return self.collection.right

    @property
    def scope(self) -> Scope:
        return self.collection.scope


class OneCollection(OfCollection):
    def get(self, request: Request, collection: str) -> HttpResponseBase:
        return self.send(request, "collection", describing.collection(request, self.collection))


class Queryables(OfCollection):
    def get(self, request: Request, collection: str) -> HttpResponseBase:
        return self.send(request, "queryables", describing.queryables(request, self.collection), SCHEMA)


class Items(OfCollection):
    def get(self, request: Request, collection: str) -> HttpResponseBase:
        wish = asking.read(self.collection, request.query_params)
        page = items.page(request, self.collection, self.reader(request), wish)
        if answers.wants_page(request._request):
            return answers.as_page(request, "items", pages.of_items(self.collection, page, request.query_params.dict()))
        return answers.as_text(request, page.text(), GEOJSON, {"Content-Crs": f"<{wish.crs.uri}>"})


class Item(OfCollection):
    def get(self, request: Request, collection: str, item: str) -> HttpResponseBase:
        crs = asking.crs_of(asking.only(request.query_params, asking.OF_ITEM))
        feature = items.item(request, self.collection, self.reader(request), item, crs)
        if answers.wants_page(request._request):
            return answers.as_page(request, "item", pages.of_item(self.collection, feature))
        return answers.as_text(request, answers.encoded(feature), GEOJSON, {"Content-Crs": f"<{crs.uri}>"})
