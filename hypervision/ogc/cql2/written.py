"""Reads CQL2 as JSON (OGC 21-065, Annex C)."""

import json
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from hypervision.ogc import moments, shapes
from hypervision.ogc.cql2.text import interval
from hypervision.ogc.cql2.tree import Box, Budget, Many, Name, Node, Op, Shape
from hypervision.ogc.moments import Span


def read(written: str) -> Node:
    """Raises ValueError with a sentence."""
    budget = Budget(written)
    try:
        words = json.loads(written, parse_constant=_no_number, parse_int=float)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(_("The filter is no JSON.")) from error
    return _node(words, budget, 0)


def _no_number(word: str) -> NoReturn:
    raise ValueError(_("%(word)s is no number.") % {"word": word})


def _node(words: Any, budget: Budget, depth: int) -> Node:
    budget.spend(depth)
    if isinstance(words, str | bool | int | float):
        return words
    if isinstance(words, list):
        return Many(tuple(_node(each, budget, depth + 1) for each in words))
    if not isinstance(words, dict):
        raise ValueError(_not_understood(words))
    if "op" in words:
        return _operation(words, budget, depth)
    return _leaf(words)


def _operation(words: dict[str, Any], budget: Budget, depth: int) -> Node:
    name, args = words["op"], words.get("args")
    if not isinstance(name, str) or not isinstance(args, list) or not args or set(words) != {"op", "args"}:
        raise ValueError(_not_understood(words))
    return Op(name.lower(), tuple(_node(each, budget, depth + 1) for each in args))


def _leaf(words: dict[str, Any]) -> Node:
    match words:
        case {"property": str(name), **rest} if not rest:
            return Name(name)
        case {"date": str(text), **rest} if not rest:
            return moments.day(text)
        case {"timestamp": str(text), **rest} if not rest:
            at = moments.moment(text)
            return Span(at, at)
        case {"interval": [begin, end], **rest} if not rest:
            return interval((_end(begin), _end(end)))
        case {"bbox": list(numbers), **rest} if not rest and all(_is_number(each) for each in numbers):
            return Box(tuple(numbers))
        case {"type": str()}:
            return Shape(shapes.of_geojson(words))
    raise ValueError(_not_understood(words))


def _end(end: Any) -> Node:
    if isinstance(end, str):
        return end
    if isinstance(end, dict):
        return _leaf(end)
    raise ValueError(_not_understood(end))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _not_understood(words: Any) -> str:
    return _("The filter is not understood: %(what)s.") % {"what": json.dumps(words, ensure_ascii=False)[:80]}
