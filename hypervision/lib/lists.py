"""What lists have in common: some of the fields for who wants no more, and the address of the page behind."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hypervision.lib import paging
from hypervision.lib.query import MOST, Query
from hypervision.lib.tables import Places

PLACE = frozenset({"lon", "lat", "geometry", "perimeter"})
"""Where a row lies, without which it would be no feature."""

Row = TypeVar("Row", bound=Model)


class Choosing(serializers.Serializer[Any]):
    """Base of the parameters of a list whose rows have the fields of a card."""

    card: type

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`fields` is a word of the framework, so it is added by name."""
        names = serializers.MultipleChoiceField(
            choices=list(self.card.__annotations__),
            required=False,
            help_text="Of each row these alone, with commas between, and its `id`; all of them if nothing is said.",
        )
        return {**super().get_fields(), "fields": names}


class WholeQuery(Choosing):
    """Of a list that comes whole where no ``limit`` is asked for: copies of small tables need no pages."""

    limit = serializers.IntegerField(min_value=1, max_value=MOST, required=False, help_text="Rows a page; else all.")
    cursor = serializers.CharField(required=False, allow_blank=True, help_text="From the `next` of the page before.")


class PageQuery(Choosing, Query):
    """Of a list that comes in pages."""


def narrowed(asked: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Of what may be asked for by these names, what was."""
    return {name: asked[name] for name in names if asked.get(name) is not None}


def paged(
    request: Request,
    rows: QuerySet[Row],
    order: Sequence[str],
    card: Callable[[Row], Mapping[str, Any]],
    asked: Mapping[str, Any],
) -> Response:
    """A page of rows, each as its card; order: see ``paging.page``."""
    found, cursor = paging.page(rows, order, asked.get("cursor"), asked.get("limit"))
    return listed(request, map(card, found), asked, cursor)


def listed(
    request: Request,
    rows: Iterable[Mapping[str, Any]],
    asked: Mapping[str, Any],
    cursor: str | None = None,
    **more: Any,
) -> Response:
    """cursor: of the page behind; None for the last one. more: what stands beside the rows."""
    following = address(request, cursor) if cursor else None
    names = asked.get("fields")
    also = PLACE if isinstance(request.accepted_renderer, Places) else frozenset[str]()
    return Response({**more, "next": following, "results": _chosen(rows, {"id", *names} | also if names else None)})


def _chosen(rows: Iterable[Mapping[str, Any]], kept: Set[str] | None) -> Sequence[Mapping[str, Any]]:
    if kept is None:
        return list(rows)
    return [{name: value for name, value in row.items() if name in kept} for row in rows]


def address(request: Request, cursor: str) -> str:
    query = {**request.query_params.dict(), "cursor": cursor}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
