"""Writes the city: streets, districts, base map and mapped cameras, in one transaction."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import shapely
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection, transaction
from django.utils.translation import gettext as _

from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from maps import selectors
from maps.importers import cameras as tagged
from maps.importers.plain import MERCATOR, WGS84, CityData, Geometry, SeenCamera, Shape
from maps.models import Camera, City, District, Feature, LayerImport, Street

Say = Callable[[str], None]

THE_CITY = 1
SAME_TERRITORY = 0.8
"""Two extents are one territory when what they share is this part of what they cover together: an extract's border
moves a little from month to month."""
IMPORT_LOCK = 0x6D617073
"""Number of the advisory lock that one import holds."""
WORKED_ON = ("events", "erased_hours", "rules", "zones", "calibrations", "counts", "presets")
"""Whoever drew a zone on a camera wants to keep it, events name theirs, and so do the numbers of erased ones."""


@dataclass(frozen=True)
class CameraChanges:
    added: int
    updated: int
    removed: int
    kept: int
    """No longer in the source, but people or events depend on them."""


@dataclass(frozen=True)
class ImportReport:
    city: str
    streets: int
    districts: int
    districts_are_approximate: bool
    features: dict[str, int]
    cameras: CameraChanges
    broken: int
    seconds: float


def import_city(
    path: Path,
    name: str = "",
    *,
    replace: bool = False,
    say: Say = lambda _line: None,
    told: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> ImportReport:
    """Imports an OpenStreetMap extract, or updates from a newer one. All or nothing.

    name: what the city is called; else the name it has, else the largest town of the extract.
    replace: let another territory take the place of the present one.
    say: is told each step as a sentence.
    told: is held around what is written, inside the transaction; whoever shows the city tells there what changed.

    Raises Refusal for a bad file or another territory, Conflict while another import runs; then nothing was changed.
    """
    began = time.monotonic()
    present = City.objects.filter(pk=THE_CITY).first()
    from maps.importers import osm  # with geopandas, which no process needs that takes no extract in

    data = osm.read(path, name or (present.name if present and not replace else ""), say)
    with transaction.atomic():
        import_lock()
        _refuse_other_territory(data, replace)
        with told():
            changes = _write(data, say, replace)
    _analyse()
    return ImportReport(
        city=data.name,
        streets=len(data.streets),
        districts=len(data.districts),
        districts_are_approximate=data.districts_are_approximate,
        features=dict(Counter(shape.layer for shape in data.shapes)),
        cameras=changes,
        broken=data.broken,
        seconds=time.monotonic() - began,
    )


def _write(data: CityData, say: Say, replace: bool) -> CameraChanges:
    _write_city(data, replace)
    with _step(say, _("%(count)d shapes of the base map"), len(data.shapes)):
        _write_features(data.shapes)
    with _step(say, _("%(count)d streets"), len(data.streets)):
        _write_streets(data.streets)
    if replace or not _is_own(LayerImport.Target.DISTRICTS):
        with _step(say, _("%(count)d districts"), len(data.districts)):
            _write_districts(data.districts)
    with _step(say, _("%(count)d surveillance cameras"), len(data.cameras)):
        return _write_cameras(data.cameras)


@contextmanager
def _step(say: Say, what: str, count: int) -> Iterator[None]:
    began = time.monotonic()
    yield
    say(_("Wrote %(what)s (%(seconds).1f s).") % {"what": what % {"count": count}, "seconds": time.monotonic() - began})


def import_lock() -> None:
    """Held to the end of the transaction. Raises Conflict while another import holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [IMPORT_LOCK])
        if not cursor.fetchone()[0]:
            raise Conflict(_("Another import is running. Wait until it ends. Nothing was changed."), "busy")


def _refuse_other_territory(data: CityData, replace: bool) -> None:
    present = City.objects.filter(pk=THE_CITY).first()
    if present is None or replace:
        return
    before = shapely.from_wkb(bytes(present.extent.wkb))
    both = before.intersection(data.extent).area
    shared = both / (before.area if _is_own(LayerImport.Target.EXTENT) else before.union(data.extent).area)
    if shared < SAME_TERRITORY:
        raise Refusal(
            _(
                "This installation serves %(city)s, and %(file)s covers another territory (%(shared)d %% in common). "
                "Give --replace to put it in its place. Nothing was changed."
            )
            % {"city": present.name, "file": data.source, "shared": round(shared * 100)},
            "other_territory",
        )


def _write_city(data: CityData, replace: bool) -> None:
    """A limit and districts that the city brought in itself stay: an extract's are those of its cutter."""
    present = City.objects.filter(pk=THE_CITY).first()
    told: dict[str, Any] = {
        "name": data.name[:200],
        "source": data.source[:200],
        "attribution": joined(data.attribution, present.attribution if present and not replace else ""),
        "imported_at": clock.now(),
    }
    if replace or not _is_own(LayerImport.Target.EXTENT):
        told["extent"] = _geos(data.extent)
    if replace or not _is_own(LayerImport.Target.DISTRICTS):
        told["districts_are_approximate"] = data.districts_are_approximate
    City.objects.update_or_create(pk=THE_CITY, defaults=told)


