"""Observations as arrays (``$resultFormat=dataArray``): one array each, those of a datastream together under the names
of what stands in them. It is the short form of the same answer, for whoever reads many.
"""

from typing import Any

from hypervision.sensorthings.entities import ENTITIES
from hypervision.sensorthings.entities.observing import OBSERVATIONS
from hypervision.sensorthings.fetching import Page
from hypervision.sensorthings.sides import IDS
from hypervision.sensorthings.telling import COUNT, ID, LINK, Teller

COMPONENTS, ARRAY = "components", "dataArray"


def of(page: Page, teller: Teller, select: tuple[str, ...]) -> list[dict[str, Any]]:
    """A group for each datastream, in the order in which they are met. select: empty for everything."""
    wanted = {IDS.get(name, name) for name in select}
    names = [name for name in ("id", *OBSERVATIONS.properties) if not wanted or name in wanted]
    groups: dict[str, list[Any]] = {}
    for row, told in zip(page.rows, page.told, strict=True):
        address = teller.address(ENTITIES["Datastreams"], row)
        groups.setdefault(address, []).append([told[ID if name == "id" else name] for name in names])
    return [
        {f"Datastream{LINK}": address, COMPONENTS: names, f"{ARRAY}{COUNT}": len(rows), ARRAY: rows}
        for address, rows in groups.items()
    ]
