"""What is compared in a filter: a property of the entity or of a neighbour, or a value, each of a kind."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Value
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

from hypervision.lib import clock
from hypervision.ogc.offered.base import Reader
from hypervision.sensorthings import reckoning
from hypervision.sensorthings.entities import ENTITIES
from hypervision.sensorthings.entities.base import Entity, Kind
from hypervision.sensorthings.errors import not_offered
from hypervision.sensorthings.reckoning import FUNCTIONS, OPERATIONS, Side
from hypervision.sensorthings.tree import Node, Op, Path, Place, Span

IDS = {"@iot.id": "id"}
ENDS_OF_TIME = {"mindatetime": datetime.min.replace(tzinfo=UTC), "maxdatetime": datetime.max.replace(tzinfo=UTC)}
NOT_OFFERED = frozenset(
    {
        *("time", "geo.distance", "geo.length", "st_equals", "st_disjoint", "st_touches", "st_overlaps", "st_crosses"),
        *("st_contains", "st_relate", "any", "all"),
    }
)
"""Operations and functions of the standard."""


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
            case Op(name=name, args=()) if name in ENDS_OF_TIME:
                at = ENDS_OF_TIME[name]
                return Side(f"{name}()", Kind.TIME, Value(at), Value(at), Span(at, at))
            case Op(name="duration", args=(str() as text,)):
                length = reckoning.duration(text)
                return Side(f"duration'{text}'", Kind.DURATION, Value(length), Value(length), length)
            case Op(name=name, args=(one, other), is_call=False) if name in OPERATIONS:
                return reckoning.operated(name, self._some(one), self._some(other))
            case Op(name=name, args=arguments, is_call=True) if name in FUNCTIONS:
                return reckoning.called(name, [self._some(each) for each in arguments])
            case Op(name=name):
                raise unknown(name)
            case Place():
                raise ValueError(_("A place is asked for with geo.intersects or st_within."))
            case bool():
                raise ValueError(_("Only what is true or false is compared with true or false."))
            case str():
                return Side(f"'{node[:40]}'", Kind.TEXT, Value(_clean(node)), Value(node), node)
        return Side(str(node), Kind.NUMBER, Value(float(node)), Value(float(node)), float(node))

    def _some(self, node: Node) -> Side:
        side = self.of(node)
        if side is None:
            raise ValueError(_("With null is compared by eq or ne, and only a property."))
        return side

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


def unknown(name: str) -> Exception:
    """What to raise for an operation or a function that no table has."""
    if name in NOT_OFFERED:
        return not_offered(name)
    return ValueError(_("There is no function or operation %(name)s here.") % {"name": name[:40]})


def _clean(text: str) -> str:
    if "\x00" in text:
        raise ValueError(_("Too long, or with a letter that no text has."))
    return text
