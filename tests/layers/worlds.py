"""Files of others, and the desk at which they are brought in."""

from pathlib import Path
from typing import Any

import shapely

from detectors.layer_import.office import TARGETS, told
from maps.layers import taking_back
from maps.layers.bringing import Plan, Wish, bring_in, plan
from maps.layers.plain import Verdict
from maps.models import LayerImport
from tests.layers.files import SQUARE, box, geojson, read

Rows = list[tuple[dict[str, Any], Any]]
NOWHERE: tuple[dict[str, Any], Any] = ({"Nom": "Rien"}, None)
NORTH_SIDE = (SQUARE[0], SQUARE[1] + 0.01)


class Desk:
    """Brings files in as a target, as an administrator would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def plan(self, target: str, rows: Rows, **wish: Any) -> Plan:
        return plan(self.read(rows), TARGETS[target], Wish(**wish))

    def bring(
        self, target: str, rows: Rows, *, leave_out: bool = False, remove: bool = False, **wish: Any
    ) -> LayerImport:
        wished, source = Wish(**wish), self.read(rows)
        return bring_in(source, TARGETS[target], wished, "anna", leave_out=leave_out, remove_gone=remove, told=told)

    def read(self, rows: Rows) -> Any:
        return read(geojson(self.folder / "ville.geojson", rows))


def back(brought: LayerImport) -> None:
    taking_back.take_back(brought, "anna", told)


def district(name: str, place: tuple[float, float] = SQUARE, **more: Any) -> tuple[dict[str, Any], Any]:
    return {"Nom": name, **more}, box(*place)


def seen(name: str, place: tuple[float, float] = SQUARE, **more: Any) -> tuple[dict[str, Any], Any]:
    return {"Nom": name, **more}, shapely.Point(*place)


def verdicts(made: Plan) -> list[tuple[str, Verdict]]:
    return [(step.title, step.verdict) for step in made.steps]
