"""What a collection is: whose right, which rows, what is told of each, and what may be asked for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise

from hypervision.accounts.api import token_may
from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Right, Scope
from hypervision.lib.jsonrow import JsonRow
from hypervision.ogc.crs import Crs, drawn
from hypervision.ogc.cursor import Key

Words = str | Promise


class Kind(StrEnum):
    """What a property is made of."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    FLAG = "flag"
    MOMENT = "moment"
    ID = "id"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Property:
    """path: the way to it from the row; empty where it is worked out afterwards, and cannot be asked for."""

    name: str
    kind: Kind
    title: Words
    path: str = ""
    choices: tuple[str, ...] = ()

    @property
    def can_be_asked(self) -> bool:
        return bool(self.path) and self.kind != Kind.FACTS


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a person, and the token with which a system comes in the person's name."""

    person: User
    token: ApiToken | None = None

    def may(self, right: Right, scope: Scope) -> bool:
        return self.person.may(right) and token_may(self.token, scope)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One feature as text of GeoJSON, and where it stands in the order of its collection."""

    key: Key
    at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """rows: in sight of a reader. place: the way to the geometry, in degrees. geometry: its type in GeoJSON.

    time: the way to the moment by which rows come newest first; empty for what has none. lasts: from that moment on.
    is_small: whether counting its rows costs nothing. draw: ``in_database`` unless a row must be worked on.
    """

    id: str
    title: Words
    description: Words
    right: Right
    scope: Scope
    rows: Callable[[Reader], QuerySet[Any]]
    place: str
    geometry: str
    properties: tuple[Property, ...]
    key: type[UUID] | type[int] = UUID
    time: str = ""
    lasts: timedelta = timedelta()
    is_small: bool = False
    draw: "Callable[[Collection, QuerySet[Any], Crs], Iterable[Drawn]] | None" = None

    def is_open_to(self, reader: Reader) -> bool:
        return reader.may(self.right, self.scope)

    @property
    def asked(self) -> dict[str, Property]:
        """What may be asked for, by name."""
        return {each.name: each for each in self.properties if each.can_be_asked}

    def features(self, rows: QuerySet[Any], crs: Crs) -> list[Drawn]:
        return list((self.draw or in_database)(self, rows, crs))


def in_database(collection: Collection, rows: QuerySet[Any], crs: Crs) -> Iterable[Drawn]:
    """A thousand features cost one query and no work row by row."""
    properties = JsonRow(**{each.name: F(each.path) for each in collection.properties})
    times = [moment(collection.time)] if collection.time else []
    for key, *at, geometry, text in rows.values_list("pk", *times, drawn(collection.place, crs), properties):
        yield Drawn(key, datetime.fromisoformat(at[0]) if at else None, feature(key, geometry, text))


def moment(path: str) -> Cast:
    """The text of a moment. ``datetime.fromisoformat`` reads it in a tenth of the time of the field's own reader."""
    return Cast(F(path), TextField())


def feature(key: Key, geometry: str | None, properties: str) -> str:
    """Of texts of JSON."""
    name = key if isinstance(key, int) else f'"{key}"'
    return f'{{"type":"Feature","id":{name},"geometry":{geometry or "null"},"properties":{properties}}}'
