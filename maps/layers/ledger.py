"""What an import changed, row by row, so that it can be taken back: the difference of what stood before and after."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Model, QuerySet

from maps.models import Camera, City, District, Feature, ImportedRow, Layer, LayerImport, LayerShape, Street

Change = ImportedRow.Change
State = dict[str, Any]
"""A row without its key, as JSON keeps it; shapes as hexadecimal EWKB."""

TABLES: Mapping[str, type[Model]] = {
    "layer": Layer,
    "shape": LayerShape,
    "camera": Camera,
    "district": District,
    "feature": Feature,
    "street": Street,
    "city": City,
}
"""In this order rows come back; in the other one they go."""
LEFT_OUT = {"credentials", "imported_at"}
"""Secrets are not copied, and when a map was last changed is no part of it."""


class Place(NamedTuple):
    table: str
    row: str


Stand = dict[Place, State]


def table_of(model: type[Model]) -> str:
    return next(name for name, one in TABLES.items() if one is model)


def stand(querysets: Iterable[QuerySet[Any]]) -> Stand:
    """Read anew at each call."""
    found: Stand = {}
    for rows in querysets:
        table = table_of(rows.model)
        names = [field.attname for field in rows.model._meta.concrete_fields if field.attname not in LEFT_OUT]
        for state in rows.order_by().values(*names).iterator(chunk_size=2000):
            pk = state.pop("id")
            found[Place(table, str(pk))] = {name: _kept(value) for name, value in state.items()}
    return found


def write(brought: LayerImport, before: Stand, after: Stand, keys: Mapping[Place, str]) -> None:
    """keys: by which the file knows a row; one that is as it was is kept for its key alone.

    Of a row that was changed only the changed fields are kept: what others change of it meanwhile is not in the way.
    """
    rows = []
    for place in {**before, **after}:
        old, new = before.get(place), after.get(place)
        if old == new and place not in keys:
            continue
        if old is not None and new is not None:
            old, new = _apart(old, new), _apart(new, old)
        rows.append(
            ImportedRow(
                brought=brought,
                table=place.table,
                row=place.row,
                key=keys.get(place, ""),
                change=_change(old, new),
                before=old or None,
                after=digest(new) if new is not None else "",
            )
        )
    ImportedRow.objects.bulk_create(rows, batch_size=1000)


def _apart(one: State, other: State) -> State:
    return {name: value for name, value in one.items() if value != other[name]}


def digest(state: State) -> str:
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


def values(table: str, state: State) -> State:
    """As the fields of a row take them."""
    fields = {field.attname: field for field in TABLES[table]._meta.concrete_fields}
    return {name: _read(fields[name], value) for name, value in state.items()}


def _change(before: State | None, after: State | None) -> Change:
    if before == after:
        return Change.SAME
    return Change.ADDED if before is None else Change.REMOVED if after is None else Change.CHANGED


def _kept(value: Any) -> Any:
    if isinstance(value, GEOSGeometry):
        return value.hexewkb.decode()
    return str(value) if isinstance(value, UUID) else value


def _read(field: Any, value: Any) -> Any:
    if value is not None and hasattr(field, "srid"):
        return GEOSGeometry(value)
    return value
