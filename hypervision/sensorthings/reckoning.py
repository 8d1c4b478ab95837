"""Arithmetic and functions of a filter, by closed tables: from sides to a side.

Numbers are reckoned as decimal fractions. What is withheld is nothing (NULL) to each of them and stays nothing, so no
sum or quotient tells of it. What cannot be worked out, as by dividing by 0, is nothing as well.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import partial
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, FloatField, Func, IntegerField, Value
from django.db.models.functions import Cast, Concat, Extract, Length, Lower, StrIndex, Substr, Trim, TruncDay, Upper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hypervision.sensorthings.entities.base import Entity, Formula, Kind

LONGEST_CUT = 10_000
"""Letters, as far as ``substring`` counts."""
_DURATION = re.compile(
    r"(?P<sign>-?)P(?=\d|T\d)(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,6}(?:\.\d{1,6})?)S)?)?"
)


@dataclass(frozen=True, slots=True)
class Side:
    """words: as the filter calls it. value: None of properties. of: whose id it is, and the way to it, of a key."""

    words: str
    kind: Kind
    begin: Formula
    end: Formula
    value: Any = None
    of: Entity | None = None
    prefix: str = ""


def operated(name: str, one: Side, other: Side) -> Side:
    """Raises ValueError with a sentence for what cannot be reckoned with."""
    words = f"{one.words} {name} {other.words}"
    if (one.kind, other.kind) == (Kind.TIME, Kind.DURATION) and name in ("add", "sub"):
        begin, end = (_moved(name, at, other.value) for at in (one.begin, one.end))
        return Side(words, Kind.TIME, begin, end)
    if (one.kind, other.kind) != (Kind.NUMBER, Kind.NUMBER):
        said = {"operation": name, "one": one.words, "other": other.words}
        raise ValueError(_("%(operation)s reckons with numbers, not with %(one)s and %(other)s.") % said)
    made = OPERATIONS[name](_fraction(one.begin), _fraction(other.begin))
    return Side(words, Kind.NUMBER, made, made)


def called(name: str, sides: Sequence[Side]) -> Side:
    """Of what lasts, functions of time read the beginning. Raises ValueError with a sentence for wrong arguments."""
    function = FUNCTIONS[name]
    if not function.least <= len(sides) <= len(function.takes):
        raise ValueError(_("%(name)s has another number of arguments.") % {"name": name})
    for side, kind in zip(sides, function.takes, strict=False):
        if side.kind != kind:
            raise ValueError(_IS_FOR[kind] % {"function": name, "one": side.words})
    words = f"{name}({', '.join(side.words for side in sides)})"
    made = _cut(sides) if name == "substring" else function.made(*(side.begin for side in sides))
    return Side(words, function.gives, made, made)


def duration(text: str) -> timedelta:
    """Days and parts of days, as the standard writes them. Raises ValueError with a sentence."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(_("Write a duration such as %(examples)s.") % {"examples": "duration'P1D', duration'PT1H30M'"})
    sign, *parts = found.groups()
    days, hours, minutes, seconds = (float(part or 0) for part in parts)
    return (-1 if sign else 1) * timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _fraction(number: Any) -> Formula:
    return Cast(number, FloatField())


def _moved(name: str, at: Any, length: timedelta) -> Formula:
    return ExpressionWrapper(at + Value(length if name == "add" else -length), output_field=DateTimeField())


def _cut(sides: Sequence[Side]) -> Formula:
    """By letters that are counted from 0."""
    text, *numbers = sides
    for number in numbers:
        if number.value is None or not 0 <= number.value <= LONGEST_CUT or number.value % 1:
            most = {"most": LONGEST_CUT}
            raise ValueError(_("Letters are counted by whole numbers from 0 to %(most)d.") % most)
    begin, *length = (int(number.value) for number in numbers)
    return Substr(text.begin, begin + 1, *length)


def _sql(template: str, *arguments: Any) -> Formula:
    """Of numbers. The template is ours."""
    return Func(*arguments, template=template, arg_joiner=", ", output_field=FloatField())


def _infix(sign: str, one: Any, other: Any) -> Formula:
    return Func(one, other, template="(%(expressions)s)", arg_joiner=f" {sign} ", output_field=FloatField())


def _unless_0(number: Any) -> Formula:
    return _sql("NULLIF(%(expressions)s, 0)", number)


def _exact(number: Any) -> Formula:
    return _sql("(%(expressions)s)::numeric", number)


def _mod(one: Any, other: Any) -> Formula:
    return _sql("MOD(%(expressions)s)::float8", _exact(one), _exact(_unless_0(other)))


def _index(whole: Any, part: Any) -> Formula:
    return ExpressionWrapper(StrIndex(whole, part) - Value(1), output_field=IntegerField())


def _part(name: str, at: Any) -> Formula:
    return Extract(at, name, tzinfo=UTC)


OPERATIONS: Mapping[str, Callable[[Any, Any], Formula]] = {
    "add": partial(_infix, "+"),
    "sub": partial(_infix, "-"),
    "mul": partial(_infix, "*"),
    "div": lambda one, other: _infix("/", one, _unless_0(other)),
    "mod": _mod,
}


@dataclass(frozen=True, slots=True)
class Function:
    """takes: the kinds of its arguments, ``least`` of them at least."""

    takes: tuple[Kind, ...]
    gives: Kind
    made: Callable[..., Formula]
    least: int


def _function(takes: Sequence[Kind], gives: Kind, made: Callable[..., Formula]) -> Function:
    return Function(tuple(takes), gives, made, len(takes))


_NUMBER, _TEXT, _TIME = Kind.NUMBER, Kind.TEXT, Kind.TIME
_IS_FOR = {
    _NUMBER: gettext_lazy("%(function)s is for numbers, not for %(one)s."),
    _TEXT: gettext_lazy("%(function)s is for text, not for %(one)s."),
    _TIME: gettext_lazy("%(function)s is for times, not for %(one)s."),
}
_PARTS = ("year", "month", "day", "hour", "minute", "second")
FUNCTIONS: Mapping[str, Function] = {
    "round": _function([_NUMBER], _NUMBER, lambda one: _sql("ROUND(%(expressions)s)::float8", _exact(one))),
    "floor": _function([_NUMBER], _NUMBER, partial(_sql, "FLOOR(%(expressions)s)")),
    "ceiling": _function([_NUMBER], _NUMBER, partial(_sql, "CEILING(%(expressions)s)")),
    **{name: _function([_TIME], _NUMBER, partial(_part, name)) for name in _PARTS},
    "fractionalseconds": _function(
        [_TIME], _NUMBER, partial(_sql, "MOD(EXTRACT(SECOND FROM %(expressions)s), 1)::float8")
    ),
    "totaloffsetminutes": _function([_TIME], _NUMBER, lambda _at: Value(0.0)),
    "date": _function([_TIME], _TIME, lambda at: TruncDay(at, tzinfo=UTC, output_field=DateTimeField())),
    "tolower": _function([_TEXT], _TEXT, Lower),
    "toupper": _function([_TEXT], _TEXT, Upper),
    "trim": _function([_TEXT], _TEXT, Trim),
    "length": _function([_TEXT], _NUMBER, Length),
    "concat": _function([_TEXT, _TEXT], _TEXT, Concat),
    "indexof": _function([_TEXT, _TEXT], _NUMBER, _index),
    "substring": Function((_TEXT, _NUMBER, _NUMBER), _TEXT, Substr, 2),
}
