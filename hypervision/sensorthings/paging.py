"""The order of a set, and where the next page begins.

Observations come in all the time. In the order of time or of ids their next page begins behind the last row, whatever
came in meanwhile; all else is so small or so rarely asked that a number of rows to skip does.
"""

from typing import Any
from urllib.parse import urlencode

from django.db.models import OrderBy, Q
from rest_framework.exceptions import ValidationError

from hypervision.ogc import cursor
from hypervision.ogc.offered.base import Reader
from hypervision.sensorthings import asking
from hypervision.sensorthings.entities.base import Entity, Kind, Row
from hypervision.sensorthings.sides import Sides
from hypervision.sensorthings.tree import Ordering, Path, Wish

IN_TIME = (Path(("phenomenonTime",)), Path(("resultTime",)))
BEGIN = "starts_at"


def order(entity: Entity, reader: Reader, wish: Wish) -> list[Any]:
    """Raises ValueError with a sentence. Rows that are equal in what is asked are told apart by their keys."""
    if (is_descending := _in_time(entity, wish)) is not None:
        sign = "-" if is_descending else ""
        return [f"{sign}{BEGIN}", f"{sign}id"]
    asked: list[Any] = []
    for each in wish.order:
        side = Sides(entity, reader).property(each.path)
        names = [f"{side.prefix}{name}" for name in side.of.key] if side.kind == Kind.KEY and side.of else []
        if names:
            asked += [f"-{name}" if each.is_descending else name for name in names]
        else:
            asked.append(OrderBy(side.begin, descending=each.is_descending, nulls_last=True))
    return [*asked, *entity.order]


def _in_time(entity: Entity, wish: Wish) -> bool | None:
    """Whether newest come first; None in another order."""
    if BEGIN not in entity.columns:
        return None
    match wish.order:
        case ():
            return True
        case (Ordering(path=path, is_descending=is_descending), *more) if path in IN_TIME and not more:
            return is_descending
    return None


def behind(entity: Entity, wish: Wish, token: str) -> Q:
    """Raises ValidationError for a token that was not made here."""
    is_descending = _in_time(entity, wish)
    if not token:
        return Q()
    try:
        return cursor.after(token, int, BEGIN if is_descending is not None else "", is_ascending=not is_descending)
    except ValueError as error:
        raise ValidationError({asking.CURSOR: [str(error)]}) from error


def following(address: str, entity: Entity, given: dict[str, str], wish: Wish, shown: int, last: Row) -> str:
    """The address of the page behind one of so many rows."""
    if _in_time(entity, wish) is not None:
        more = {asking.CURSOR: cursor.encode(last["id"], last[BEGIN])}
        given = {name: value for name, value in given.items() if name != "$skip"}
    else:
        more = {"$skip": str(wish.skip + shown)}
    return f"{address}?{urlencode({**given, **more}, safe='$')}"
