"""Districts: each has a name and an area, and a place lies in one of them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maps.layers.plain import Record, Step, Verdict, wrong
from maps.layers.targets import base
from maps.layers.targets.base import Scene, Target
from maps.models import City, District, LayerImport


class Districts(Target):
    choice = LayerImport.Target.DISTRICTS
    model = District
    said = {"name": ("name", "nom", "nom quart", "nom quartier", "lib*", "nom*", "quartier", "district", "label")}
    needed = ("name",)

    def fits(self, name: str, values: Sequence[str]) -> bool:
        return not all(value.isdigit() for value in values)

    def judge(self, records: Sequence[Record], scene: Scene) -> list[Step]:
        standing = {str(one.pk): one for one in District.objects.all()}
        by_name = {one.name: one for one in standing.values()}
        seen: set[str] = set()
        steps = []
        for record in records:
            name = record.values["name"][:200]
            stands = standing.get(scene.known.get(record.key, "")) or by_name.get(name)
            steps.append(_judge(record, name, stands, name in seen, scene.city))
            seen.add(name)
        return steps

    def tables(self, scene: Scene) -> list[QuerySet[Any]]:
        return [District.objects.all(), City.objects.all()]

    def gone(self, steps: Sequence[Step], scene: Scene) -> QuerySet[Any]:
        kept = [step.row.pk for step in steps if step.row is not None and step.row.pk]
        return District.objects.exclude(pk__in=kept)

    def save(self, steps: Sequence[Step], scene: Scene, by: str) -> None:
        for step in steps:
            if step.row is not None:
                step.row.save()

    def finish(self, scene: Scene) -> None:
        """Borders of the city's own are no cells around centres."""
        City.objects.update(districts_are_approximate=False)


def _judge(record: Record, name: str, stands: District | None, is_twice: bool, city: City | None) -> Step:
    area = base.polygons(record.shape)
    errors = []
    if not name:
        errors.append(_("A district needs a name."))
    if is_twice:
        errors.append(_("Another row has this name already."))
    if area.is_empty:
        errors.append(_("A district is an area; this is none."))
    elif lies := base.outside(area, city):
        errors.append(lies)
    if errors:
        return wrong(record.number, name, *errors)
    row = District(pk=stands.pk) if stands else District()
    found, changes = base.verdict(row, stands, {"name": name, "area": base.geos(area)})
    return Step(record.number, name, found, changes, key=record.key, row=row if found != Verdict.SAME else stands)
