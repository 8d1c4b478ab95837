"""Features of a collection as GeoJSON: a page of them, or one."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet, UUIDField, Value
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from hypervision.ogc import cursor
from hypervision.ogc.answers import GEOJSON, JSON, Link, address, here, link
from hypervision.ogc.asking import Wish
from hypervision.ogc.bounds import bounded, walking
from hypervision.ogc.crs import Crs
from hypervision.ogc.offered.base import Collection, Drawn, Reader

NEWEST = 10_000
"""Rows that are looked through before the database looks for a page in its own way."""


class _IsAny(Func):
    """Among a thousand keys as one value: each by itself would have to be written into the query."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Page:
    """matched: how many there are on all pages; None where counting them would cost."""

    shown: list[Drawn]
    links: list[Link]
    following: str | None
    matched: int | None

    def text(self) -> bytes:
        head: dict[str, Any] = {"type": "FeatureCollection", "numberReturned": len(self.shown), "links": self.links}
        if self.matched is not None:
            head["numberMatched"] = self.matched
        opened = json.dumps(head)[:-1]
        return f'{opened}, "features": [{",".join(each.text for each in self.shown)}]}}'.encode()


def page(request: Request, collection: Collection, reader: Reader, wish: Wish) -> Page:
    in_sight = collection.rows(reader)
    rows = in_sight.filter(wish.where)
    with bounded():
        found = collection.features(_wanted(collection, in_sight, wish), wish.crs)
        shown = found[: wish.limit]
        is_last = len(found) <= wish.limit
        matched = _matched(collection, rows, len(shown) if is_last and wish.behind == Q() else None)
    following = None if is_last else _behind(request, shown[-1])
    links = [*here(request, GEOJSON), link(_of(request, collection), "collection", JSON, str(collection.title))]
    if following:
        links.append(link(following, "next", GEOJSON, _("The next page")))
    return Page(shown, links, following, matched)


def item(request: Request, collection: Collection, reader: Reader, name: str, crs: Crs) -> dict[str, Any]:
    """Raises Http404 for what there is not, or what is not in sight."""
    with bounded():
        found = collection.features(collection.rows(reader).filter(pk=_key(collection, name)), crs)
    if not found:
        raise Http404
    feature: dict[str, Any] = json.loads(found[0].text)
    links = [*here(request, GEOJSON), link(_of(request, collection), "collection", JSON, str(collection.title))]
    return {**feature, "links": links}


def _key(collection: Collection, name: str) -> cursor.Key:
    try:
        key = collection.key(name)
    except ValueError as error:
        raise Http404 from error
    if isinstance(key, int) and not 0 <= key < 2**63:
        raise Http404
    return key


def _of(request: Request, collection: Collection) -> str:
    return address(request, reverse("ogc-collection", args=[collection.id]))


def _behind(request: Request, last: Drawn) -> str:
    given = {**request.query_params.dict(), "cursor": cursor.encode(last.key, last.at)}
    return address(request, request.path, **given)


def _matched(collection: Collection, rows: QuerySet[Any], known: int | None) -> int | None:
    if known is not None:
        return known
    return rows.order_by().count() if collection.is_small else None


def _wanted(collection: Collection, in_sight: QuerySet[Any], wish: Wish) -> QuerySet[Any]:
    """One row more than there is room for, which tells whether there is a page behind.

    How many rows a filter leaves nobody can guess well. So they are chosen first, by their keys alone, and only then
    joined with what is told of them.
    """
    order = cursor.order(collection.time)
    behind = in_sight.filter(wish.behind).order_by(*order)
    if collection.is_small or wish.where == Q():
        return behind.filter(wish.where)[: wish.limit + 1]
    keys = _among_newest(collection, behind, wish)
    if keys is None:
        keys = list(behind.filter(wish.where).values_list("pk", flat=True)[: wish.limit + 1])
    among = Value(keys, ArrayField(BigIntegerField() if collection.key is int else UUIDField()))
    return in_sight.filter(_IsAny(F("pk"), among)).order_by(*order)


def _among_newest(collection: Collection, behind: QuerySet[Any], wish: Wish) -> list[Any] | None:
    """The keys of a page, found by walking back in time; None where the newest rows do not fill one.

    Filters that leave many rows fill a page soon. To find all that match and sort them then, as the database prefers
    to, would take ten times as long. It is kept from it for as long as that walk may be.
    """
    times = behind.values_list(collection.time, flat=True)
    oldest = next(iter(times[NEWEST : NEWEST + 1]), None)
    walk = behind.filter(wish.where, **({f"{collection.time}__gte": oldest} if oldest else {}))
    with walking():
        keys = list(walk.values_list("pk", flat=True)[: wish.limit + 1])
    return keys if oldest is None or len(keys) > wish.limit else None
