"""What is compared in a filter: a property of the entity or of a neighbour, or a value, each of a kind."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Value
from django.db.models.functions import Lower, Trim, Upper
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

from hypervision.lib import clock
from hypervision.ogc.offered.base import Reader
from hypervision.sensorthings.entities import ENTITIES
from hypervision.sensorthings.entities.base import Entity, Formula, Kind
from hypervision.sensorthings.errors import not_offered
from hypervision.sensorthings.tree import Node, Op, Path, Place, Span

IDS = {"@iot.id": "id"}
FOLDED = {"tolower": Lower, "toupper": Upper, "trim": Trim}
NOT_OFFERED = frozenset(
    {
        *("add", "sub", "mul", "div", "mod", "length", "indexof", "substring", "concat", "duration"),
        *("year", "month", "day", "hour", "minute", "second", "fractionalseconds", "date", "time"),
        *("totaloffsetminutes", "mindatetime", "maxdatetime", "round", "floor", "ceiling"),
        *("geo.distance", "geo.length", "st_equals", "st_disjoint", "st_touches", "st_overlaps", "st_crosses"),
        *("st_contains", "st_relate", "any", "all"),
    }
)
"""Operations and functions of the standard."""


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


@dataclass(frozen=True, slots=True)
class Sides:
    """Reads those of one type of entity, for a reader: what the reader may not see cannot be asked for either."""

    entity: Entity
    reader: Reader

    def of(self, node: Node) -> Side | None:
        """None for null. Raises ValueError with a sentence, PermissionDenied or NotOffered."""
        match node:
            case None:
                return None
            case Path():
                return self.property(node)
            case Span():
                words = node.begin.isoformat()
                return Side(words, Kind.TIME, Value(node.begin), Value(node.end), node)
            case Op(name="now", args=()):
                now = clock.now()
                return Side("now()", Kind.TIME, Value(now), Value(now), Span(now, now))
            case Op(name=name, args=(argument,)) if name in FOLDED:
                return self._folded(name, argument)
            case Op(name=name):
                raise unknown(name)
            case Place():
                raise ValueError(_("A place is asked for with geo.intersects or st_within."))
            case bool():
                raise ValueError(_("Only what is true or false is compared with true or false."))
            case str():
                return Side(f"'{node[:40]}'", Kind.TEXT, Value(_clean(node)), Value(node), node)
        return Side(str(node), Kind.NUMBER, Value(float(node)), Value(float(node)), float(node))

    def property(self, path: Path) -> Side:
        """Along the neighbours, as far as each entity has but one of them."""
        entity, prefix = self.entity, ""
        parts = path.parts
        while parts[0] in entity.relations:
            relation = entity.relations[parts[0]]
            if relation.prefix is None or len(parts) == 1:
                raise not_offered(str(path))
            entity, prefix, parts = ENTITIES[relation.target], prefix + relation.prefix, parts[1:]
            if not entity.is_open_to(self.reader):
                raise PermissionDenied
        name = "/".join(IDS.get(part, part) for part in parts)
        field = entity.may_be_asked.get(name)
        if field is None and parts[0] in entity.properties:
            raise not_offered(_("asking for %(name)s") % {"name": path})
        if field is None:
            known = {"name": path, "known": ", ".join(sorted(entity.may_be_asked))}
            raise ValueError(_("There is no property %(name)s to ask for. Known are %(known)s.") % known)
        begin = field.begin(prefix)
        return Side(str(path), field.kind, begin, field.end(prefix) if field.end else begin, None, entity, prefix)

    def _folded(self, name: str, argument: Node) -> Side:
        side = self.of(argument)
        if side is None or side.kind != Kind.TEXT:
            raise ValueError(_("%(function)s is for text.") % {"function": name})
        folded = FOLDED[name](side.begin)
        return Side(f"{name}({side.words})", Kind.TEXT, folded, folded)


def unknown(name: str) -> Exception:
    """What to raise for an operation or a function that no table has."""
    if name in NOT_OFFERED:
        return not_offered(name)
    return ValueError(_("There is no function or operation %(name)s here.") % {"name": name[:40]})


def _clean(text: str) -> str:
    if "\x00" in text:
        raise ValueError(_("Too long, or with a letter that no text has."))
    return text