def _is_own(target: LayerImport.Target) -> bool:
    """Whether a file of the city stands for this (docs/interfaces/layers.md)."""
    return LayerImport.objects.filter(target=target, taken_back_at=None).exists()


def joined(first: str, other: str) -> str:
    """Both whom to name, each once."""
    return " · ".join(dict.fromkeys(part for text in (first, other) for part in text.split(" · ") if part))[:200]


def _geos(shape: Geometry) -> Any:
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=WGS84)


def _write_features(shapes: list[Shape]) -> None:
    """DELETE, not TRUNCATE: whoever looks at the map meanwhile goes on seeing the old one."""
    Feature.objects.all().delete()
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY maps_feature (osm_id, layer, kind, name, min_zoom, level, shape) FROM STDIN") as copy,
    ):
        for shape in shapes:
            place = shapely.to_wkb(shapely.set_srid(shape.geometry, MERCATOR), hex=True, include_srid=True)
            copy.write_row((shape.osm_id, shape.layer, shape.kind, shape.name, shape.min_zoom, shape.level, place))


def _write_streets(streets: dict[str, Geometry]) -> None:
    Street.objects.all().delete()
    rows = [Street(name=name, lines=_geos(lines)) for name, lines in streets.items()]
    Street.objects.bulk_create(rows, batch_size=500)


def _write_districts(districts: dict[str, Geometry]) -> None:
    """By name, so that the events of a district stay with it."""
    District.objects.exclude(name__in=districts).delete()
    rows = [District(name=name, area=_geos(area)) for name, area in districts.items()]
    District.objects.bulk_create(rows, update_conflicts=True, unique_fields=["name"], update_fields=["area"])


def _write_cameras(seen: list[SeenCamera]) -> CameraChanges:
    """Adds, updates and removes the cameras of origin OSM, each known by its ``osm_id``; others are not touched."""
    known = {camera.osm_id: camera for camera in Camera.objects.filter(origin=Camera.Origin.OSM)}
    anchored = set(Camera.objects.filter(calibrations__isnull=False).values_list("pk", flat=True))
    updated = [_update(known[tags.osm_id], tags, anchored) for tags in seen if tags.osm_id in known]
    fields = ["location", "bearing", "field_angle", "height", "camera_type", "mount", "operator"]
    Camera.objects.bulk_update(updated, fields, batch_size=500)
    added = _add([tags for tags in sorted(seen, key=lambda tags: tags.osm_id) if tags.osm_id not in known])
    removed, kept = _remove(set(known) - {tags.osm_id for tags in seen})
    return CameraChanges(len(added), len(updated), removed, kept)


def _update(camera: Camera, tags: SeenCamera, anchored: set[UUID]) -> Camera:
    """What the source says wins; what it does not say stays as a person entered it. The name is the city's own.

    A calibrated camera stays where it is: its calibration counts in metres from there.
    """
    if camera.pk not in anchored:
        camera.location = Point(tags.lon, tags.lat, srid=WGS84)
    for field in ("bearing", "field_angle", "height", "camera_type", "mount", "operator"):
        if (said := getattr(tags, field)) not in (None, ""):
            setattr(camera, field, said)
    return camera


def _add(seen: list[SeenCamera]) -> list[Camera]:
    taken = set(Camera.objects.values_list("name", flat=True))
    rows = []
    for tags in seen:
        place = Point(tags.lon, tags.lat, srid=WGS84)
        name = tags.name or next(tagged.numbered(_base_name(place), taken))
        taken.add(name)
        rows.append(_new_camera(tags, name, place))
    return Camera.objects.bulk_create(rows, batch_size=500)


def _new_camera(tags: SeenCamera, name: str, place: Point) -> Camera:
    return Camera(
        origin=Camera.Origin.OSM,
        osm_id=tags.osm_id,
        name=name,
        location=place,
        bearing=tags.bearing,
        field_angle=tags.field_angle,
        height=tags.height,
        camera_type=tags.camera_type,
        mount=tags.mount,
        operator=tags.operator,
    )


def _base_name(place: Point) -> str:
    """Where a camera without a name stands: its street, else its district."""
    where = selectors.locate(place)
    base = where.street or (where.district.name if where.district else _("Camera"))
    return base[:190]  # room for the number


def _remove(gone: set[int | None]) -> tuple[int, int]:
    """Removes the vanished cameras that nobody has worked on. Returns how many were removed and how many kept."""
    vanished = Camera.objects.filter(origin=Camera.Origin.OSM, osm_id__in=gone)
    total = vanished.count()
    idle = vanished.filter(address="", **{f"{relation}__isnull": True for relation in WORKED_ON})
    pks = list(idle.values_list("pk", flat=True))
    Camera.objects.filter(pk__in=pks).delete()
    return len(pks), total - len(pks)


def _analyse() -> None:
    """Fresh statistics, so that the first tiles are as fast as the later ones."""
    with connection.cursor() as cursor:
        for model in (Feature, Street, District, Camera):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
