"""A layer of the map: points, lines and areas with a title; nothing else of the file is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maps.layers import places
from maps.layers.plain import Record, Step, Verdict, wrong
from maps.layers.targets import base
from maps.layers.targets.base import Scene, Target
from maps.models import Layer, LayerImport, LayerShape

KINDS = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


class Overlay(Target):
    choice = LayerImport.Target.LAYER
    model = LayerShape
    said = {"title": ("title", "titre", "name", "nom", "lib*", "label", "nom*", "adresse", "description")}

    def key(self, values: Mapping[str, str], number: int) -> str:
        """Titles may stand twice: without a column that knows rows again, a row is known by its place in the file."""
        return f"#{number}"

    def judge(self, records: Sequence[Record], scene: Scene) -> list[Step]:
        layer = _layer(scene)
        standing = {str(one.pk): one for one in LayerShape.objects.filter(layer__name=layer.name)}
        return [_judge(record, layer, standing.get(scene.known.get(record.key, "")), scene) for record in records]

    def tables(self, scene: Scene) -> list[QuerySet[Any]]:
        return [Layer.objects.filter(name=scene.name), LayerShape.objects.filter(layer__name=scene.name)]

    def gone(self, steps: Sequence[Step], scene: Scene) -> QuerySet[Any]:
        kept = [step.row.pk for step in steps if step.row is not None and step.row.pk]
        return LayerShape.objects.filter(layer__name=scene.name).exclude(pk__in=kept)

    def save(self, steps: Sequence[Step], scene: Scene, by: str) -> None:
        layer = _layer(scene)
        if scene.attribution:
            layer.attribution = scene.attribution[:200]
        layer.save()
        new, known = base.apart(steps, LayerShape)
        for row in new:
            row.layer = layer
        LayerShape.objects.bulk_create(new, batch_size=1000)
        LayerShape.objects.bulk_update(known, ["title", "shape"], batch_size=500)


def _layer(scene: Scene) -> Layer:
    return Layer.objects.filter(name=scene.name).first() or Layer(name=scene.name)


def _judge(record: Record, layer: Layer, stands: LayerShape | None, scene: Scene) -> Step:
    title = record.values.get("title", "")[:200]
    if record.shape.geom_type not in KINDS:
        words = _("The map shows points, lines and areas; this is a %(kind)s.")
        return wrong(record.number, title, words % {"kind": record.shape.geom_type})
    if lies := base.outside(record.shape, scene.city):
        return wrong(record.number, title, lies)
    row = LayerShape(pk=stands.pk if stands else None, layer_id=layer.pk)
    shape = base.geos(places.in_mercator(record.shape), base.MERCATOR)
    found, changes = base.verdict(row, stands, {"title": title, "shape": shape})
    return Step(record.number, title, found, changes, key=record.key, row=row if found != Verdict.SAME else stands)
