"""Cursor paging: a page ends where the next begins, whatever comes in meanwhile."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError as FieldError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

Key = UUID | int
Place = tuple[datetime, Key]
"""Where a page ended: time and id of its last row, in an order of newest first."""
Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


def encode(at: datetime, key: Key) -> str:
    return _written([at.isoformat(), str(key)])


def decode(cursor: str, key_type: type[Key] = UUID) -> Place:
    """Raises ValidationError for anything that ``encode`` did not make."""
    try:
        at, key = _read(cursor)
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError
        last = key_type(key)
        if isinstance(last, int) and not 0 <= last < 2**63:
            raise ValueError
        return moment, last
    except (ValueError, TypeError, AttributeError) as error:
        raise _foreign() from error


def after(cursor: str | None, time_field: str, key_field: str = "id", key_type: type[Key] = UUID) -> Q:
    """The rows behind the cursor, in the order of newest first; all of them when there is none."""
    if not cursor:
        return Q()
    at, key = decode(cursor, key_type)
    exact = Q(**{f"{time_field}__lt": at}) | Q(**{time_field: at, f"{key_field}__lt": key})
    return Q(**{f"{time_field}__lte": at}) & exact  # the first part is what an index begins at


def page(
    rows: QuerySet[Row], order: Sequence[str], cursor: str | None, limit: int | None
) -> tuple[list[Row], str | None]:
    """The rows behind a cursor, and the cursor of the page behind them; None where there is none.

    order: fields that are never empty, rising, of which the last one is unique. limit: None for all rows. Raises
    ValidationError for a cursor that was not made here.
    """
    found = rows.filter(_behind(rows.model, order, cursor)) if cursor else rows
    found = found.order_by(*order)
    if limit is None:
        return list(found), None
    got = list(found[: limit + 1])
    if len(got) <= limit:
        return got, None
    return got[:limit], _written([_plain(getattr(got[limit - 1], name)) for name in order])


def falling(
    rows: Sequence[Item], number: Callable[[Item], int], cursor: str | None, limit: int | None
) -> tuple[Sequence[Item], str | None]:
    """As ``page``, for a few numbered rows in memory, the newest first."""
    last = _number(cursor) if cursor else None
    left = [row for row in rows if last is None or number(row) < last]
    if limit is None or len(left) <= limit:
        return left, None
    return left[:limit], _written([str(number(left[limit - 1]))])


def _number(cursor: str) -> int:
    try:
        (text,) = _read(cursor)
        return int(_text(text))
    except (ValueError, TypeError) as error:
        raise _foreign() from error


def _behind(model: type[Model], order: Sequence[str], cursor: str) -> Q:
    """Later in the first field, or the same in it and later in the second …"""
    try:
        values = [_field(model, name).to_python(_text(value)) for name, value in zip(order, _read(cursor), strict=True)]
    except (ValueError, TypeError, FieldError) as error:
        raise _foreign() from error
    known = dict(zip(order, values, strict=True))
    behind = Q(pk__in=[])
    for place, name in enumerate(order):
        behind |= Q(**{same: known[same] for same in order[:place]}, **{f"{name}__gt": known[name]})
    return behind


def _field(model: type[Model], name: str) -> Any:
    field = model._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101 - the order is written in the code, not by who asks
    return field


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise TypeError
    return value


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _written(values: Sequence[str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _read(cursor: str) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError, binascii.Error) as error:
        raise _foreign() from error
    if not isinstance(values, list):
        raise _foreign()
    return values


def _foreign() -> ValidationError:
    return ValidationError(
        {"cursor": [_("This cursor was not made here. Take it from the `next` of the page before.")]}
    )
