"""What is asked of the items of a collection, read strictly: what is unknown is an error, as the standard wants."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from hypervision.lib.query import MOST
from hypervision.ogc import crs as systems
from hypervision.ogc import cursor, moments, shapes
from hypervision.ogc.cql2 import text, to_q, written
from hypervision.ogc.crs import Crs
from hypervision.ogc.offered.base import Collection, Kind, Property

T = TypeVar("T")
USUAL = 100
LANGUAGES = {"cql2-text": text.read, "cql2-json": written.read, "cql-text": text.read}
"""The last is the draft's name of the first, by which GDAL still calls it."""
FORMAT = "f"
OF_ITEM = (FORMAT, "crs")
OF_ITEMS = (
    *OF_ITEM,
    *("limit", "cursor", "bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs"),
)
LONGEST = 10_000
"""Letters of a parameter."""


@dataclass(frozen=True, slots=True)
class Wish:
    """where: which rows. behind: of those, the ones behind the page before."""

    crs: Crs
    limit: int
    where: Q
    behind: Q


def only(params: QueryDict, known: tuple[str, ...]) -> dict[str, str]:
    """Each parameter, given once. Raises ValidationError for what is not known here."""
    wrong = {
        name: [_("Unknown parameter. Known are %(known)s.") % {"known": ", ".join(sorted(known))}]
        for name in params
        if name not in known
    }
    wrong |= {name: [_("Given more than once.")] for name, values in params.lists() if len(values) > 1}
    wrong |= {
        name: [_("Too long, or with a letter that no text has.")]
        for name, value in params.items()
        if len(str(value)) > LONGEST or "\x00" in str(value)
    }
    if wrong:
        raise ValidationError(wrong)
    return {name: str(value) for name, value in params.items()}


def read(collection: Collection, params: QueryDict) -> Wish:
    """Raises ValidationError, a sentence a parameter."""
    given = only(params, (*OF_ITEMS, *collection.asked))
    where = _near(collection, given) & _during(collection, given) & _filtered(collection, given)
    for name, which in collection.asked.items():
        if name in given:
            where &= _part(name, partial(_equal, which), given[name])
    behind = Q()
    if given.get("cursor"):
        behind = _part("cursor", lambda value: cursor.after(value, collection.key, collection.time), given["cursor"])
    return Wish(crs_of(given), _limit(given), where, behind)


def crs_of(given: dict[str, str], name: str = "crs") -> Crs:
    return _part(name, systems.find, given[name]) if name in given else systems.CRS84


def _part(name: str, reader: Callable[[str], T], value: str) -> T:
    try:
        return reader(value)
    except ValueError as error:
        raise ValidationError({name: [str(error)]}) from error


def _limit(given: dict[str, str]) -> int:
    """More than there may be is as many as there may be: the standard wants no error."""
    value = given.get("limit", str(USUAL))
    if not (value.isascii() and value.isdigit()) or not value.strip("0"):
        raise ValidationError({"limit": [_("A whole number, 1 to %(most)d.") % {"most": MOST}]})
    return min(int(value[:9]), MOST)


def _near(collection: Collection, given: dict[str, str]) -> Q:
    crs = crs_of(given, "bbox-crs")
    if "bbox" not in given:
        return Q()
    box = _part("bbox", lambda value: shapes.of_box(_numbers(value), crs), given["bbox"])
    return Q(**{f"{collection.place}__intersects": box})


def _numbers(value: str) -> list[float]:
    try:
        return [float(part) for part in value.split(",")]
    except ValueError as error:
        raise ValueError(_("A box is four finite numbers: its lower corner, then its upper one.")) from error


def _during(collection: Collection, given: dict[str, str]) -> Q:
    """What has no time is found at any."""
    if "datetime" not in given:
        return Q()
    asked = _part("datetime", moments.span, given["datetime"])
    if not collection.time:
        return Q()
    begun = Q(**{f"{collection.time}__lte": asked.end})
    if not collection.lasts:
        return begun & Q(**{f"{collection.time}__gte": asked.begin})
    since = max(asked.begin, moments.EARLIEST + collection.lasts) - collection.lasts
    return begun & Q(**{f"{collection.time}__gt": since})


def _filtered(collection: Collection, given: dict[str, str]) -> Q:
    language = given.get("filter-lang", "cql2-text")
    if language not in LANGUAGES:
        raise ValidationError({"filter-lang": [_("One of %(known)s.") % {"known": ", ".join(LANGUAGES)}]})
    crs = crs_of(given, "filter-crs")
    if "filter" not in given:
        return Q()
    meaning = to_q.Meaning(collection, crs)
    return _part("filter", lambda value: meaning.q(LANGUAGES[language](value)), given["filter"])


def _equal(which: Property, value: str) -> Q:
    """Raises ValueError with a sentence where the value is none of the property's kind."""
    if which.kind == Kind.MOMENT:
        asked = moments.span(value)
        return Q(**{f"{which.path}__gte": asked.begin, f"{which.path}__lte": asked.end})
    return Q(**{which.path: _value(which, value)})


def _value(which: Property, value: str) -> str | float | bool | UUID:
    try:
        match which.kind:
            case Kind.ID:
                return UUID(value)
            case Kind.FLAG:
                return {"true": True, "false": False}[value]
            case Kind.NUMBER | Kind.WHOLE:
                return _number(value, which.kind)
    except (ValueError, KeyError) as error:
        raise ValueError(_("%(value)s is not what this property is made of.") % {"value": value[:40]}) from error
    return value


def _number(value: str, kind: Kind) -> float:
    number = int(value) if kind == Kind.WHOLE else float(value)
    if not abs(number) < 2**31:
        raise ValueError
    return number
