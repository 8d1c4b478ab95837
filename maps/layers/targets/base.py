"""What each target says of itself. One target is one file and one line where targets are listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar, cast

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiLineString
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from maps.layers.columns import Said
from maps.layers.ledger import Place, table_of
from maps.layers.plain import Geometry, Record, Step, Verdict
from maps.models import City, LayerImport
from maps.selectors import around

M = TypeVar("M", bound=Model)
WGS84, MERCATOR = 4326, 3857
MAP_MARGIN = 0.5
"""How far the map of the control room can be moved beyond the city, as a part of the city's size."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Into what the records come. known: the row that an earlier import brought for a key. city: None before the first.

    name: of the city, or of the layer, where a person gave one. attribution: whom to name.
    """

    known: Mapping[str, str]
    city: City | None
    file: str
    name: str = ""
    attribution: str = ""


class Target:
    """needs_city: whether there must be a city first. judge: one step for each record, nothing is saved."""

    choice: ClassVar[LayerImport.Target]
    said: ClassVar[Said]
    needed: ClassVar[tuple[str, ...]] = ()
    model: ClassVar[type[Model]]
    needs_city: ClassVar[bool] = True

    def fits(self, name: str, values: Sequence[str]) -> bool:
        """Whether a column of ours can hold these values; asked where columns are guessed."""
        return True

    def key(self, values: Mapping[str, str], number: int) -> str:
        """By what a row is known where no column is chosen for that."""
        return values.get("name") or f"#{number}"

    def judge(self, records: Sequence[Record], scene: Scene) -> list[Step]:
        raise NotImplementedError

    def tables(self, scene: Scene) -> list[QuerySet[Any]]:
        """All that a save may change."""
        raise NotImplementedError

    def gone(self, steps: Sequence[Step], scene: Scene) -> QuerySet[Any]:
        """What stands of this and the file no longer tells."""
        raise NotImplementedError

    def save(self, steps: Sequence[Step], scene: Scene, by: str) -> None:
        """What is new or changed."""
        raise NotImplementedError

    def remove(self, rows: QuerySet[Any], by: str) -> None:
        rows.delete()

    def finish(self, scene: Scene) -> None:
        """What follows from the rows that were saved and removed."""

    def place(self, step: Step) -> Place:
        return Place(table_of(self.model), str(step.row.pk if step.row else ""))


def geos(shape: Geometry, srid: int = WGS84) -> GEOSGeometry:
    return GEOSGeometry(memoryview(shapely.to_wkb(shape, output_dimension=2)), srid=srid)


def lines(shape: Geometry) -> MultiLineString:
    """A shapely MultiLineString as GeoDjango's."""
    return cast(MultiLineString, geos(shape))


def polygons(shape: Geometry) -> Geometry:
    """Its areas as one valid MultiPolygon; empty where it has none."""
    valid = shape if shape.is_valid else shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(shapely.get_parts([valid])) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def verdict(row: Model, stands: Model | None, told: Mapping[str, Any]) -> tuple[Verdict, tuple[str, ...]]:
    """told: the fields that the file tells of, as they would be; they are set on the row."""
    changes = [] if stands is None else [name for name, value in told.items() if not same(getattr(stands, name), value)]
    for name, value in told.items():
        setattr(row, name, value)
    if stands is None:
        return Verdict.NEW, ()
    if not changes:
        return Verdict.SAME, ()
    return Verdict.CHANGED, tuple(str(type(row)._meta.get_field(name).verbose_name) for name in changes)  # type: ignore[union-attr]


def apart(steps: Sequence[Step], model: type[M]) -> tuple[list[M], list[M]]:
    """The rows that are new, and those that stand and change."""
    new = [step.row for step in steps if step.verdict == Verdict.NEW and isinstance(step.row, model)]
    return new, [step.row for step in steps if step.verdict == Verdict.CHANGED and isinstance(step.row, model)]


def same(one: Any, other: Any) -> bool:
    """Two shapes are one when no corner lies a centimetre away."""
    if isinstance(one, GEOSGeometry) and isinstance(other, GEOSGeometry):
        tolerance = 0.01 if one.srid == MERCATOR else 1e-7
        return one.geom_type == other.geom_type and bool(one.equals_exact(other, tolerance))
    return bool(one == other)


def outside(shape: Geometry, city: City | None) -> str:
    """A sentence where the shape lies off the city's map, else ""."""
    if city is None or shapely.box(*around(city, MAP_MARGIN)).intersects(shape):
        return ""
    return _("This lies outside the city's map. Are latitude and longitude the right way round?")
