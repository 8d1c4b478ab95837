"""What is compared: a property or a value, each of a kind. Only what is of one kind is compared."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.lookups import Unaccent
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from hypervision.ogc import moments
from hypervision.ogc.cql2.tree import Between, Name, Node, Op
from hypervision.ogc.moments import Span
from hypervision.ogc.offered.base import Collection, Kind

LARGEST = 1e300
LONGEST_PATTERN = 200
MOST_WILDCARDS = 10
FOLDED: dict[str, Callable[[Any], Combinable]] = {"casei": Lower, "accenti": Unaccent}


@dataclass(frozen=True, slots=True)
class Side:
    """words: as the filter calls it. end: of what lasts; of all else it is the beginning. value: None of properties."""

    words: str
    kind: Kind
    begin: Combinable
    end: Combinable
    value: Any = None


def of(collection: Collection, node: Node) -> Side:
    """Raises ValueError with a sentence."""
    if isinstance(node, Name):
        return _property(collection, node.name)
    if isinstance(node, Op) and node.name in FOLDED and len(node.args) == 1:
        return _folded(of(collection, node.args[0]), node.name)
    if isinstance(node, Between):
        return _between(collection, node)
    if isinstance(node, Span):
        return Side(_written(node.begin), Kind.MOMENT, Value(node.begin), Value(node.end), node)
    if isinstance(node, bool):
        return _value(str(node).upper(), Kind.FLAG, node)
    if isinstance(node, int | float):
        if not abs(node) < LARGEST:
            raise ValueError(_("A number is too large."))
        return _value(str(node), Kind.NUMBER, float(node))
    if isinstance(node, str):
        return _value(f"'{node[:40]}'", Kind.TEXT, node)
    if isinstance(node, Op):
        raise ValueError(_("There is no function or operation %(name)s here.") % {"name": node.name})
    raise ValueError(_("A value is missing where one is compared."))


def alike(one: Side, other: Side) -> tuple[Side, Side]:
    """Both, made comparable. Raises ValueError with a sentence where they are of different kinds."""
    one, other = _as_told(one, other), _as_told(other, one)
    if one.kind != other.kind:
        facts = {"one": one.words, "kind": _named(one.kind), "other": other.words, "other_kind": _named(other.kind)}
        raise ValueError(_("%(one)s (%(kind)s) cannot be compared with %(other)s (%(other_kind)s).") % facts)
    return one, other


def like(one: Side, pattern: Side) -> Q:
    """Raises ValueError with a sentence for a pattern that would cost too much, or that none is."""
    if one.kind != Kind.TEXT:
        raise ValueError(_("%(name)s is no text.") % {"name": one.words})
    if not isinstance(pattern.value, str):
        raise ValueError(_("LIKE wants a pattern in quotes."))
    text = pattern.value
    if len(text) > LONGEST_PATTERN or text.count("%") > MOST_WILDCARDS:
        facts = {"letters": LONGEST_PATTERN, "wildcards": MOST_WILDCARDS}
        raise ValueError(_("A pattern has %(letters)d letters and %(wildcards)d times %% at most.") % facts)
    if (len(text) - len(text.rstrip("\\"))) % 2:
        raise ValueError(_("A pattern does not end with a backslash."))
    return Q(Func(one.begin, pattern.begin, template="(%(expressions)s)", arg_joiner=" LIKE ", output_field=_FLAG))


_FLAG: BooleanField[bool, bool] = BooleanField()


def _property(collection: Collection, name: str) -> Side:
    known = collection.asked
    if name not in known:
        raise ValueError(
            _("There is no property %(name)s to ask for. Known are %(known)s.")
            % {"name": name[:40], "known": ", ".join(sorted(known))}
        )
    found = known[name]
    kind = Kind.NUMBER if found.kind == Kind.WHOLE else found.kind
    return Side(name, kind, F(found.path), F(found.path))


def _folded(side: Side, function: str) -> Side:
    if side.kind != Kind.TEXT:
        facts = {"function": function.upper(), "name": side.words}
        raise ValueError(_("%(function)s is for text, and %(name)s is none.") % facts)
    folded = FOLDED[function](side.begin)
    return replace(side, begin=folded, end=folded)


def _between(collection: Collection, node: Between) -> Side:
    begin, end = of(collection, node.begin), of(collection, node.end)
    for side in (begin, end):
        if side.kind != Kind.MOMENT:
            raise ValueError(_("%(name)s is no moment.") % {"name": side.words})
    return Side(f"{begin.words}/{end.words}", Kind.MOMENT, begin.begin, end.end)


def _as_told(side: Side, beside: Side) -> Side:
    """A text that is compared with an id or a moment is one, too."""
    if not isinstance(side.value, str):
        return side
    if beside.kind == Kind.MOMENT:
        span = moments.span(side.value)
        return Side(side.words, Kind.MOMENT, Value(span.begin), Value(span.end), span)
    if beside.kind != Kind.ID:
        return side
    try:
        key = UUID(side.value)
    except ValueError as error:
        raise ValueError(_("%(value)s is no id (UUID).") % {"value": side.words}) from error
    return _value(side.words, Kind.ID, key)


def _value(words: str, kind: Kind, value: Any) -> Side:
    return Side(words, kind, Value(value), Value(value), value)


def _written(at: datetime) -> str:
    return at.isoformat()


def _named(kind: Kind) -> str:
    return {
        Kind.TEXT: _("text"),
        Kind.NUMBER: _("number"),
        Kind.FLAG: _("true or false"),
        Kind.MOMENT: _("moment"),
        Kind.ID: _("id"),
    }[kind]
