"""Cameras from any file, judged as those of a table are, and as the form of a camera would judge them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from detectors import configuration
from detectors.camera_lists import judging
from detectors.camera_lists.reading import COLUMNS, Line, Table
from maps.layers.plain import Record, Step, wrong
from maps.layers.targets import base
from maps.layers.targets.base import Scene, Target
from maps.models import Camera, ImportedRow, LayerImport
from maps.services import WORKED_ON

SECRET = {"user", "password"}
"""Credentials come in through the page of a camera, or its table: a file of the city is no place for them."""
PLACED = {"id", "lat", "lon"}
"""What the shape of a row and its key say already."""
NUMBERS = {"bearing", "field_angle", "height", "wanted_rate"}
MOST = 5000


class Cameras(Target):
    choice = LayerImport.Target.CAMERAS
    model = Camera
    said = {
        **{name: words for name, words in COLUMNS.items() if name not in SECRET | PLACED},
        "name": (*COLUMNS["name"], "nom camera", "numero", "nom*", "lib*"),
    }
    needed = ("name",)

    def fits(self, name: str, values: Sequence[str]) -> bool:
        """An address of a house is no address of a stream."""
        if name in ("address", "video_link"):
            return all("://" in value for value in values)
        if name == "pictures":
            return all(value.lower() in judging.YES | judging.NO for value in values)
        return name not in NUMBERS or all(_is_number(value) for value in values)

    def judge(self, records: Sequence[Record], scene: Scene) -> list[Step]:
        if len(records) > MOST:
            words = _("At most %(most)d cameras at once. Cut the file into parts.") % {"most": MOST}
            return [wrong(records[0].number, scene.file, words)]
        points = {record.number: record for record in records if record.shape.geom_type == "Point"}
        standing = _standing()
        known = {key: row for key, row in scene.known.items() if row in standing}
        lines = tuple(_line(record, known) for record in points.values())
        columns = (*(records[0].values if records else ()), "id", "lat", "lon")
        judged = judging.judge(Table(columns, (), lines))
        elsewhere = [record for record in records if record.number not in points]
        return [
            *(_step(one, points[one.number].key) for one in judged),
            *(_no_point(record) for record in elsewhere),
        ]

    def tables(self, scene: Scene) -> list[QuerySet[Any]]:
        return [Camera.objects.all()]

    def gone(self, steps: Sequence[Step], scene: Scene) -> QuerySet[Any]:
        """Of those that a file brought, which nobody has worked on: others are not touched."""
        brought = ImportedRow.objects.filter(
            brought__target=self.choice, brought__taken_back_at=None, table="camera", change=ImportedRow.Change.ADDED
        )
        kept = [step.row.pk for step in steps if step.row is not None]
        idle = Camera.objects.filter(address="", **{f"{relation}__isnull": True for relation in WORKED_ON})
        return idle.filter(pk__in=[row.row for row in brought]).exclude(pk__in=kept)

    def save(self, steps: Sequence[Step], scene: Scene, by: str) -> None:
        configuration.save_cameras([step.row for step in steps if isinstance(step.row, Camera)], by)

    def remove(self, rows: QuerySet[Any], by: str) -> None:
        configuration.remove_cameras(rows, by)


def _standing() -> set[str]:
    return {str(pk) for pk in Camera.objects.values_list("pk", flat=True)}


def _line(record: Record, known: Mapping[str, str]) -> Line:
    """A camera that an earlier import brought is known by its row, whatever it is called now."""
    place = base.geos(record.shape)
    values = {**record.values, "lat": repr(place.y), "lon": repr(place.x)}  # type: ignore[attr-defined]
    return Line(record.number, {**values, "id": known.get(record.key, "")})


def _no_point(record: Record) -> Step:
    return wrong(record.number, record.values["name"], _("A camera stands at a point; this is none."))


def _step(one: judging.JudgedCamera, key: str) -> Step:
    row = one.form.instance if one.form is not None else None
    return Step(one.number, one.title, one.verdict, one.changes, one.errors, key, row)


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
