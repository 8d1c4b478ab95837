"""Each line of a table judged as the form of a camera would judge it, beside what stands."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Polygon
from django.db import connection, transaction
from django.utils.translation import gettext as _

from detectors import configuration
from detectors.camera_lists.reading import Line, Table
from detectors.forms import CameraForm
from maps import selectors
from maps.layers.plain import Judged, Verdict
from maps.models import Camera, City

NUMBERS = ("bearing", "field_angle", "height", "wanted_rate")
PLAIN = ("name", "camera_type", "operator", "address", "user", "password", "video_link")
BEYOND = 0.1
"""A city's own cameras may stand just outside of its limit: by this part of its size."""
_LOCK = 0x43414D  # "CAM": tables are taken in one after the other
YES, NO = {"1", "yes", "true", "oui", "vrai", "x"}, {"0", "no", "false", "non", "faux"}


Found = tuple[Camera | None, str]
"""The camera that a line tells of, None for a new one; and what is wrong with the question, if anything."""


@dataclass(frozen=True, slots=True)
class JudgedCamera(Judged):
    """form: holds the camera, where nothing is wrong."""

    form: CameraForm | None = None


def judge(table: Table) -> list[JudgedCamera]:
    """Nothing is saved."""
    standing = _standing(table)
    found = [_find(line, standing) for line in table.lines]
    told = Counter(_key(line, camera) for line, (camera, _problem) in zip(table.lines, found, strict=True))
    city = City.objects.first()
    around = Polygon.from_bbox(selectors.around(city, BEYOND)) if city else None
    return [_judge(line, table.columns, one, told, around) for line, one in zip(table.lines, found, strict=True)]


@contextmanager
def alone() -> Iterator[None]:
    """Of two who take the same table in at once, or of one who clicks twice, the second judges what the first left."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def take_in(judged: Iterable[JudgedCamera], by: str) -> int:
    """Saves what is new or changed, all or nothing; how many those are."""
    forms = [one.form for one in judged if one.verdict in (Verdict.NEW, Verdict.CHANGED) and one.form is not None]
    for form in forms:
        form.seal_credentials()
    configuration.save_cameras([form.instance for form in forms], by)
    return len(forms)


def _standing(table: Table) -> dict[str, list[Camera]]:
    """By name and by id: of what the table tells, what is there already."""
    names = {line.values["name"] for line in table.lines}
    found: dict[str, list[Camera]] = {}
    for camera in Camera.objects.filter(name__in=names):
        found.setdefault(camera.name, []).append(camera)
    ids = {pk for line in table.lines if (pk := _uuid(line.values.get("id", "")))}
    for camera in Camera.objects.filter(pk__in=ids):
        found[str(camera.pk)] = [camera]
    return found


def _judge(line: Line, columns: Iterable[str], found: Found, told: Counter[str], around: Any) -> JudgedCamera:
    """told: how many lines tell of each camera."""
    name, errors = line.values["name"], []
    camera, problem = found
    if told[_key(line, camera)] > 1:
        errors.append(_("Several lines tell of this camera."))
    errors += [problem] if problem else []
    given, wrong = _given(line.values, columns)
    errors += wrong
    form = CameraForm(_filled_in(camera, given), instance=camera)
    before = _told(camera) if camera else {}
    if not form.is_valid():
        errors += _errors(form)
    elif around is not None and not around.covers(form.cleaned_data["location"]):
        errors.append(_("This place lies outside the city's map. Are latitude and longitude the right way round?"))
    if errors:
        return JudgedCamera(line.number, name, Verdict.WRONG, errors=tuple(errors))
    if camera is None:
        return JudgedCamera(line.number, name, Verdict.NEW, form=form)
    changes = tuple(_changes(before, _told(form.instance)))
    if form.typed is not None:
        changes += (_("the password"),)
    return JudgedCamera(line.number, name, Verdict.CHANGED if changes else Verdict.SAME, changes, form=form)


def _find(line: Line, standing: Mapping[str, list[Camera]]) -> Found:
    pk = line.values.get("id", "")
    if pk:
        found = standing.get(str(_uuid(pk)), [])
        return (found[0], "") if found else (None, _("No camera has this id. Leave it empty for a new one."))
    found = standing.get(line.values["name"], [])
    if len(found) > 1:
        return None, _("Several cameras have this name: give the id of the one that is meant.")
    return (found[0] if found else None), ""


def _given(values: Mapping[str, str], columns: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """What the form is given; a column that is not there leaves a camera as it is."""
    given: dict[str, Any] = {name: values[name] for name in PLAIN if name in columns}
    given |= {name: values[name].replace(",", ".") for name in NUMBERS if name in columns and values[name]}
    errors = []
    try:
        lat, lon = (float(values[name].replace(",", ".")) for name in ("lat", "lon"))
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise ValueError
        given["location"] = json.dumps({"type": "Point", "coordinates": [lon, lat]})
    except ValueError:
        errors.append(_("Latitude and longitude are numbers in degrees, such as 60.1699 and 24.9384."))
        given["location"] = json.dumps({"type": "Point", "coordinates": [0, 0]})
    if values.get("pictures"):
        word = values["pictures"].lower()
        if word not in YES | NO:
            errors.append(_("Pictures: write yes or no."))
        given["pictures"] = word in YES
    return given, errors


def _filled_in(camera: Camera | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the form would send: of the camera as it stands, or of a new one by default, with what is given."""
    stands = camera or Camera()
    names = ("name", "camera_type", "operator", "address", "video_link", "pictures", *NUMBERS)
    kept = {name: getattr(stands, name) for name in names}
    if camera is not None:
        kept["location"] = camera.location.geojson
    return {**kept, **given}


def _told(camera: Camera) -> dict[str, Any]:
    """By the name of each field, as the form heads it."""
    names = ("name", "camera_type", "operator", "address", "video_link", "pictures", *NUMBERS)
    told = {str(CameraForm.base_fields[name].label): getattr(camera, name) for name in names}
    return told | {str(CameraForm.base_fields["location"].label): f"{camera.location.y:.6f}, {camera.location.x:.6f}"}


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name, value in after.items():
        if before[name] != value:
            yield f"{name}: {_word(before[name])} → {_word(value)}"


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)


def _errors(form: CameraForm) -> list[str]:
    return [
        f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]


def _key(line: Line, camera: Camera | None) -> str:
    """What two lines of one camera have in common, whether they name it or give its id."""
    return str(camera.pk) if camera else line.values["name"]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
