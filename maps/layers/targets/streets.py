"""Streets: centre lines become roads of the base map, with their direction of traffic, and streets of the search."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import shapely
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hypervision.lib.csvtext import plain
from maps.importers import classify
from maps.layers import places
from maps.layers.plain import Geometry, Record, Step, Verdict, wrong
from maps.layers.targets import base
from maps.layers.targets.base import Scene, Target
from maps.models import Feature, LayerImport, Street

NO_OSM = 0
UNNAMED = re.compile(r"non d[ée]nomm|sans nom|^unnamed|^noname$", re.IGNORECASE)
KINDS = {
    **{kind: kind for kind in classify.ROADS},
    **dict.fromkeys(("autoroute", "aut", "a"), "motorway"),
    **dict.fromkeys(("route", "rte", "rn", "rd", "rocade"), "secondary"),
    **dict.fromkeys(("avenue", "av", "boulevard", "bd", "bld", "cours", "crs", "quai"), "tertiary"),
    **dict.fromkeys(("rond point", "rdpt"), "tertiary"),
    **dict.fromkeys(("chemin", "che", "chem", "sentier", "sent"), "unclassified"),
    **dict.fromkeys(("pieton", "pietonne", "pedestrian", "esplanade", "esp"), "pedestrian"),
    **dict.fromkeys(("piste cyclable", "voie verte"), "cycleway"),
}
PLAINEST = "residential"
TRAFFIC = {
    **dict.fromkeys(("double sens", "double", "both", "no", "non", "0", "bidirectionnel"), Feature.Traffic.BOTH),
    **dict.fromkeys(
        ("sens unique", "unique", "oneway", "yes", "oui", "1", "sens direct", "direct", "forward"),
        Feature.Traffic.FORWARD,
    ),
    **dict.fromkeys(("sens inverse", "inverse", "1 inverse", "backward", "reverse"), Feature.Traffic.BACKWARD),
    **dict.fromkeys(("interdit", "closed", "ferme", "sans circulation"), Feature.Traffic.CLOSED),
}


class Streets(Target):
    choice = LayerImport.Target.STREETS
    model = Feature
    said = {
        "name": ("name", "nom", "lib off", "nom voie", "lib*", "nom*", "voie", "rue", "street"),
        "kind": ("highway", "kind", "typvoi", "type voie", "type", "nature", "typ*", "hierarchie"),
        "traffic": ("oneway", "sens", "sens circu", "sens de circulation", "sens*", "circulation", "traffic"),
    }

    def fits(self, name: str, values: Sequence[str]) -> bool:
        return name != "traffic" or any(_word(value) in TRAFFIC for value in values)

    def key(self, values: Any, number: int) -> str:
        return f"#{number}"

    def judge(self, records: Sequence[Record], scene: Scene) -> list[Step]:
        standing = {str(one.pk): one for one in _roads()} if scene.known else {}
        return [_judge(record, standing.get(scene.known.get(record.key, "")), scene) for record in records]

    def tables(self, scene: Scene) -> list[QuerySet[Any]]:
        return [_roads(), Street.objects.all()]

    def gone(self, steps: Sequence[Step], scene: Scene) -> QuerySet[Any]:
        kept = [step.row.pk for step in steps if step.row is not None and step.row.pk]
        return _roads().exclude(pk__in=kept)

    def save(self, steps: Sequence[Step], scene: Scene, by: str) -> None:
        new, known = base.apart(steps, Feature)
        Feature.objects.bulk_create(new, batch_size=1000)
        Feature.objects.bulk_update(known, ["kind", "name", "min_zoom", "traffic", "shape"], batch_size=500)

    def finish(self, scene: Scene) -> None:
        """Named streets follow from the roads that there are."""
        lines: dict[str, list[Geometry]] = defaultdict(list)
        for name, shape in _roads().exclude(name="").values_list("name", "shape"):
            drawn = shapely.from_wkb(bytes(shape.wkb))
            lines[name].extend(shapely.get_parts(drawn.boundary if "Polygon" in drawn.geom_type else drawn))
        Street.objects.exclude(name__in=lines).delete()
        plains = places.from_mercator([shapely.MultiLineString(parts) for parts in lines.values()])
        rows = [Street(name=name, lines=base.lines(shape)) for name, shape in zip(lines, plains, strict=True)]
        Street.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["name"], update_fields=["lines"], batch_size=500
        )


def _roads() -> QuerySet[Feature]:
    return Feature.objects.filter(layer=Feature.Layer.ROAD)


def _judge(record: Record, stands: Feature | None, scene: Scene) -> Step:
    name = record.values.get("name", "")[:200]
    name = "" if UNNAMED.search(name) else name
    if record.shape.geom_type not in ("LineString", "MultiLineString") or not record.shape.length:
        return wrong(record.number, name, _("A street is a line; this is none."))
    if lies := base.outside(record.shape, scene.city):
        return wrong(record.number, name, lies)
    kind = KINDS.get(_word(record.values.get("kind", "")), PLAINEST)
    row = Feature(pk=stands.pk if stands else None, osm_id=NO_OSM, layer=Feature.Layer.ROAD, level=0)
    told = {
        "kind": kind,
        "name": name,
        "min_zoom": classify.ROADS[kind],
        "traffic": TRAFFIC.get(_word(record.values.get("traffic", "")), ""),
        "shape": base.geos(places.in_mercator(record.shape), base.MERCATOR),
    }
    found, changes = base.verdict(row, stands, told)
    return Step(record.number, name, found, changes, key=record.key, row=row if found != Verdict.SAME else stands)


def _word(value: str) -> str:
    """As it stands in the tables above; "-1" of OpenStreetMap is the way against the line."""
    return "inverse" if value.strip() == "-1" else plain(value)
