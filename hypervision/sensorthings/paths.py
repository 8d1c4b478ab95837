"""Resource paths: from a set of entities to one of them, to its neighbours, to one property."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.http import Http404

from hypervision.sensorthings.entities import ENTITIES
from hypervision.sensorthings.entities.base import Entity

MOST_STEPS = 8
REF, VALUE = "$ref", "$value"
_STEP = re.compile(r"(?P<name>[A-Za-z]+)(?:\((?P<key>'(?:[^']|'')*'|\d{1,18})\))?")


@dataclass(frozen=True, slots=True)
class Step:
    """One entity of a set, or of the neighbours of the step before. key: None for all of them."""

    relation: str
    entity: Entity
    is_many: bool
    key: str | None = None

    @property
    def is_set(self) -> bool:
        return self.is_many and self.key is None


@dataclass(frozen=True, slots=True)
class Target:
    """of_property: its name, of one entity; empty for the whole. form: "$ref", "$value", or empty."""

    steps: tuple[Step, ...]
    of_property: str = ""
    form: str = ""

    @property
    def last(self) -> Step:
        return self.steps[-1]


def read(resource: str) -> Target:
    """Raises Http404 for what leads nowhere."""
    parts = resource.split("/")
    if len(parts) > MOST_STEPS or "\x00" in resource:
        raise Http404
    steps: list[Step] = []
    for at, part in enumerate(parts):
        if steps and not steps[-1].is_set and part in steps[-1].entity.properties:
            return _of_property(tuple(steps), parts[at:])
        if steps and part == REF and steps[-1].is_many and at == len(parts) - 1:
            return Target(tuple(steps), form=REF)
        steps.append(_step(steps[-1] if steps else None, part))
    return Target(tuple(steps))


def _of_property(steps: tuple[Step, ...], rest: list[str]) -> Target:
    name, *more = rest
    if more not in ([], [VALUE]):
        raise Http404
    return Target(steps, name, VALUE if more else "")


def _step(before: Step | None, part: str) -> Step:
    found = _STEP.fullmatch(part)
    if found is None:
        raise Http404
    name = found["name"]
    key = found["key"].strip("'").replace("''", "'") if found["key"] else None
    if before is None:
        if name not in ENTITIES:
            raise Http404
        return Step(name, ENTITIES[name], True, key)
    if before.is_set or name not in before.entity.relations:
        raise Http404
    relation = before.entity.relations[name]
    if key is not None and not relation.is_many:
        raise Http404
    return Step(name, ENTITIES[relation.target], relation.is_many, key)


def of(entity: Entity, key: str | int) -> str:
    """``Things('…')``, as a part of an address."""
    text = str(key) if isinstance(key, int) else "'" + quote(key.replace("'", "''"), safe="") + "'"
    return f"{entity.plural}({text})"
