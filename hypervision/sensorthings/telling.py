"""Entities as the standard writes them: their properties, and addresses of themselves and of their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypervision.ogc.offered.base import Reader
from hypervision.sensorthings import paths
from hypervision.sensorthings.entities import ENTITIES
from hypervision.sensorthings.entities.base import Entity, Row
from hypervision.sensorthings.sides import IDS

Told = dict[str, Any]
ID, SELF, LINK, NEXT, COUNT = "@iot.id", "@iot.selfLink", "@iot.navigationLink", "@iot.nextLink", "@iot.count"


@dataclass(frozen=True, slots=True)
class Teller:
    """root: the address of the service, without a slash at its end."""

    root: str
    reader: Reader

    def address(self, entity: Entity, row: Row) -> str:
        return f"{self.root}/{paths.of(entity, entity.id_of(row))}"

    def all(self, entity: Entity, rows: Sequence[Row], select: tuple[str, ...]) -> list[Told]:
        """select: the names that are wanted; empty for all there are."""
        prepared = entity.prepare(self.reader, rows)
        neighbours = [name for name, each in entity.relations.items() if ENTITIES[each.target].is_open_to(self.reader)]
        wanted = {IDS.get(name, name) for name in select}
        told = []
        for row in rows:
            address = self.address(entity, row)
            whole = {ID: entity.id_of(row), SELF: address, **entity.tell(row, prepared)}
            whole |= {f"{name}{LINK}": f"{address}/{name}" for name in neighbours}
            told.append({name: value for name, value in whole.items() if _is_wanted(name, wanted)} if wanted else whole)
        return told


def _is_wanted(name: str, wanted: set[str]) -> bool:
    plain = IDS.get(name, name)
    return plain in wanted or name.removesuffix(LINK) in wanted
