"""What a type of entity is: whose right, which rows, what is told of each, and how it hangs together with others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Expression, F, Q, QuerySet

from hypervision.accounts.rights import Right, Scope
from hypervision.ogc.offered.base import Reader

Row = dict[str, Any]
"""The columns of an entity."""
Key = tuple[Any, ...]
Formula = Expression | F
Made = Callable[[str], Formula]
"""Makes an expression of the way from the row at hand to the entity's; empty where they are the same."""


class Kind(StrEnum):
    """What a property is made of, as far as it can be asked for."""

    KEY = "key"
    TEXT = "text"
    NUMBER = "number"
    TIME = "time"
    DURATION = "duration"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Field:
    """A property that can be asked for and sorted by. end: of what lasts; else it is the beginning."""

    kind: Kind
    begin: Made
    end: Made | None = None


def column(kind: Kind, path: str) -> Field:
    return Field(kind, lambda prefix: F(prefix + path))


@dataclass(frozen=True, slots=True)
class Relation:
    """To another type. mine, theirs: the columns that are equal in both.

    prefix: the way there for a query; None where there is none, as from one to many.
    """

    target: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    is_many: bool
    prefix: str | None = None


def written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def lasting(begin: datetime, end: datetime) -> str:
    """As the standard writes what lasts."""
    return f"{written(begin)}/{written(end)}"


def nothing_prepared(reader: Reader, rows: Sequence[Row]) -> Any:
    return None


@dataclass(frozen=True, slots=True)
class Entity:
    """plural: its name in addresses. rows: in sight of a reader, as far as their zones are those of a ``Q`` on zones.

    columns: what a row holds. key: which of them are its id. read_key: the values of an id as addresses have it;
    ValueError where it is none. prepare: what ``tell`` needs beside a row, read for all rows at once. order: as asked
    for when nobody asks. may_be_asked: what can be asked for, by name. properties: the names of what is told.
    """

    plural: str
    right: Right
    scope: Scope
    rows: Callable[[Reader, Q], QuerySet[Any]]
    columns: tuple[str, ...]
    key: tuple[str, ...]
    id_of: Callable[[Row], str | int]
    read_key: Callable[[str], Key]
    order: tuple[str, ...]
    may_be_asked: Mapping[str, Field]
    properties: tuple[str, ...]
    tell: Callable[[Row, Any], dict[str, Any]]
    relations: Mapping[str, Relation] = field(default_factory=dict)
    prepare: Callable[[Reader, Sequence[Row]], Any] = nothing_prepared

    def is_open_to(self, reader: Reader) -> bool:
        return reader.may(self.right, self.scope)

    def of_key(self, text: str, prefix: str = "") -> Q:
        """The one of this id, or nothing where it is none."""
        try:
            values = self.read_key(text)
        except ValueError:
            return Q(pk__in=[])
        return Q(**{f"{prefix}{name}": value for name, value in zip(self.key, values, strict=True)})


def matching(columns: Sequence[str], keys: Sequence[Key]) -> Q:
    """Rows whose columns are one of the keys."""
    if len(columns) == 1:
        return Q(**{f"{columns[0]}__in": [key[0] for key in keys]})
    found = Q()
    for key in keys:
        found |= Q(**dict(zip(columns, key, strict=True)))
    return found if keys else Q(pk__in=[])


def near(columns: Sequence[str], keys: Sequence[Key]) -> Q:
    """What that says of the zones, so that rows of others are not even looked at."""
    for name, path in (("zone_id", "pk__in"), ("camera_id", "camera__in")):
        if name in columns:
            at = columns.index(name)
            return Q(**{path: {key[at] for key in keys}})
    return Q()
