"""The city's limit: the territory of this installation, from the commune's outline."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import shapely
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hypervision.lib import clock
from maps.layers.plain import Geometry, Record, Step, Verdict, wrong
from maps.layers.targets import base
from maps.layers.targets.base import Scene, Target
from maps.models import City, LayerImport
from maps.services import THE_CITY, joined

MAIN = 0.98
"""A part that holds so much of the area is the city; islets beside it are left out."""
LARGEST = 3.0
"""Degrees. What is wider is no commune."""


class Extent(Target):
    """All areas of the file together, in one step."""

    choice = LayerImport.Target.EXTENT
    model = City
    said = {"name": ("nom", "name", "nom commune", "nom com", "commune", "city", "ville")}
    needs_city = False

    def fits(self, name: str, values: Sequence[str]) -> bool:
        return not all(value.isdigit() for value in values)

    def key(self, values: Any, number: int) -> str:
        return f"#{number}"

    def judge(self, records: Sequence[Record], scene: Scene) -> list[Step]:
        areas = [base.polygons(record.shape) for record in records]
        first = records[0]
        name = scene.name or (scene.city.name if scene.city else first.values.get("name") or _title(scene.file))
        outline = shapely.union_all(areas)
        if outline.is_empty:
            return [wrong(first.number, name, _("The city's limit is an area; here is none."))]
        west, south, east, north = outline.bounds
        if max(east - west, north - south) > LARGEST:
            return [wrong(first.number, name, _("This is larger than any city. Are these its coordinates?"))]
        told = {"name": name[:200], "extent": base.geos(one_piece(outline))}
        if scene.city is None:
            told["source"] = scene.file[:200]
        if scene.attribution or scene.city is None:
            told["attribution"] = joined(scene.city.attribution if scene.city else "", scene.attribution)
        row = City(pk=THE_CITY, imported_at=clock.now())
        if scene.city:
            row.source, row.attribution = scene.city.source, scene.city.attribution
            row.districts_are_approximate = scene.city.districts_are_approximate
        found, changes = base.verdict(row, scene.city, told)
        return [Step(first.number, name, found, changes, key=first.key, row=row)]

    def tables(self, scene: Scene) -> list[QuerySet[Any]]:
        return [City.objects.all()]

    def gone(self, steps: Sequence[Step], scene: Scene) -> QuerySet[Any]:
        return City.objects.none()

    def save(self, steps: Sequence[Step], scene: Scene, by: str) -> None:
        for step in steps:
            if step.row is not None and step.verdict != Verdict.SAME:
                step.row.save()


def one_piece(outline: Geometry) -> Geometry:
    """The main part, where there is one; else the hull of all, so that no part of the city is lost."""
    parts = list(shapely.get_parts(outline))
    largest = max(parts, key=lambda part: part.area)
    return largest if largest.area >= MAIN * outline.area else outline.convex_hull


def _title(file: str) -> str:
    return PurePath(file).stem.replace("_", " ").title() or _("City")
